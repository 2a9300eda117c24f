"""A player that sees only the surfaces: walks to the lowest visible point, plane after plane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hudes_desktop.descent.actions import Action, NextBatch, NextSubspace, SetStepSize, Step
from hudes_desktop.engine.results import Surface

HALF_WIDTHS = (12.5, 5.0, 2.0)
"""How far it looks, in parameter space: first for the valley, then for its bottom.

Widths, sweeps and batch size were tried on seeds 1, 2 and 3 alone. Between 4 and 20 the first width
made no difference that three seeds can show; the size of the batch did (see options.Options)."""


@dataclass(frozen=True)
class Look:
    """What the player wants to see next: one plane at one step size."""

    plane: int
    step_exponent: float


class GreedyPlayer:
    """Looks at every plane of a subspace at each width, then takes new directions and digits.

    It uses what a hand and an eye have: the surfaces and the actions. No gradient, and no loss
    that isn't on a surface.
    """

    def __init__(self, planes: int, grid_size: int) -> None:
        steps_shown = (grid_size - 1) / 4
        exponents = [round(math.log10(half / steps_shown), 6) for half in HALF_WIDTHS]
        self._looks = [Look(plane, exponent) for exponent in exponents for plane in range(planes)]
        self._turn = 0
        self.subspaces = 0

    @property
    def look(self) -> Look:
        """What it looks at now."""
        return self._looks[self._turn]

    def moves(self, surface: Surface, coefficients: Sequence[float]) -> list[Action]:
        """Where to go, having seen the exact surface it wanted to look at; then look elsewhere.

        coefficients: of the place, one for every axis.
        """
        steps = lowest_point(surface, coefficients)
        self._turn += 1
        after: list[Action] = []
        if self._turn == len(self._looks):
            self._turn = 0
            self.subspaces += 1
            after = [NextSubspace(), NextBatch()]
        return [*steps, *after, SetStepSize(self.look.step_exponent)]


def lowest_point(surface: Surface, coefficients: Sequence[float]) -> list[Action]:
    """The steps from a place to the lowest point of a surface; none when it is there."""
    if not np.isfinite(surface.heights).any():
        return []
    lowest = np.unravel_index(int(np.nanargmin(surface.heights)), surface.heights.shape)
    step = 2 * surface.spacing  # points lie half a step apart
    steps: list[Action] = []
    for side, axis in enumerate(surface.axes):
        away = int(lowest[side]) - surface.heights.shape[side] // 2
        there = surface.centre[side] + away * surface.spacing
        amount = round((there - coefficients[axis]) / step, 9)
        steps += [Step(axis, amount)] if amount else []
    return steps
