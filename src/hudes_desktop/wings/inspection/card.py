"""A panel that paints what the network makes of single digits.

By hand, not by pyqtgraph's items: they don't fit texts to a narrow panel, nor lay cells out by its
width, and take longer: a matrix of 260 × 330 pixels 3.0 ms as ImageItem, ColorBarItem and TextItems
against 0.4, 32 filters 2.2 ms as ImageItems against 0.6 (2 cores, software renderer).
"""

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, QSize
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QToolTip, QVBoxLayout, QWidget

from hudes_desktop.view.kit.feed import Applied, Began
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label, scrolling
from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.results import Inspection
from hudes_desktop.words import text


class Card(QFrame):
    """A title, and a canvas that subclasses paint; it scrolls where it needs more height.

    TITLE: its name. OF_BATCH: it shows samples of the batch. inspection: what is shown, None before
    the first. theme: colours and fonts.
    """

    TITLE = ""
    OF_BATCH = False

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(self.TITLE)
        self.inspection: Inspection | None = None
        self._prepared: Inspection | None = None
        self._first = 0
        self._title = label(self.TITLE.upper(), "title")
        self.canvas = Canvas(self)
        area = scrolling(self.canvas)
        area.setStyleSheet("background: transparent;")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(area, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours and another size of text."""
        self.theme = theme
        self.text = Writer(theme.font(0.85))
        self.colours = {
            name: QColor(getattr(theme, name))
            for name in ("text", "dim_text", "good", "bad", "border", "raised")
        }
        self.canvas.lay_out()
        self.canvas.update()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show another one, unless it is of before `empty`; a card that nobody sees has no other
        work with it."""
        if inspection.frame < self._first:
            return
        self.inspection = inspection
        self.setAccessibleDescription(self.describe(inspection))
        self.canvas.lay_out()
        self.canvas.update()

    def empty(self, frame: int) -> None:
        """Show nothing until there is what holds from a frame on: the samples, or the network, are
        others now."""
        self._first, self.inspection = frame, None
        self.setAccessibleDescription(text("digits.waiting"))
        self.canvas.lay_out()
        self.canvas.update()

    def prepare(self) -> None:
        """Have `take_in` called, unless it was for this inspection."""
        if self.inspection is not None and self._prepared is not self.inspection:
            self._prepared = self.inspection
            self.take_in(self.inspection)

    def take_in(self, inspection: Inspection) -> None:
        """Prepare what painting needs; once for each inspection that is painted."""

    def describe(self, _inspection: Inspection) -> str:
        """What a card says, for those who can't see it."""
        return ""

    def height_for(self, _width: float) -> float:
        """How high the canvas must be at that width, in pixels."""
        return 0.0

    def paint(self, painter: QPainter, size: QSize, exposed: QRect) -> None:
        """Paint `inspection`, which there is, where it is exposed."""
        raise NotImplementedError

    def hint(self, _at: QPointF) -> str:
        """What lies under the pointer, in words; "" for nothing."""
        return ""


def subscribed(card: Card, context: PanelContext) -> Card:
    """A card that follows what is found out, and the theme."""
    shown: list[str] = []

    def began(event: Began) -> None:
        if shown != [event.descent.id]:  # else it goes on, on another device
            shown[:] = [event.descent.id]
            card.empty(0)

    def applied(event: Applied) -> None:
        if card.OF_BATCH and event.change.new_batch:
            card.empty(event.change.frame)

    context.subscribe(Began, began)
    context.subscribe(Applied, applied)
    context.subscribe(Inspection, card.show_inspection)
    context.subscribe(Theme, card.set_theme)
    return card


class Canvas(QWidget):
    """Where a card is painted."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self._card = card
        self.setAccessibleName(card.TITLE)
        self.setMouseTracking(True)

    def lay_out(self) -> None:
        """Ask for the height that is needed at this width."""
        self.setMinimumHeight(round(self._card.height_for(self.width())))

    def sizeHint(self) -> QSize:
        return QSize(236, 220)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self._card.prepare()
            hint = self._card.hint(event.position())
            QToolTip.showText(event.globalPosition().toPoint(), hint, self)

    def leaveEvent(self, event: QEvent | None) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        card = self._card
        card.prepare()
        painter = QPainter(self)
        try:
            if card.inspection is None:
                waiting = card.text.fitting((text("digits.waiting"), "…"), self.width())
                card.text.write(painter, 0, 4, waiting, card.colours["dim_text"])
            else:
                exposed = self.rect() if event is None else event.rect()
                card.paint(painter, self.size(), exposed)
        finally:
            painter.end()


def grey_image(pixels: NDArray[np.float32]) -> QImage:
    """A picture of (h, w) values in 0 … 1."""
    grey = np.ascontiguousarray(np.round(pixels * 255), dtype=np.uint8)
    height, width = grey.shape
    return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def colour_image(colours: NDArray[np.uint8]) -> QImage:
    """A picture of (h, w, 4) red, green, blue and opacity."""
    height, width = colours.shape[:2]
    data = np.ascontiguousarray(colours).tobytes()
    return QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def square(left: float, top: float, side: float) -> QRectF:
    """A square on whole pixels, so that pictures stay sharp."""
    return QRectF(round(left), round(top), round(side), round(side))
