"""Perceptually uniform colour maps for the surface: the lowest loss is the brightest."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PyQt6.QtGui import QImage

COLOUR_MAPS = ("viridis", "cividis", "magma")
LEVELS = 256


def table(name: str) -> NDArray[np.uint8]:
    """The colours of map `name`, (256, 4) RGBA uint8, row 0 for the lowest loss.

    Raises ValueError for a name that is not in COLOUR_MAPS.
    """
    if name not in COLOUR_MAPS:
        raise ValueError(f"unknown colour map {name!r}; known: {', '.join(COLOUR_MAPS)}")
    colours = pg.colormap.get(name).getLookupTable(nPts=LEVELS, alpha=True, mode="byte")
    return np.ascontiguousarray(colours[::-1], dtype=np.uint8)


def image(name: str) -> QImage:
    """Map `name` as a picture of 256 × 1 pixels, lowest loss at the left."""
    colours = table(name)
    return QImage(colours.tobytes(), LEVELS, 1, 4 * LEVELS, QImage.Format.Format_RGBA8888).copy()
