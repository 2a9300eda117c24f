"""Six short pages that say how it works, with pictures of the landscape that is there now."""

from time import perf_counter

from PyQt6.QtCore import QRect, QRectF, Qt, QTimer
from PyQt6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.help.how_hill import Hill, drawn_hill, hill_of
from hudes_desktop.view.help.how_pages import PAGES, Page
from hudes_desktop.view.help.how_pictures import Scene
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.theme import DARK, PAGE_TITLE, Theme
from hudes_desktop.view.kit.widgets import label

_FRAME_MS = 80  # the pictures move slowly: twelve frames a second are enough
_WIDTH, _HEIGHT = 66, 46  # of the card, in text heights, where there is room
_SMALLEST_PX = 10
_PICTURE_SHARE = 0.42  # of the card, at least
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace, Qt.Key.Key_Up)


class HowItWorks(PageOverlay):
    """Covers its parent while it is shown; Left and Right turn the pages, Escape closes it."""

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent, "How it works", theme)
        self._hills: dict[int, Hill] = {}
        self._arrived: dict[int, Surface] = {}  # and no hills yet: while hidden, none are needed
        self._index = 0
        self._title = label("", "helpTitle")
        self._title.setWordWrap(True)
        self._text = label("", "pageText")
        self._text.setWordWrap(True)
        self._picture = _Picture()
        self._source = label("", "caption")
        self._back = QPushButton("←  Back")
        self._back.setAccessibleName("Page before")
        self._next = QPushButton("Next  →")
        self._next.setAccessibleName("Next page")
        self._where = label("", "caption")
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addWidget(self._where, 1)
        foot.addWidget(self._next)
        column = QVBoxLayout(self.card)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._picture, 1)
        column.addWidget(self._source)
        column.addLayout(foot)
        self._column = column
        for button in (self._back, self._next):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows do the same
        self._back.clicked.connect(lambda: self.show_page(self._index - 1))
        self._next.clicked.connect(lambda: self._forward())
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._picture.update)
        self.show_page(0)
        self.set_theme(theme)
        self.hide()

    @property
    def page(self) -> int:
        """The number of the page that is shown, from 0."""
        return self._index

    def show_page(self, index: int) -> None:
        """Turn to a page, from 0 to 5; a number beyond is the nearest page."""
        self._index = min(max(index, 0), len(PAGES) - 1)
        page = PAGES[self._index]
        last = self._index == len(PAGES) - 1
        self._title.setText(page.title)
        self._text.setText(page.text)
        self._where.setText(f"{self._index + 1} of {len(PAGES)}")
        self._next.setText("Walk  ↓" if last else "Next  →")
        self._next.setAccessibleName("Close, and walk" if last else "Next page")
        self._back.setEnabled(self._index > 0)
        self._picture.show_page(page)

    def set_surface(self, surface: Surface | None) -> None:
        """Draw the pictures from this surface, each plane's last; None forgets all of them.

        A line is left out. Cheap while nothing is shown.
        """
        if surface is None:
            self._hills.clear()
            self._arrived.clear()
        elif surface.heights.ndim == 2:
            self._arrived[surface.plane] = surface
        self._show_hills()

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        self._picture.theme = theme
        self._picture.update()
        super().set_theme(theme)

    def lay_out(self) -> None:
        room, px = self.room(), self.theme.text_px
        width = max(1, min(room.width(), _WIDTH * px))
        height = max(1, min(room.height(), _HEIGHT * px))
        # Where large text would leave the picture no place, it gets smaller, on all pages alike.
        while px > _SMALLEST_PX and self._text_height(px, width) > height * (1 - _PICTURE_SHARE):
            px -= 1
        side = 2 * px
        self._column.setContentsMargins(side, px, side, px)
        self._column.setSpacing(px * 3 // 4)
        self.card.setStyleSheet(
            f"QLabel, QPushButton {{ font-size: {px}px; }}"
            f"QLabel#helpTitle {{ font-size: {round(px * PAGE_TITLE)}px; font-weight: bold; }}"
        )
        self.card.setFixedSize(width, height)
        self._text.setMinimumHeight(self._lines_height(px, width))
        self._title.setMinimumHeight(self._title_height(px, width))

    def _lines_height(self, px: int, width: int) -> int:
        """Of the longest page's text."""
        return max(self._height_of(page.text, 1.0, px, width) for page in PAGES)

    def _title_height(self, px: int, width: int) -> int:
        return max(self._height_of(page.title, PAGE_TITLE, px, width) for page in PAGES)

    def _text_height(self, px: int, width: int) -> int:
        """Everything but the picture."""
        others = 2 * QFontMetrics(self.theme.font(px / self.theme.text_px)).height() + 10 + 5 * px
        return self._lines_height(px, width) + self._title_height(px, width) + others

    def _height_of(self, text: str, factor: float, px: int, width: int) -> int:
        font = self.theme.font(factor * px / self.theme.text_px, bold=factor > 1)
        area = QRect(0, 0, width - 4 * px - 4, 10_000)
        box = QFontMetrics(font).boundingRect(area, int(Qt.TextFlag.TextWordWrap), text)
        return box.height() + 2

    def press(self, event: QKeyEvent) -> None:
        """Right and Left turn the pages, Escape closes."""
        if event.key() in _FORWARD:
            self._forward()
        elif event.key() in _BACK:
            self.show_page(self._index - 1)
        elif event.key() == Qt.Key.Key_Home:
            self.show_page(0)
        elif event.key() == Qt.Key.Key_End:
            self.show_page(len(PAGES) - 1)
        else:
            super().press(event)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._show_hills()
        self._timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _forward(self) -> None:
        if self._index == len(PAGES) - 1:
            self.hide()
        else:
            self.show_page(self._index + 1)

    def _show_hills(self) -> None:
        if self.isHidden():
            return
        for plane, surface in self._arrived.items():
            if (hill := hill_of(surface)) is not None:
                self._hills[plane] = hill
        self._arrived.clear()
        hills = [self._hills[plane] for plane in sorted(self._hills)]
        self._picture.hills = hills or [drawn_hill()]
        self._source.setText(
            "drawn from the landscape as it is now"
            if hills
            else "a drawn hill: the network's own is not there yet"
        )


class _Picture(QWidget):
    """The moving picture of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = DARK
        self.hills: list[Hill] = []
        self._page: Page = PAGES[0]
        self._since = perf_counter()
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, page: Page) -> None:
        self._page = page
        self._since = perf_counter()
        self.setAccessibleName(f"Picture: {page.shows}")
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        if not self.hills:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        seconds = perf_counter() - self._since
        self._page.picture(Scene(painter, area, self.theme, self.hills, seconds))
        painter.end()
