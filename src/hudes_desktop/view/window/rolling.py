"""Lets the ball roll to the lowest point in sight: over what is shown, and then as one action."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QEasingCurve, QObject, QVariantAnimation

from hudes_desktop.descent.actions import Action, RollTo, SelectPlane
from hudes_desktop.engine.lowest_point import lowest_point
from hudes_desktop.engine.results import Surface
from hudes_desktop.session import Session
from hudes_desktop.view.kit import motion
from hudes_desktop.view.window.main_window import MainWindow

ROLL_MS = 500, 800
"""For a point that is near, and for one at the edge of what is shown."""

_SAME = 1e-6
"""Of the distance between neighbouring points: so near to the lowest one the ball is there."""


class Rolling(QObject):
    """Of one window. The descent moves when the ball has arrived: as one action, one undo.

    Only computed points of the surfaces that are shown are looked at; nothing is evaluated for it.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Callable[[], Session],
        apply: Callable[[Sequence[Action]], object],
    ) -> None:
        """session: the one that is shown. apply: applies actions to its descent and shows it."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._apply = apply
        self._aim: RollTo | None = None
        self._wanted = False
        self._without_gain = 0
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._glide.valueChanged.connect(self._show)
        self._glide.finished.connect(self.finish)
        window.closed.connect(self.give_up)

    @property
    def rolling(self) -> bool:
        """The ball is on its way."""
        return self._aim is not None

    def press(self) -> None:
        """Roll on the selected plane, as soon as its surface around the ball is there; a ball that
        rolls already is there at once."""
        if self.rolling:
            self.finish()
            return
        self._without_gain = 0
        self._wanted = True
        self.look()

    def go_on(self) -> None:
        """Roll on the next plane, if its surface around the ball is there; nothing while the ball
        rolls, and once all planes have been tried without a gain."""
        session = self._session()
        places = session.descent.axes if session.mode == "lines" else session.descent.planes
        if self.rolling or self._wanted or self._without_gain >= places:
            return
        place = (self._place() + 1) % places
        surface = self._surface(place)
        if surface is None:
            return
        aim = self._aim_on(surface)
        if aim is None and not surface.exact:
            return
        if session.mode == "planes" and place != session.descent.selected_plane:
            self._apply([SelectPlane(place - session.descent.selected_plane)])
        elif session.mode == "lines":
            session.axis = place
        if aim is not None:
            self._without_gain = 0
            self._begin(aim, surface)
            return
        self._without_gain += 1
        if self._without_gain == places:
            self._stop()

    def look(self) -> None:
        """A surface has come: begin, if it is the one that was waited for."""
        if not self._wanted or (surface := self._surface(self._place())) is None:
            return
        if (aim := self._aim_on(surface)) is not None:
            self._begin(aim, surface)
        elif surface.exact:
            self._wanted = False
            self._without_gain = 1
            self._stop()

    def finish(self) -> None:
        """Be there: the descent moves. What was only waited for is given up."""
        aim, self._aim, self._wanted = self._aim, None, False
        self._glide.stop()
        if aim is not None:
            self._apply([aim])

    def give_up(self) -> None:
        """Another descent is shown, or none any more: go nowhere."""
        self._aim, self._wanted = None, False
        self._glide.stop()

    def _place(self) -> int:
        """The number of the plane, or of the curve."""
        session = self._session()
        if session.mode == "lines":
            return min(session.axis, session.descent.axes - 1)
        return session.descent.selected_plane

    def _surface(self, place: int) -> Surface | None:
        surface = self._window.status.in_sight.surface(place)
        here = surface is not None and self._session().is_current(surface)
        return surface if here else None

    def _aim_on(self, surface: Surface) -> RollTo | None:
        """The lowest point of a surface; None where that is not lower than here."""
        descent = self._session().descent
        lowest = lowest_point(surface)
        if lowest is None:
            return None
        here = [descent.place.coefficients[axis] for axis in surface.axes]
        away = max(abs(a - b) for a, b in zip(lowest.coefficients, here, strict=True))
        losses = self._window.status.values.losses
        known = losses is not None and losses.frame == descent.frame
        if away < _SAME * surface.spacing:
            return None
        if known and losses is not None and lowest.loss >= losses.train_loss:
            return None
        return RollTo(surface.axes, lowest.coefficients)

    def _begin(self, aim: RollTo, surface: Surface) -> None:
        self._aim, self._wanted = aim, False
        if motion.reduced():
            self.finish()
            return
        self._window.landscape.set_train_loss(None)  # it is that of the place where it begins
        here = self._session().descent.place.coefficients
        half = surface.spacing * (max(surface.heights.shape) // 2)
        ways = zip(aim.axes, aim.coefficients, strict=True)
        far = max(abs(there - here[axis]) for axis, there in ways) / half
        near_ms, far_ms = ROLL_MS
        self._glide.setDuration(round(near_ms + min(far, 1.0) * (far_ms - near_ms)))
        self._glide.start()

    def _stop(self) -> None:
        """An action that does nothing, as at every end."""
        here = self._session().descent.place.coefficients
        self._apply([RollTo((0,), here[:1])])

    def _show(self, share: float) -> None:
        if self._aim is None:
            return
        coefficients = list(self._session().descent.place.coefficients)
        for axis, there in zip(self._aim.axes, self._aim.coefficients, strict=True):
            coefficients[axis] += (there - coefficients[axis]) * share
        self._window.landscape.set_position(tuple(coefficients))
        self._window.lines.set_position(coefficients)
