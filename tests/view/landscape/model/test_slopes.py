"""Slopes are those of surfaces whose slopes are known; a step is two cells, here 0.2."""

import numpy as np
import pytest

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.slopes import slopes_of


def _surface(function, axes, centre, spacing=0.1, points=21):
    grids = np.meshgrid(
        *[c + (np.arange(points) - points // 2) * spacing for c in centre], indexing="ij"
    )
    heights = function(*grids)
    return Surface(1, 0, axes, centre, spacing, heights, heights.size, 0)


def test_slopes_of_a_plane_are_its_derivatives():
    surface = _surface(lambda a, b: 2 + a**2 - 3 * b + a * b, (2, 3), (0.5, -0.2))
    here = (9.0, 9.0, 0.63, -0.37)
    slopes = slopes_of(surface, here)
    assert slopes == pytest.approx({2: 0.2 * (2 * 0.63 - 0.37), 3: 0.2 * (-3 + 0.63)}, rel=1e-9)


def test_slopes_of_a_line_up_to_its_end_and_none_beyond():
    surface = _surface(lambda a: 1.5 * a, (1,), (0.0,))
    for there in (-1.0, -0.98, 0.0, 0.731, 1.0):
        assert slopes_of(surface, (5.0, there)) == pytest.approx({1: 0.3})
    assert slopes_of(surface, (5.0, 1.2)) == {}
    assert slopes_of(surface, (0.0,)) == {}


def test_no_slope_is_made_up_beside_a_masked_point():
    surface = _surface(lambda a: np.where(a > 0.55, np.nan, a), (0,), (0.0,))
    assert slopes_of(surface, (0.2,)) == pytest.approx({0: 0.2})
    assert slopes_of(surface, (0.52,)) == {}


def test_the_arrow_has_the_numbers_of_the_strip_also_after_the_axes_changed():
    surface = _surface(lambda a, b: np.sin(2 * a) + a * b, (0, 1), (0.5, -0.2))
    plane = Plane(0)
    plane.show(surface, 0.0)
    here = (0.63, -0.37)
    strip = tuple(slopes_of(surface, here).values())
    # Its third derivative is 8 at most: so far is the slope off by a difference over two cells of
    # 0.1 (h²/6) and by what is linear between points (h²/8), in nats per unit distance.
    off = 0.2 * 8 * 0.1**2 * (1 / 6 + 1 / 8)
    assert strip == pytest.approx((0.2 * (2 * np.cos(1.26) - 0.37), 0.2 * 0.63), abs=off)
    assert plane.slope_at(*here) == pytest.approx(strip, rel=1e-12)
    plane.rebase((-0.63, 0.37))
    assert plane.slope_at(0.0, 0.0) == pytest.approx(strip, rel=1e-9)
    assert plane.slope_at(9.0, 0.0) is None
