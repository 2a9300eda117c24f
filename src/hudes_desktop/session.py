"""One player's descent joined to an engine: actions in, requests out, results taken in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from hudes_desktop.descent.actions import Action, Step
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.place import Place
from hudes_desktop.engine.engine import Engine
from hudes_desktop.engine.requests import (
    EngineOptions,
    InspectRequest,
    LandscapeRequest,
    LossRequest,
)
from hudes_desktop.engine.results import Evaluated, Losses, Result, Surface

BUSY_FRAMES = 4
"""With so many frames without their losses, the next steps are summed into one frame."""

POINTS_A_STEP = 2
"""Grid points in one step: neighbours are half a step apart."""

Mode = Literal["planes", "lines"]
"""What the landscape is looked at through: planes of two axes, or a line along every axis."""


class Session:
    """Descent and engine, kept in step; knows no Qt.

    descent: the rules and the state. engine: the worker. points: grid points a side.
    mode: whether planes or lines are asked for; see set_mode. owed: places by frame whose losses
    have been asked for and have not come.
    """

    def __init__(
        self,
        descent: Descent,
        options: EngineOptions,
        cache_dir: Path,
        points: int = 41,
        owed: Mapping[int, Place] | None = None,
    ) -> None:
        """owed: frames (and their places) whose losses another session of `descent` left open."""
        self.owed = dict(owed or {})
        self.descent = descent
        self.engine = Engine(options, cache_dir)
        self.points = points
        self.mode: Mode = "planes"
        self._moved_last = 0
        self._generation = 0
        self._valid_from = 0
        self._asked_place = descent.place
        self._inspected: Place | None = None

    def start(self) -> None:
        """Start the engine and ask for the first losses and surfaces."""
        self.engine.start()
        self.owed[self.descent.frame] = self.descent.place
        for frame, place in self.owed.items():
            self.engine.ask_losses(LossRequest(frame, place))
        self._ask_landscape()

    def apply(self, actions: Sequence[Action]) -> Change:
        """One frame: apply the actions and ask for what they make stale."""
        change = self.descent.apply(actions)
        for action in actions:
            if isinstance(action, Step) and action not in change.stopped:
                self._moved_last = action.axis
        if change.moved:
            self._ask_losses(change.frame)
        if change.moved or change.rescaled:
            self._ask_landscape()
        return change

    def set_mode(self, mode: Mode) -> None:
        """Look at planes, or at one line for each axis; surfaces of the other kind are stale.

        A line's surface has heights of shape (n,), and its `plane` is the axis it runs along.
        """
        if mode == self.mode:
            return
        self.mode = mode
        self._ask_landscape()
        self._valid_from = self._generation

    def inspect(self) -> None:
        """Ask what the network makes of the digits here, unless that was asked already.

        The Inspection comes among the results, once the engine has nothing else to do: call this
        now and then while somebody looks. It adds nothing to the count of evaluations.
        """
        place = self.descent.place
        if self._inspected is not place:
            self._inspected = place
            self.engine.ask_inspection(InspectRequest(self.descent.frame, place))

    @property
    def busy(self) -> bool:
        """The engine is behind: what a hand does now should wait, and become one frame.

        Every frame gets its losses; without this, fast hands on a slow machine would see the
        losses of a minute ago.
        """
        return self.engine.waiting_losses >= BUSY_FRAMES

    def collect(self) -> list[Result]:
        """What arrived since the last frame, stale surfaces left out; losses are in the history."""
        fresh: list[Result] = []
        for result in self.engine.collect():
            if isinstance(result, Evaluated):
                self.descent.count(result.count)
            elif isinstance(result, Losses):
                self.owed.pop(result.frame, None)
                self.descent.record(result)
                fresh.append(result)
            elif not (isinstance(result, Surface) and result.generation < self._valid_from):
                fresh.append(result)
        return fresh

    @property
    def generation(self) -> int:
        """The number of the landscape asked for last; its surfaces carry it."""
        return self._generation

    def is_current(self, surface: Surface) -> bool:
        """Whether the surface is around the present place, and not the one before."""
        return surface.generation == self._generation

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
        axes = self.plane_axes()[plane]
        steps = zip(axes, (a, b), strict=True)
        return [Step(axis, (there - here[axis]) / size) for axis, there in steps]

    def plane_axes(self) -> tuple[tuple[int, int], ...]:
        """The axes of every plane."""
        return tuple((2 * plane, 2 * plane + 1) for plane in range(self.descent.planes))

    def line_axes(self) -> tuple[tuple[int], ...]:
        """The axis of every line: all that there are."""
        return tuple((axis,) for axis in range(self.descent.axes))

    def close(self) -> None:
        """Stop the engine."""
        self.engine.close()

    def _ask_losses(self, frame: int) -> None:
        self.owed[frame] = self.descent.place
        self.engine.ask_losses(LossRequest(frame, self.descent.place))

    def _ask_landscape(self) -> None:
        self._generation += 1
        place = self.descent.place
        if not _same_landscape(place, self._asked_place):
            self._valid_from = self._generation
        self._asked_place = place
        lines = self.mode == "lines"
        request = LandscapeRequest(
            generation=self._generation,
            place=place,
            axes=self.line_axes() if lines else self.plane_axes(),
            points=self.points,
            spacing=self.descent.step_size / POINTS_A_STEP,
            # An axis that is gone is no line's number; the engine then has no favourite.
            first=self._moved_last if lines else self.descent.selected_plane,
        )
        self.engine.ask_landscape(request)


def _same_landscape(one: Place, other: Place) -> bool:
    # While only the coefficients differ, a surface computed a moment ago still lies where it is
    # drawn; with other directions, digits or starting point it would be a picture of elsewhere.
    return (
        one.anchor is other.anchor and one.subspace == other.subspace and one.batch == other.batch
    )
