"""The line below the landscape that says one hint."""

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from hudes_desktop.inputs.bindings.action_spec import GROUPS, Group
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.wings.guidance.rules import Hint
from hudes_desktop.words import text


class HintLine(QWidget):
    """A control as a key's cap, what it is for, and two buttons; as high while it says nothing.

    hint, control: what it says. tour_wanted, off_wanted: the explanation is to be shown; there are
    to be no more hints.
    """

    tour_wanted = pyqtSignal()
    off_wanted = pyqtSignal()

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(text("guide.line.tip"))
        self._cap, self._words = label("", "cap"), label("", "hintWords")
        self._tour, self._off = QToolButton(), QToolButton()
        for button, name, wanted in (
            (self._tour, "tour", self.tour_wanted),
            (self._off, "off", self.off_wanted),
        ):
            button.setObjectName("link")
            button.setText(text(f"guide.{name}"))
            button.setToolTip(text(f"guide.{name}.tip"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(wanted)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addStretch(1)
        for part in (self._cap, self._words, self._tour, self._off):
            self._line.addWidget(part)
        self._line.addStretch(1)
        self.hint: Hint | None = None
        self.control = ""
        self._group: Group | None = None
        self.set_theme(theme)
        self.say(None)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, or another size of text."""
        self._theme = theme
        self._line.setSpacing(round(theme.text_px * 0.7))
        self._colour()
        self.updateGeometry()
        self._fit()

    def say(self, hint: Hint | None, control: str = "", group: Group | None = None) -> None:
        """Show a hint, or nothing. control: which does it. group: what it is about."""
        self.hint, self.control, self._group = hint, control, group
        self._colour()
        self._cap.setText(control)
        for part in (self._cap, self._words, self._tour, self._off):
            part.setVisible(hint is not None)
        words = text(f"guide.{hint.value}") if hint is not None else ""
        self._words.setToolTip(words)
        self._cap.setToolTip(words)
        self.setAccessibleName(f"{control}: {words}" if control else words)
        self._fit()

    def _fit(self) -> None:
        """As many words as there is room for; a long name of a control goes last."""
        if self.hint is None:
            return
        for short, more in (("", True), (".short", True), (".short", False)):
            self._words.setText(text(f"guide.{self.hint.value}{short}"))
            self._tour.setText(text(f"guide.tour{short}"))
            self._cap.setVisible(more and bool(self.control))
            self._tour.setVisible(more)
            if self._line.sizeHint().width() <= self.width():
                break

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _colour(self) -> None:
        # The style sheet knows no groups of meanings.
        theme = self._theme
        colour = theme.border if self._group is None else theme.groups[GROUPS.index(self._group)]
        self._cap.setStyleSheet(f"border-color: {colour}")

    def sizeHint(self) -> QSize:
        return QSize(10, round(self._theme.text_px * 2))
