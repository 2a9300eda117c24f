"""The list of devices on the page of controllers: what is plugged in, and how it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from hudes_desktop.inputs.hub.hub import DeviceStatus
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

Tone = Literal["good", "idle", "bad"]
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


class DeviceList(QListWidget):
    """Says which row was chosen by hand; `select` chooses without saying so."""

    chosen = pyqtSignal(str)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("devices.title"))
        self.rows: list[DeviceRow] = []
        self._theme = theme
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self.rows[row].id))

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._theme = theme
        self.set_rows(self.rows)

    def set_rows(self, rows: Sequence[DeviceRow]) -> None:
        """Show these; the chosen one stays chosen if it is still there."""
        chosen = self.current()
        self.blockSignals(True)
        self.clear()
        self.rows = list(rows)
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}: {row.line}")
            self.setItemWidget(item, self._label(row))
        self.blockSignals(False)
        self._fit()
        if chosen is not None:
            self.select(chosen)

    def _label(self, row: DeviceRow) -> QLabel:
        """A dot in the colour of its state, the title, and below it how it is."""
        theme, px = self._theme, self._theme.text_px
        dot = {"good": theme.good, "idle": theme.frame, "bad": theme.bad}[row.tone]
        title = theme.text if row.device or row.joystick else theme.dim_text
        line = theme.bad if row.tone == "bad" else theme.dim_text
        made = label(
            f"<table><tr><td style='color: {dot}; padding-right: {px // 2}px'>●</td>"
            f"<td><b style='color: {title}'>{escape(row.title)}</b>"
            f"<br><span style='color: {line}'>{escape(row.line)}</span></td></tr></table>",
            "deviceRow",
        )
        made.setWordWrap(True)
        made.setMargin(px // 3)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def _fit(self) -> None:
        viewport = self.viewport()
        assert viewport is not None
        for number in range(self.count()):
            item = self.item(number)
            row = self.itemWidget(item)
            assert item is not None
            assert row is not None
            item.setSizeHint(QSize(0, row.heightForWidth(viewport.width())))

    def select(self, device: str) -> None:
        """Choose the row of that id; nothing if there is none."""
        for number, row in enumerate(self.rows):
            if row.id == device:
                self.blockSignals(True)
                self.setCurrentRow(number)
                self.blockSignals(False)

    def current(self) -> str | None:
        """The id of the chosen row."""
        return self.rows[self.currentRow()].id if self.currentRow() >= 0 else None

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()
