"""A strip that says one line about something that went wrong or changed; never a modal box."""

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from hudes_desktop.view.kit.theme import DARK, Theme

SHOWN_MS = 9000
_WIDTH = 63  # times the height of the text: longer lines are hard to read


class Banner(QFrame):
    """Lies over the top of its parent and goes after a while, or at a click.

    A notice waits until an error was read.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme = DARK,
        shown_ms: int = SHOWN_MS,
        wide: bool = True,
        under: QWidget | None = None,
    ) -> None:
        """shown_ms: how long. wide: as wide as there is room, not only as the text needs. under: a
        child of the parent that is not to be covered, where there is room below it."""
        super().__init__(parent)
        self._under = under
        self._wide = wide
        self._theme = theme
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        self._text = QLabel()
        self._text.setWordWrap(wide)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        line.addWidget(self._text)
        self._waiting = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self._next)
        self.hide()

    def say(self, text: str, error: bool) -> None:
        """Show a line; the one before it goes, unless it is an error and this one isn't."""
        if not error and self.isVisible() and self.objectName() == "banner":
            self._waiting = text
            return
        self._waiting = ""
        self.setObjectName("banner" if error else "notice")
        # The style sheet chooses by name, and looks again only when asked to.
        style = self.style()
        assert style is not None
        style.unpolish(self)
        style.polish(self)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def set_theme(self, theme: Theme) -> None:
        """Room for text of another size; the colours come with the window's style sheet."""
        self._theme = theme
        if self.isVisible():
            self.place()

    def clear(self) -> None:
        """Say nothing, and nothing that waits either."""
        self._waiting = ""
        self.hide()

    def _next(self) -> None:
        self.hide()
        if self._waiting:
            self.say(self._waiting, error=False)

    def text(self) -> str:
        return self._text.text()

    def place(self) -> None:
        """Centre near the top of the parent, as tall as the text needs."""
        parent = self.parentWidget()
        assert parent is not None
        outer = parent.rect()
        width = max(min(outer.width() - 40, _WIDTH * self._theme.text_px), 100)
        if not self._wide:
            width = min(width, self.sizeHint().width())
        height = max(self.heightForWidth(width), self.sizeHint().height())
        top = 10
        if self._under is not None and self._under.geometry().bottom() + height < outer.height():
            top = self._under.geometry().bottom() + 2
        self.setGeometry((outer.width() - width) // 2, top, width, height)

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def mousePressEvent(self, _event: object) -> None:
        self._next()
