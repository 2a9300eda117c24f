"""The help page: what every binding means, in words, the controls of one meaning together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from hudes_desktop.descent import actions as act
from hudes_desktop.inputs import intents, keynames, mouse
from hudes_desktop.inputs.events import Control

Group = Literal["walk", "view", "directions", "batch", "step size", "history", "program"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""What the meanings of controls are about; a drawing of a device has a colour for each."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One thing that can be done.

    Attributes: controls, as people read them; meaning, in words; group, what it is about.
    """

    controls: tuple[str, ...]
    meaning: str
    group: Group


def help_rows(
    bindings: Sequence[tuple[Control, act.Action | intents.Intent, float]],
) -> list[HelpRow]:
    """One row for each meaning of (control, action, seconds to hold), as they first appear."""
    rows: dict[str, tuple[list[str], list[str], Group]] = {}
    for control, action, hold in bindings:
        meaning = meaning_of(action) + (f" (hold for {hold:g} s)" if hold else "")
        controls, amounts, _ = rows.setdefault(meaning, ([], [], group_of(action)))
        name = _shown(control)
        if name not in controls:
            controls.append(name)
        if isinstance(action, act.Step):
            amounts.append(f"{action.amount:+g}".replace("-", "−"))
    return [
        HelpRow(
            tuple(controls),
            f"{meaning}: {', '.join(amounts)} step" if amounts else meaning,
            group,
        )
        for meaning, (controls, amounts, group) in rows.items()
    ]


def help_page(
    bindings: Sequence[tuple[Control, act.Action | intents.Intent, float]],
) -> list[tuple[str, str]]:
    """help_rows as (controls with two spaces between them, meaning)."""
    return [("  ".join(row.controls), row.meaning) for row in help_rows(bindings)]


def group_of(action: act.Action | intents.Intent) -> Group:
    """What an action or intent is about."""
    match action:
        case intents.Walk() | intents.WalkToPointer() | act.Step():
            return "walk"
        case intents.Orbit() | intents.Zoom() | intents.Pan() | intents.ResetView():
            return "view"
        case intents.SelectAtPointer() | act.SelectPlane():
            return "view"
        case act.NextSubspace() | act.PreviousSubspace() | act.SetAxes():
            return "directions"
        case act.NextBatch() | act.PreviousBatch() | act.ChangeBatchSize():
            return "batch"
        case act.ChangeStepSize() | act.SetStepSize():
            return "step size"
        case act.SgdStep() | act.Undo() | act.Redo() | act.Reset() | act.Reseed():
            return "history"
        case intents.ToggleHelp() | intents.Quit():
            return "program"
        case _:
            assert_never(action)


def _shown(control: Control) -> str:
    by_kind = keynames.shown if control.kind == "key" else mouse.shown
    return by_kind(str(control.name))


def meaning_of(action: act.Action | intents.Intent) -> str:
    """What an action or intent does, in words; all directions of walking or turning share one."""
    match action:
        case intents.Walk():
            return "walk on the selected plane"
        case intents.Orbit():
            return "turn the view"
        case intents.Zoom(factor):
            return "zoom in" if factor > 1 else "zoom out"
        case intents.Pan():
            return "move the selected plane"
        case intents.SelectAtPointer():
            return "choose the plane under the pointer"
        case intents.WalkToPointer():
            return "walk to the place under the pointer"
        case intents.ResetView():
            return "reset the view"
        case intents.ToggleHelp():
            return "show or hide this help"
        case intents.Quit():
            return "quit"
        case act.Step(axis):
            return f"walk along axis {axis + 1}"
        case act.NextSubspace():
            return "next subspace: new directions"
        case act.PreviousSubspace():
            return "previous subspace"
        case act.NextBatch():
            return "next batch"
        case act.PreviousBatch():
            return "previous batch"
        case act.ChangeBatchSize(by):
            return "larger batches" if by > 0 else "smaller batches"
        case act.ChangeStepSize(decades):
            return f"step size {'×' if decades > 0 else '÷'} {10 ** abs(decades):.3g}"
        case act.SetStepSize(exponent):
            return f"step size {10**exponent:.3g}"
        case act.SelectPlane(by):
            return "next plane" if by > 0 else "previous plane"
        case act.SgdStep(count):
            return "one step of SGD" if count == 1 else f"{count} steps of SGD"
        case act.Undo():
            return "undo"
        case act.Redo():
            return "redo"
        case act.Reset():
            return "reset the descent"
        case act.Reseed(seed):
            return f"start again with seed {seed}"
        case act.SetAxes(count):
            return f"act on {count} axes"
        case _:
            assert_never(action)
