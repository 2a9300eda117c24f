"""So much of an action: what a control makes of the amount by which it was moved."""

from dataclasses import replace

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import Intent


def scaled(action: Intent, by: float, second: float | None = None) -> Intent | None:
    """`by` times the action, None for nothing; what has no amount stays as it is.

    A finite amount makes a finite action: what is beyond every limit is the limit.

    second: the factor of its second amount, where that isn't the same.
    """
    amounts = ACTIONS.of(action).amounts
    if not amounts:
        return action
    factors = zip(amounts, (by, by if second is None else second), strict=False)
    arguments = {each.field: each.times(getattr(action, each.field), to) for each, to in factors}
    made: Intent = replace(action, **arguments)  # type: ignore[arg-type]
    return made if any(amount.direction(made) for amount in amounts) else None
