"""The window: loss history, planes and numbers; hands key presses on by name."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.view import theme
from hudes_desktop.view.banner import Banner
from hudes_desktop.view.help_overlay import HelpOverlay
from hudes_desktop.view.keys import KeyNames
from hudes_desktop.view.landscape_view import LandscapeView
from hudes_desktop.view.loss_chart import LossChart
from hudes_desktop.view.slow_clock import SlowClock
from hudes_desktop.view.status_line import StatusLine

MINIMUM_SIZE = (1024, 640)
_FIRST_SIZE = (1440, 900)
_SIDES = (300, 232)  # width of the left and right columns when there is room


class MainWindow(QMainWindow):
    """One window with `planes` planes (1 to 5) and a chart of `losses`.

    landscape, chart, status: its parts. key_pressed and key_released carry the names of keys.py,
    without the auto-repeat of the operating system; focus_lost means that every key is up now.
    Raises EnvironmentFault where there is no OpenGL 3.3.
    """

    key_pressed = pyqtSignal(str)
    key_released = pyqtSignal(str)
    focus_lost = pyqtSignal()
    closed = pyqtSignal()

    def __init__(self, planes: int, losses: LossHistory) -> None:
        super().__init__()
        self.setWindowTitle("Human Descent")
        self.setMinimumSize(*MINIMUM_SIZE)
        self.resize(*_FIRST_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application)
        self.setStyleSheet(theme.style_sheet(theme.DARK))
        self._keys = KeyNames()
        self.landscape = LandscapeView(planes)
        clock = SlowClock(self)
        self.landscape.about_to_draw.connect(clock.share_frame)
        self.chart = LossChart(losses, clock)
        self.status = StatusLine(clock, self)
        self.status.train_loss_changed.connect(self.landscape.set_train_loss)
        self._build()
        self._banner = Banner(self.landscape)
        self._help = HelpOverlay(self)

    def _build(self) -> None:
        centre = QWidget()
        centre.setObjectName("centre")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.status.headline)
        column.addWidget(self.landscape, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(8)
        splitter.setChildrenCollapsible(False)
        self.chart.setMinimumWidth(232)
        for part in (self.chart, centre, self.status.panel):
            splitter.addWidget(part)
        for index, stretch in enumerate((1, 3, 0)):
            splitter.setStretchFactor(index, stretch)
        splitter.setSizes([_SIDES[0], self.width() - sum(_SIDES), _SIDES[1]])
        self._splitter = splitter
        central = QWidget()
        central.setObjectName("central")
        outer = QVBoxLayout(central)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(splitter)
        self.setCentralWidget(central)

    def show_banner(self, text: str, error: bool = True) -> None:
        """Say one line over the planes; it goes by itself."""
        self._banner.say(text, error)

    def clear_banner(self) -> None:
        self._banner.hide()

    @property
    def banner_text(self) -> str | None:
        """What the banner says while it is shown."""
        return self._banner.text() if self._banner.isVisible() else None

    def toggle_help(self, profile_help: Sequence[tuple[str, str]]) -> None:
        """Show or hide the list of (controls, meaning)."""
        if self._help.isVisible():
            self._help.hide()
            return
        self._help.set_rows(profile_help)
        self._help.setGeometry(self.rect())
        self._help.show()
        self._help.raise_()

    @property
    def help_shown(self) -> bool:
        return self._help.isVisible()

    # Qt's events. PyQt's stubs allow None for each of them; Qt never passes it.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # type: ignore[override]
        name = self._keys.press(event)
        if name is None:
            super().keyPressEvent(event)
        else:
            self.key_pressed.emit(name)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # type: ignore[override]
        name = self._keys.release(event)
        if name is None:
            super().keyReleaseEvent(event)
        else:
            self.key_released.emit(name)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab is a control like any other: it never moves the focus away."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:  # type: ignore[override]
        self._lose_keys()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # type: ignore[override]
        # Not event(): what a Python override of it calls, all painting included, would run with
        # the interpreter's lock held, and the engine would stand still meanwhile.
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._lose_keys()
        super().changeEvent(event)

    def _lose_keys(self) -> None:
        self._keys.clear()
        self.focus_lost.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # type: ignore[override]
        super().resizeEvent(event)
        self._banner.place()
        self._help.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:  # type: ignore[override]
        self._lose_keys()
        self.clear_banner()
        self.landscape.release()
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()
