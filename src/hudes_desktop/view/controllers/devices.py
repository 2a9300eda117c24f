"""The list of devices on the page of controllers: what is plugged in, and how it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PyQt6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PyQt6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hudes_desktop.inputs.hub.hub import DeviceStatus
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.view.kit.row_model import RowModel
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

Tone = Literal["good", "idle", "bad"]
_WRAP = int(Qt.TextFlag.TextWordWrap)
OF_THE_PAGE = ("keyboard", "mouse")
"""The ids of the devices that work the page itself."""

_KNOWN = ("pad", "midi")
"""Drivers that have words of their own."""


@dataclass(frozen=True)
class DeviceRow:
    """One line of the list.

    Attributes:
        id: of the device, or of a driver without one, or "joystick 3" for an unknown pad.
        line: how it is, in words.
        device: whether there is a device that can be taught.
        joystick: a pad that SDL doesn't know.
        lost: whether it was unplugged.
    """

    id: str
    title: str
    line: str
    tone: Tone
    device: bool = False
    joystick: Joystick | None = None
    lost: bool = False


def rows_of(statuses: Sequence[DeviceStatus], unknown: Sequence[Joystick] = ()) -> list[DeviceRow]:
    """A row for each device, for each driver without one, and for each pad that SDL can't name."""
    rows = [_row(status) for status in statuses]
    for joystick in unknown:
        line = text("device.unknown")
        rows.append(
            DeviceRow(f"joystick {joystick.instance}", joystick.name, line, "idle", False, joystick)
        )
    if unknown:
        rows = [row for row in rows if row.id != "pad" or row.tone == "bad"]
    return rows


def _row(status: DeviceStatus) -> DeviceRow:
    if status.title:
        title = text(f"device.{status.id}") if status.id in OF_THE_PAGE else status.title
        if status.state == "lost":
            return DeviceRow(status.id, title, text("device.unplugged"), "idle", lost=True)
        number = f"{status.id} · " if status.driver == "pad" else ""
        line = status.trouble or f"{number}{status.profile}"
        tone: Tone = "bad" if status.trouble else "good"
        return DeviceRow(status.id, title, line, tone, True)
    known = status.driver in _KNOWN
    title = text(f"driver.{status.driver}") if known else status.driver
    if status.state == "failed":
        return DeviceRow(status.id, title, status.trouble, "bad")
    line = status.trouble or text(f"driver.{status.driver}.none" if known else "device.none")
    return DeviceRow(status.id, title, line, "idle")


def words_instead(row: DeviceRow) -> tuple[str, str]:
    """Heading and text for a row without a device."""
    if row.lost:
        return text("device.unplugged.long"), text("device.unplugged.more")
    line = row.line[:1].upper() + row.line[1:]
    more = text(f"driver.{row.id}.more" if row.id in _KNOWN else "device.more")
    more = "" if row.tone == "bad" else more
    return f"{line.rstrip('.')}.", more


class DeviceList(QListView):
    """Says which row was chosen by hand; `select` chooses without saying so."""

    chosen = pyqtSignal(str)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("devices.title"))
        self.rows: list[DeviceRow] = []
        self._model = _Rows(self)
        self.setModel(self._model)
        self._delegate = _Delegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._silent = False
        selection = self.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(self._say)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._delegate.set_theme(theme)
        self._model.layoutChanged.emit()

    def set_rows(self, rows: Sequence[DeviceRow]) -> None:
        """Show these; the chosen one stays chosen if it is still there."""
        chosen = self.current()
        self.rows = list(rows)
        self._silent = True
        self._model.set_rows(self.rows)
        self._silent = False
        if chosen is not None:
            self.select(chosen)

    def select(self, device: str) -> None:
        """Choose the row of that id; nothing if there is none."""
        for number, row in enumerate(self.rows):
            if row.id == device:
                self._silent = True
                self.setCurrentIndex(self._model.index(number, 0))
                self._silent = False

    def current(self) -> str | None:
        """The id of the chosen row."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole).id if index.isValid() else None

    def _say(self, index: QModelIndex) -> None:
        if index.isValid() and not self._silent:
            self.chosen.emit(index.data(Qt.ItemDataRole.UserRole).id)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        viewport = self.viewport()
        assert viewport is not None
        self._delegate.width = viewport.width()
        self.scheduleDelayedItemsLayout()


class _Rows(RowModel):
    def words(self, row: DeviceRow) -> str:
        return f"{row.title}: {row.line}"


class _Delegate(QStyledItemDelegate):
    """A dot in the colour of its state, the title, and below it how it is."""

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.width = 200
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._large, self._small = theme.font(bold=True), theme.font(0.92)

    def _areas(self, row: DeviceRow, at: QPoint) -> tuple[QRect, QRect]:
        px = self._theme.text_px
        left, room = at.x() + 2 * px, max(40, self.width - round(2.6 * px))
        title = QFontMetrics(self._large).boundingRect(0, 0, room, 9999, _WRAP, row.title)
        line = QFontMetrics(self._small).boundingRect(0, 0, room, 9999, _WRAP, row.line)
        top = at.y() + px // 2
        first = QRect(left, top, room, title.height())
        return first, QRect(left, first.bottom() + 3, room, line.height())

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        _, line = self._areas(index.data(Qt.ItemDataRole.UserRole), QPoint(0, 0))
        return QSize(60, line.bottom() + self._theme.text_px // 2 + 2)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        row: DeviceRow = index.data(Qt.ItemDataRole.UserRole)
        theme, px = self._theme, self._theme.text_px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(area, 6, 6)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(QColor(theme.train))
                painter.drawRoundedRect(QRect(area.left(), area.top() + 6, 3, area.height() - 12),
                                        1, 1)  # fmt: skip
        title, line = self._areas(row, option.rect.topLeft())
        colour = {"good": theme.good, "idle": theme.frame, "bad": theme.bad}[row.tone]
        painter.setBrush(QColor(colour))
        size = max(6, round(px * 0.6))
        top = title.top() + (QFontMetrics(self._large).height() - size) // 2
        painter.drawEllipse(option.rect.left() + round(0.8 * px), top, size, size)
        painter.setFont(self._large)
        painter.setPen(QColor(theme.text if row.device or row.joystick else theme.dim_text))
        painter.drawText(title, _WRAP, row.title)
        painter.setFont(self._small)
        painter.setPen(QColor(theme.bad if row.tone == "bad" else theme.dim_text))
        painter.drawText(line, _WRAP, row.line)
        painter.restore()
