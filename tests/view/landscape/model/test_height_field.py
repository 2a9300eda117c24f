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
