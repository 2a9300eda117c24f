"""Actions of the window refuse what no control can mean."""

import pytest

from hudes_desktop.inputs.bindings.window_actions import Orbit, Walk, Zoom


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Walk(right=float("nan")), "right"),
        (lambda: Orbit(pitch=float("inf")), "pitch"),
        (lambda: Zoom(0.0), "factor"),
        (lambda: Zoom(float("nan")), "factor"),
    ],
)
def test_an_impossible_value_is_refused_by_name(make, named) -> None:
    with pytest.raises(ValueError, match=named):
        make()
