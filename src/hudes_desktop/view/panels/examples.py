"""Examples: the first digits of the batch, and what the network takes them for."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPen

from hudes_desktop.engine.results import Inspection
from hudes_desktop.view.panels.card import Card, grey_image, square

_GAP = 10
_CELL = 108  # pixels: the least width of an example
_MOST_COLUMNS = 4


class Examples(Card):
    """Each digit with the probability of every class; right or wrong by colour and by a mark."""

    TITLE = "Examples of this batch"
    TAB = "Digits"

    def take_in(self, inspection: Inspection) -> None:
        self._images: list[QImage] = [grey_image(image) for image in inspection.example_images]

    def _columns(self, width: float) -> int:
        return min(max(int((width + _GAP) // (_CELL + _GAP)), 1), _MOST_COLUMNS)

    def _row_height(self) -> float:
        return 46 + 2 * self.text.height + 8

    def height_for(self, width: float) -> float:
        if self.inspection is None:
            return 0.0
        rows = -(-len(self.inspection.example_labels) // self._columns(width))
        return rows * self._row_height()

    def _cells(self, size: QSize) -> list[QRectF]:
        assert self.inspection is not None
        columns = self._columns(size.width())
        width = (size.width() - (columns - 1) * _GAP) / columns
        height = self._row_height()
        return [
            QRectF(index % columns * (width + _GAP), index // columns * height, width, height - 8)
            for index in range(len(self.inspection.example_labels))
        ]

    def paint(self, painter: QPainter, size: QSize) -> None:
        for index, cell in enumerate(self._cells(size)):
            self._example(painter, index, cell)

    def _example(self, painter: QPainter, index: int, cell: QRectF) -> None:
        seen = self.inspection
        assert seen is not None
        label, odds = int(seen.example_labels[index]), seen.example_probabilities[index]
        taken = int(odds.argmax())
        colour = self.colours["good" if taken == label else "bad"]
        picture = square(cell.left(), cell.top(), 44)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(picture, self._images[index])
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(picture)
        self._bars(painter, odds, label, taken, cell, picture)
        mark = "✓" if taken == label else "✗"
        names = seen.classes
        line = self.text.fitting(
            (
                f"{mark} {names[taken]} {odds[taken]:.0%}, true {names[label]}",
                f"{mark} {names[taken]} {odds[taken]:.0%}",
                mark,
            ),
            cell.width(),
        )
        self.text.write(painter, cell.left(), picture.bottom() + 3 + self.text.height, line, colour)

    def _bars(
        self,
        painter: QPainter,
        odds,
        label: int,
        taken: int,
        cell: QRectF,
        picture: QRectF,
    ) -> None:
        """A bar for each class, from 0 to 1, its name below where there is room for it."""
        left, bottom = picture.right() + 8, picture.bottom()
        step = (cell.right() - left) / len(odds)
        names = self.inspection.classes if self.inspection is not None else ()
        for index, share in enumerate(odds):
            x = left + index * step
            slot = QRectF(x, picture.top(), max(step - 1.5, 1.0), picture.height())
            painter.fillRect(slot, self.colours["raised"])
            bar = QRectF(slot)
            bar.setTop(bottom - slot.height() * min(max(float(share), 0.0), 1.0))
            right = "good" if index == label else "bad"
            painter.fillRect(bar, self.colours[right if index == taken else "dim_text"])
            name = names[index]
            if self.text.width(name) <= step:
                colour = self.colours["text" if index == label else "dim_text"]
                self.text.write(painter, x + slot.width() / 2, bottom + 1, name, colour, 0.5)

    def hint(self, at: QPointF) -> str:
        seen = self.inspection
        if seen is None:
            return ""
        for index, cell in enumerate(self._cells(self.canvas.size())):
            if cell.contains(at):
                odds = seen.example_probabilities[index]
                best = sorted(range(len(odds)), key=lambda each: -odds[each])[:3]
                guesses = ", ".join(f"{seen.classes[each]} {odds[each]:.1%}" for each in best)
                return f"true {seen.classes[int(seen.example_labels[index])]}; taken for {guesses}"
        return ""
