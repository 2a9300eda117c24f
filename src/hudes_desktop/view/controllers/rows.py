"""Paints the rows of what can be taught: words at the left, the controls for it at the right."""

from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.view.kit.row_model import RowModel
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.words import text

_WRAP = int(Qt.TextFlag.TextWordWrap)
_WORDS = 0.5  # of the width, for the words
_GAP = 5  # pixels between two controls
_REMOVE = "×"


@dataclass(frozen=True)
class Chip:
    """Where one control of a row is, and the mark that removes it."""

    text: str
    area: QRect
    remove: QRect


class ActionModel(RowModel):
    """ActionRows; headings can't be chosen."""

    def words(self, row: Any) -> str:
        return row.text

    def spoken(self, row: Any) -> str:
        if row.teachable is None:
            return self.words(row)
        return f"{row.text}: {', '.join(row.chips) or text('controllers.none')}"

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if self._rows[index.row()].teachable is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ActionDelegate(QStyledItemDelegate):
    """learning: the id of the row that waits for a control; width: of the list, in pixels."""

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.learning = ""
        self.width = 400
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._font, self._small = theme.font(), theme.font(0.92)
        self._metrics, self._small_metrics = QFontMetrics(self._font), QFontMetrics(self._small)

    def chips(self, row: Any, area: QRect) -> list[Chip]:
        """The controls of a row that is painted in `area`."""
        px = self._theme.text_px
        left = area.left() + round(_WORDS * self.width)
        right = area.left() + self.width - px // 2
        high = self._small_metrics.height() + 4
        cross = self._small_metrics.horizontalAdvance(_REMOVE) + px
        x, y = left, area.top() + px // 3
        made = []
        for words in row.chips:
            wide = self._small_metrics.horizontalAdvance(words) + px // 2 + cross
            if x > left and x + wide > right:
                x, y = left, y + high + _GAP - 1
            chip = QRect(x, y, min(wide, right - left), high)
            made.append(Chip(words, chip, QRect(chip.right() - cross + 1, y, cross, high)))
            x += wide + _GAP
        return made

    def _words(self, row: Any, area: QRect) -> QRect:
        px = self._theme.text_px
        left = area.left() + px
        room = round(_WORDS * self.width) - 2 * px
        box = self._metrics.boundingRect(0, 0, room, 9999, _WRAP, row.text)
        top = area.top() + px // 3 + 2
        return QRect(left, top, room, box.height())

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        row, px = index.data(Qt.ItemDataRole.UserRole), self._theme.text_px
        if row.teachable is None:
            return QSize(60, self._small_metrics.height() + px)
        origin = QRect(QPoint(0, 0), QSize(self.width, 1))
        bottom = self._words(row, origin).bottom() + 3
        for chip in self.chips(row, origin):
            bottom = max(bottom, chip.area.bottom() + 1)
        return QSize(60, bottom + px // 3)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        row = index.data(Qt.ItemDataRole.UserRole)
        theme, px = self._theme, self._theme.text_px
        area = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.teachable is None:
            painter.setFont(self._small)
            painter.setPen(QColor(theme.dim_text))
            below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area.adjusted(px, 0, 0, -3), below, row.text)
            painter.restore()
            return
        waits = row.teachable.id == self.learning
        if waits or option.state & (QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(theme.train), 1.4) if waits else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(area.adjusted(3, 1, -3, -1), 6, 6)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.train))
                bar = QRect(area.left() + 3, area.top() + 6, 3, area.height() - 12)
                painter.drawRoundedRect(bar, 1, 1)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(3, 1, -3, -1), 6, 6)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.text))
        painter.drawText(self._words(row, area), _WRAP, row.text)
        painter.setFont(self._small)
        colour = QColor(theme.groups[GROUPS.index(row.teachable.group)])
        for chip in self.chips(row, area):
            self._paint_chip(painter, chip, colour)
        if not row.chips:
            painter.setPen(QColor(theme.frame))
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(round(_WORDS * self.width), 0, 0, 0), side, "–")
        painter.restore()

    def _paint_chip(self, painter: QPainter, chip: Chip, colour: QColor) -> None:
        theme, px = self._theme, self._theme.text_px
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(chip.area, 5, 5)
        painter.setPen(QColor(theme.text))
        inner = chip.area.adjusted(px // 2, 0, -chip.remove.width(), 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner.adjusted(0, 0, 3, 0), middle, chip.text)
        painter.setPen(QColor(theme.dim_text))
        painter.drawText(chip.remove, Qt.AlignmentFlag.AlignCenter, _REMOVE)
