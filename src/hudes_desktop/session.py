"""One player's descent joined to an engine: actions in, requests out, results taken in."""

import math
from collections.abc import Iterable, Sequence

from hudes_desktop.descent.actions import Action, GoTo, Step, UseDirections, axes_of
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.place import Address, Place, StoredDirection
from hudes_desktop.descent.rules import HAND
from hudes_desktop.engine.requests import Cancel, LandscapeRequest, LossRequest
from hudes_desktop.engine.results import Evaluated, Losses, Result, Surface
from hudes_desktop.engine.router import ResultRouter, Unsubscribe
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.signals import Signal
from hudes_desktop.store.directions import unknown

BUSY_FRAMES = 5
"""With so many frames without their losses, the next steps are summed into one frame."""

POINTS_A_STEP = 2
"""Grid points in one step: neighbours are half a step apart."""


class Session:
    """Descent and engine, kept in step; knows no Qt. Every action on the descent goes through it.

    descent: the rules and the state. points: grid points a side. mode: whether planes or lines are
    asked for; see set_mode. generation: the number of the landscape asked for last; its surfaces
    carry it. axis: the one that was moved last; after a change of axes there may be none of
    that number. owed: places by frame whose losses have been asked for and have not
    come. applied(actions, change): emitted after each frame of actions. arrived(result): emitted
    with each result for the descent that is not stale; its losses are in the history then.
    """

    def __init__(self, descent: Descent, router: ResultRouter, points: int = 41) -> None:
        """router: of the engine, which may serve other sessions too."""
        self.owed: dict[int, Place] = {}
        self.descent = descent
        self.points = points
        self.mode: Mode = "planes"
        self.applied: Signal[Sequence[Action], Change] = Signal()
        self.arrived: Signal[Result] = Signal()
        self._router = router
        self._unsubscribe: Unsubscribe | None = None
        self.axis = 0
        self.generation = 0
        self._valid_from = 0
        self._landscape = descent.place.anchor, descent.place.subspace, descent.place.batch

    def start(self) -> None:
        """Ask for the losses that are owed and for surfaces; also of an engine put in the place
        of another."""
        if self._unsubscribe is None:
            self._unsubscribe = self._router.subscribe(object, self._take, self.descent.id)
        self.owed[self.descent.frame] = self.descent.place
        for frame in self.owed:
            self._ask_losses(frame)
        self._ask_landscape()
        self._valid_from = self.generation

    def apply(self, actions: Sequence[Action]) -> Change:
        """One frame: apply the actions and ask for what they make stale.

        Raises: EnvironmentFault, and applies none of them, where directions are wanted that are
        not stored here.
        """
        self._check_directions(actions)
        change = self.descent.apply(actions)
        for action in actions:
            if action not in change.stopped and (axes := axes_of(action)):
                self.axis = axes[0]
        if change.moved:
            self.owed[change.frame] = self.descent.place
            self._ask_losses(change.frame)
        if change.needs_landscape:
            self._ask_landscape()
        if change.replaned:
            self._valid_from = self.generation
        self.applied.emit(actions, change)
        return change

    def _check_directions(self, actions: Sequence[Action]) -> None:
        known = self._router.has_direction
        for action in actions:
            wanted: tuple[Address, ...] = ()
            if isinstance(action, UseDirections):
                wanted = action.addresses
            elif isinstance(action, GoTo):
                wanted = action.place.subspace.chosen
            for address in wanted:
                if isinstance(address, StoredDirection) and not known(address.digest):
                    raise unknown(address.digest)

    def set_mode(self, mode: Mode) -> None:
        """Look at planes, or at one line for each axis; surfaces of the other kind are stale.

        A line's surface has heights of shape (n,), and its `plane` is the axis it runs along.
        """
        if mode == self.mode:
            return
        self.mode = mode
        self._ask_landscape()
        self._valid_from = self.generation

    @property
    def busy(self) -> bool:
        """The engine is behind: what a hand does now should wait, and become one frame.

        Every frame gets its losses; without this, fast hands on a slow machine would see the
        losses of a minute ago.
        """
        return len(self.owed) >= BUSY_FRAMES

    def _take(self, result: Result) -> None:
        """Keep what belongs to the descent's state, and pass on what is not stale."""
        if isinstance(result, Evaluated | Losses | Surface) and result.owner != HAND:
            return
        if isinstance(result, Evaluated):
            self.descent.count(result.count)
            return
        if isinstance(result, Losses):
            self.descent.record(result, self.owed.pop(result.frame, None))
        if not (isinstance(result, Surface) and result.generation < self._valid_from):
            self.arrived.emit(result)

    def is_current(self, surface: Surface) -> bool:
        """Whether the surface is around the present place, and not the one before."""
        return surface.descent == self.descent.id and surface.generation == self.generation

    def walk(self, right: float, forward: float, yaw: float) -> list[Step]:
        """A walk as seen from the camera, as steps along the two axes of the selected plane.

        right, forward: in steps, on the screen. yaw: degrees that the camera has turned.
        """
        turn = math.radians(yaw)
        first = 2 * self.descent.selected_plane
        along_a = right * math.cos(turn) - forward * math.sin(turn)
        along_b = right * math.sin(turn) + forward * math.cos(turn)
        steps = [Step(first, along_a), Step(first + 1, along_b)]
        return [step for step in steps if abs(step.amount) > 1e-12]

    def walk_to(self, plane: int, a: float, b: float) -> list[Step]:
        """The steps from here to the coefficients (a, b) on a plane."""
        here, size = self.descent.place.coefficients, self.descent.step_size
        steps = ((2 * plane, a), (2 * plane + 1, b))
        # A place that was pointed at comes in numpy's numbers.
        return [Step(axis, float((there - here[axis]) / size)) for axis, there in steps]

    def close(self) -> None:
        """Ask for nothing more and drop what was asked for; the engine goes on for others."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._router.post(Cancel(self.descent.id))

    def _ask_losses(self, frame: int) -> None:
        self._router.post(LossRequest(frame, self.owed[frame], descent=self.descent.id))

    def _ask_landscape(self) -> None:
        self.generation += 1
        place = self.descent.place
        # While only the coefficients differ, a surface computed a moment ago still lies where it is
        # drawn; with other directions, digits or starting point it would be a picture of elsewhere.
        landscape = place.anchor, place.subspace, place.batch
        if landscape != self._landscape:
            self._valid_from = self.generation
        self._landscape = landscape
        lines = self.mode == "lines"
        axes: Iterable[tuple[int, ...]]
        if lines:
            axes = ((axis,) for axis in range(self.descent.axes))
        else:
            axes = ((2 * plane, 2 * plane + 1) for plane in range(self.descent.planes))
        request = LandscapeRequest(
            generation=self.generation,
            place=place,
            axes=tuple(axes),
            points=self.points,
            spacing=self.descent.step_size / POINTS_A_STEP,
            # An axis that is gone is no line's number; the engine then has no favourite.
            first=self.axis if lines else self.descent.selected_plane,
            descent=self.descent.id,
        )
        self._router.post(request)
