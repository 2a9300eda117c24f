"""The first layer's weights as pictures: what each of its outputs looks for."""

import cmap
import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRect, QRectF, QSize
from PyQt6.QtGui import QImage, QPainter

from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.card import Card, colour_image, subscribed
from hudes_desktop.wings.inspection.results import Inspection

_GAP = 4
_SIDE, _SMALL_SIDE = 56, 40  # pixels of a picture, about: of whole images, of kernels
_LARGEST_SIDE = 120
_BAR_PX = 8


class Weights(Card):
    """Blue below zero, red above, white at zero, on one scale for all."""

    TITLE = "Weights"
    _MAP = np.round(cmap.Colormap("vik").lut(255) * 255).astype(np.uint8)  # its middle is zero
    _BAR = colour_image(_MAP[np.newaxis])

    def take_in(self, inspection: Inspection) -> None:
        weights = inspection.weights
        self._images: dict[int, QImage] = {}
        self._largest = 0.0
        if weights is not None:
            largest = float(max(weights.max(), -weights.min()))
            finite = np.isfinite(largest)
            self._largest = largest if finite else float(np.abs(_finite(weights)).max())

    def describe(self, inspection: Inspection) -> str:
        return self._caption(inspection)

    def _caption(self, inspection: Inspection) -> str:
        if inspection.weights is None:
            return "the first layer does not see the image"
        count, height, width = inspection.weights.shape
        return f"first layer: {count} filters of {height}×{width}"

    def _side(self, size: QSize) -> int:
        """A whole multiple of a filter's pixels, larger where all of them have room."""
        assert self.inspection is not None
        assert self.inspection.weights is not None
        count, height, width = self.inspection.weights.shape
        pixels = int(max(height, width))
        side = pixels * max(1, round((_SIDE if pixels > 12 else _SMALL_SIDE) / pixels))
        while side + pixels <= _LARGEST_SIDE:
            columns = self._columns(size.width(), side + pixels)
            rows = -(-count // columns)
            if self._head() + rows * (side + pixels + _GAP) > size.height():
                break
            side += pixels
        return side

    def _columns(self, width: float, side: int) -> int:
        return max(int((width + _GAP) // (side + _GAP)), 1)

    def _head(self) -> float:
        return 2 * self.text.height + _BAR_PX + 10

    def height_for(self, width: float) -> float:
        if self.inspection is None or self.inspection.weights is None:
            return 0.0
        side = self._side(QSize(int(width), 0))
        rows = -(-len(self.inspection.weights) // self._columns(width, side))
        return self._head() + rows * (side + _GAP)

    def paint(self, painter: QPainter, size: QSize, exposed: QRect) -> None:
        seen = self.inspection
        assert seen is not None
        caption = self._caption(seen)
        if seen.weights is None:
            shorter = "it does not see the image"
            shown = self.text.fitting((caption, shorter, "none"), size.width())
            self.text.write(painter, 0, 4, shown, self.colours["dim_text"])
            return
        shorter = caption.removeprefix("first layer: ")
        shown = self.text.fitting((caption, shorter), size.width())
        self.text.write(painter, 0, 0, shown, self.colours["text"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        self._scale(painter, size.width())
        side = self._side(size)
        columns = self._columns(size.width(), side)
        for index in range(len(seen.weights)):
            left = index % columns * (side + _GAP)
            top = self._head() + index // columns * (side + _GAP)
            box = QRectF(left, round(top), side, side)
            if box.toRect().intersects(exposed):
                painter.drawImage(box, self._image(index))

    def _scale(self, painter: QPainter, width: float) -> None:
        """The colours from −max over 0 to +max, and what they stand for."""
        top = self.text.height + 2
        ends = f"{self._largest:.2g}"
        texts = 2 * self.text.width(f"+{ends}") + self.text.width("0")
        wide = min(width, max(236.0, 1.3 * texts))
        painter.drawImage(QRectF(0, top, wide, _BAR_PX), self._BAR)
        top += _BAR_PX + 1
        dim = self.colours["dim_text"]
        self.text.write(painter, 0, top, f"−{ends}", dim)
        if texts < wide:
            self.text.write(painter, wide / 2, top, "0", dim, 0.5)
        self.text.write(painter, wide, top, f"+{ends}", dim, 1.0)

    def _image(self, index: int) -> QImage:
        if index not in self._images:
            assert self.inspection is not None
            assert self.inspection.weights is not None
            picture = _finite(self.inspection.weights[index]) / (self._largest or 1.0)
            levels = np.round(np.clip(picture, -1, 1) * 127).astype(np.intp) + 127
            self._images[index] = colour_image(self._MAP[levels])
        return self._images[index]


def _finite(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.nan_to_num(weights, nan=0.0, posinf=0.0, neginf=0.0)


def make(context: PanelContext) -> Card:
    """The panel."""
    return subscribed(Weights(), context)
