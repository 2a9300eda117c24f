"""Actions refuse what no hand can mean."""

import pytest

from hudes_desktop.descent.actions import (
    ChangeStepSize,
    Reseed,
    SetAxes,
    SetStepSize,
    SgdStep,
    ShowPlanes,
    Step,
    UseDirections,
)
from hudes_desktop.descent.place import StoredDirection


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
        (lambda: ShowPlanes(0), "planes"),
        (lambda: ShowPlanes(6), "planes"),
        (lambda: UseDirections(()), "directions"),
        (lambda: UseDirections((StoredDirection("0" * 64),) * 33), "directions"),
        (lambda: StoredDirection("0" * 63), "digest"),
        (lambda: StoredDirection("A" * 64), "digest"),
    ],
)
def test_an_impossible_value_is_refused_by_name(make, named) -> None:
    with pytest.raises(ValueError, match=named):
        make()
