"""What can be taught: each of it, with each shape of control, gives a binding for a file."""

from pathlib import Path

import pytest

from hudes_desktop.descent.actions import ChangeStepSize, SetStepSize, Step
from hudes_desktop.inputs.bindings.binding_words import reached
from hudes_desktop.inputs.bindings.window_actions import Walk, Zoom
from hudes_desktop.inputs.learning.teachable import Moved, Unfit, teachables, teachables_of
from hudes_desktop.inputs.profiles.file import load, parse
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.profiles.text import text_of
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.inputs.state.translator import Translator

CONTROLLERS = Path(__file__).parents[3] / "controllers"
CC = Control("control_change", 7, 1)
MOVES = {
    "pad": [
        Moved(Control("button", "y"), "button"),
        Moved(Control("axis", "leftx"), "stick", Control("axis", "lefty"), sign=-1),
        Moved(Control("axis", "lefttrigger"), "trigger"),
    ],
    "midi": [
        Moved(Control("note", 7, 1), "button"),
        Moved(CC, "button"),
        Moved(CC, "knob"),
        Moved(CC, "knob", bits=14),
        Moved(Control("pitch_bend", 0, 1), "knob"),
        Moved(CC, "encoder", encoding="twos_complement", sign=-1),
    ],
    "keyboard": [Moved(Control("key", "Ctrl+J"), "button")],
    "mouse": [
        Moved(Control("motion", "LeftDragX"), "motion", sign=-1),
        Moved(Control("button", "LeftClick"), "button"),
    ],
}


def teachable(key: str):
    return next(each for each in teachables() if each.id == key)


@pytest.mark.parametrize("driver", MOVES)
def test_what_is_learnt_can_be_written_and_read_again(driver) -> None:
    learnt = 0
    for each in teachables():
        for moved in MOVES[driver]:
            try:
                binding = each.binding(moved)
            except Unfit:
                continue
            learnt += 1
            profile = Profile("Learnt", driver, (binding,))
            assert parse(text_of(profile), Path("learnt.toml")) == profile, each.id
            assert each.id in reached(binding)
    assert learnt > 30


@pytest.mark.parametrize("file", sorted(CONTROLLERS.glob("*.toml")), ids=lambda file: file.stem)
def test_everything_that_is_bound_is_listed(file) -> None:
    profile = load(file)
    listed = {each.id for each in teachables_of(tuple(profile.bindings))}
    assert all(set(reached(binding)) <= listed for binding in profile.bindings)
    assert len(listed) == len(teachables_of(tuple(profile.bindings)))


def made(key: str, moved: Moved, *values: float):
    translator = Translator(Profile("Learnt", "pad", (teachable(key).binding(moved),)), {})
    for value in values:
        translator.feed(ControlEvent("", moved.control, value), 0.0)
    return translator.take(0.0, 0.1)


def test_a_stick_that_was_pushed_to_the_left_to_walk_right_walks_right_when_it_is() -> None:
    stick = Moved(Control("axis", "leftx"), "stick", sign=-1)
    (walk,) = made("walk_right", stick, -1.0)
    assert walk == Walk(right=0.5)


def test_an_encoder_that_was_turned_back_for_shorter_steps_makes_them_so() -> None:
    encoder = Moved(CC, "encoder", sign=-1)
    (change,) = made("smaller_step", encoder, 65)
    assert change == ChangeStepSize(-0.05)
    (zoom,) = made("zoom_out", encoder, 1)
    assert isinstance(zoom, Zoom)
    assert zoom.factor == pytest.approx(1.1)


def test_up_is_more_for_a_knob_however_it_was_moved() -> None:
    (step,) = made("step:2", Moved(CC, "knob", sign=-1), 0, 127)
    assert step == Step(2, 16.0)


def test_a_trigger_is_pressed_from_its_half_on() -> None:
    trigger = Moved(Control("axis", "lefttrigger"), "trigger")
    assert made("next_plane", trigger, 0.4) == []
    assert len(made("next_plane", trigger, 0.4, 0.6, 0.7)) == 1


def test_what_has_no_direction_takes_no_endless_knob() -> None:
    with pytest.raises(Unfit, match="an endless knob can't do that; it takes a button"):
        teachable("undo").binding(Moved(CC, "encoder"))
    with pytest.raises(Unfit, match="it takes a knob or fader"):
        teachable("set_step_size").binding(Moved(Control("key", "J"), "button"))
    assert isinstance(teachable("set_step_size").binding(Moved(CC, "knob")).action,
                      SetStepSize)  # fmt: skip


def test_a_control_that_counts_in_an_unknown_way_is_refused_in_one_line() -> None:
    undo = next(each for each in teachables() if each.id == "undo")
    with pytest.raises(Unfit, match="counts in a way that isn't known"):
        undo.binding(Moved(Control("control_change", 10, 1), "unknown"))


def test_a_modifier_is_not_taught_what_has_to_be_held() -> None:
    quits = next(each for each in teachables() if each.id == "quit")
    with pytest.raises(Unfit, match="can't be held"):
        quits.binding(Moved(Control("key", "ShiftLeft"), "button"))
