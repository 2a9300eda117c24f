"""A page on a card over the whole window, which any click beside it and Escape close."""

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hudes_desktop.view.kit.theme import DARK, Theme

MARGIN = 24  # pixels between the card and the edge of the window
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class PageOverlay(QWidget):
    """Covers `parent`, takes the keyboard while it is shown, and gives it back.

    card: what subclasses fill; they hide themselves once they are built. lay_out is called when
    the size or the fonts may have changed.
    """

    def __init__(self, parent: QWidget, name: str, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.theme = theme
        self.card = QFrame()
        self.card.setObjectName("helpCard")
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        self.theme = theme
        self.refit()

    def place(self) -> None:
        """Cover the parent; call it when the parent's size has changed."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())

    def room(self) -> QRect:
        """The largest rectangle that the card may have."""
        return self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def lay_out(self) -> None:
        """Fit the card into room()."""

    def refit(self) -> None:
        """Lay out anew, unless nobody sees it: showing it does so too."""
        if self.isVisible():
            self.lay_out()

    def open(self) -> None:
        """Show it over everything else in the window."""
        self.place()
        self.show()
        self.raise_()

    def toggle(self) -> None:
        """Show it, or hide it."""
        if self.isVisible():
            self.hide()
        else:
            self.open()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self.lay_out()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        window = self.window()
        if window is not None and window is not self and window.isVisible():
            window.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.refit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """A key that is pressed anew is press()'s; the auto-repeat of one held down is nobody's."""
        assert event is not None
        if not event.isAutoRepeat() and event.key() not in _MODIFIERS:
            self.press(event)
        event.accept()

    def press(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """A click beside the card closes it."""
        assert event is not None
        if not self.card.geometry().contains(event.position().toPoint()):
            self.hide()
