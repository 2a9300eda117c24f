"""The help page: what every binding means, in words, the controls of one meaning together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never, get_args

from hudes_desktop.descent import actions as act
from hudes_desktop.inputs.bindings import controls, window_actions
from hudes_desktop.inputs.bindings.amounts import Intent
from hudes_desktop.inputs.bindings.binding import ANY, Binding

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

    @property
    def line(self) -> str:
        """Controls and meaning in one line."""
        return f"{', '.join(self.controls)}: {self.meaning}"


def help_rows(bindings: Sequence[Binding]) -> list[HelpRow]:
    """One row for each meaning, as they first appear."""
    rows: dict[str, _Row] = {}
    for binding in bindings:
        meaning = _meaning(binding)
        row = rows.setdefault(meaning, _Row(group_of(binding.action)))
        row.controls.append((_shown(binding), binding.layer))
        if isinstance(binding.action, act.Step):
            if binding.transform.mode == "press":
                row.amounts.append(f"{binding.action.amount:+g}".replace("-", "−"))
            elif binding.control.name != ANY:
                row.axes.append(binding.action.axis + 1)
    return [
        HelpRow(_together(row.controls), row.worded(meaning), row.group)
        for meaning, row in rows.items()
    ]


def help_page(bindings: Sequence[Binding]) -> list[tuple[str, str]]:
    """help_rows as (controls with two spaces between them, meaning)."""
    return [("  ".join(row.controls), row.meaning) for row in help_rows(bindings)]


@dataclass(slots=True)
class _Row:
    """A row in the making: (control, layer) pairs, and what becomes of the steps."""

    group: Group
    controls: list[tuple[str, str]] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    axes: list[int] = field(default_factory=list)

    def worded(self, meaning: str) -> str:
        if self.amounts:
            return f"{meaning}: {', '.join(self.amounts)} step"
        if self.axes:
            plural = meaning if len(set(self.axes)) > 1 else meaning.replace("axes", "axis")
            return f"{plural} {_ranges(self.axes)}"
        return meaning


def _meaning(binding: Binding) -> str:
    """What a control does; of one that moves both ways, for both ways."""
    action = binding.action
    if binding.transform.mode == "press":
        hold = f" (hold for {binding.hold:g} s)" if binding.hold else ""
        return meaning_of(action) + hold
    match action:
        case act.Step():
            if binding.control.name == ANY:
                return "walk along an axis: the first one moved is axis 1, the next one axis 2, …"
            return "walk along axes"
        case act.ChangeStepSize():
            return "step size"
        case act.SetStepSize():
            low, high = sorted((binding.transform.low, binding.transform.high))
            return f"step size, from {10**low:.3g} to {10**high:.3g}"
        case act.SelectPlane():
            return "choose a plane"
        case act.ChangeBatchSize():
            return "size of the batches"
        case window_actions.Zoom():
            return "zoom"
        case _:
            return meaning_of(action)


def _together(controls: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Names, each once; "encoder 1", "encoder 2", … of one layer are one name."""
    stems: dict[tuple[str, str], list[int]] = {}
    for name, layer in controls:
        stem, _, number = name.rpartition(" ")
        if stem and number.isdigit():
            stems.setdefault((stem, layer), []).append(int(number))
        else:
            stems.setdefault((name, layer), [])
    return tuple(
        (f"{stem} {_ranges(numbers)}" if numbers else stem) + (f" (layer {layer})" if layer else "")
        for (stem, layer), numbers in stems.items()
    )


def _ranges(numbers: Sequence[int]) -> str:
    """1–8 for all from 1 to 8; 1, 3 for others."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def _shown(binding: Binding) -> str:
    return binding.label or controls.shown(
        (binding.control,) if binding.second is None else (binding.control, binding.second)
    )


def group_of(action: Intent) -> Group:
    """What an action or intent is about."""
    match action:
        case window_actions.Walk() | window_actions.WalkToPointer() | act.Step():
            return "walk"
        case (
            window_actions.Orbit()
            | window_actions.Zoom()
            | window_actions.Pan()
            | window_actions.ResetView()
        ):
            return "view"
        case window_actions.SelectAtPointer() | act.SelectPlane():
            return "view"
        case act.NextSubspace() | act.PreviousSubspace() | act.SetAxes():
            return "directions"
        case act.NextBatch() | act.PreviousBatch() | act.ChangeBatchSize():
            return "batch"
        case act.ChangeStepSize() | act.SetStepSize():
            return "step size"
        case act.SgdStep() | act.Undo() | act.Redo() | act.Reset() | act.Reseed():
            return "history"
        case window_actions.ToggleHelp() | window_actions.TogglePrecision() | window_actions.Quit():
            return "program"
        case _:
            assert_never(action)


def meaning_of(action: Intent) -> str:
    """What an action or intent does, in words; all directions of walking or turning share one."""
    match action:
        case window_actions.Walk():
            return "walk on the selected plane"
        case window_actions.Orbit():
            return "turn the view"
        case window_actions.Zoom(factor):
            return "zoom in" if factor > 1 else "zoom out"
        case window_actions.Pan():
            return "move the selected plane"
        case window_actions.SelectAtPointer():
            return "choose the plane under the pointer"
        case window_actions.WalkToPointer():
            return "walk to the place under the pointer"
        case window_actions.ResetView():
            return "reset the view"
        case window_actions.ToggleHelp():
            return "show or hide this help"
        case window_actions.TogglePrecision():
            return "float16 or float32"
        case window_actions.Quit():
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
