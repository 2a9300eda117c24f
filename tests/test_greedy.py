"""The greedy player walks to the lowest point that it sees, and to nothing that isn't there."""

import numpy as np
import pytest

from hudes_desktop.descent.actions import NextBatch, NextSubspace, RollTo, SetStepSize
from hudes_desktop.engine.results import Surface
from hudes_desktop.greedy import HALF_WIDTHS, GreedyPlayer


def surface(heights, axes=(2, 3)):
    heights = np.asarray(heights, dtype=np.float32)
    return Surface(1, 1, axes, (1.0, 0.0), 0.5, heights, heights.size, 0)


def test_it_walks_to_the_lowest_finite_point():
    heights = np.ones((5, 5))
    heights[4, 1] = 0.5
    heights[0, 0] = np.nan
    assert GreedyPlayer(2, 5).moves(surface(heights))[0] == RollTo((2, 3), (2.0, -0.5))


def test_it_stays_where_nothing_is_lower_or_nothing_is_finite():
    heights = np.ones((5, 5))
    heights[2, 2] = 0.5
    assert GreedyPlayer(2, 5).moves(surface(heights))[0] == RollTo((2, 3), (1.0, 0.0))
    nothing = GreedyPlayer(2, 5).moves(surface(np.full((5, 5), np.nan)))
    assert [type(move) for move in nothing] == [SetStepSize]


def test_it_looks_wide_first_then_takes_new_directions_and_digits():
    player = GreedyPlayer(planes=2, grid_size=21)
    seen, subspaces = [], []
    turns = 2 * len(HALF_WIDTHS)
    for _ in range(2 * turns):
        seen.append((player.look.plane, player.look.step_exponent))
        actions = player.moves(surface(np.ones((5, 5))))
        subspaces.append(NextSubspace() in actions and NextBatch() in actions)
        assert actions[-1] == SetStepSize(player.look.step_exponent)
    assert [plane for plane, _ in seen] == [0, 1] * turns
    # 21 points half a step apart reach five steps to each side.
    widths = [5 * 10**exponent for _, exponent in seen[::2]]
    assert widths == pytest.approx([*HALF_WIDTHS, *HALF_WIDTHS], rel=1e-5)
    assert HALF_WIDTHS[0] == max(HALF_WIDTHS)
    assert subspaces == ([False] * (turns - 1) + [True]) * 2
    assert player.subspaces == 2
