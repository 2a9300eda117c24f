"""The card that lies on the hill until the ball moves."""

from PyQt6.QtCore import QPropertyAnimation, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QGraphicsOpacityEffect, QToolButton, QVBoxLayout, QWidget

from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.wings.guidance.controls import Hands
from hudes_desktop.wings.guidance.picture import HandsPicture
from hudes_desktop.words import text

FADE_MS = 300
_MARGIN = 0.8  # times the height of the text
_SHARE = 0.42  # of the landscape's width, that the picture has at most
_ABOVE = 92  # pixels, with text of 13: colour bar and the caption of the plane
_LOW = 40  # lines of text: in a landscape that is lower the ball needs the room, and not the bar


class Card(QFrame):
    """Lies over the lower left of `parent`: what one walks with, drawn, and a few words.

    It takes neither focus nor clicks, but for its button. tour_wanted: the button was pressed.
    """

    tour_wanted = pyqtSignal()

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(text("guide.walk.tip"))
        self._picture = HandsPicture(theme)
        self._words = label(text("guide.walk"), "guideWords")
        self._tour = QToolButton()
        self._tour.setObjectName("link")
        self._tour.setText(text("guide.tour"))
        self._tour.setToolTip(text("guide.tour.tip"))
        self._tour.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tour.clicked.connect(self.tour_wanted)
        self._column = QVBoxLayout(self)
        middle = Qt.AlignmentFlag.AlignHCenter
        for part in (self._picture, self._words, self._tour):
            self._column.addWidget(part, 0, middle)
        self._opacity = QGraphicsOpacityEffect(self)
        self._opacity.setOpacity(1.0)
        self.setGraphicsEffect(self._opacity)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.finished.connect(self.hide)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Other colours, or another size of text."""
        self._theme = theme
        self._picture.set_theme(theme)
        margin = round(theme.text_px * _MARGIN)
        self._column.setContentsMargins(margin, margin, margin, margin // 2)
        self._column.setSpacing(round(theme.text_px * 0.3))
        self.place()

    def say(self, hands: Hands) -> None:
        """Draw these controls."""
        self._picture.show_hands(hands)
        self._picture.setToolTip(", ".join(name for pair in hands.pairs for name in pair))
        self.setAccessibleName(f"{self._words.text()}: {self._picture.toolTip()}")
        self.place()

    def appear(self) -> None:
        """Be there at once."""
        self._fade.stop()
        self._opacity.setOpacity(1.0)
        self.place()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Fade away; with reduced motion be gone."""
        if motion.reduced():
            self._fade.stop()
            self.hide()
        elif self.isVisible() and self._fade.state() != QPropertyAnimation.State.Running:
            self._fade.start()

    @property
    def leaving(self) -> bool:
        """It fades."""
        return self._fade.state() == QPropertyAnimation.State.Running

    def place(self) -> None:
        """At the lower left, above the colour bar where there is room for both."""
        parent = self.parentWidget()
        assert parent is not None
        self._picture.fit(round(parent.width() * _SHARE))
        self.adjustSize()
        unit = self._theme.unit
        low = parent.height() < _LOW * self._theme.text_px
        top = parent.height() - self.height() - round((4 if low else _ABOVE) * unit)
        self.move(round(10 * unit), max(top, 0))
