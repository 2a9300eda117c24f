"""The greedy player walks to the lowest point that it sees, and to nothing that isn't there."""

import numpy as np

from hudes_desktop.descent.actions import NextBatch, NextSubspace, SetStepSize, Step
from hudes_desktop.engine.results import Surface
from hudes_desktop.greedy import GreedyPlayer, lowest_point


def surface(heights, axes=(2, 3)):
    heights = np.asarray(heights, dtype=np.float32)
    return Surface(1, 1, axes, (0.0, 0.0), 0.5, heights, heights.size, 0)


def test_it_walks_to_the_lowest_finite_point():
    heights = np.ones((5, 5))
    heights[4, 1] = 0.5
    heights[0, 0] = np.nan
    assert lowest_point(surface(heights)) == [Step(2, 1.0), Step(3, -0.5)]


def test_it_stays_where_nothing_is_lower_or_nothing_is_finite():
    heights = np.ones((5, 5))
    heights[2, 2] = 0.5
    assert lowest_point(surface(heights)) == []
    assert lowest_point(surface(np.full((5, 5), np.nan))) == []


def test_it_looks_wide_first_then_takes_new_directions_and_digits():
    player = GreedyPlayer(planes=2, grid_size=21)
    seen, subspaces = [], []
    for _ in range(12):
        seen.append((player.look.plane, player.look.step_exponent))
        actions = player.moves(surface(np.ones((5, 5))))
        subspaces.append(NextSubspace() in actions and NextBatch() in actions)
        assert actions[-1] == SetStepSize(player.look.step_exponent)
    assert [plane for plane, _ in seen] == [0, 1] * 6
    assert [exponent for _, exponent in seen[::2]] == sorted(
        (exponent for _, exponent in seen[:6:2]), reverse=True
    ) * 2
    assert subspaces == [False] * 5 + [True] + [False] * 5 + [True]
    assert player.subspaces == 2
