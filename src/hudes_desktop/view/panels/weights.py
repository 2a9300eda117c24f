"""The first layer's weights as pictures: what each of its outputs looks for."""

from __future__ import annotations

import cmap
import numpy as np
from PyQt6.QtCore import QRectF, QSize
from PyQt6.QtGui import QImage, QPainter

from hudes_desktop.engine.results import Inspection
from hudes_desktop.view.panels.card import Card, colour_image

_GAP = 4
_SIDE = {True: 54, False: 40}  # pixels of a picture: large ones, and convolutions' kernels


class Weights(Card):
    """Blue below zero, red above, white at zero, on one scale for all."""

    TITLE = "First layer's weights"
    TAB = "Weights"
    _MAP = np.round(cmap.Colormap("vik").lut(255) * 255).astype(np.uint8)  # its middle is zero

    def take_in(self, inspection: Inspection) -> None:
        weights = inspection.weights
        self._images: list[QImage] = []
        self._largest = 0.0
        if weights is None:
            return
        finite = np.nan_to_num(weights, nan=0.0, posinf=0.0, neginf=0.0)
        self._largest = float(np.abs(finite).max())
        levels = np.round(finite / (self._largest or 1.0) * 127).astype(int) + 127
        self._images = [colour_image(self._MAP[picture]) for picture in levels]

    def _side(self) -> int:
        assert self.inspection is not None
        weights = self.inspection.weights
        return _SIDE[weights is not None and weights.shape[1] > 12]

    def _columns(self, width: float) -> int:
        return max(int((width + _GAP) // (self._side() + _GAP)), 1)

    def _head(self) -> float:
        return 2 * self.text.height + 6

    def height_for(self, width: float) -> float:
        if self.inspection is None or self.inspection.weights is None:
            return 0.0
        rows = -(-len(self._images) // self._columns(width))
        return self._head() + rows * (self._side() + _GAP)

    def paint(self, painter: QPainter, size: QSize) -> None:
        seen = self.inspection
        assert seen is not None
        dim = self.colours["dim_text"]
        if seen.weights is None:
            text = "the first layer does not see the image"
            self.text.write(painter, 0, 4, text, dim)
            return
        count, height, width = seen.weights.shape
        self.text.write(painter, 0, 0, f"{count} of {height} × {width}", self.colours["text"])
        scale = self.text.fitting(
            (
                f"blue −{self._largest:.3g}, white 0, red +{self._largest:.3g}",
                f"blue to red: ±{self._largest:.3g}",
            ),
            size.width(),
        )
        self.text.write(painter, 0, self.text.height, scale, dim)
        side, columns = self._side(), self._columns(size.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for index, image in enumerate(self._images):
            left = index % columns * (side + _GAP)
            top = self._head() + index // columns * (side + _GAP)
            painter.drawImage(QRectF(left, top, side, side), image)
