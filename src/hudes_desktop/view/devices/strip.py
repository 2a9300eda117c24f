"""A line that says which devices are there, and how they are; nothing of keyboard and mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.view.kit.theme import DARK, Theme

_UNSHOWN = ("keyboard", "mouse")
_DRIVERS = {"pad": "game pads", "midi": "MIDI"}
_TEXT = 0.9  # of the body text


@dataclass(frozen=True)
class Entry:
    """A device, a driver that doesn't work, or a trouble.

    Attributes:
        texts: the same, ever shorter.
        tone: good; trouble for what works but not all of it, or not at all; gone.
        more: all of it, for a tool tip.
    """

    texts: tuple[str, str]
    tone: Literal["good", "trouble", "gone"]
    more: str


def entries_of(statuses: Sequence[DeviceStatus]) -> list[Entry]:
    """What there is to be said: nothing of drivers that just have no device."""
    found = []
    for status in statuses:
        if status.driver in _UNSHOWN:
            continue
        kind = _DRIVERS.get(status.driver, status.driver)
        if status.title:
            second = status.title if status.title != status.id else status.profile
            text = f"{status.id} · {second}" if second else status.id
            lost = status.state == "lost"
            tone: Literal["good", "trouble", "gone"] = "gone" if lost else "good"
            more = f"{text}: unplugged" if lost else f"{text}\nprofile: {status.profile or 'none'}"
            if status.trouble:
                tone, more = "trouble", f"{text}\n{status.trouble}"
            found.append(Entry((text, status.id), tone, more))
        elif status.state == "failed" and status.id == status.driver:
            # Not an alarm: whoever has no such device doesn't miss it.
            found.append(Entry((f"{kind}: not available", kind), "gone", status.trouble))
        elif status.trouble and status.id == status.driver:
            found.append(Entry((f"{kind}: limited", kind), "gone", status.trouble))
        elif status.state == "failed":
            found.append(Entry((f"{kind}: trouble", kind), "trouble", status.trouble))
    return found


class DeviceStrip(QWidget):
    """Shows an entry for each device side by side; hides itself while there is none."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName("Devices")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._entries: list[Entry] = []
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Other colours and fonts."""
        self._theme = theme
        self._font = theme.font(_TEXT)
        self._metrics = QFontMetricsF(self._font)
        self.updateGeometry()
        self.update()

    def show_status(self, statuses: Sequence[DeviceStatus]) -> None:
        """Say how these devices and drivers are."""
        entries = entries_of(statuses)
        if entries == self._entries:
            return
        self._entries = entries
        self.setAccessibleDescription("; ".join(entry.more for entry in entries))
        self.setVisible(bool(entries))
        self.update()

    @property
    def entries(self) -> list[Entry]:
        """What is shown."""
        return list(self._entries)

    def sizeHint(self) -> QSize:
        return QSize(10, round(self._metrics.height() + 6))

    def _placed(self) -> list[tuple[Entry, str, QRectF]]:
        """Each entry with the text that has room, and where; the last ones may have none."""
        gap, dot = self._metrics.height(), self._metrics.height() * 0.9
        room = self.width() - 2 * gap
        for short in (0, 1):
            texts = [entry.texts[short] for entry in self._entries]
            widths = [dot + self._metrics.horizontalAdvance(text) + 1 for text in texts]
            total = sum(widths) + gap * (len(widths) - 1)
            if total <= room:
                break
        placed, x = [], max(gap, (self.width() - total) / 2)
        for entry, text, width in zip(self._entries, texts, widths, strict=True):
            if x + width > self.width() - gap / 2:
                break
            placed.append((entry, text, QRectF(x, 0, width, self.height())))
            x += width + gap
        return placed

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        at = event.position()
        self.setToolTip(next((e.more for e, _, area in self._placed() if area.contains(at)), ""))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        theme, radius = self._theme, self._metrics.height() * 0.22
        for entry, text, area in self._placed():
            colour = {"good": theme.good, "trouble": theme.bad, "gone": theme.masked}[entry.tone]
            painter.setPen(QPen(QColor(colour), 1.4))
            filled = entry.tone != "gone"
            painter.setBrush(QColor(colour) if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(
                QPointF(area.left() + radius + 1, area.center().y()), radius, radius
            )
            painter.setPen(QColor(theme.dim_text if filled else theme.masked))
            beside = area.adjusted(self._metrics.height() * 0.9, 0, 0, 0)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, flags, text)
        painter.end()
