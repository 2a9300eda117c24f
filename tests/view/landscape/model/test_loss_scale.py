"""The shared scale: calm while surfaces stream, and always on round numbers."""

from itertools import pairwise

import numpy as np
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
    scale = LossScale("auto")
    scale.fit([field(2.0, 2.4), field(1.9, 2.1)])
    assert (scale.low, scale.high) == pytest.approx((1.9, 2.4))


def test_range_glides_and_arrives(field):
    scale = LossScale("auto")
    scale.fit([field(2.0, 3.0)])
    scale.fit([field(1.0, 2.0)])
    assert scale.advance(0.015)
    assert 1.0 < scale.low < 2.0
    for _ in range(100):
        scale.advance(0.015)
    assert (scale.low, scale.high) == pytest.approx((1.0, 2.0))


def test_small_changes_inside_the_range_do_not_move_it(field):
    scale = LossScale("auto")
    scale.fit([field(2.0, 3.0)])
    scale.fit([field(2.02, 2.97)])
    assert not scale.advance(1.0)
    assert (scale.low, scale.high) == pytest.approx((2.0, 3.0))


def test_a_flat_surface_has_a_range(field):
    scale = LossScale("auto")
    scale.fit([field(2.3, 2.3)])
    assert scale.span > 0


def test_round_numbers():
    assert nice_interval(1.0, 12) == pytest.approx(0.1)
    assert nice_interval(0.5, 16) == pytest.approx(0.05)
    assert multiples(2.05, 2.31, 0.1) == pytest.approx([2.1, 2.2, 2.3])
    assert [decimals_for(x) for x in (0.05, 0.1, 1.0, 20.0)] == [2, 1, 0, 0]


def test_a_steady_range_has_room_on_both_sides_and_stays_while_one_walks_in_it(field):
    scale = LossScale()
    scale.fit([field(2.0, 3.0)])
    assert 1.8 < scale.low < 2.0
    assert 3.0 < scale.high < 3.3
    chosen = scale.low, scale.high, scale.bend
    for low, high in ((2.1, 3.0), (2.0, 2.6), (1.95, 3.05), (2.2, 2.5)):
        scale.fit([field(low, high)])
        assert not scale.advance(1.0)
    assert (scale.low, scale.high, scale.bend) == chosen


def test_what_lies_higher_is_drawn_higher_also_far_uphill(field):
    """At 6.3 it doesn't look as it does at 2.3."""
    scale = LossScale()
    scale.fit([field(2.27, 2.68)])
    at_the_start = scale.share(2.3)
    scale.fit([field(3.4, 20.0)])
    scale.arrive()
    assert at_the_start < 0.25
    assert scale.share(6.3) > at_the_start + 0.3
    assert scale.share(2.27) < scale.share(3.4) < scale.share(6.3) < scale.share(20.0) < 1.0
    assert scale.cut == (False, False)


def test_a_steady_range_is_chosen_anew_when_asked_or_when_the_ground_fills_little_of_it(field):
    scale = LossScale()
    scale.fit([field(2.0, 3.0)])
    before = scale.aim
    scale.fit([field(2.4, 2.8)], anew=False)
    assert scale.aim == before
    scale.fit([field(2.6, 2.8)], anew=True)
    assert 2.5 < scale.aim[0] < 2.6
    assert 2.8 < scale.aim[1] < 2.9
    scale.fit([field(2.65, 2.651)])
    assert scale.aim[1] - scale.aim[0] < 0.002


def test_the_floor_is_the_lowest_ground_seen_where_that_is_near(field):
    scale = LossScale()
    scale.fit([field(1.5, 2.5)])
    scale.fit([field(2.0, 3.0)], anew=True)
    assert scale.aim[0] < 1.5
    scale.fit([field(2.0, 2.01)], anew=True)
    assert scale.aim[0] > 1.9


def test_losses_in_arrays_are_lifted_as_single_ones():
    scale = LossScale()
    scale.bend = (2.0, 0.5)
    losses = [1.9, 2.0, 2.4, 2.5, 2.6, 9.0]
    assert scale.all_lifted(np.array(losses)) == pytest.approx([scale.lifted(x) for x in losses])
    assert scale.all_lifted(np.array([np.nan])) != scale.lifted(2.0)


def test_ticks_keep_their_distance_where_the_range_bends(field):
    scale = LossScale()
    scale.fit([field(2.27, 2.68)])
    scale.fit([field(3.4, 20.0)])
    scale.arrive()
    shares = [scale.share(tick) for tick in scale.ticks(6)]
    assert len(shares) >= 3
    assert min(b - a for a, b in pairwise(shares)) > 0.7 / 6


def test_ground_outside_a_locked_range_is_said_to_be_cut_off(field):
    scale = LossScale("auto")
    scale.fit([field(2.0, 3.0)])
    assert scale.cut == (False, False)
    scale.set_mode("locked")
    scale.fit([field(2.5, 4.0)])
    assert scale.cut == (False, True)
    scale.fit([field(1.0, 2.5)])
    assert scale.cut == (True, False)


def test_on_the_way_to_another_steady_range_heights_change_without_a_jump(field):
    """From a step of 1 to one of 0.01: no picture on the way shows the ground where it never is."""
    scale = LossScale()
    scale.fit([field(2.27, 2.68)])
    before = scale.share(2.2952)
    scale.fit([field(2.2943, 2.2963)], anew=True)
    shares = [scale.share(2.2952)]
    while scale.advance(0.015):
        shares.append(scale.share(2.2952))
    assert shares[0] == before
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(0.45, abs=0.1)
    assert scale.bend == pytest.approx((2.2943, 0.002), rel=1e-3)
