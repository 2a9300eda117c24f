"""Parameter numbers: four control changes are one control, and knobs that only look alike stay."""

from hudes_desktop.inputs.midi.parameters import Parameters
from hudes_desktop.inputs.seam.events import Control


def cc(number: int) -> Control:
    return Control("control_change", number, 1)


def nrpn(number: int) -> Control:
    return Control("nrpn", number, 1)


def made(parameters: Parameters, *messages: tuple[int, int]) -> list[tuple[Control, int]]:
    return [each for number, value in messages for each in parameters.feed(cc(number), value)]


def knob(number: int, value: int) -> list[tuple[int, int]]:
    return [(99, number >> 7), (98, number & 127), (6, value >> 7), (38, value & 127)]


def test_number_and_value_in_two_halves_each_are_one_control() -> None:
    parameters = Parameters()
    values = range(0, 2000, 25)
    messages = [message for value in values for message in knob(5, value)]
    assert made(parameters, *messages) == [(nrpn(5), value) for value in values]
    others = [*knob(6, 300), *knob(1000, 16383)]
    assert made(parameters, *others) == [(nrpn(6), 300), (nrpn(1000), 16383)]


def test_a_value_without_a_lower_half_counts_too() -> None:
    parameters = Parameters()
    messages = [m for value in (10, 11, 12, 13) for m in knob(7, value << 7)[:3]]
    assert made(parameters, *messages) == [(nrpn(7), value << 7) for value in (10, 11, 12, 13)]


def test_the_number_is_said_once_or_in_part() -> None:
    parameters = Parameters()
    said = made(parameters, *knob(300, 128), (6, 2), (38, 5))
    assert said == [(nrpn(300), 128), (nrpn(300), 261)]
    assert made(parameters, (98, 45), (6, 1), (38, 1)) == [(nrpn(301), 129)]
    assert made(parameters, (99, 127), (98, 127), (6, 3)) == [(cc(6), 3)]  # no parameter


def test_knobs_with_these_numbers_are_knobs_where_no_parameter_is_meant() -> None:
    parameters = Parameters()
    plain = [(6, 1), (38, 2), (98, 3), (99, 4), (99, 5), (98, 6), (7, 7), (99, 8)]
    got = [*made(parameters, *plain), *parameters.rest()]
    assert got == [(cc(number), value) for number, value in plain]
