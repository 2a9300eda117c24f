"""Digits: the first ones of the batch, and what the network takes them for."""

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPen

from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.card import Card, grey_image, square, subscribed
from hudes_desktop.wings.inspection.results import Inspection

_GAP, _PAD = 8, 6
_PICTURE, _LARGEST_PICTURE = 40, 112  # pixels
_MOST_COLUMNS = 4
_FRAME_PX = 2  # what the frame of the last picture reaches further down
_BARS_PX = 20  # the least height of the bars
_FEW_CLASSES, _SHORT_NAME = 12, 2  # so few, of so few characters: each bar has its name
_LEAST_BAR_PX = 4  # from one bar to the next: of more classes the likeliest are shown


class Examples(Card):
    """Each digit with the probability of every class; right or wrong by colour and by a mark."""

    TITLE = "Digits"
    OF_BATCH = True

    def take_in(self, inspection: Inspection) -> None:
        self._images: list[QImage] = [grey_image(image) for image in inspection.example_images]

    def describe(self, inspection: Inspection) -> str:
        count = len(inspection.example_labels)
        return "; ".join(_words(inspection, index, 1) for index in range(count))

    def _text_width(self) -> float:
        """Of the shortest text that names both classes, and of the names below a few bars."""
        assert self.inspection is not None
        classes = self.inspection.classes
        longest = max(classes, key=self.text.width)
        names = 0.0
        if len(classes) <= _FEW_CLASSES and len(longest) <= _SHORT_NAME:
            names = len(classes) * (self.text.width(longest) + 1.0)
        return max(self.text.width(f"✗ {longest}, true {longest}"), names)

    def _most_columns(self, width: float) -> int:
        cell = _PICTURE + _PAD + self._text_width()
        return min(max(int((width + _GAP) // (cell + _GAP)), 1), _MOST_COLUMNS)

    def _least_row(self) -> float:
        return max(_PICTURE, 2 * self.text.height + 2 + _BARS_PX) + _GAP

    def height_for(self, width: float) -> float:
        if self.inspection is None:
            return 0.0
        rows = -(-len(self.inspection.example_labels) // self._most_columns(width))
        return rows * self._least_row() - _GAP + _FRAME_PX

    def _cells(self, size: QSize) -> list[QRectF]:
        """Where the examples are, their pictures as large as there is room for."""
        assert self.inspection is not None
        count, beside = len(self.inspection.example_labels), _PAD + self._text_width()
        best = (float("-inf"), 1, 0.0)
        for columns in range(1, self._most_columns(size.width()) + 1):
            wide = (size.width() - (columns - 1) * _GAP) / columns
            rows = max(-(-count // columns), 1)
            high = (size.height() - _FRAME_PX + _GAP) / rows - _GAP
            room = min(high, wide - beside, wide / 2, _LARGEST_PICTURE)
            best = max(best, (room, columns, wide))
        _, columns, width = best
        height = max(best[0] + _GAP, self._least_row())
        return [
            QRectF(index % columns * (width + _GAP), index // columns * height, width, height)
            for index in range(count)
        ]

    def paint(self, painter: QPainter, size: QSize, exposed: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, cell in enumerate(self._cells(size)):
            if cell.toRect().intersects(exposed):
                self._example(painter, index, cell)

    def _example(self, painter: QPainter, index: int, cell: QRectF) -> None:
        seen = self.inspection
        assert seen is not None
        label, odds = int(seen.example_labels[index]), seen.example_probabilities[index]
        taken = int(odds.argmax())
        overflow = not np.isfinite(odds).all()
        right = taken == label and not overflow
        colour = self.colours["good" if right else "bad"]
        side = cell.height() - _GAP
        picture = square(cell.left() + 1, cell.top() + 1, side - 2)
        painter.drawImage(picture, self._images[index])
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(picture)
        beside = QRectF(picture.right() + _PAD, cell.top(), 0, side)
        beside.setRight(cell.right())
        name, true = seen.classes[taken], seen.classes[label]
        texts: tuple[str, ...] = (
            f"✗ {name} {odds[taken]:.0%}, true {true}",
            f"✗ {name}, true {true}",
            f"✗ true {true}",
            "✗",
        )
        if overflow:
            texts = (f"✗ overflow, true {true}", f"✗ ?, true {true}", "✗")
        elif right:
            texts = (f"✓ {name} {odds[taken]:.0%}", f"✓ {name}", "✓")
        line = self.text.fitting(texts, beside.width())
        self.text.write(painter, beside.left(), beside.top() - 1, line, colour)
        self._bars(painter, odds, label, taken, beside.adjusted(0, self.text.height + 1, 0, 0))

    def _bars(
        self,
        painter: QPainter,
        odds: NDArray[np.float32],
        label: int,
        taken: int,
        room: QRectF,
    ) -> None:
        """A bar for each class, from 0 to 1, its name below where there is room for it.

        Of more classes than there is room for, the likeliest have one, the likeliest first.
        """
        assert self.inspection is not None
        shares, fitting = np.nan_to_num(odds), max(int(room.width() // _LEAST_BAR_PX), 1)
        shown = np.arange(len(odds))
        if len(odds) > fitting:
            shown = np.argsort(-shares, kind="stable")[:fitting]
        names, step = self.inspection.classes, room.width() / len(shown)
        widest = max(self.text.width(names[index]) for index in shown)
        named = widest <= step and room.height() >= _BARS_PX + self.text.height
        bottom = room.bottom() - (self.text.height if named else 0)
        for place, index in enumerate(shown):
            x = room.left() + place * step
            slot = QRectF(x, room.top(), max(step - 1.5, 1.0), bottom - room.top())
            painter.fillRect(slot, self.colours["raised"])
            bar = QRectF(slot)
            bar.setTop(bottom - slot.height() * min(max(float(shares[index]), 0.0), 1.0))
            right = "good" if index == label else "bad"
            # The true class stands out even where another one was chosen.
            coloured = index in (taken, label)
            painter.fillRect(bar, self.colours[right if coloured else "dim_text"])
            if index == label:
                foot = QRectF(slot.left(), bottom - 1.5, slot.width(), 1.5)
                painter.fillRect(foot, self.colours["good"])
            if named:
                colour = self.colours["text" if index == label else "dim_text"]
                self.text.write(painter, x + slot.width() / 2, bottom, names[index], colour, 0.5)

    def hint(self, at: QPointF) -> str:
        if self.inspection is None:
            return ""
        for index, cell in enumerate(self._cells(self.canvas.size())):
            if cell.contains(at):
                return _words(self.inspection, index, 3)
        return ""


def _words(seen: Inspection, index: int, guesses: int) -> str:
    odds, true = seen.example_probabilities[index], seen.classes[int(seen.example_labels[index])]
    if not np.isfinite(odds).all():
        return f"true {true}; the network overflowed"
    best = np.argsort(-odds, kind="stable")[:guesses]
    said = ", ".join(f"{seen.classes[each]} {odds[each]:.1%}" for each in best)
    return f"true {true}; taken for {said}"


def make(context: PanelContext) -> Card:
    """The panel."""
    return subscribed(Examples(), context)
