"""The fixed numbers of the game: limits, batch sizes, and the learning rate of an SGD step."""

from bisect import bisect_left, bisect_right
from math import ldexp, log10

from hudes_desktop.errors import EnvironmentFault

MIN_STEP_EXPONENT = -4.0
MAX_STEP_EXPONENT = 2.0
STEP_EXPONENT_DIGITS = 6
"""Step exponents are kept to this many decimals, so that the end points are reached exactly."""

PARTS = 24
"""Presses lead along a scale of so many sizes from a step to its double: 0.05 decades are taken for
4 of them, 0.0125 for one. Of two landscapes whose step sizes differ by exactly two, every other
point is one of both, and is computed once."""

_PART = log10(2.0) / PARTS
_NEAR = 2e-4  # decades: so close to a size of the scale a press means that size

DISTANCE_QUANTUM = 2.0**-44
"""Every distance walked is a multiple of this (6e-14). Sums of such numbers are exact in float64
up to ±512, so walking out and back ends on the very same coefficient, whatever the order."""

MAX_STEP_AMOUNT = 1e6
"""Steps in one action: far beyond any hand, and far from where float64 overflows."""

BATCH_SIZES = (2, 8, 32, 64, 128, 256, 512, 1024, 2048, 4096)

DEFAULT_STEP_EXPONENT = 0.0
DEFAULT_BATCH_SIZE = 512
"""The view shows ten steps each way: with these, from the initial weights of mlp, the lowest point
of a plane lies about half way to the rim (measured over seeds, benchmarks/steps.py)."""

MIN_AXES = 2
MAX_AXES = 32
DEFAULT_AXES = 6
MAX_PLANES = 5

MAX_SEED = 2**63 - 1

HAND = "hand"
"""Owner of the evaluations that the player's own moves take; a rival or a map has another name."""

SGD_LEARNING_RATE = 0.05
"""Plain SGD: no momentum, no decay (the engine carries the steps out)."""


def clamped_exponent(exponent: float) -> float:
    """The nearest step exponent that there is."""
    within = min(max(exponent, MIN_STEP_EXPONENT), MAX_STEP_EXPONENT)
    return round(within, STEP_EXPONENT_DIGITS)


def pressed_exponent(exponent: float, decades: float) -> float:
    """The step exponent after a change: by a press on to the scale of PARTS, by less anywhere."""
    there = clamped_exponent(exponent + decades)
    on_scale = round(there / _PART) * _PART
    pressed = abs(decades) > _PART / 2 and abs(on_scale - there) < _NEAR
    return on_scale if pressed else there


def step_size(exponent: float) -> float:
    """10^exponent; sizes of the scale that are PARTS apart differ by exactly two."""
    parts = round(exponent / _PART)
    if parts * _PART == exponent:
        return ldexp(2.0 ** (parts % PARTS / PARTS), parts // PARTS)
    return float(10.0**exponent)


def on_grid(distance: float) -> float:
    """The distance, rounded to the grid on which sums are exact."""
    return round(distance / DISTANCE_QUANTUM) * DISTANCE_QUANTUM


def neighbouring_batch_size(size: int, by: int) -> int:
    """The batch size `by` places on in the list; a size between two of them has both beside it."""
    if by > 0:
        index = min(bisect_right(BATCH_SIZES, size) + by, len(BATCH_SIZES)) - 1
        return max(size, BATCH_SIZES[index])
    if by < 0:
        index = max(bisect_left(BATCH_SIZES, size) + by, 0)
        return min(size, BATCH_SIZES[index])
    return size


def require(seed: int, planes: int, axes: int, batch_size: int, step_exponent: float) -> None:
    """Raises EnvironmentFault, one line, for what a descent can't begin with."""
    for what, value, low, high in (
        ("seed", seed, 0, MAX_SEED),
        ("planes", planes, 1, MAX_PLANES),
        ("axes", axes, MIN_AXES, MAX_AXES),
        ("step exponent", step_exponent, MIN_STEP_EXPONENT, MAX_STEP_EXPONENT),
    ):
        if not low <= value <= high:
            raise EnvironmentFault(f"{what} must be from {low:g} to {high:g}, not {value:g}")
    if batch_size < 1:
        raise EnvironmentFault(f"batch size must be 1 or more, not {batch_size}")
