"""A scan refines coarse to fine, counts what it computes, and survives cancelling and no memory."""

from dataclasses import dataclass, field

import numpy as np
import pytest
import torch

from hudes_desktop.landscape.scan import Cancelled, Scan


@dataclass
class Valley:
    """A known landscape: a quadratic that is not finite beyond |a| = reach."""

    chunk_size: int = 64
    reach: float = float("inf")
    memory: int = 10**9
    calls: list[int] = field(default_factory=list)

    def losses(self, coordinates):
        if len(coordinates) > self.memory:
            raise torch.OutOfMemoryError
        self.calls.append(len(coordinates))
        a = coordinates[:, 0]
        b = coordinates[:, -1]
        loss = 1.0 + (a - 0.3) ** 2 + 0.5 * b**2
        return torch.where(a.abs() > self.reach, torch.inf, loss).to(torch.float32)


def truth(sides, spacing):
    a = (np.arange(sides[0]) - sides[0] // 2) * spacing
    b = (np.arange(sides[1]) - sides[1] // 2) * spacing
    return 1.0 + (a[:, None] - 0.3) ** 2 + 0.5 * b[None, :] ** 2


@pytest.mark.parametrize("sides", [(41, 41), (7, 13), (13, 7), (3, 41), (101, 15)])
def test_the_last_level_is_exact_and_every_point_is_computed_once(sides):
    valley = Valley()
    scan = Scan(valley, sides, 0.1)
    evaluations = 0
    while not scan.finished:
        level = scan.advance()
        evaluations += level.evaluations
        # The landscape is a quadratic: the spline through any level is the truth as well.
        np.testing.assert_allclose(level.heights, truth(sides, 0.1), rtol=2e-6)
        assert level.exact_points == evaluations
        assert level.heights.dtype == np.float64
        assert not level.heights.flags.writeable
    assert evaluations == sides[0] * sides[1] == sum(valley.calls)


def test_a_short_side_waits_at_its_coarsest():
    scan = Scan(Valley(), (41, 21), 0.1)
    assert [scan.advance().exact_points for _ in range(3)] == [11 * 11, 21 * 11, 41 * 21]


def test_a_line():
    scan = Scan(Valley(), (31,), 0.2)
    while not scan.finished:
        level = scan.advance()
    x = (np.arange(31) - 15) * 0.2
    np.testing.assert_allclose(level.heights, 1.0 + (x - 0.3) ** 2 + 0.5 * x**2, rtol=1e-6)


def test_losses_that_are_not_finite_are_masked_and_counted():
    scan = Scan(Valley(reach=1.55), (41, 41), 0.1)
    coarse = scan.advance()
    while not scan.finished:
        level = scan.advance()
    assert level.masked == np.isnan(level.heights).sum() == 41 * 2 * 5
    assert np.isfinite(level.heights[20]).all()
    assert coarse.masked == 11 * 2 * 2
    assert np.isfinite(coarse.heights[10:31]).all()


def test_cancelling_between_chunks_leaves_the_scan_as_it_was():
    valley = Valley(chunk_size=50)
    scan = Scan(valley, (41, 41), 0.1)
    scan.advance()
    answers = iter([False, True])
    with pytest.raises(Cancelled) as cancelled:
        scan.advance(lambda: next(answers))
    assert cancelled.value.evaluations == 100
    level = scan.advance()
    assert level.exact_points == 21 * 21
    np.testing.assert_allclose(level.heights, truth((41, 41), 0.1), rtol=2e-6)


def test_out_of_memory_halves_the_chunk_and_goes_on():
    valley = Valley(chunk_size=1000, memory=70)
    scan = Scan(valley, (41, 41), 0.1)
    while not scan.finished:
        level = scan.advance()
    np.testing.assert_allclose(level.heights, truth((41, 41), 0.1), rtol=2e-6)
    assert max(valley.calls) <= 70


def test_a_single_point_that_does_not_fit_is_an_error():
    with pytest.raises(torch.OutOfMemoryError):
        Scan(Valley(memory=0), (11, 11), 0.1).advance()
