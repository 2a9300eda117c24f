"""The window: the landscape and the panels around it; hands key presses on by name."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PyQt6.QtCore import QEvent, QRect, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QApplication, QMainWindow

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.view.curves.view import LinesView
from hudes_desktop.view.devices.news import DeviceNews
from hudes_desktop.view.devices.strip import DeviceStrip
from hudes_desktop.view.events.keys import KeyNames, shortcut_by_position
from hudes_desktop.view.help.how_it_works import HowItWorks
from hudes_desktop.view.help.overlay import HelpOverlay
from hudes_desktop.view.help.pages import HelpPage, pages_of
from hudes_desktop.view.kit import theme
from hudes_desktop.view.kit.banner import Banner
from hudes_desktop.view.kit.feed import Devices, Feed
from hudes_desktop.view.kit.icons import app_icon
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.landscape.model.trail import Trail
from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.view.panels.status import StatusLine
from hudes_desktop.view.panels.table import PANELS
from hudes_desktop.view.window.centre import Centre
from hudes_desktop.view.window.docks import Docks
from hudes_desktop.view.window.loading import Loading

_SMALLEST_SIZE = QSize(480, 360)
_FIRST_SIZE = QSize(1440, 900)
_NOTE_MS = 2500
_FRAME = QSize(16, 48)  # what a window manager puts around a window, about


class Cover(Protocol):
    """What lies over the window while it is shown."""

    def place(self) -> None: ...

    def set_theme(self, theme: theme.Theme) -> None: ...


class MainWindow(QMainWindow):
    """One window with `planes` planes (1 to 5), and a dock for each row of a table of panels.

    landscape, lines: two ways to look at the landscape, one of which is shown. status: the numbers
    above it. device_strip: the last of the lines below it. centre: all these. docks: the panels.
    clock: of all text. feed: what happens to what is shown. may_close: asked before it is closed.
    action_wanted: a panel asks for an action. key_pressed, key_released carry the names of keys.py
    without the auto-repeat of the operating system; focus_lost means that every key is up now,
    keyboard_changed that other letters may be printed on the keys.
    Raises EnvironmentFault where there is no OpenGL 3.3.
    """

    key_pressed = pyqtSignal(str)
    key_released = pyqtSignal(str)
    focus_lost = pyqtSignal()
    closed = pyqtSignal()
    full_screen_changed = pyqtSignal(bool)
    minimised_changed = pyqtSignal(bool)
    keyboard_changed = pyqtSignal()
    action_wanted = pyqtSignal(object)

    def __init__(
        self, planes: int, losses: LossHistory, panels: Sequence[PanelSpec] = PANELS
    ) -> None:
        """losses: of the descent that is shown at first. panels: the table."""
        super().__init__()
        self.setWindowTitle("Human Descent")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(_SMALLEST_SIZE)
        self._fit_screen()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application)
        self.setStyleSheet(theme.style_sheet(theme.DARK))
        self._theme = theme.DARK
        self.may_close: Callable[[], bool] = lambda: True
        self._keys = KeyNames(self.keyboard_changed.emit)
        self.clock = clock = SlowClock(self)
        self.feed = Feed()
        self.landscape = LandscapeView(planes)
        # Queued: while a picture is drawn no widget may be shown.
        self.landscape.item_failed.connect(  # type: ignore[call-arg]  # missing in PyQt's stubs
            self._say_item_failed, Qt.ConnectionType.QueuedConnection
        )
        self.lines = LinesView(clock)
        self.status = StatusLine(clock, self)
        self.status.train_loss_changed.connect(self.landscape.set_train_loss)
        self.status.train_loss_changed.connect(self.lines.set_train_loss)
        self.status.refreshed.connect(self.feed.publish)
        self.status.refreshed.connect(self.landscape.show_score)
        self.centre = Centre(self.status, self.landscape, self.lines)
        self.device_strip = DeviceStrip()
        self.centre.add_line(self.device_strip)
        self.setCentralWidget(self.centre)
        self._banner = Banner(self.centre, under=self.status.headline)
        self._note = Banner(self.centre.stack, shown_ms=_NOTE_MS, wide=False)
        context = PanelContext(clock, losses, self.feed, self.action_wanted.emit)
        self.docks = Docks(self, panels, context)
        self.docks.arrange()
        self._help = HelpOverlay(self)
        self._news = DeviceNews(lambda line: self.show_banner(line, error=False), self)
        self.how_it_works = HowItWorks(self)
        self.loading = Loading(self)
        self._covers: list[Cover] = [self._help, self.how_it_works, self.loading]

    def _fit_screen(self) -> None:
        """The first size; where the screen has less room, all that is free of it."""
        screen = self.screen()
        free = screen.availableGeometry() if screen is not None else QRect()
        room = free.size() - _FRAME
        if room.width() >= _FIRST_SIZE.width() and room.height() >= _FIRST_SIZE.height():
            self.resize(_FIRST_SIZE)
        else:
            self.setGeometry(QRect(free.topLeft(), room))
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def begin(self, planes: int, trail: Trail | None = None) -> None:
        """Forget what is shown: of another descent nothing is known yet but the way walked so far,
        if it was shown before."""
        self.landscape.begin(planes, trail)
        self.lines.clear()
        self.status.begin()
        self.how_it_works.set_surface(None)

    @property
    def current_theme(self) -> theme.Theme:
        """What it wears now; another one is published in the feed."""
        return self._theme

    def later(self, call: Callable[[], object]) -> None:
        """Call it a turn of the loop later, unless the window is gone by then."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        timer.timeout.connect(timer.deleteLater)
        timer.start(0)

    def hide_pages(self) -> None:
        """Close what lies over the window, but for what is said of its loading."""
        for cover in self._covers:
            if isinstance(cover, PageOverlay):
                cover.hide()

    def add_cover(self, cover: Cover) -> None:
        """Let a page over the window follow its size and theme."""
        self._covers.append(cover)
        cover.set_theme(self._theme)

    def set_theme(self, chosen: theme.Theme) -> None:
        """Wear other colours, or another size of text."""
        self._theme = chosen
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, chosen)
        self.setStyleSheet(theme.style_sheet(chosen))
        for cover in (self._banner, self._note, *self._covers):
            cover.set_theme(chosen)
        for part in (self.landscape, self.lines, self.status, self.device_strip):
            part.set_theme(chosen)
        self.feed.publish(chosen)
        self.centre.fit()
        self.later(self._make_room)

    def _make_room(self) -> None:
        """Panels that don't fit beside each other any more, as their text is larger, are put where
        they belong in a narrow window."""
        if self.minimumSizeHint().width() > self.width():
            hidden = [name for name in self.docks.names() if self.docks[name].isHidden()]
            self.docks.arrange(self._theme.unit)
            for name in hidden:
                self.docks[name].hide()

    @property
    def mode(self) -> Mode:
        """ "planes" while surfaces are shown, "lines" while curves are."""
        return self.centre.mode

    def show_full_screen(self, on: bool) -> None:
        """Take the whole screen, or be as large as before: maximized, if it was."""
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full if on else self.windowState() & ~full)

    def show_banner(self, text: str, error: bool = True) -> None:
        """Say one line over the planes; it goes by itself."""
        self._banner.say(text, error)

    def show_note(self, text: str) -> None:
        """Say a few words over the landscape, for a moment."""
        self._note.say(text, error=False)

    def _say_item_failed(self, name: str, why: str) -> None:
        self.show_banner(f"{name} is off: it can't be drawn ({why})")

    def clear_banner(self) -> None:
        self._banner.clear()

    def show_devices(
        self,
        devices: Sequence[tuple[Device, Profile | None]],
        statuses: Sequence[DeviceStatus] = (),
        unmapped: Sequence[Joystick] = (),
    ) -> None:
        """What is plugged in, with the profiles in force, which the help is made of.

        statuses: how these devices and those that can't be used are. unmapped: see DeviceStrip.
        """
        self._help.set_pages(
            pages_of([(d, profile) for d, profile in devices if profile], self.mode)
        )
        bound = [profile for device, profile in devices if profile and device.driver == "keyboard"]
        self._keys.choice = KeyChoice(LAYOUT, bound[0].bindings if bound else ())
        self.device_strip.show_status(statuses, unmapped)
        self._news.show_devices(devices)
        self.feed.publish(Devices(devices))

    def toggle_help(self, device: str = "keyboard") -> None:
        """Show or hide what every control does, at first those of a device (its id)."""
        if not self._help.isVisible():
            if LAYOUT.refresh():
                self.keyboard_changed.emit()
            self._help.show_device(device)
        self._help.toggle()

    @property
    def help_page(self) -> HelpPage:
        """The page of the help that is shown, or would be."""
        return self._help.page

    def toggle_how_it_works(self) -> None:
        """Show or hide the pages that explain it."""
        self.how_it_works.toggle()

    # Qt's events. PyQt's stubs allow None for each of them; Qt never passes it.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # type: ignore[override]
        name = self._keys.press(event)
        if name is None:
            super().keyPressEvent(event)
        elif not self._take_shortcut(event):
            self.key_pressed.emit(name)

    def _take_shortcut(self, event: QKeyEvent) -> bool:
        """Carry out the command of a shortcut that Qt doesn't know by this keyboard."""
        if (name := shortcut_by_position(event)) is None:
            return False
        sequence = QKeySequence(name)
        for action in self.actions():
            if action.isEnabled() and sequence in action.shortcuts():
                action.trigger()
                return True
        return False

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
        if event.type() == QEvent.Type.ActivationChange:
            if not self.isActiveWindow():
                self._lose_keys()
            elif LAYOUT.refresh():
                self.keyboard_changed.emit()
        if event.type() == QEvent.Type.WindowStateChange:
            self.full_screen_changed.emit(self.isFullScreen())
            self.minimised_changed.emit(self.isMinimized())
        super().changeEvent(event)

    def _lose_keys(self) -> None:
        self._keys.clear()
        self.focus_lost.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # type: ignore[override]
        super().resizeEvent(event)
        self._banner.place()
        self._note.place()
        for cover in self._covers:
            cover.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # type: ignore[override]
        if not self.may_close():
            event.ignore()
            return
        self._lose_keys()
        self.clear_banner()
        self.landscape.release()
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()
