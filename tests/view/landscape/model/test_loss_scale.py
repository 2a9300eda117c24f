"""The shared scale: calm while surfaces stream, and always on round numbers."""

import pytest

from hudes_desktop.view.kit.ticks import decimals_for, multiples, nice_interval
from hudes_desktop.view.landscape.model.height_field import HeightField
from hudes_desktop.view.landscape.model.loss_scale import LossScale


@pytest.fixture
def field(surface):
    """field(low, high): a surface that spans that range."""
    return lambda low, high: HeightField.from_surface(
        surface(lambda a, b: low + (high - low) * (a + 1) / 2 + 0 * b)
    )


def test_first_range_is_taken_at_once(field):
    scale = LossScale()
    scale.fit([field(2.0, 2.4), field(1.9, 2.1)])
    assert (scale.low, scale.high) == pytest.approx((1.9, 2.4))


def test_range_glides_and_arrives(field):
    scale = LossScale()
    scale.fit([field(2.0, 3.0)])
    scale.fit([field(1.0, 2.0)])
    assert scale.advance(0.015)
    assert 1.0 < scale.low < 2.0
    for _ in range(100):
        scale.advance(0.015)
    assert (scale.low, scale.high) == pytest.approx((1.0, 2.0))


def test_small_changes_inside_the_range_do_not_move_it(field):
    scale = LossScale()
    scale.fit([field(2.0, 3.0)])
    scale.fit([field(2.02, 2.97)])
    assert not scale.advance(1.0)
    assert (scale.low, scale.high) == pytest.approx((2.0, 3.0))


def test_a_flat_surface_has_a_range(field):
    scale = LossScale()
    scale.fit([field(2.3, 2.3)])
    assert scale.span > 0


def test_round_numbers():
    assert nice_interval(1.0, 12) == pytest.approx(0.1)
    assert nice_interval(0.5, 16) == pytest.approx(0.05)
    assert multiples(2.05, 2.31, 0.1) == pytest.approx([2.1, 2.2, 2.3])
    assert [decimals_for(x) for x in (0.05, 0.1, 1.0, 20.0)] == [2, 1, 0, 0]
