"""What is being loaded, told over the window until there is a landscape to see."""

from PyQt6.QtCore import QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hudes_desktop.view.gl.check import software_renderer
from hudes_desktop.view.kit.icons import APP_ICON, picture
from hudes_desktop.view.kit.theme import DARK, PAGE_TITLE, Theme
from hudes_desktop.view.kit.widgets import label

_TURN_MS = 160
_SOFTWARE_TURN_MS = 800
"""Where a software renderer puts the window together, each turn delays what is being loaded."""
_ICON = 5  # times the height of the text
_WIDTH = 34


class Loading(QWidget):
    """Lies over `parent` and lets clicks and keys through; it is shown as soon as it is told of.

    Steps that are done keep standing with a tick, so that one sees what took long.
    """

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self.setObjectName("loading")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._card = QFrame()
        self._card.setObjectName("helpCard")
        self._icon, self._title = QLabel(), label("Human Descent", "helpTitle")
        head = QHBoxLayout()
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        self._steps = QVBoxLayout()
        self._rows: list[tuple[_Sign, QLabel]] = []
        column = QVBoxLayout(self._card)
        column.addLayout(head)
        column.addLayout(self._steps)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self)
        self._timer.setInterval(_SOFTWARE_TURN_MS if software_renderer() else _TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        self._theme = theme
        side = _ICON * theme.text_px
        ratio = self.devicePixelRatioF()
        pixmap = picture(APP_ICON, round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        self._icon.setPixmap(pixmap)
        self._title.setFont(theme.font(PAGE_TITLE, bold=True))
        column = self._card.layout()
        assert column is not None
        column.setContentsMargins(*(2 * theme.text_px,) * 4)
        column.setSpacing(theme.text_px)
        self._card.setMinimumWidth(_WIDTH * theme.text_px)
        for sign, _ in self._rows:
            sign.set_theme(theme)

    def say(self, text: str) -> None:
        """The next step has begun, and the one before is done. The same step again is no news."""
        if self._rows and self._rows[-1][1].text() == text:
            return
        if self._rows:
            self._rows[-1][0].set_done()
        sign, words = _Sign(self._theme), label(text, "step")
        row = QHBoxLayout()
        row.addWidget(sign)
        row.addWidget(words, 1)
        self._steps.addLayout(row)
        self._rows.append((sign, words))
        self.setAccessibleName(f"Loading: {text}")
        if self.isHidden():
            self.place()
            self.show()
            self._timer.start()
        self.raise_()

    def steps(self) -> list[str]:
        """What has been said since it was shown."""
        return [words.text() for _, words in self._rows]

    def finish(self) -> None:
        """Everything is there: it goes, and forgets what it said."""
        self.hide()
        for row in self._rows:
            for part in row:
                part.setParent(None)
                part.deleteLater()
        self._rows.clear()
        while (item := self._steps.takeAt(0)) is not None:
            layout = item.layout()
            if layout is not None:
                layout.deleteLater()

    def place(self) -> None:
        """Cover the parent; call it when the parent's size has changed."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _turn(self) -> None:
        if self._rows:
            self._rows[-1][0].turn()


class _Sign(QWidget):
    """An arc that turns while a step lasts, and a tick when it is done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._angle = 0
        self._done = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedSize(round(1.5 * theme.text_px), round(1.5 * theme.text_px))
        self.update()

    def set_done(self) -> None:
        self._done = True
        self.update()

    def turn(self) -> None:
        self._angle = (self._angle - 30) % 360
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(min(self.width(), self.height()))
        colour = QColor(self._theme.good if self._done else self._theme.train)
        painter.setPen(QPen(colour, max(1.5, side * 0.1), cap=Qt.PenCapStyle.RoundCap))
        if self._done:
            corners = ((0.2, 0.55), (0.42, 0.76), (0.82, 0.28))
            painter.drawPolyline(QPolygonF([QPointF(side * x, side * y) for x, y in corners]))
        else:
            inner = QRectF(0.18 * side, 0.18 * side, 0.64 * side, 0.64 * side)
            painter.drawArc(inner, self._angle * 16, 270 * 16)
        painter.end()
