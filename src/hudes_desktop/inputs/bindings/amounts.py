"""So much of an action: what a control makes of the amount by which it was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import Intent


def scaled(action: Intent, amount: float) -> Intent | None:
    """`amount` times the action, None for nothing; what has no amount stays as it is.

    A finite amount makes a finite action: what is beyond every limit is the limit.
    """
    spec = ACTIONS.of(action)
    return _times(action, spec, (amount, amount)) if spec.amounts else action


def paired(action: Intent, first: float, second: float) -> Intent | None:
    """An action with two amounts, each scaled by its own; None for nothing.

    Raises TypeError for an action without two amounts.
    """
    spec = ACTIONS.of(action)
    if len(spec.amounts) != 2:
        raise TypeError(f"{spec.name} has no two amounts")
    return _times(action, spec, (first, second))


def with_value(action: Intent, value: float) -> Intent:
    """The action that sets `value`. Raises TypeError for one that sets none."""
    spec = ACTIONS.of(action)
    if spec.value is None:
        raise TypeError(f"{spec.name} sets no value")
    return _changed(action, {spec.value.field: value})


def _times(action: Intent, spec: ActionSpec, by: Sequence[float]) -> Intent | None:
    amounts = zip(spec.amounts, by, strict=False)
    made = _changed(action, {a.field: a.times(getattr(action, a.field), b) for a, b in amounts})
    return made if any(amount.direction(made) for amount in spec.amounts) else None


def _changed(action: Any, arguments: Mapping[str, float]) -> Intent:
    made: Intent = replace(action, **arguments)
    return made
