"""What a control does, in the one or two words that have room on a drawing of it."""

from __future__ import annotations

from hudes_desktop.descent import actions as act
from hudes_desktop.inputs.bindings import window_actions
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.help import meaning_of


def short_of(binding: Binding) -> str:
    """A few words."""
    return f"{_words(binding)} (hold)" if binding.hold else _words(binding)


def _words(binding: Binding) -> str:
    action, both_ways = binding.action, binding.transform.mode != "press"
    match action:
        case window_actions.Walk():
            return "walk"
        case window_actions.TogglePrecision():
            return "float16/32"
        case window_actions.ToggleHelp():
            return "help"
        case act.Step(axis, amount):
            if both_ways:
                return f"axis {axis + 1}"
            return f"axis {axis + 1} {'+' if amount > 0 else '−'}"
        case act.NextSubspace():
            return "next subspace"
        case act.SetStepSize():
            return "step size"
        case act.ChangeStepSize(decades):
            return "step size" if both_ways else f"{'larger' if decades > 0 else 'smaller'} steps"
        case act.ChangeBatchSize() if both_ways:
            return "batch size"
        case act.SelectPlane() if both_ways:
            return "plane"
        case act.SgdStep(count):
            return "SGD step" if count == 1 else f"{count} SGD steps"
        case act.Reset():
            return "reset"
        case act.Reseed(seed):
            return f"seed {seed}"
        case act.SetAxes(count):
            return f"{count} axes"
        case _:
            return meaning_of(action)
