"""A line that says which devices are there, and how they are; nothing of keyboard and mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Literal

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

Tone = Literal["good", "trouble", "gone"]
_UNSHOWN = ("keyboard", "mouse")
_KNOWN = ("pad", "midi")


@dataclass(frozen=True)
class Entry:
    """A device, a driver that doesn't work, or a trouble.

    Attributes:
        texts: the same, ever shorter.
        tone: good; trouble for what works but not all of it, or not at all; gone.
        more: all of it, for a tool tip.
    """

    texts: tuple[str, str]
    tone: Tone
    more: str


def entries_of(statuses: Sequence[DeviceStatus]) -> list[Entry]:
    """What there is to be said: nothing of drivers that just have no device."""
    shown = [status for status in statuses if status.driver not in _UNSHOWN]
    return [_device(each) if each.title else _driver(each) for each in shown if _speaks(each)]


def _speaks(status: DeviceStatus) -> bool:
    of_driver = status.trouble and status.id == status.driver
    return bool(status.title or status.state == "failed" or of_driver)


def _device(status: DeviceStatus) -> Entry:
    second = status.title if status.title != status.id else status.profile
    name = f"{status.id} · {second}" if second else status.id
    if status.trouble:
        return Entry((name, status.id), "trouble", f"{name}\n{status.trouble}")
    if status.state == "lost":
        return Entry((name, status.id), "gone", text("strip.unplugged", device=name))
    profile = status.profile or text("strip.no_profile")
    return Entry((name, status.id), "good", text("strip.device", device=name, profile=profile))


def _driver(status: DeviceStatus) -> Entry:
    kind = text(f"strip.{status.driver}") if status.driver in _KNOWN else status.driver
    if status.id != status.driver:
        return Entry((text("strip.trouble", driver=kind), kind), "trouble", status.trouble)
    # Not an alarm: whoever has no such device doesn't miss it.
    how = "strip.failed" if status.state == "failed" else "strip.limited"
    return Entry((text(how, driver=kind), kind), "gone", status.trouble)


class DeviceStrip(QWidget):
    """Shows an entry for each device side by side; hides itself while there is none."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("devices.title"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.entries: list[Entry] = []
        self._labels: list[QLabel] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 3, 0, 3)
        self._line.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._line.addStretch(1)
        self._line.addStretch(1)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Other colours and fonts."""
        self._theme = theme
        self._line.setSpacing(theme.text_px)
        self._fit()

    def show_status(self, statuses: Sequence[DeviceStatus]) -> None:
        """Say how these devices and drivers are."""
        entries = entries_of(statuses)
        if entries == self.entries:
            return
        self.entries = entries
        for _ in entries[len(self._labels) :]:
            self._labels.append(label("", "device"))
            self._line.insertWidget(len(self._labels), self._labels[-1])
        self.setAccessibleDescription("; ".join(entry.more for entry in entries))
        self.setVisible(bool(entries))
        self._fit()

    def _fit(self) -> None:
        """As many words as there is room for; the last entries may have none."""
        for short in (0, 1):
            for each, entry in zip(self._labels, self.entries, strict=False):
                each.setText(self._words(entry, entry.texts[short]))
                each.setToolTip(entry.more)
            widths = [each.sizeHint().width() + self._line.spacing() for each in self._labels]
            ends = list(accumulate(widths[: len(self.entries)]))
            if not ends or ends[-1] <= self.width():
                break
        for number, each in enumerate(self._labels):
            each.setVisible(number < len(ends) and ends[number] <= self.width())

    def _words(self, entry: Entry, words: str) -> str:
        theme = self._theme
        dot = {"good": theme.good, "trouble": theme.bad, "gone": theme.masked}[entry.tone]
        ink = theme.masked if entry.tone == "gone" else theme.dim_text
        sign = "○" if entry.tone == "gone" else "●"
        return (
            f"<span style='color: {dot}'>{sign}</span> "
            f"<span style='color: {ink}'>{escape(words)}</span>"
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()
