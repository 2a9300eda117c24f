"""The worst mistakes: validation samples that were taken for another class with most conviction."""

from math import isfinite

from PyQt6.QtCore import QPointF, QRect, QRectF, QSize
from PyQt6.QtGui import QPainter

from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.card import Card, grey_image, square, subscribed
from hudes_desktop.wings.inspection.results import Inspection

_CELL, _GAP = 66, 8
_NONE = "none: all are right"


class Mistakes(Card):
    """Each with its true class, what it was taken for, and its loss."""

    TITLE = "Mistakes"

    def take_in(self, inspection: Inspection) -> None:
        self._images = [grey_image(image) for image in inspection.mistake_images]

    def describe(self, inspection: Inspection) -> str:
        count = len(inspection.mistake_labels)
        return "; ".join(self._words(inspection, index) for index in range(count)) or _NONE

    def _columns(self, width: float) -> int:
        return max(int((width + _GAP) // (_CELL + _GAP)), 1)

    def _row_height(self) -> float:
        return _CELL + 2 * self.text.height + 10

    def height_for(self, width: float) -> float:
        count = 0 if self.inspection is None else len(self.inspection.mistake_labels)
        return -(-count // self._columns(width)) * self._row_height()

    def _cells(self, size: QSize) -> list[QRectF]:
        seen = self.inspection
        assert seen is not None
        columns = self._columns(size.width())
        step = size.width() / columns
        return [
            QRectF(index % columns * step, index // columns * self._row_height(), step, _CELL)
            for index in range(len(seen.mistake_labels))
        ]

    def paint(self, painter: QPainter, size: QSize, exposed: QRect) -> None:
        seen = self.inspection
        assert seen is not None
        if not self._images:
            self.text.write(painter, 0, 4, _NONE, self.colours["good"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, cell in enumerate(self._cells(size)):
            if cell.adjusted(0, 0, 0, self._row_height() - _CELL).toRect().intersects(exposed):
                self._mistake(painter, index, cell)

    def _mistake(self, painter: QPainter, index: int, cell: QRectF) -> None:
        seen = self.inspection
        assert seen is not None
        painter.drawImage(square(cell.left(), cell.top(), _CELL), self._images[index])
        true, taken = _names(seen, index)
        room = cell.width() - 4
        numbers = f"{int(seen.mistake_labels[index])} → {int(seen.mistake_predictions[index])}"
        short = f"{true[:4]}. → {taken[:4]}."
        first = self.text.fitting((f"{true} → {taken}", short, numbers), room)
        loss = float(seen.mistake_losses[index])
        texts = (f"{loss:.2f} nats", f"{loss:.1f}") if isfinite(loss) else ("overflow", "∞")
        top = cell.top() + _CELL + 2
        self.text.write(painter, cell.left(), top, first, self.colours["text"])
        second = self.text.fitting(texts, room)
        top += self.text.height
        self.text.write(painter, cell.left(), top, second, self.colours["dim_text"])

    def _words(self, seen: Inspection, index: int) -> str:
        true, taken = _names(seen, index)
        number, loss = int(seen.mistake_indices[index]), float(seen.mistake_losses[index])
        said = f"loss {loss:.4f} nats" if isfinite(loss) else "the loss overflowed"
        return f"no. {number:,}: true {true}, taken for {taken}, {said}"

    def hint(self, at: QPointF) -> str:
        if self.inspection is None:
            return ""
        for index, cell in enumerate(self._cells(self.canvas.size())):
            if cell.contains(at):
                return self._words(self.inspection, index)
        return ""


def _names(seen: Inspection, index: int) -> tuple[str, str]:
    labels, predictions = seen.mistake_labels, seen.mistake_predictions
    return seen.classes[int(labels[index])], seen.classes[int(predictions[index])]


def make(context: PanelContext) -> Card:
    """The panel."""
    return subscribed(Mistakes(), context)
