"""Six short pages that say how it works, with pictures of the landscape that is there now."""

from time import perf_counter

from PyQt6.QtCore import QRectF, Qt, QTimer
from PyQt6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.help.how_hill import Hill, drawn_hill, hill_of
from hudes_desktop.view.help.how_pages import PAGES, Page
from hudes_desktop.view.help.how_pictures import Scene
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

_FRAME_MS = 80  # the pictures move slowly: twelve frames a second are enough
_STILL_S = 3.7  # into its movement: what a picture shows that may not move
_WIDTH, _HEIGHT = 66, 46  # of the card, in text heights, where there is room
_SMALLEST_PX = 10
_PICTURE_SHARE = 0.42  # of the card, at least
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace, Qt.Key.Key_Up)


class HowItWorks(PageOverlay):
    """Covers its parent while it is shown; Left and Right turn the pages, Escape closes it."""

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent, text("how.name"), theme)
        self._hills: dict[int, Hill] = {}
        self._arrived: dict[int, Surface] = {}  # and no hills yet: while hidden, none are needed
        self._index = 0
        self._words = QStackedWidget()  # as high as the longest page: nothing jumps
        for page in PAGES:
            heading = f"<span style='font-size: x-large'><b>{page.title}</b></span>"
            words = label(f"<p>{heading}</p><p>{page.text}</p>", "page")
            words.setWordWrap(True)
            self._words.addWidget(words)
        self._picture = _Picture()
        self._source = label("", "caption")
        self._back = QPushButton(text("how.back"))
        self._back.setAccessibleName(text("how.back.long"))
        self._next = QPushButton()
        self._where = label("", "caption")
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addWidget(self._where, 1)
        foot.addWidget(self._next)
        column = QVBoxLayout(self.card)
        column.addWidget(self._words)
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
        self._timer.timeout.connect(lambda: motion.reduced() or self._picture.update())
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
        last = self._index == len(PAGES) - 1
        self._words.setCurrentIndex(self._index)
        self._where.setText(text("how.where", number=self._index + 1, count=len(PAGES)))
        self._next.setText(text("how.walk" if last else "how.next"))
        self._next.setAccessibleName(text("how.walk.long" if last else "how.next.long"))
        self._back.setEnabled(self._index > 0)
        self._picture.show_page(PAGES[self._index])

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
        for size in range(px, _SMALLEST_PX - 1, -1):
            self._column.setContentsMargins(2 * size, size, 2 * size, size)
            self._column.setSpacing(size * 3 // 4)
            self.card.setStyleSheet(f"QLabel, QPushButton {{ font-size: {size}px; }}")
            needed = self._column.minimumHeightForWidth(width) - self._picture.minimumHeight()
            if needed <= height * (1 - _PICTURE_SHARE):
                break
        self.card.setFixedSize(width, height)

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
        self._source.setText(text("how.measured" if hills else "how.drawn"))


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
        self.setAccessibleName(text("how.picture", shows=page.shows))
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        if not self.hills:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        seconds = _STILL_S if motion.reduced() else perf_counter() - self._since
        self._page.picture(Scene(painter, area, self.theme, self.hills, seconds))
        painter.end()
