"""The confusion matrix: what every class of the validation set was taken for."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPen

from hudes_desktop.engine.results import Inspection
from hudes_desktop.view import colormaps
from hudes_desktop.view.panels.card import Card, colour_image

_SMALLEST = 150.0


class Confusion(Card):
    """Rows are true classes, columns what they were taken for; brightness is the share of a row."""

    TITLE = "Confusion, validation"
    TAB = "Matrix"

    def take_in(self, inspection: Inspection) -> None:
        counts = inspection.confusion
        share = counts / np.maximum(counts.sum(1, keepdims=True), 1)
        colours = colormaps.table("viridis")[::-1][np.round(share * 255).astype(int)]
        self._image = colour_image(colours)
        self._numbered = any(len(name) > 2 for name in inspection.classes)

    def height_for(self, _width: float) -> float:
        return _SMALLEST

    def _name(self, index: int) -> str:
        assert self.inspection is not None
        return str(index) if self._numbered else self.inspection.classes[index]

    def _matrix(self, size: QSize) -> QRectF:
        line = self.text.height
        left, top = 2.4 * line, 2.2 * line
        side = max(min(size.width() - left - 4, size.height() - top - line - 8), 40.0)
        classes = len(self.inspection.classes) if self.inspection is not None else 10
        side -= side % classes  # whole pixels for every cell
        return QRectF(round(left), round(top), side, side)

    def paint(self, painter: QPainter, size: QSize) -> None:
        seen = self.inspection
        assert seen is not None
        matrix, line = self._matrix(size), self.text.height
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(matrix, self._image)
        count = len(seen.classes)
        cell = matrix.width() / count
        dim = self.colours["dim_text"]
        for index in range(count):
            middle = (index + 0.5) * cell
            name = self._name(index)
            at = matrix.top() + middle - line / 2
            self.text.write(painter, matrix.left() - 6, at, name, dim, 1.0)
            self.text.write(
                painter, matrix.left() + middle, matrix.top() - line - 1, name, dim, 0.5
            )
        self.text.write(painter, matrix.left(), matrix.top() - 2 * line - 2, "taken for →", dim)
        self.text.write(painter, 0, matrix.top() - line - 1, "true", dim)
        painter.setPen(QPen(self.colours["text"], 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index in range(count):
            corner = QPointF(matrix.left() + index * cell, matrix.top() + index * cell)
            painter.drawRect(QRectF(corner.x(), corner.y(), cell - 1, cell - 1))
        right, total = int(np.trace(seen.confusion)), int(seen.confusion.sum())
        below = self.text.fitting(
            (
                f"{right:,} of {total:,} right; bright: a large share of its row",
                f"{right:,} of {total:,} right",
            ),
            size.width(),
        )
        self.text.write(painter, 0, matrix.bottom() + 5, below, dim)

    def hint(self, at: QPointF) -> str:
        seen, matrix = self.inspection, self._matrix(self.canvas.size())
        if seen is None or not matrix.contains(at):
            return ""
        cell = matrix.width() / len(seen.classes)
        row = min(int((at.y() - matrix.top()) // cell), len(seen.classes) - 1)
        column = min(int((at.x() - matrix.left()) // cell), len(seen.classes) - 1)
        count, total = int(seen.confusion[row, column]), int(seen.confusion[row].sum())
        return f"true {seen.classes[row]}, taken for {seen.classes[column]}: {count:,} of {total:,}"
