"""A scan refines coarse to fine, computes nothing twice, and survives cancelling and no memory."""

from dataclasses import dataclass, field

import numpy as np
import pytest
import torch

from hudes_desktop.landscape.lattice import KnownLosses, Window
from hudes_desktop.landscape.scan import Cancelled, Pace, PlacedSlice, Scan

KEY = ("a plane",)


@dataclass
class Valley:
    """A known landscape: a quadratic that is not finite beyond |a| = reach, seen from an origin."""

    chunk_size: int = 64
    reach: float = float("inf")
    memory: int = 10**9
    origin: tuple[float, ...] = (0.0, 0.0)
    calls: list[int] = field(default_factory=list)

    def losses(self, coordinates):
        if len(coordinates) > self.memory:
            raise torch.OutOfMemoryError
        self.calls.append(len(coordinates))
        a = coordinates[:, 0] + self.origin[0]
        b = coordinates[:, -1] + self.origin[-1]
        loss = 1.0 + (a - 0.3) ** 2 + 0.5 * b**2
        return torch.where(a.abs() > self.reach, torch.inf, loss).to(torch.float32)


def truth(window):
    a, *more = (f + np.arange(window.points) for f in window.first)
    a = a * window.spacing
    if not more:
        return 1.0 + (a - 0.3) ** 2 + 0.5 * a**2
    return 1.0 + (a[:, None] - 0.3) ** 2 + 0.5 * (more[0] * window.spacing)[None, :] ** 2


def scan(valley, points=41, spacing=0.1, here=(0.0, 0.0), known=None, pace=None):
    window = Window.around(here, points, spacing)
    placed = PlacedSlice(valley, valley.origin[: len(here)])
    kept = KnownLosses() if known is None else known
    return Scan(window, kept, KEY, lambda: placed, pace), truth(window)


def finish(of):
    level = of.advance()
    while not of.finished:
        level = of.advance()
    return level


@pytest.mark.parametrize("points", [3, 5, 7, 15, 41, 101])
@pytest.mark.parametrize("here", [(0.0, 0.0), (0.34, -1.26)])
def test_the_last_level_is_exact_and_every_point_is_computed_once(points, here):
    valley = Valley(origin=(0.7, -0.4))
    refined, expected = scan(valley, points, here=here)
    evaluations = 0
    while not refined.finished:
        level = refined.advance()
        evaluations += level.evaluations
        # The landscape is a quadratic: the spline through any level is the truth as well.
        np.testing.assert_allclose(level.heights, expected, rtol=4e-6)
        assert level.exact_points == evaluations
        assert level.heights.dtype == np.float64
        assert level.heights.flags.c_contiguous
        assert not level.heights.flags.writeable
    assert evaluations == points**2 == sum(valley.calls)


def test_what_is_not_known_to_be_quick_comes_from_a_handful_of_points():
    refined, _ = scan(Valley())
    assert refined.advance().exact_points <= 16


@pytest.mark.parametrize(
    ("seconds", "exact"), [(1e-6, [121, 441, 1681]), (6e-4, [49, 121, 441, 1681]), (1.0, [9, 49])]
)
def test_the_first_level_is_one_that_comes_at_once(seconds, exact):
    class Steady(Pace):
        def took(self, points, seconds):
            """Whatever this machine does at the moment."""

    refined, _ = scan(Valley(), pace=Steady(seconds))
    assert [refined.advance().exact_points for _ in exact] == exact


def test_a_step_computes_only_the_rows_that_come_into_sight():
    known, valley = KnownLosses(), Valley()
    finish(scan(valley, known=known)[0])
    quick = Pace(1e-9)
    for here, rows in (((0.2, 0.0), 2), ((0.2, -0.1), 1), ((0.2, 0.0), 0), ((0.0, 0.0), 0)):
        moved, expected = scan(valley, here=here, known=known, pace=quick)
        level = moved.advance()
        assert moved.finished
        assert level.evaluations == rows * 41
        np.testing.assert_allclose(level.heights, expected, rtol=2e-6)


def test_what_is_known_is_shown_before_the_rest_is_computed():
    known = KnownLosses()
    finish(scan(Valley(), known=known)[0])
    slow = Pace(1.0)
    moved, expected = scan(Valley(), here=(0.2, 0.0), known=known, pace=slow)
    level = moved.advance()
    assert 39 * 41 < level.exact_points < 41 * 41
    assert level.evaluations == level.exact_points - 39 * 41 <= 8
    np.testing.assert_allclose(level.heights, expected, rtol=2e-6)


def test_a_line():
    refined, expected = scan(Valley(), 31, 0.2, here=(1.0,))
    level = finish(refined)
    assert level.heights.shape == (31,)
    np.testing.assert_allclose(level.heights, expected, rtol=1e-6)


def test_losses_that_are_not_finite_are_masked_counted_and_computed_once():
    known, valley = KnownLosses(), Valley(reach=1.55)
    level = finish(scan(valley, known=known)[0])
    assert level.masked == np.isnan(level.heights).sum() == 41 * 2 * 5
    assert np.isfinite(level.heights[20]).all()
    again = scan(valley, known=known)[0].advance()
    assert (again.evaluations, again.masked) == (0, level.masked)
    coarse = scan(valley, pace=Pace(1e-9))[0].advance()
    assert coarse.masked == 11 * 2 * 2
    assert np.isfinite(coarse.heights[10:31]).all()


def test_what_a_cancelled_level_has_computed_is_not_computed_again():
    valley, known = Valley(chunk_size=50), KnownLosses()
    refined, expected = scan(valley, known=known)
    while refined.advance().exact_points < 21 * 21:
        pass
    before = sum(valley.calls)
    answers = iter([False, True])
    with pytest.raises(Cancelled) as cancelled:
        refined.advance(lambda: next(answers))
    assert cancelled.value.evaluations == sum(valley.calls) - before == 100
    # Of itself, or of the one that takes its place.
    with pytest.raises(Cancelled):
        refined.advance(lambda: True)
    newer, _ = scan(valley, known=known)
    np.testing.assert_allclose(finish(newer).heights, expected, rtol=2e-6)
    assert sum(valley.calls) == 41 * 41


def test_out_of_memory_halves_the_chunk_and_goes_on():
    valley = Valley(chunk_size=1000, memory=70)
    refined, expected = scan(valley)
    np.testing.assert_allclose(finish(refined).heights, expected, rtol=2e-6)
    assert max(valley.calls) <= 70


def test_a_single_point_that_does_not_fit_is_an_error():
    with pytest.raises(torch.OutOfMemoryError):
        scan(Valley(memory=0), 11)[0].advance()


def test_chunks_that_were_held_up_say_little_about_the_next():
    pace = Pace()
    assert pace.at_once == 0
    for seconds in (1.0, 1e-4, 1e-4, 3.0, 1e-4, 1e-4):
        pace.took(100, seconds)
    assert pace.at_once == 400
    for _ in range(5):
        pace.took(100, 1.0)
    assert pace.at_once == 6
