"""Which actions have a size, and what so much of one is."""

import math

from hudes_desktop.descent import actions as act
from hudes_desktop.descent.rules import MAX_STEP_AMOUNT, MAX_STEP_EXPONENT, MIN_STEP_EXPONENT
from hudes_desktop.inputs.bindings import window_actions

Intent = act.Action | window_actions.WindowAction

SIZED: tuple[type[Intent], ...] = (
    act.Step,
    act.ChangeStepSize,
    window_actions.Walk,
    window_actions.Orbit,
    window_actions.Zoom,
    window_actions.Pan,
)
"""Any amount of these can be done."""

COUNTED: tuple[type[Intent], ...] = (act.SelectPlane, act.ChangeBatchSize)
"""Whole amounts of these can be done."""

PAIRED: dict[type[Intent], tuple[str, str]] = {
    window_actions.Walk: ("right", "forward"),
    window_actions.Orbit: ("yaw", "pitch"),
    window_actions.Pan: ("right", "down"),
}
"""What the two axes of a pair make, each on its own."""

VALUED: dict[type[Intent], tuple[str, str, float, float]] = {
    act.SetStepSize: ("exponent", "step_exponent", MIN_STEP_EXPONENT, MAX_STEP_EXPONENT),
}
"""What an absolute control sets: argument, the name of the present value, and the range of it."""

_MAX_ZOOM_EXPONENT = 100.0


def scaled(made: Intent, amount: float) -> Intent | None:
    """`amount` times the action or intent, None for nothing; what has no size stays as it is.

    A finite amount makes a finite action: what is beyond every limit is the limit.
    """
    match made:
        case act.Step(axis, one):
            steps = min(max(one * amount, -MAX_STEP_AMOUNT), MAX_STEP_AMOUNT)
            return act.Step(axis, steps) if steps else None
        case act.ChangeStepSize(decades):
            return act.ChangeStepSize(decades * amount) if decades * amount else None
        case act.SelectPlane(by):
            return act.SelectPlane(by * int(amount)) if int(amount) else None
        case act.ChangeBatchSize(by):
            return act.ChangeBatchSize(by * int(amount)) if int(amount) else None
        case window_actions.Walk() | window_actions.Orbit() | window_actions.Pan():
            return paired(made, amount, amount)
        case window_actions.Zoom(factor):
            decades = math.log10(factor) * amount
            bounded = min(max(decades, -_MAX_ZOOM_EXPONENT), _MAX_ZOOM_EXPONENT)
            return window_actions.Zoom(10.0**bounded) if bounded else None
        case _:
            return made


def paired(made: Intent, first: float, second: float) -> Intent | None:
    """A movement in two directions, each with an amount of its own; None for nothing.

    Raises TypeError for an action without two directions.
    """
    match made:
        case window_actions.Walk(right, forward):
            made = window_actions.Walk(right * first, forward * second)
            return made if made.right or made.forward else None
        case window_actions.Orbit(yaw, pitch):
            made = window_actions.Orbit(yaw * first, pitch * second)
            return made if made.yaw or made.pitch else None
        case window_actions.Pan(right, down):
            made = window_actions.Pan(right * first, down * second)
            return made if made.right or made.down else None
        case _:
            raise TypeError(f"{type(made).__name__} has no two directions")


def with_value(made: Intent, value: float) -> Intent:
    """The action that sets `value`; only for those of VALUED."""
    if not isinstance(made, act.SetStepSize):
        raise TypeError(f"{type(made).__name__} sets no value")
    return act.SetStepSize(value)
