"""One clock for the window: hands in, engine's results out, everything drawn in the same frame."""

from collections.abc import Sequence
from time import perf_counter
from weakref import WeakKeyDictionary

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from hudes_desktop.descent.actions import Action
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.results import (
    Banner,
    Failed,
    Losses,
    PathChanged,
    Progress,
    Ready,
    Result,
    Surface,
)
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.window_actions import (
    PageAxes,
    ToggleHelp,
    TogglePrecision,
    WindowAction,
)
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.session import Session
from hudes_desktop.view.kit.feed import Applied, Began, Slopes
from hudes_desktop.view.landscape.model.trail import Trail
from hudes_desktop.view.window.axis_pages import AxisPages
from hudes_desktop.view.window.device_values import BestWatch, LossWatch, slope_values, values_of
from hudes_desktop.view.window.ends import Ends
from hudes_desktop.view.window.hands import Hands
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.view.window.rolling import Rolling
from hudes_desktop.view.window.working import WorkingSign

TICK_MS = 4
"""Hands are felt at 250 Hz: a key's way to the engine and back crosses two ticks."""

REST_MS = 125
"""At rest: so long may the first movement of a pad or a desk wait; keys and mouse never do."""

MINIMISED_MS = 1000
"""Nobody sees the window; devices that come and go are still noticed."""

_REST_AFTER = 5.0  # seconds without an action or a result


class FrameLoop(QObject):
    """Joins a window, a session and the hub of inputs.

    ready, failed: the engine has loaded, or can't go on (text, whether the environment is why).
    axes_changed: the controls act on so many directions now, or on others.
    precision_toggled: somebody wants to calculate in the other precision.
    handlers: what carries out each type of window action, a wing's too; other actions are the
    descent's, and go through Session.apply.
    roll: lets the ball roll.
    played: somebody's hand did something.
    shown: each result, after it was shown; the demo's player looks through it.
    """

    ready = pyqtSignal(Ready)
    failed = pyqtSignal(str, bool)
    axes_changed = pyqtSignal(int)
    precision_toggled = pyqtSignal()
    played = pyqtSignal()
    shown = pyqtSignal(object)

    def __init__(
        self, window: MainWindow, session: Session, hub: Hub, router: ResultRouter
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._hub = hub
        self._router = router
        self._ignore_session = session.arrived.connect(self._take)
        for result_type in (Progress, Ready, PathChanged, Banner, Failed):
            router.subscribe(result_type, self._take)
        self.pages = AxisPages(window, hub)
        self.axes_changed.connect(self.pages.set_axes)
        self.roll = Rolling(window, lambda: self._session, self.apply)
        self._hands = Hands(window, lambda: self._session, hub, self.roll)
        self.handlers = self._hands.handlers
        self.handlers[PageAxes] = lambda page: self.pages.turn(page.by)
        self.handlers[TogglePrecision] = lambda _: self.precision_toggled.emit()
        self._ends = Ends(window, hub)
        # For whoever comes back to a descent: what was chosen in its place could not be had.
        self._trails: WeakKeyDictionary[Descent, Trail] = WeakKeyDictionary()
        self._losses, self._bests = LossWatch(), BestWatch()
        self._working = WorkingSign(window.landscape)
        self._awaited: int | None = None  # generation of the surface that the picture waits for
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._wake()
        router.subscribe(object, self._wake)
        window.key_pressed.connect(self._wake)
        window.landscape.pointer_moved.connect(self._wake)
        window.minimised_changed.connect(self._wake)
        window.focus_lost.connect(hub.release_all)
        for asked, walk in (
            (window.lines.walk_requested, self._hands.walk_line),
            (window.lines.dragged, self._hands.pull_line),
        ):
            asked.connect(walk)
            asked.connect(self._wake)
        window.action_wanted.connect(self.do)
        window.closed.connect(self._timer.stop)

    @property
    def session(self) -> Session:
        """The one that is shown."""
        return self._session

    @property
    def last_device(self) -> Device | None:
        """The device that was touched last; None before any was."""
        return self._hub.last_device

    @property
    def tick_ms(self) -> int:
        """From one look at the devices to the next: TICK_MS, REST_MS or MINIMISED_MS."""
        return self._timer.interval()

    def start(self) -> None:
        """Start the engine, unless it runs, the session and the clock."""
        self._session.mode = self._window.mode
        self._show_descent()
        self._router.start()
        self._session.start()
        self._working.asked(self._session.descent.selected_plane)
        self._timer.start()

    def begin(self, session: Session) -> None:
        """Go on with another session; the one before was closed by who opened it."""
        self._ignore_session()
        self._trails[self._session.descent] = self._window.landscape.state.trail
        self._session = session
        self._ignore_session = session.arrived.connect(self._take)
        self._hands.take()
        self.roll.give_up()
        self._losses, self._bests = LossWatch(), BestWatch()
        self._awaited = None
        self._working.end()
        self._window.begin(session.descent.planes, self._trails.get(session.descent))
        if self._router.ready is not None:
            self._window.status.show_ready(self._router.ready)
        if self._router.path is not None:
            self._window.status.show_path(self._router.path)
        self.start()

    def do(self, wanted: Action | WindowAction) -> None:
        """What a menu or a button asks for, as if a control had made it."""
        self._wake()
        if isinstance(wanted, ToggleHelp):
            self._window.toggle_help()  # by the keyboard or the mouse, whatever was touched before
        else:
            self._hands.carry_out([wanted])

    def _wake(self, *_: object) -> None:
        """Something happens: tick fast from now on, and for some seconds more."""
        self._rest_from = perf_counter() + _REST_AFTER
        self._set_pace()

    def _set_pace(self) -> None:
        pace = TICK_MS
        if self._window.isMinimized():
            pace = MINIMISED_MS
        elif perf_counter() > self._rest_from and not self._hub.listening:
            pace = REST_MS
        if pace != self._timer.interval():
            self._timer.setInterval(pace)

    def _show_descent(self) -> None:
        descent = self._session.descent
        self._window.status.show_descent(descent)
        self._window.landscape.select(descent.selected_plane)
        self._hub.set_values(values_of(descent))
        self._window.feed.publish(Began(descent))
        self.axes_changed.emit(descent.axes)
        self._show_place()

    def tick(self) -> None:
        """One frame."""
        if made := self._hub.poll():
            self._wake()
            self.played.emit()
        self._hands.carry_out(made)
        if self._hands.waiting and not self._session.busy:
            self.apply(self._hands.take())
        self._router.dispatch()
        self._set_pace()

    def apply(self, actions: Sequence[Action]) -> Change:
        """Apply actions and show at once what doesn't have to wait for the engine.

        What can't be had changes nothing, and a banner says so.
        """
        self.roll.finish()
        descent = self._session.descent
        anchor = descent.place.anchor
        try:
            change = self._session.apply(actions)
        except EnvironmentFault as fault:
            self._window.show_banner(str(fault))
            return Change(descent.frame)
        self._ends.tell(actions, change, descent)
        if change.nothing:
            return change
        landscape = self._window.landscape
        if change.replaned:
            landscape.begin(descent.planes)
            landscape.select(descent.selected_plane)
        if change.selected:
            landscape.select(descent.selected_plane)
        if change.new_subspace or change.restarted:
            landscape.clear_trail()
        if change.new_subspace:
            self._window.status.in_sight.change_axes()
            self.axes_changed.emit(descent.axes)
        if descent.place.anchor is not anchor or change.new_subspace or change.new_batch:
            self._window.lines.clear()
        if change.needs_landscape:
            self._show_place()
            self._hold_picture()
            self._working.asked(descent.selected_plane)
        self._window.feed.publish(Applied(actions, change, descent))
        if change.new_batch:
            self._losses.new_batch(change.frame)
        self._hub.set_values(values_of(descent))
        self._window.status.show_descent(descent)
        return change

    def set_mode(self, mode: Mode) -> None:
        """Look at planes, or at one curve for each axis."""
        self.roll.finish()
        self._session.set_mode(mode)
        self._window.centre.set_mode(mode)

    def _show_place(self) -> None:
        coefficients = self._session.descent.place.coefficients
        self._window.landscape.set_position(coefficients)
        self._window.lines.set_position(coefficients)

    def _show_surface(self, surface: Surface) -> None:
        descent, window = self._session.descent, self._window
        (window.lines if surface.heights.ndim == 1 else window.landscape).show_surface(surface)
        window.status.show_surface(surface, descent.place.coefficients)
        window.how_it_works.set_surface(surface)
        window.clock.touch(self._tell_slopes)
        if self._session.is_current(surface):
            self._working.came(surface)
        self.roll.look()

    def _tell_slopes(self) -> None:
        # Not with every surface: more of them come than anyone can read, or a device can show.
        slopes = self._window.status.in_sight.new_slopes()
        self._window.feed.publish(Slopes(slopes))
        self._hub.set_values(slope_values(slopes))

    def _hold_picture(self) -> None:
        if self._awaited is None:
            self._awaited = self._session.generation
            self._window.landscape.pacer.hold()

    def _release_picture(self, surface: Surface) -> None:
        if self._awaited is not None and surface.generation >= self._awaited:
            self._awaited = None
            self._window.landscape.pacer.release()

    def _take(self, result: Result) -> None:
        self._window.feed.publish(result)
        match result:
            case Surface():
                self._show_surface(result)
                self._release_picture(result)
            case Losses():
                self._window.status.show_losses(result)
                history = self._session.descent.losses
                told = self._losses.values(result) | self._bests.values(result, history)
                self._hub.set_values(told)
            case Progress(text):
                self._window.loading.say(text)
            case Ready():
                self._window.loading.finish()
                self._window.status.show_ready(result)
                self.ready.emit(result)
            case PathChanged():
                self._window.status.show_path(result)
            case Banner(text, error):
                self._window.show_banner(text, error)
            case Failed(text, environment):
                self._window.loading.finish()
                self._window.show_banner(text)
                self.failed.emit(text, environment)
        self.shown.emit(result)
