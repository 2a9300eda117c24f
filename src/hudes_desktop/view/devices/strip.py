"""A line that says which devices are there, and how they are; nothing of keyboard and mouse."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from PyQt6.QtCore import QEvent, QSize, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.view.devices.status_rows import OF_THE_PAGE, DeviceRow, rows_of
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text


class DeviceStrip(QWidget):
    """Shows devices and troubles side by side; hides itself while there is nothing to be said.

    rows: what is shown: nothing of drivers that just have no device. offer_taken: of a row (its
    id) that offers to be taught.
    """

    offer_taken = pyqtSignal(str)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("devices.title"))
        self.setToolTip(text("devices.told"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows: list[DeviceRow] = []
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

    def show_status(
        self, statuses: Sequence[DeviceStatus], unmapped: Sequence[Joystick] = ()
    ) -> None:
        """Say how these devices and drivers are, and which joysticks SDL has no mapping for."""
        rows = [
            row
            for row in rows_of(statuses, unmapped)
            if row.id not in OF_THE_PAGE and (row.kind != "driver" or row.brief)
        ]
        if rows == self.rows:
            return
        self.rows = rows
        for _ in rows[len(self._labels) :]:
            self._labels.append(label("", "device"))
            self._labels[-1].linkActivated.connect(self.offer_taken)
            self._line.insertWidget(len(self._labels), self._labels[-1])
        self.setAccessibleDescription("; ".join(f"{row.title}: {row.line}" for row in rows))
        self.setVisible(bool(rows))
        self._fit()

    def _fit(self) -> None:
        """As many words as there is room for; the last rows may have none."""
        for short in (False, True):
            for each, row in zip(self._labels, self.rows, strict=False):
                each.ensurePolished()  # else its font isn't the style sheet's yet
                each.setText(self._words(row, short))
                each.setToolTip(f"{row.title}\n{row.line}")
            widths = [each.sizeHint().width() + self._line.spacing() for each in self._labels]
            ends = list(accumulate(widths[: len(self.rows)]))
            if not ends or ends[-1] <= self.width():
                break
        for number, each in enumerate(self._labels):
            each.setVisible(number < len(ends) and ends[number] <= self.width())

    def _words(self, row: DeviceRow, short: bool) -> str:
        theme = self._theme
        words = row.title if short else f"{row.title} · {row.brief or row.line}"
        dot = {"bad": theme.bad, "asks": theme.validation}.get(row.tone, theme.good)
        ink = theme.dim_text
        # A driver that fails is no alarm: whoever has no such device doesn't miss it.
        quiet = row.kind in ("driver", "lost")
        if quiet:
            dot = ink = theme.masked
        parts = [_coloured(dot, "○" if quiet else "●"), _coloured(ink, escape(words))]
        if row.offer:
            parts.append(f"<a href='{row.id}' style='color: {theme.train}'>{row.offer}</a>")
        return " ".join(parts)

    def sizeHint(self) -> QSize:
        return QSize(10, 6 + max((each.sizeHint().height() for each in self._labels), default=0))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.StyleChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()


def _coloured(colour: str, words: str) -> str:
    return f"<span style='color: {colour}'>{words}</span>"
