"""What hands make: window actions are carried out at once, a descent's wait for the next frame."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from hudes_desktop.descent.actions import Action, SelectPlane, Step
from hudes_desktop.inputs.bindings.window_actions import (
    Intent,
    Orbit,
    Pan,
    Quit,
    ResetView,
    Roll,
    SelectAtPointer,
    ToggleHelp,
    Walk,
    WalkToPointer,
    WingAction,
    Zoom,
)
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.session import Session
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.view.window.rolling import Rolling

log = logging.getLogger(__name__)

_Walking = Walk | WalkToPointer | SelectAtPointer


class Hands:
    """Of one window.

    handlers: what carries out each type of window action, a wing's too. waiting: the descent's
    actions of this frame.
    """

    def __init__(
        self, window: MainWindow, session: Callable[[], Session], hub: Hub, rolling: Rolling
    ) -> None:
        """session: the one that is shown."""
        self._window, self._session, self._hub, self._rolling = window, session, hub, rolling
        self.waiting: list[Action] = []
        landscape = window.landscape
        self.handlers: dict[type, Callable[[Any], object]] = {
            Walk: self._walk,
            Roll: lambda roll: rolling.go_on() if roll.on else rolling.press(),
            SelectAtPointer: self._select_at_pointer,
            WalkToPointer: self._walk_to_pointer,
            Orbit: lambda by: landscape.orbit(by.yaw, by.pitch),
            Zoom: lambda by: landscape.zoom(by.factor),
            Pan: lambda by: landscape.pan(by.right, by.down),
            ResetView: lambda _: landscape.reset_view(),
            ToggleHelp: lambda _: self._toggle_help(),
            Quit: lambda _: window.close(),
        }

    def carry_out(self, made: Sequence[Intent]) -> None:
        """What moves begins where a ball that rolls would have come to; while the engine loads
        there is nothing to move, and the window says so."""
        for each in made:
            moves = isinstance(each, Action | _Walking)
            if self._window.loading.isVisible() and (moves or isinstance(each, Roll)):
                self._window.loading.answer()
                continue
            if moves:
                self._rolling.finish()
            if (handler := self.handlers.get(type(each))) is not None:
                handler(each)
            elif isinstance(each, Action):
                self.waiting.append(each)
            elif isinstance(each, WingAction):
                log.info("nobody carries out %s", each)  # its wing is off

    def take(self) -> list[Action]:
        """What waits, for one frame."""
        taken, self.waiting = self.waiting, []
        return taken

    def walk_line(self, axis: int, coefficient: float) -> None:
        """Walk to a coefficient on an axis."""
        self._rolling.finish()
        self.pull_line(axis, coefficient - self._session().descent.place.coefficients[axis])

    def pull_line(self, axis: int, by: float) -> None:
        """Walk so far along an axis, a distance in parameter space."""
        self._rolling.finish()
        self.waiting.append(Step(axis, by / self._session().descent.step_size))

    def _walk(self, walk: Walk) -> None:
        yaw = self._window.landscape.camera.yaw
        self.waiting += self._session().walk(walk.right, walk.forward, yaw)

    def _select_at_pointer(self, _select: SelectAtPointer) -> None:
        if (found := self._window.landscape.place_at_pointer()) is not None:
            by = found[0] - self._session().descent.selected_plane
            self.waiting += [SelectPlane(by)] if by else []

    def _walk_to_pointer(self, _walk: WalkToPointer) -> None:
        if (found := self._window.landscape.place_at_pointer()) is not None:
            self.waiting += self._session().walk_to(*found)

    def _toggle_help(self) -> None:
        touched = self._hub.last_device
        self._window.toggle_help(touched.id if touched else "keyboard")
