"""A player that sees only the surfaces: walks to the lowest visible point, plane after plane."""

import math
from dataclasses import dataclass

from hudes_desktop.descent.actions import Action, NextBatch, NextSubspace, RollTo, SetStepSize
from hudes_desktop.engine.lowest_point import lowest_point
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

    def moves(self, surface: Surface) -> list[Action]:
        """Where to go, having seen the exact surface it wanted to look at; then look elsewhere."""
        lowest = lowest_point(surface)
        roll = [] if lowest is None else [RollTo(surface.axes, lowest.coefficients)]
        self._turn += 1
        after: list[Action] = []
        if self._turn == len(self._looks):
            self._turn = 0
            self.subspaces += 1
            after = [NextSubspace(), NextBatch()]
        return [*roll, *after, SetStepSize(self.look.step_exponent)]
