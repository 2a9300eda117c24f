"""Learning by moving: which control it was, how it moves, and what has to be asked."""

import pytest

from hudes_desktop.inputs.learning.learning import Learner
from hudes_desktop.inputs.learning.teachable import Moved, teachables
from hudes_desktop.inputs.seam.events import Control, ControlEvent

UNDO, AXIS, WALK = "undo", "step:0", "walk"
KNOB = Control("control_change", 16, 1)


def learner(wanted: str = UNDO, raw=None) -> Learner:
    return Learner(next(each for each in teachables() if each.id == wanted), raw or {})


def feed(learner: Learner, *moves: tuple[Control, float], every: float = 0.02) -> Learner:
    """Events of device "d", one after the other, and then a second of quiet."""
    now = 0.0
    for control, value in moves:
        learner.feed(ControlEvent("d", control, value), now)
        learner.tick(now)
        now += every
    learner.tick(now + 1.0)
    return learner


def turned(*values: int, wanted: str = AXIS) -> Learner:
    return feed(learner(wanted), *((KNOB, value) for value in values))


def key(name: str) -> Control:
    return Control("key", name)


def axis(name: str) -> Control:
    return Control("axis", name)


def test_a_button_is_learnt_when_it_is_pressed() -> None:
    found = feed(learner(), (Control("button", "y"), 0), (Control("button", "y"), 1))
    assert (found.device, found.moved) == ("d", Moved(Control("button", "y"), "button"))


def test_the_first_one_pressed_counts_and_repeats_do_not() -> None:
    found = learner()
    found.feed(ControlEvent("d", key("W"), 1, repeat=True), 0.0)
    assert found.moved is None
    feed(found, (key("A"), 1), (key("B"), 1))
    assert found.moved == Moved(key("A"), "button")


@pytest.mark.parametrize(
    ("keys", "learnt"),
    [
        ([("Control", 1), ("Ctrl+R", 1)], "Ctrl+R"),
        ([("ShiftLeft", 1), ("{", 1)], "{"),
        ([("ShiftLeft", 1), ("ShiftLeft", 0)], "ShiftLeft"),
        ([("Control", 1)], None),
    ],
)
def test_a_modifier_counts_alone_only_when_it_is_let_go(keys, learnt) -> None:
    found = feed(learner(), *((key(name), value) for name, value in keys))
    assert (found.moved and found.moved.control.name) == learnt


def test_sticks_and_triggers_count_when_they_are_pushed_far() -> None:
    drifting = feed(learner(), (axis("leftx"), 0.1), (axis("leftx"), 0.4))
    assert drifting.moved is None
    pushed = feed(learner(), (axis("leftx"), 0.1), (axis("leftx"), -0.7))
    assert pushed.moved == Moved(axis("leftx"), "stick", sign=-1)
    trigger = feed(learner(), (axis("lefttrigger"), 0.7))
    assert trigger.moved == Moved(axis("lefttrigger"), "trigger")


def test_a_stuck_stick_is_not_the_one_that_is_meant() -> None:
    found = learner(WALK, {"d": {axis("rightx"): 0.9}})
    feed(found, (axis("rightx"), 0.95), (axis("lefty"), -0.8))
    assert found.moved == Moved(axis("leftx"), "stick", axis("lefty"))


def test_a_stick_that_was_held_counts_once_it_was_let_go() -> None:
    found = learner(UNDO, {"d": {axis("rightx"): 0.9}})
    feed(found, (axis("rightx"), 0.0))
    assert found.moved is None
    feed(found, (axis("rightx"), 0.9))
    assert found.moved == Moved(axis("rightx"), "stick")


def test_the_axes_of_an_unknown_stick_are_asked_for_one_after_the_other() -> None:
    found = feed(learner(WALK), (axis("3"), 1.0))
    assert (found.moved, found.prompt) == (None, "learn.push_up")
    feed(found, (axis("3"), 0.5), (axis("7"), 1.0))
    assert found.moved == Moved(axis("3"), "stick", axis("7"))


@pytest.mark.parametrize(
    ("values", "encoding", "sign"),
    [
        ((1, 1, 1, 127), "twos_complement", 1),
        ((127, 127, 127), "twos_complement", -1),
        ((1, 2, 1, 65, 65), "signed_bit", 1),
        ((65, 65, 1), "signed_bit", -1),
        ((65, 65, 65, 63), "offset_64", 1),
        ((63, 63, 63), "offset_64", -1),
        ((1, 3, 7, 9, 4, 1, 1, 126, 120), "twos_complement", 1),
        ((1, 65), "signed_bit", 1),
        ((17, 17, 17, 17), "offset_16", 1),
        ((15, 15, 15, 17), "offset_16", -1),
        ((17, 17, 18, 15, 15), "offset_16", 1),
    ],
)
def test_endless_encoders_are_known_by_their_values(values, encoding, sign) -> None:
    assert turned(*values).moved == Moved(KNOB, "encoder", encoding=encoding, sign=sign)


@pytest.mark.parametrize("value", [1, 65])
def test_what_one_direction_leaves_open_the_other_one_shows(value) -> None:
    found = turned(value, value, value)
    assert (found.moved, found.question) == (None, None)
    assert found.prompt == "learn.turn_back"
    feed(found, (KNOB, {1: 127, 65: 63}[value]))
    assert found.moved is not None
    assert found.moved.encoding == {1: "twos_complement", 65: "offset_64"}[value]


@pytest.mark.parametrize(
    "values",
    [
        range(20, 40, 3),
        range(70, 40, -5),
        (0, 60, 127),
        (100, 90, 80),
        range(1, 9),  # slowly, from its lower end
        range(126, 116, -1),
        (60, 61, 62, 63, 64, 65),
    ],
)
def test_knobs_and_faders_are_known_by_their_values(values) -> None:
    found = turned(*values).moved
    assert found is not None
    assert (found.control, found.shape, found.bits) == (KNOB, "knob", 7)


@pytest.mark.parametrize("values", [(127, 0), (0, 127, 0), (90, 0)])
def test_a_control_change_that_says_one_value_and_zero_is_a_button(values) -> None:
    assert turned(*values).moved == Moved(KNOB, "button")


def test_where_the_values_leave_it_open_one_line_asks() -> None:
    found = turned(3, 4)
    assert found.question is not None
    assert found.question.text == "Does it stop at both ends?"
    found.answer("knob")
    assert found.moved == Moved(KNOB, "knob")

    found = turned(127)
    assert found.question is not None
    assert found.question.text == "Is that a button?"
    found.answer("button")
    assert found.moved == Moved(KNOB, "button")

    found = turned(1)
    found.answer("encoder")
    assert found.prompt == "learn.turn_back"
    feed(found, (KNOB, 65))
    assert found.moved == Moved(KNOB, "encoder", encoding="signed_bit")


def test_one_detent_of_an_encoder_that_counts_from_16_is_asked_about() -> None:
    found = turned(17)
    assert found.question is not None
    found.answer("encoder")
    feed(found, (KNOB, 15))
    assert found.moved == Moved(KNOB, "encoder", encoding="offset_16")


def test_a_value_again_and_again_that_no_known_encoder_says_is_no_knob() -> None:
    assert turned(33, 33, 33, 33).moved == Moved(KNOB, "unknown")


def test_a_parameter_is_learnt_as_one_knob() -> None:
    parameter = Control("nrpn", 5, 1)
    found = feed(learner(AXIS), *((parameter, value) for value in range(0, 2000, 25)))
    assert found.moved == Moved(parameter, "knob")


def test_two_halves_of_fourteen_bits_are_one_control() -> None:
    upper, lower = Control("control_change", 3, 1), Control("control_change", 35, 1)
    found = feed(learner(AXIS), (upper, 64), (lower, 1), (upper, 64), (lower, 90))
    assert found.moved == Moved(upper, "knob", bits=14)


def test_a_fader_is_meant_and_not_the_note_of_touching_it() -> None:
    touch, bend = Control("note", 104, 1), Control("pitch_bend", 0, 1)
    moves = [(bend, value) for value in (8000, 8100, 9500)]
    found = feed(learner(AXIS), (touch, 127), *moves)
    assert found.moved == Moved(bend, "knob")
    assert feed(learner(), (touch, 100)).moved == Moved(touch, "button")
    assert feed(learner(), (touch, 100), (touch, 0), every=0.01).moved == Moved(touch, "button")


def test_a_drag_counts_after_a_few_pixels_and_the_wheel_at_once() -> None:
    drag, wheel = Control("motion", "LeftDragX"), Control("motion", "Wheel")
    assert feed(learner(), (drag, -20)).moved is None
    assert feed(learner(), (drag, -20), (drag, -9)).moved == Moved(drag, "motion", sign=-1)
    assert feed(learner(), (wheel, 1)).moved == Moved(wheel, "motion")


def test_what_was_half_learnt_goes_with_its_device() -> None:
    found = turned(3, 4)
    assert found.question is not None
    found.lose("d")
    assert found.question is None
    feed(found, (Control("button", "a"), 1))
    assert found.moved == Moved(Control("button", "a"), "button")


def test_a_drift_is_no_touch() -> None:
    assert not ControlEvent("d", axis("leftx"), 0.3).is_touch
    assert ControlEvent("d", axis("leftx"), -0.9).is_touch
    assert not ControlEvent("d", key("A"), 1, repeat=True).is_touch
