"""Cubic splines as matrices from values at knots to values and slopes anywhere between them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float64]


def spline_matrices(knots: ArrayLike, at: ArrayLike) -> tuple[Matrix, Matrix]:
    """What takes values at n ≥ 3 increasing knots to the spline's values and slopes at m places.

    Two matrices (m, n). The ends are not-a-knot: the third derivative is continuous there too (de
    Boor, "A Practical Guide to Splines", chapter IV); three knots give the parabola through them.
    scipy.interpolate.CubicSpline gives the same, but takes longer to import than a window to open.
    """
    x, at = np.asarray(knots, float), np.asarray(at, float)
    widths = np.diff(x)
    secants = np.diff(np.eye(len(x)), axis=0) / widths[:, None]
    slopes = _slopes_at_knots(widths, secants)
    cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    width = widths[cell, None]
    # Hermite's cubic in each cell, t from 0 to 1, from the two values and slopes at its ends.
    t = (at[:, None] - x[cell, None]) / width
    left, secant = np.eye(len(x))[cell], secants[cell]
    bend = slopes[cell] + slopes[cell + 1] - 2 * secant
    lean = secant - slopes[cell] - bend
    values = left + width * t * (slopes[cell] + t * (lean + t * bend))
    return values, slopes[cell] + t * (2 * lean + 3 * t * bend)


def _slopes_at_knots(widths: Matrix, secants: Matrix) -> Matrix:
    """(n, n): slopes at the knots that make the second derivative continuous at all of them."""
    knots = len(widths) + 1
    system, sides = np.zeros((knots, knots)), np.zeros((knots, knots))
    for k in range(1, knots - 1):
        before, after = widths[k - 1], widths[k]
        system[k, k - 1 : k + 2] = after, 2 * (before + after), before
        sides[k] = 3 * (after * secants[k - 1] + before * secants[k])
    if knots == 3:
        system[0, :2] = system[2, 1:] = 1.0
        sides[0], sides[2] = 2 * secants[0], 2 * secants[1]
    else:
        system[0, :2], sides[0] = _not_a_knot(*widths[:2], *secants[:2])
        (own, other), sides[-1] = _not_a_knot(*widths[:-3:-1], *secants[:-3:-1])
        system[-1, -2:] = other, own
    return np.asarray(np.linalg.solve(system, sides))


def _not_a_knot(
    width: float, next_width: float, secant: Matrix, next_secant: Matrix
) -> tuple[tuple[float, float], Matrix]:
    """The end's equation: what the slopes at the end and next to it count for, and their sum."""
    both = width + next_width
    side = (width + 2 * both) * next_width * secant + width**2 * next_secant
    return (next_width, both), side / both
