"""The list of devices on the page of controllers: what is plugged in, and how it is."""

from collections.abc import Sequence
from html import escape

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from hudes_desktop.view.devices.status_rows import DeviceRow
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text


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
        dot = {
            "good": theme.good,
            "asks": theme.validation,
            "idle": theme.frame,
            "bad": theme.bad,
        }[row.tone]
        title = theme.text if row.kind in ("device", "joystick") else theme.dim_text
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
