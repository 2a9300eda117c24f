"""Every action has one row, and from that row come profiles, help, drawings and lessons."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from help_lines import help_lines

from hudes_desktop.descent import actions as act
from hudes_desktop.inputs.bindings.action_spec import ActionSpec, Amount, Rates, Value, Variant
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.amounts import scaled
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import meaning_of, reached, short_of
from hudes_desktop.inputs.bindings.transform import Transform
from hudes_desktop.inputs.bindings.window_actions import (
    Orbit,
    SelectAtPointer,
    UnknownAction,
    Walk,
    WindowAction,
    WingAction,
    Zoom,
)
from hudes_desktop.inputs.learning.teachable import Moved, teachables
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.inputs.profiles.text import text_of
from hudes_desktop.inputs.seam.events import Control

KEY = Control("key", "J")
KNOB = Control("control_change", 7, 1)
RELATIVE = Transform("relative")


@dataclass(frozen=True, slots=True)
class Blow(WingAction):
    """Let a wind blow."""

    force: float = 0.0


@dataclass(frozen=True, slots=True)
class Ring(WingAction):
    """Ring a bell."""


WIND = ActionSpec(
    "blow",
    "wind",
    type=Blow,
    group="walk",
    amounts=(
        Amount("force", Variant("blow_on", "more wind"), Variant("blow_back", "less wind"),
               Rates(0.5, 2.0, 0.25, 4.0, 0.01), limit=8.0),
    ),
)  # fmt: skip
BELL = ActionSpec("ring", "ring the bell", {"short": "bell"}, type=Ring, group="program", hold=0.5)


@pytest.fixture
def wing() -> Iterator[None]:
    """Two actions that a wing brings."""
    for spec in (WIND, BELL):
        ACTIONS.add(spec)
    yield
    for spec in (WIND, BELL):
        ACTIONS.remove(spec)


def test_every_action_has_one_row() -> None:
    ours = {*get_args(act.Action), *get_args(WindowAction), UnknownAction} - {WingAction}
    rows = [spec.type for spec in ACTIONS]
    assert set(rows) == ours
    assert len(rows) == len(ours)


@pytest.mark.parametrize(
    ("action", "meaning", "short"),
    [
        (act.Undo(), "undo", "undo"),
        (act.NextSubspace(), "next subspace: new directions", "next subspace"),
        (act.SgdStep(), "one step of SGD", "SGD step"),
        (act.SgdStep(10), "10 steps of SGD", "10 SGD steps"),
        (act.Reseed(7), "start again with seed 7", "seed 7"),
        (act.SetAxes(8), "act on 8 axes", "8 axes"),
        (act.Step(2, -1.0), "walk along axis 3", "axis 3 −"),
        (act.ChangeStepSize(0.05), "larger steps, × 1.12", "larger steps"),
        (act.ChangeStepSize(-1.0), "smaller steps, ÷ 10", "smaller steps"),
        (act.SetStepSize(-2.0), "step size 0.01", "step size"),
        (act.ChangeBatchSize(-1), "smaller batches", "smaller batches"),
        (act.SelectPlane(2), "next plane", "next plane"),
        (Zoom(0.5), "zoom out", "zoom out"),
        (Walk(forward=0.25), "walk on the selected plane", "walk"),
        (UnknownAction("Fly"), "an action that no add-on here has: Fly",
         "an action that no add-on here has: Fly"),
    ],
)  # fmt: skip
def test_a_press_is_said_in_full_and_in_short(action, meaning, short) -> None:
    assert str(meaning_of(action)) == meaning
    assert short_of(Binding(KEY, action)) == short


def test_what_moves_both_ways_is_said_for_both() -> None:
    knob = Binding(KNOB, act.ChangeStepSize(0.05), transform=RELATIVE)
    assert help_lines([knob]) == [("CC 7", "step size")]
    assert reached(knob) == ["larger_step", "smaller_step"]
    assert short_of(knob) == "step size"
    back = Binding(KNOB, act.ChangeStepSize(0.05), transform=Transform("relative", invert=True))
    assert reached(back) == ["smaller_step", "larger_step"]
    fader = Binding(KNOB, act.SetStepSize(0.0), transform=Transform("absolute", low=1.0, high=-3.0))
    assert help_lines([fader]) == [("CC 7", "step size, from 0.001 to 10")]


def test_presses_of_one_axis_and_knobs_of_many_share_a_row() -> None:
    keys = [Binding(Control("key", key), act.Step(2, by)) for key, by in (("W", 1.0), ("S", -0.5))]
    assert help_lines(keys) == [("W  S", "walk along axis 3: +1, −0.5 step")]
    knobs = [
        Binding(Control("control_change", 10 + axis, 1), act.Step(axis, 16.0), transform=RELATIVE)
        for axis in (0, 1, 2, 4)
    ]
    assert [row[1] for row in help_lines(knobs)] == ["walk along axes 1–3, 5"]
    assert [row[1] for row in help_lines(knobs[3:])] == ["walk along axis 5"]


def test_a_hold_is_another_meaning() -> None:
    bindings = [Binding(KEY, act.Reset(), hold=hold) for hold in (0.0, 1.5)]
    assert [row[1] for row in help_lines(bindings)] == [
        "reset the descent",
        "reset the descent (hold for 1.5 s)",
    ]


def test_amounts_are_scaled_up_to_their_limits() -> None:
    assert scaled(act.Step(1, 2.0), -3.0) == act.Step(1, -6.0)
    assert scaled(act.Step(1, 2.0), 1e9) == act.Step(1, 1e6)
    assert scaled(act.SelectPlane(1), 2.9) == act.SelectPlane(2)
    assert scaled(act.SelectPlane(1), 0.9) is None
    assert scaled(Zoom(10.0), 2.0) == Zoom(100.0)
    assert scaled(Zoom(10.0), -1e9) == Zoom(1e-100)
    assert scaled(act.Undo(), 5.0) == act.Undo()
    assert scaled(Orbit(10.0, 4.0), 0.5, -1.0) == Orbit(5.0, -4.0)
    assert scaled(Orbit(10.0, 4.0), 0.0, 0.0) is None


def test_an_action_of_a_wing_is_like_ours(wing: None) -> None:
    text = """
        schema = 2
        name = "Windy"
        driver = "midi"
        channel = 1
        binding = [
            { control = "cc 7", action = "Blow", args = { force = 2 }, mode = "rate" },
            { control = "note 9", action = "Ring", hold = 0.5 },
        ]
    """
    profile = parse(text, Path("windy.toml"))
    assert [binding.action for binding in profile.bindings] == [Blow(2.0), Ring()]
    assert profile.troubles == ()
    assert parse(text_of(profile), Path("windy.toml")) == profile
    assert help_lines(profile.bindings) == [
        ("CC 7", "wind"),
        ("note 9", "ring the bell (hold for 0.5 s)"),
    ]
    assert short_of(profile.bindings[1]) == "bell (hold)"
    assert [reached(binding) for binding in profile.bindings] == [
        ["blow_on", "blow_back"],
        ["ring"],
    ]
    taught = {each.id: each for each in teachables()}
    assert taught["blow_back"].binding(Moved(KNOB, "knob")).action == Blow(-4.0)
    assert taught["ring"].binding(Moved(Control("note", 3, 1), "button")).hold == 0.5
    assert scaled(Blow(1.0), 100.0) == Blow(8.0)


def test_what_is_taken_out_leaves_nothing() -> None:
    before = [spec.name for spec in ACTIONS]
    for _ in range(2):  # its words are free again, too
        ACTIONS.add(BELL)
        ACTIONS.remove(BELL)
    assert [spec.name for spec in ACTIONS] == before
    with pytest.raises(KeyError):
        meaning_of(Ring())


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        (ActionSpec("undo", "again", type=Ring, group="program"), "'undo'"),
        (ActionSpec("zoom_in", "again", type=Ring, group="program"), "'zoom_in'"),
        (ActionSpec("bell", "again", type=act.Undo, group="program"), "'Undo'"),
    ],
)
def test_two_actions_of_one_name_are_refused(spec: ActionSpec, named: str) -> None:
    before = [each.id for each in ACTIONS]
    with pytest.raises(ValueError, match=f"there is an action {named} already"):
        ACTIONS.add(spec)
    assert [each.id for each in ACTIONS] == before


def test_what_is_about_the_pointer_is_taught_to_those_that_have_one() -> None:
    taught = {each.id: each for each in teachables()}
    at_pointer = ACTIONS.of(SelectAtPointer()).id
    assert taught[at_pointer].suits("mouse")
    assert not taught[at_pointer].suits("pad")


def test_a_value_needs_no_amount() -> None:
    spec = ActionSpec("calm", "calm", type=Blow, group="walk", value=Value("force", "wind", 0, 1))
    assert spec.values(Blow(0.25))["value"] == 0.25
