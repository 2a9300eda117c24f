"""The rows of the command palette: text, place in the menus, key; painted, no widget a row."""

from typing import Any

from PyQt6.QtCore import QModelIndex, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hudes_desktop.view.commands.palette_search import Entry
from hudes_desktop.view.kit.row_model import RowModel
from hudes_desktop.view.kit.theme import Theme

_SIDE = 14  # pixels left and right of a row
_GAP = 18  # between text, place and key
_SMALL = 0.88  # place and key, beside the text


class EntryModel(RowModel):
    """The entries that are shown."""

    def entry(self, row: int) -> Entry:
        return self._rows[row]

    def words(self, row: Entry) -> str:
        return row.text

    def spoken(self, row: Entry) -> str:
        on = {True: ", on", False: ", off", None: ""}[row.checked]
        return f"{row.text}, {row.place}{on}{', ' + row.key if row.key else ''}"


class EntryDelegate(QStyledItemDelegate):
    """Paints a row: what is on has a mark; the key stands right, in a frame as in the help."""

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.stacked = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._large, self._small = theme.font(), theme.font(_SMALL)
        self._large_metrics = QFontMetrics(self._large)
        self._small_metrics = QFontMetrics(self._small)

    def width_for(self, entry: Entry) -> int:
        """Pixels that the entry needs; stacked, its place and key stand below its text."""
        text = self._large_metrics.horizontalAdvance(entry.text)
        place = self._small_metrics.horizontalAdvance(entry.place)
        key = _GAP + self._key_width(entry)
        lines = max(text, place + key) if self.stacked else text + _GAP + place + key
        return 2 * _SIDE + self._mark_width() + lines

    def row_height(self) -> int:
        lines = self._large_metrics.height() + (self.stacked and self._small_metrics.height() + 6)
        return lines + round(0.8 * self._theme.text_px)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(self.width_for(index.data(Qt.ItemDataRole.UserRole)), self.row_height())

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.raised))
            painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 5, 5)
            painter.setBrush(QColor(self._theme.train))
            painter.drawRoundedRect(
                QRect(area.left() + 4, area.top() + 6, 3, area.height() - 12), 1, 1
            )
        self._paint_texts(painter, area.adjusted(_SIDE, 0, -_SIDE, 0), entry)
        painter.restore()

    def _paint_texts(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._large)
        if entry.checked:
            painter.setPen(QColor(self._theme.good))
            painter.drawText(area, middle | left, "✓")
        inner = area.adjusted(self._mark_width(), 0, 0, 0)
        text_area, place_area = inner, inner
        if self.stacked:
            middle_line = inner.top() + round(0.4 * self._theme.text_px)
            text_height = self._large_metrics.height()
            text_area = QRect(inner.left(), middle_line, inner.width(), text_height)
            place_area = QRect(
                inner.left(),
                middle_line + text_height,
                inner.width(),
                self._small_metrics.height() + 6,
            )
        else:
            advance = self._large_metrics.horizontalAdvance(entry.text)
            place_area = inner.adjusted(advance + _GAP, 0, 0, 0)
        self._paint_key(painter, place_area, entry)
        painter.setFont(self._large)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(text_area, middle | left, entry.text)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.dim_text))
        painter.drawText(place_area, middle | left, entry.place)

    def _paint_key(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        if not entry.key:
            return
        width, height = self._key_width(entry), self._small_metrics.height() + 4
        frame = QRect(area.right() - width, area.center().y() - height // 2, width, height)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.background))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.dim_text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, entry.key)

    def _key_width(self, entry: Entry) -> int:
        return self._small_metrics.horizontalAdvance(entry.key) + 16 if entry.key else 0

    def _mark_width(self) -> int:
        return self._large_metrics.horizontalAdvance("✓") + 8
