"""Colour maps: the lower the loss, the lighter, by the same amount everywhere."""

import numpy as np
import pytest

from hudes_desktop.view.kit import colour_maps as colormaps


def lightness(colours):
    """CIE L* of sRGB colours (n, 3) in 0..1."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize("name", colormaps.COLOUR_MAPS)
def test_lightness_falls_evenly_as_the_loss_rises(name):
    shades = lightness(colormaps.table(name)[:, :3] / 255)
    assert shades[0] - shades[-1] > 70
    line = np.linspace(shades[0], shades[-1], len(shades))
    assert np.abs(shades - line).max() < 7
    assert np.diff(shades).max() < 0.3


def test_an_unknown_map_is_refused():
    with pytest.raises(ValueError, match=r"jet.*viridis"):
        colormaps.table("jet")
