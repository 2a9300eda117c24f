"""What is being loaded, told over the window until there is a landscape to see."""

from html import escape

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from hudes_desktop.view.gl.check import software_renderer
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.icons import APP_ICON, picture
from hudes_desktop.view.kit.theme import DARK, PAGE_TITLE, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

_TURN_MS = 160
_SOFTWARE_TURN_MS = 800
"""Where a software renderer puts the window together, each turn delays what is being loaded."""
_TURNING = "◐◓◑◒"
_ICON = 5  # times the height of the text
_WIDTH = 34


class Loading(QWidget):
    """Lies over `parent` and lets clicks and keys through; it is shown as soon as it is told of.

    steps: what has been said since it was shown. Those that are done keep standing with a tick, so
    that one sees what took long; beside the last one a sign turns.
    """

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self.setObjectName("loading")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.steps: list[str] = []
        self._turns = 0
        self._asked = False
        self._card = QFrame()
        self._card.setObjectName("helpCard")
        self._icon, self._title = QLabel(), label("Human Descent", "helpTitle")
        self._text = label("", "step")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._grid = QGridLayout(self._card)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0)
        self._grid.addWidget(self._title, 0, 1)
        self._grid.addWidget(self._text, 1, 0, 1, 2)
        QVBoxLayout(self).addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self)
        self._timer.setInterval(_SOFTWARE_TURN_MS if software_renderer() else _TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        self._theme = theme
        side = _ICON * theme.text_px
        self._icon.setPixmap(picture(APP_ICON, side, ratio=self.devicePixelRatioF()))
        self._title.setFont(theme.font(PAGE_TITLE, bold=True))
        self._grid.setContentsMargins(*(2 * theme.text_px,) * 4)
        self._grid.setSpacing(theme.text_px)
        self._card.setMinimumWidth(_WIDTH * theme.text_px)
        self._write()

    def say(self, step: str) -> None:
        """The next step has begun, and the one before is done. The same step again is no news."""
        if self.steps and self.steps[-1] == step:
            return
        self.steps.append(step)
        self._write()
        self.setAccessibleName(f"Loading: {step}")
        if self.isHidden():
            self.place()
            self.show()
            self._timer.start()
        self.raise_()

    def finish(self) -> None:
        """Everything is there: it goes, and forgets what it said."""
        self.hide()
        self.steps.clear()
        self._asked = False

    def answer(self) -> None:
        """A hand wants to move already: say that nothing can, with a sign for each time."""
        self._asked = True
        self._turns += 1
        self._write()

    def place(self) -> None:
        """Cover the parent; call it when the parent's size has changed."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _turn(self) -> None:
        if not motion.reduced():
            self._turns += 1
            self._write()

    def _write(self) -> None:
        last = len(self.steps) - 1
        turning = _TURNING[self._turns % len(_TURNING)]
        lines = [
            f'<span style="color:{self._theme.train}">{turning}</span>&nbsp; {escape(step)}'
            if row == last
            else f'<span style="color:{self._theme.good}">✓</span>&nbsp; {escape(step)}'
            for row, step in enumerate(self.steps)
        ]
        if self._asked:
            lines.append(f"<b>{escape(text('loading.not_yet'))}</b>")
        self._text.setText("<br>".join(lines))
