"""Paints the controls that do an action as chips, each with a mark that removes it."""

from dataclasses import dataclass

from PyQt6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PyQt6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.view.kit.theme import Theme

_GAP = 5  # pixels between two chips
_REMOVE = "×"
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class Chip:
    """Where one control of a row is, and the mark that removes it."""

    text: str
    area: QRect
    remove: QRect


class ChipDelegate(QStyledItemDelegate):
    """Of a table's column whose cells have an ActionRow under UserRole.

    learning: the id of the action that waits for a control: the chip to come is dashed.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.learning = ""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._theme = theme
        self._font = theme.font(0.92)
        self._metrics = QFontMetrics(self._font)

    def chips(self, index: QModelIndex, cell: QRect) -> list[Chip]:
        """The controls of a cell, in as many lines as they need."""
        px, advance = self._theme.text_px, self._metrics.horizontalAdvance
        left, right = cell.left(), cell.right() - px // 2
        high, cross = self._metrics.height() + 4, advance(_REMOVE) + px
        x, y = left, cell.top() + px // 3
        made = []
        for words in index.data(Qt.ItemDataRole.UserRole).chips:
            wide = min(advance(words) + px // 2 + cross, right - left)
            if x > left and x + wide > right:
                x, y = left, y + high + _GAP - 1
            chip = QRect(x, y, wide, high)
            made.append(Chip(words, chip, chip.adjusted(wide - cross, 0, 0, 0)))
            x += wide + _GAP
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        table = option.widget
        assert isinstance(table, QTableView)
        chips = self.chips(index, QRect(0, 0, table.columnWidth(index.column()), 1))
        px = self._theme.text_px
        bottom = chips[-1].area.bottom() if chips else px // 3 + self._metrics.height() + 3
        return QSize(60, bottom + px // 3)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        super().paint(painter, option, index)
        assert painter is not None
        row, theme, px = index.data(Qt.ItemDataRole.UserRole), self._theme, self._theme.text_px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        if row.id == self.learning:
            painter.setPen(QPen(QColor(theme.train), 1.4, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(option.rect.adjusted(-px // 3, 1, -2, -2), 6, 6)
        if not row.chips:
            painter.setPen(QColor(theme.frame))
            painter.drawText(option.rect, _LEFT, "–")
        for chip in self.chips(index, option.rect):
            painter.setPen(QColor(theme.groups[GROUPS.index(row.teachable.group)]))
            painter.setBrush(QColor(theme.card))
            painter.drawRoundedRect(chip.area, 5, 5)
            painter.setPen(QColor(theme.text))
            name = chip.area.adjusted(px // 2, 0, -chip.remove.width() + 3, 0)
            painter.drawText(name, _LEFT, chip.text)
            painter.setPen(QColor(theme.dim_text))
            painter.drawText(chip.remove, Qt.AlignmentFlag.AlignCenter, _REMOVE)
        painter.restore()
