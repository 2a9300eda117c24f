"""Actions refuse what no hand can mean, and the list of them is whole."""

from typing import get_args

import pytest

from hudes_desktop.descent import actions
from hudes_desktop.descent.actions import (
    Action,
    ChangeStepSize,
    Reseed,
    SetAxes,
    SetStepSize,
    SgdStep,
    Step,
)


def test_every_action_can_be_bound() -> None:
    assert set(actions.ACTION_TYPES) == set(get_args(Action))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Step(-1, 1.0), "axis"),
        (lambda: Step(0, float("nan")), "amount"),
        (lambda: Step(0, float("inf")), "amount"),
        (lambda: Step(0, 1e300), "amount"),
        (lambda: ChangeStepSize(float("nan")), "decades"),
        (lambda: SetStepSize(float("inf")), "exponent"),
        (lambda: SgdStep(0), "count"),
        (lambda: Reseed(-1), "seed"),
        (lambda: Reseed(2**63), "seed"),
        (lambda: SetAxes(1), "axes"),
        (lambda: SetAxes(33), "axes"),
    ],
)
def test_an_impossible_value_is_refused_by_name(make, named) -> None:
    with pytest.raises(ValueError, match=named):
        make()
