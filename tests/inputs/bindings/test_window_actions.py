"""Intents can all be bound, and refuse what no hand can mean."""

from typing import get_args

import pytest

from hudes_desktop.inputs.bindings.window_actions import (
    WINDOW_ACTION_TYPES,
    Orbit,
    Walk,
    WindowAction,
    Zoom,
)


def test_every_intent_can_be_bound() -> None:
    assert set(WINDOW_ACTION_TYPES) == set(get_args(WindowAction))


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
