"""The worst mistakes: validation samples that were taken for another class with most conviction."""

from __future__ import annotations

from math import isfinite

from PyQt6.QtCore import QPointF, QRectF, QSize
from PyQt6.QtGui import QPainter

from hudes_desktop.engine.results import Inspection
from hudes_desktop.view.panels.card import Card, grey_image, square

_CELL, _GAP = 66, 8


class Mistakes(Card):
    """Each with its true class, what it was taken for, and its loss."""

    TITLE = "Worst mistakes, validation"
    TAB = "Errors"

    def take_in(self, inspection: Inspection) -> None:
        self._images = [grey_image(image) for image in inspection.mistake_images]

    def _columns(self, width: float) -> int:
        return max(int((width + _GAP) // (_CELL + _GAP)), 1)

    def _row_height(self) -> float:
        return _CELL + 2 * self.text.height + 10

    def height_for(self, width: float) -> float:
        count = 0 if self.inspection is None else len(self.inspection.mistake_labels)
        return -(-count // self._columns(width)) * self._row_height()

    def _cells(self, size: QSize) -> list[QRectF]:
        columns = self._columns(size.width())
        step = size.width() / columns
        return [
            QRectF(index % columns * step, index // columns * self._row_height(), step, _CELL)
            for index in range(len(self._images))
        ]

    def paint(self, painter: QPainter, size: QSize) -> None:
        seen = self.inspection
        assert seen is not None
        if not self._images:
            self.text.write(painter, 0, 4, "none: all are right", self.colours["good"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, cell in enumerate(self._cells(size)):
            painter.drawImage(square(cell.left(), cell.top(), _CELL), self._images[index])
            true, taken = self._names(index)
            first = self.text.fitting(
                (f"{true} → {taken}", f"{true[:4]} → {taken[:4]}", f"{true[:2]}→{taken[:2]}"),
                cell.width(),
            )
            loss = float(seen.mistake_losses[index])
            second = f"{loss:.2f} nats" if isfinite(loss) else "overflow"
            top = cell.top() + _CELL + 2
            self.text.write(painter, cell.left(), top, first, self.colours["text"])
            dim = self.colours["dim_text"]
            self.text.write(painter, cell.left(), top + self.text.height, second, dim)

    def _names(self, index: int) -> tuple[str, str]:
        seen = self.inspection
        assert seen is not None
        labels, predictions = seen.mistake_labels, seen.mistake_predictions
        return seen.classes[int(labels[index])], seen.classes[int(predictions[index])]

    def hint(self, at: QPointF) -> str:
        seen = self.inspection
        if seen is None:
            return ""
        for index, cell in enumerate(self._cells(self.canvas.size())):
            if cell.contains(at):
                true, taken = self._names(index)
                number = int(seen.mistake_indices[index])
                loss = float(seen.mistake_losses[index])
                return f"no. {number:,}: true {true}, taken for {taken}, loss {loss:.4f} nats"
        return ""
