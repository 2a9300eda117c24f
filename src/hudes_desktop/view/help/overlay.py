"""The help: the active devices with their bound controls lit, and what each of them does."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from hudes_desktop.inputs.bindings.help import HelpRow, help_rows
from hudes_desktop.view.devices.drawing_ink import Drawing
from hudes_desktop.view.devices.keyboard_drawing import DeviceDrawing
from hudes_desktop.view.devices.midi_drawing import DeskDrawing
from hudes_desktop.view.devices.pad_drawing import PadDrawing
from hudes_desktop.view.help.pages import HelpPage
from hudes_desktop.view.help.table import Columns, by_group, grid_of, in_columns, size_of
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.theme import DARK, PAGE_TITLE, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

_SMALLEST_PX = 8
_MOST_COLUMNS = 4
_LARGEST_UNIT = 46  # pixels, with text of the usual size
_TURNING = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Backtab: -1, Qt.Key.Key_Tab: 1}


class HelpOverlay(PageOverlay):
    """Covers its parent while it is shown, with a page for each device.

    Arrows and Tab turn the pages, where there are several; any other key and any click close it.
    Where the window is too small for its text at the theme's size, it shrinks its text.
    """

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent, text("help.name"), theme)
        self._pages: list[HelpPage] = []
        self._rows: list[list[HelpRow]] = []  # of each device on the page
        self._merged: list[HelpRow] = []  # of all devices on it together
        self._shown: tuple[object, ...] = ()
        self._drawings: dict[str, Drawing] = {
            "keyboard": DeviceDrawing(theme),
            "pad": PadDrawing(theme),
            "midi": DeskDrawing(theme),
        }
        self.drawing = self._drawings["keyboard"]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(text("devices.title"))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.currentChanged.connect(self._turn_to)
        self._title = label(text("help.title"), "helpTitle")
        self._introduction = label(text("help.introduction"), "introduction")
        self._introduction.setWordWrap(True)
        column = QVBoxLayout(self.card)
        for part in (self.tabs, self._title, self._introduction, *self._drawings.values()):
            column.addWidget(part)
        self._column = column
        self._table: QWidget | None = None
        self.set_pages(())
        self.hide()

    def set_pages(self, pages: Sequence[HelpPage]) -> None:
        """Have these pages; the one that is shown stays, if it is among them."""
        pages = list(pages) or [HelpPage(text("help.first_tab"), ())]
        shown = self._pages[self.tabs.currentIndex()].tab if self._pages else ""
        self._pages = pages
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for page in pages:
            self.tabs.addTab(page.tab)
        self.tabs.setVisible(len(pages) > 1)
        index = next((n for n, page in enumerate(pages) if page.tab == shown), 0)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)
        self._turn_to(index)

    def show_device(self, device: str) -> None:
        """Turn to the page of a device (its id); to the first one if there is none."""
        found = (n for n, page in enumerate(self._pages) if device in page.devices)
        self.tabs.setCurrentIndex(next(found, 0))

    @property
    def page(self) -> HelpPage:
        """The one that is shown, or would be."""
        return self._pages[max(0, self.tabs.currentIndex())]

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        for drawing in self._drawings.values():
            drawing.set_theme(theme)
        super().set_theme(theme)

    def press(self, event: QKeyEvent) -> None:
        by = _TURNING.get(Qt.Key(event.key()))
        if by is None or len(self._pages) < 2:
            self.hide()
        else:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self._pages))

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab turns the page."""
        return False

    def mousePressEvent(self, _event: QMouseEvent | None) -> None:
        self.hide()

    def _turn_to(self, index: int) -> None:
        page = self._pages[index]
        bindings = [profile.bindings for profile in page.profiles]
        driver = page.profiles[0].driver if page.profiles else "keyboard"
        self.drawing = self._drawings.get(driver) or self._drawings["keyboard"]
        for drawing in self._drawings.values():
            drawing.hide()
        self.drawing.set_profiles(page.profiles)
        self.setAccessibleDescription(self.drawing.accessibleDescription())
        if self.drawing.says_all:
            bindings = []
        every = [each for of_device in bindings for each in of_device]
        self._rows = [by_group(help_rows(of_device)) for of_device in bindings]
        self._rows += [list(page.rows)] if page.rows else []
        self._merged = by_group([*help_rows(every), *page.rows])
        self._introduction.setText(text(page.introduction))
        self._introduction.setVisible(not page.heading)
        self.refit()

    def lay_out(self) -> None:
        room = self.room()
        rows = tuple(tuple(section) for section in self._rows)
        inputs = (self.theme, self.page, rows, room.width(), room.height())
        drawn = self.drawing.units()[1] > 0
        if inputs == self._shown or room.width() < 100 or not (drawn or any(rows)):
            return
        self._shown = inputs
        size = room.width(), room.height()
        # A part for each device reads best, but not with tiny letters.
        apart, together = (self._fitting(rows, *size) for rows in (self._rows, [self._merged]))
        px, columns = apart if apart[0] >= together[0] - 1 else together
        self._fill(px, columns, *size)

    def _fitting(
        self, rows: Sequence[Sequence[HelpRow]], width: int, height: int
    ) -> tuple[int, Columns]:
        """The largest text, in pixels, with which all is in sight, and the columns for it."""
        least = round(self.drawing.units()[1] * self.drawing.LEAST_UNIT)
        for px in range(self.theme.text_px, _SMALLEST_PX - 1, -1):
            fits = []
            for number in range(1, _MOST_COLUMNS + 1):
                columns = in_columns(rows, number)
                needed, high = self._needs(px, columns)
                if needed <= width and high + least <= height:
                    fits.append(columns)
            if fits:
                # The drawing takes what the text leaves: three columns where there is the room.
                return px, min(fits, key=lambda columns: abs(len(columns) - 3))
        return _SMALLEST_PX, in_columns(rows, _MOST_COLUMNS)

    def _needs(self, px: int, columns: Columns) -> tuple[int, int]:
        """Width and height of the card in pixels, without the drawing."""
        body = QFontMetrics(self._font(px))
        width, height = size_of(columns, self.theme, px)
        width += 4 * px + 4
        height += QFontMetrics(self._font(round(px * PAGE_TITLE), bold=True)).height()
        if not self.page.heading:
            lines = (
                -(-body.horizontalAdvance(text(self.page.introduction)) // max(1, width - 5 * px))
                + 1
            )
            height += lines * body.height()
        if len(self._pages) > 1:
            height += body.height() + 8 + px
        return width, height + 6 * px + 8

    def _font(self, px: int, bold: bool = False) -> QFont:
        return self.theme.font(px / self.theme.text_px, bold)

    def _fill(self, px: int, columns: Columns, width: int, height: int) -> None:
        if self._table is not None:
            self._table.setParent(None)
            self._table.deleteLater()
        self._table = table = QWidget()
        self._column.addWidget(table)
        self._column.setContentsMargins(2 * px, px, 2 * px, px)
        self._column.setSpacing(px)
        table.setLayout(grid_of(columns, px))
        table.setVisible(bool(columns))  # at once: else only a turn of the event loop later
        self.card.setStyleSheet(self._style(px))
        needed, text_height = self._needs(px, columns)
        across, down = self.drawing.units()
        self.drawing.setVisible(down > 0)
        if down:
            largest = _LARGEST_UNIT * max(1.0, self.theme.unit)
            unit = min((width - 4 * px) / across, (height - text_height) / down, largest)
            needed = max(needed, round(unit * across) + 4 * px + 2)
            self.drawing.setFixedHeight(max(1, round(unit * down)))
        self.card.setFixedWidth(min(needed, width))
        metrics = QFontMetrics(self._font(round(px * PAGE_TITLE), bold=True))
        heading = self.page.heading or text("help.title")
        room = min(needed, width) - 4 * px - 4
        self._title.setText(metrics.elidedText(heading, Qt.TextElideMode.ElideRight, room))

    def _style(self, px: int) -> str:
        theme = self.theme
        colours = "".join(
            f"QLabel#key{index} {{ border-color: {colour}; }}"
            for index, colour in enumerate(theme.groups)
        )
        return f"""
        QLabel, QTabBar {{ font-size: {px}px; }}
        QLabel#meaning {{ padding-left: {px // 2}px; }}
        QTabBar, QTabBar::tab {{ background: {theme.card}; }}
        QTabBar::tab {{ padding: 3px {px}px; }}
        QLabel#helpTitle {{ font-size: {round(px * PAGE_TITLE)}px; font-weight: bold; }}
        QLabel[key="true"] {{
            background: {theme.raised}; border: 1px solid {theme.border};
            border-radius: 4px; padding: 1px {px // 2}px; font-weight: bold;
        }}
        {colours}
        """
