"""The confusion matrix: what every class of the validation set was taken for."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from hudes_desktop.view.kit import colour_maps as colormaps
from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.card import Card, colour_image, subscribed
from hudes_desktop.wings.inspection.results import Inspection

_SMALLEST = 150.0
_LONG_NAME = 2  # characters: such columns have the number of their class, and rows name and number
_LEAST_BESIDE = 8.0  # lines of text: room for the matrix and its scale beside the names
_MOST_NAMES = 40  # of more classes the numbers alone are written
_LEAST_FRAMED_PX = 4  # a cell
_BAR_PX = 8
_BRIGHT = 0.6  # share of a row from which text on it must be dark
_WORST_SAID = 5


class Confusion(Card):
    """Rows are true classes, columns what they were taken for; brightness is the share of a row."""

    TITLE = "Confusion"
    _MAP = colormaps.table("viridis")[::-1]
    _BAR: QImage = colour_image(_MAP[::-1, np.newaxis])

    def take_in(self, inspection: Inspection) -> None:
        counts = inspection.confusion
        self._share = counts / np.maximum(counts.sum(1, keepdims=True), 1)
        self._image = colour_image(self._MAP[np.round(self._share * 255).astype(int)])

    def describe(self, inspection: Inspection) -> str:
        wrong = inspection.confusion.copy()
        np.fill_diagonal(wrong, 0)
        said = [_right(inspection.confusion)]
        # Sorted without the zeros: a matrix of a thousand classes is made of them.
        rows, columns = np.nonzero(wrong)
        order = np.argsort(-wrong[rows, columns], kind="stable")[:_WORST_SAID]
        said += [_words(inspection, int(rows[at]), int(columns[at])) for at in order]
        return "; ".join(said)

    def height_for(self, _width: float) -> float:
        return _SMALLEST

    def _names(self, seen: Inspection) -> tuple[list[str], list[str]]:
        """What stands beside the rows and above the columns."""
        if all(len(name) <= _LONG_NAME for name in seen.classes):
            return list(seen.classes), list(seen.classes)
        numbers = [str(index) for index in range(len(seen.classes))]
        if len(numbers) > _MOST_NAMES:
            return numbers, numbers
        rows = [f"{name} {number}" for name, number in zip(seen.classes, numbers, strict=True)]
        narrow = (
            max(map(self.text.width, rows)) > self.canvas.width() - _LEAST_BESIDE * self.text.height
        )
        return numbers if narrow else rows, numbers

    def _matrix(self, size: QSize, seen: Inspection) -> QRectF:
        line, classes = self.text.height, len(seen.classes)
        names = [*self._names(seen)[0], "true"]
        left, top = max(self.text.width(name) for name in names) + 8, 2.2 * line
        scale = _BAR_PX + 12 + self.text.width("100 %")
        side = max(min(size.width() - left - scale, size.height() - top - line - 8), 40.0)
        side -= side % max(classes, 1) if side >= classes else 0  # whole pixels for every cell
        return QRectF(round(left), round(top), side, side)

    def paint(self, painter: QPainter, size: QSize, _exposed: QRect) -> None:
        seen = self.inspection
        assert seen is not None
        matrix, line = self._matrix(size, seen), self.text.height
        rows, columns = self._names(seen)
        cell = matrix.width() / len(rows)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, cell < 1)
        painter.drawImage(matrix, self._image)
        dim = self.colours["dim_text"]
        for index in range(0, len(rows), ceil((line - 3) / cell)):
            at = matrix.top() + (index + 0.5) * cell - line / 2
            self.text.write(painter, matrix.left() - 6, at, rows[index], dim, 1.0)
        wide = self.text.width(columns[-1])
        for index in range(0, len(columns), ceil((wide if wide <= cell else wide + 8) / cell)):
            at, above = matrix.left() + (index + 0.5) * cell, matrix.top() - line - 1
            self.text.write(painter, at, above, columns[index], dim, 0.5)
        self.text.write(painter, matrix.left(), matrix.top() - 2 * line - 2, "taken for →", dim)
        at = matrix.left() - 6
        self.text.write(painter, at, matrix.top() - line - 1, "true", dim, 1.0)
        self._counts(painter, matrix, cell, seen)
        painter.setPen(QPen(self.colours["text"], 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index in range(len(rows) if cell >= _LEAST_FRAMED_PX else 0):
            corner = QPointF(matrix.left() + index * cell, matrix.top() + index * cell)
            painter.drawRect(QRectF(corner.x(), corner.y(), cell - 1, cell - 1))
        self._scale(painter, matrix)
        texts = (f"{_right(seen.confusion)} · frame {seen.frame:,}", _right(seen.confusion))
        below = self.text.fitting(texts, size.width())
        self.text.write(painter, 0, matrix.bottom() + 5, below, dim)

    def _counts(self, painter: QPainter, matrix: QRectF, cell: float, seen: Inspection) -> None:
        """Numbers in the cells, where they are large enough."""
        widest = self.text.width(str(int(seen.confusion.max())))
        if widest > cell - 2 or self.text.height > cell - 2:
            return
        light, dark = QColor("#ffffff"), QColor("#000000")
        for (row, column), count in np.ndenumerate(seen.confusion):
            if count:
                x = matrix.left() + (column + 0.5) * cell
                y = matrix.top() + (row + 0.5) * cell - self.text.height / 2
                colour = dark if self._share[row, column] > _BRIGHT else light
                self.text.write(painter, x, y, str(count), colour, 0.5)

    def _scale(self, painter: QPainter, matrix: QRectF) -> None:
        """What share of a row each colour is."""
        bar = QRectF(matrix.right() + 8, matrix.top(), _BAR_PX, matrix.height())
        painter.drawImage(bar, self._BAR)
        dim = self.colours["dim_text"]
        self.text.write(painter, bar.right() + 4, bar.top() - 2, "100 %", dim)
        bottom = bar.bottom() - self.text.height + 2
        self.text.write(painter, bar.right() + 4, bottom, "0 %", dim)
        middle = bar.center().y() - self.text.height / 2
        texts = ("of row",) if bar.height() > 4 * self.text.height else ("",)
        shown = self.text.fitting(texts, self.text.width("100 %") + 6)
        self.text.write(painter, bar.right() + 4, middle, shown, dim)

    def hint(self, at: QPointF) -> str:
        seen = self.inspection
        if seen is None:
            return ""
        matrix = self._matrix(self.canvas.size(), seen)
        if not matrix.contains(at):
            return ""
        last, cell = len(seen.classes) - 1, matrix.width() / len(seen.classes)
        row = min(int((at.y() - matrix.top()) // cell), last)
        column = min(int((at.x() - matrix.left()) // cell), last)
        return _words(seen, row, column)


def _words(seen: Inspection, row: int, column: int) -> str:
    count, total = int(seen.confusion[row, column]), int(seen.confusion[row].sum())
    return f"true {seen.classes[row]}, taken for {seen.classes[column]}: {count:,} of {total:,}"


def _right(counts: NDArray[np.int64]) -> str:
    return f"{int(np.trace(counts)):,} of {int(counts.sum()):,} right"


def make(context: PanelContext) -> Card:
    """The panel."""
    return subscribed(Confusion(), context)
