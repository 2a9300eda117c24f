"""Perceptually uniform maps for the surface, safe for the colour-blind: low loss is bright."""

import cmap
import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QImage

from hudes_desktop.view.kit.choices import COLOUR_MAPS

LEVELS = 256


def table(name: str) -> NDArray[np.uint8]:
    """The colours of map `name`, (256, 4) RGBA uint8, row 0 for the lowest loss.

    Raises ValueError for a name that is not in COLOUR_MAPS.
    """
    if name not in COLOUR_MAPS:
        raise ValueError(f"unknown colour map {name!r}; known: {', '.join(COLOUR_MAPS)}")
    colours = np.round(cmap.Colormap(name).lut(LEVELS) * 255)
    return np.ascontiguousarray(colours[::-1], dtype=np.uint8)


def image(name: str) -> QImage:
    """Map `name` as a picture of 256 × 1 pixels, lowest loss at the left."""
    colours = table(name)
    return QImage(colours.tobytes(), LEVELS, 1, 4 * LEVELS, QImage.Format.Format_RGBA8888).copy()
