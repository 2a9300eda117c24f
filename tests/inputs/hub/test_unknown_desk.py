"""A desk that no profile is for, at the two ends of a real MIDI stream: what its bytes make."""

import time
from collections.abc import Iterator

import pytest
from far_desk import FarDesk

from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.midi.driver import MidiDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.store.paths import controllers_dir

pytest_plugins = ["midi_server"]

END = [0x9F, 1, 100], [0x8F, 1, 0]
"""A button that is pressed last: when it has acted, everything before it has been heard."""


class Desk:
    """The far desk, and the hub that hears it."""

    def __init__(self, far: FarDesk) -> None:
        self.far = far
        self.hub = Hub(library=Library([controllers_dir()]))
        self.hub.add(MidiDriver())
        self.hub.poll()

    def made(self, *messages: list[int]) -> list[Intent]:
        """The actions of these messages, without that of the last button."""
        self.far.send(*messages, *END)
        made: list[Intent] = []
        deadline = time.monotonic() + 60.0
        while NextSubspace() not in made[-1:]:
            assert time.monotonic() < deadline, "the last button wasn't heard"
            time.sleep(0.005)
            made += self.hub.poll()
        return made[:-1]


@pytest.fixture
def desk(midi_server: str) -> Iterator[Desk]:
    with FarDesk("Desk Of Nobody") as far:
        desk = Desk(far)
        yield desk
        desk.hub.close()


def walked(made: list[Intent]) -> dict[int, float]:
    """Steps by axis."""
    steps = [each for each in made if isinstance(each, Step)]
    assert len(steps) == len(made)
    axes = {step.axis for step in steps}
    return {axis: sum(step.amount for step in steps if step.axis == axis) for axis in axes}


def test_a_value_in_two_halves_is_one_knob(desk: Desk) -> None:
    halves = [[0xB0, number, part] for value in range(256, 513)
              for number, part in ((1, value >> 7), (33, value & 127))]  # fmt: skip
    assert walked(desk.made(*halves)) == {0: pytest.approx(0.25, rel=0.01)}


def test_parameters_are_a_knob_each(desk: Desk) -> None:
    def turned(parameter: int) -> list[list[int]]:
        messages: list[list[int]] = []
        for value in range(0, 2000, 25):
            parts = {99: 0, 98: parameter, 6: value >> 7, 38: value & 127}
            messages += [[0xB0, number, part] for number, part in parts.items()]
        return messages

    far = 16 * 1975 / 16383
    assert walked(desk.made(*turned(5), *turned(6))) == {
        0: pytest.approx(far),
        1: pytest.approx(far),
    }


def test_touching_a_fader_and_a_trembling_knob_move_nobody(desk: Desk) -> None:
    touched = [[0x90, 0x68, 127], [0xE0, 0, 0x3C], [0xE0, 0, 0x3D], [0x90, 0x68, 0]]
    assert NextSubspace() not in desk.made(*touched)
    desk.made([0xB0, 16, 0x3C], [0xB0, 16, 0x40])
    assert desk.made(*[[0xB0, 16, 0x40], [0xB0, 16, 0x41]] * 200, [0xB0, 16, 0x40]) == []
