"""Heights as the shader reads them: through every point, finite everywhere, resampled rightly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.model.height_field import HeightField


@pytest.mark.parametrize("points", [5, 11, 21, 41, 101])
def test_every_computed_point_is_kept(surface, points):
    shown = surface(lambda a, b: np.sin(3 * a) + b**2, points=points, spacing=2 / (points - 1))
    field = HeightField.from_surface(shown)
    factor = round(shown.spacing / field.spacing)
    assert np.abs(field.heights[::factor, ::factor] - shown.heights).max() < 1e-5


@pytest.mark.parametrize("points", [21, 101])
def test_slopes_are_the_derivatives(surface, points):
    spacing = 2 / (points - 1)
    field = HeightField.from_surface(
        surface(lambda a, b: np.sin(a) * np.cos(2 * b), points=points, spacing=spacing)
    )
    n = len(field.texels)
    a = np.linspace(-1, 1, n)[1:-1, None]
    b = np.linspace(-1, 1, n)[None, 1:-1]
    inner = field.texels[1:-1, 1:-1] / field.spacing
    assert np.abs(inner[..., 1] - np.cos(a) * np.cos(2 * b)).max() < 5e-3
    assert np.abs(inner[..., 2] + 2 * np.sin(a) * np.sin(2 * b)).max() < 5e-3


def test_masked_points_are_marked_and_take_a_neighbours_height(surface):
    def holed(a, b):
        return np.where(a + 0 * b < -0.5, np.nan, 1.0 + b)

    field = HeightField.from_surface(surface(holed))
    assert np.isfinite(field.texels).all()
    assert (field.texels[:10, :, 3] == 0).all()
    assert (field.texels[11:, :, 3] == 1).all()
    assert field.high == pytest.approx(2.0)
    assert field.lowest[0] >= -0.5


@given(finite=arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=9)))
def test_masked_points_take_the_height_of_a_nearest_finite_one(finite):
    finite[0, 0] = False  # a surface without a hole would be drawn finer than it was computed
    heights = np.where(finite, np.arange(1, finite.size + 1).reshape(finite.shape), np.nan)
    masked = int((~finite).sum())
    shown = Surface(0, 0, (0, 1), (0.0, 0.0), 1.0, heights, finite.size, masked)
    filled = HeightField.from_surface(shown).heights
    points = np.argwhere(finite)
    for here in np.ndindex(finite.shape):
        distances = ((points - here) ** 2).sum(axis=1)
        nearest = points[distances == distances.min(initial=999)]
        assert filled[here] in ([heights[tuple(point)] for point in nearest] or [0])


def test_lowest_point_and_outliers(surface):
    def valley(a, b):
        towering = np.where((a > 0.97) & (b > 0.97), 1e6, 0.0)
        return (a - 0.25) ** 2 + (b + 0.5) ** 2 + towering

    field = HeightField.from_surface(surface(valley))
    assert field.lowest == pytest.approx((0.25, -0.5))
    assert field.low == pytest.approx(0.0, abs=1e-6)
    assert field.high < 10.0


def test_resampling_on_a_shifted_finer_window(surface):
    field = HeightField.from_surface(surface(lambda a, b: 3 * a - 2 * b))
    found = field.resampled((0.1, -0.2), 0.01, (21, 11))
    a = 0.1 + (np.arange(21) - 10)[:, None] * 0.01
    b = -0.2 + (np.arange(11) - 5)[None, :] * 0.01
    assert np.abs(found - (3 * a - 2 * b)).max() < 1e-5


def test_far_from_the_origin_with_a_tiny_step_cells_stay_exact(surface):
    spacing = 5e-5
    shown = surface(lambda a, b: (a - 40.0) * 1e3 + 0 * b, centre=(40.0, -7.0), spacing=spacing)
    field = HeightField.from_surface(shown)
    assert field.loss_at(40.0 + 3.5 * spacing, -7.0) == pytest.approx(3.5 * spacing * 1e3, rel=1e-3)


def bowl(a, b):
    """Smooth, with corners that are left out of the scale."""
    return 2.0 + 0.01 * np.exp(3 * (a**2 + b**2))


@pytest.mark.parametrize("points", [41, 101])
def test_for_a_large_picture_a_smooth_surface_is_fine_enough_for_its_lines(surface, points):
    spacing = 2 / (points - 1)
    field = HeightField.from_surface(surface(bowl, points=points, spacing=spacing))
    assert field.high < field.top
    fine = field.finer()
    n = len(fine.texels)
    assert 300 < n <= 401
    assert (fine.low, fine.high, fine.top, fine.lowest) == (
        field.low, field.high, field.top, field.lowest,
    )  # fmt: skip
    assert fine.spacing * (n - 1) == pytest.approx(2.0)
    a, b = np.linspace(-1, 1, n)[:, None], np.linspace(-1, 1, n)[None, :]
    shown = bowl(a, b) <= field.high
    assert np.abs(fine.heights - bowl(a, b))[shown].max() < 0.01 * (field.high - field.low)


def test_what_a_spline_would_swing_over_is_not_made_finer(surface):
    towers = surface(lambda a, b: 2.0 + a * a + 100.0 * (abs(a * b) > 0.95))
    cliff = HeightField.from_surface(towers)
    holed = HeightField.from_surface(surface(lambda a, b: np.where(a > 0.9, np.nan, 2.0 + b)))
    for field in (cliff, holed):
        assert field.finer() is field
