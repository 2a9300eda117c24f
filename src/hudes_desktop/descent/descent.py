"""One game: applies actions to a place, and keeps its history, its counters and its losses."""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from hudes_desktop.descent import actions as act
from hudes_desktop.descent import rules
from hudes_desktop.descent.anchor_maker import AnchorMaker
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.history import Best, Losses, LossHistory
from hudes_desktop.descent.place import BatchChoice, Place, Subspace
from hudes_desktop.descent.timeline import Timeline


class Descent:
    """A pure state machine: the same arguments and the same actions give the same state.

    What undo brings back is the place (parameters, directions, batch, seed, number of axes) and
    the count of SGD steps that made it. What it leaves alone is how one looks (step size, selected
    plane), the history of losses since the last Reset, and the work done (evaluations, SGD steps
    carried out), which only ever goes up: it is the clock by which a human and an algorithm are
    compared.

    Attributes:
        id: names this descent among all others, on every machine.
        place: where the descent stands; undo gives back the very same object.
        timeline: the places that undo and redo lead along.
        step_exponent: x of the step size 10^x, from −4 to 2.
        selected_plane: the plane in front, from 0.
        frame: how many frames have changed the place (undo and redo count as changes).
        evaluations: networks evaluated on a batch for the hand so far, reported through `count`.
        sgd_steps_done: SGD steps asked for so far, undone ones included.
        losses: the history of losses and the best ones, since the start or the last Reset.
    """

    def __init__(
        self,
        seed: int = 0,
        axes: int | None = None,
        planes: int = 3,
        batch_size: int = rules.DEFAULT_BATCH_SIZE,
        step_exponent: float = rules.DEFAULT_STEP_EXPONENT,
        kind: str = "uniform",
    ) -> None:
        """axes None: 6, or two for each plane if that is more. Raises EnvironmentFault, one line,
        for an option out of its range."""
        if axes is None:
            axes = max(rules.DEFAULT_AXES, 2 * planes)
        rules.require(seed, planes, axes, batch_size, step_exponent)
        self.id = os.urandom(16).hex()
        self._anchors = AnchorMaker(self.id)
        self.place = Place(
            self._anchors.root(seed),
            Subspace(seed, 0, axes, kind),
            (0.0,) * axes,
            BatchChoice(seed, 0, batch_size),
        )
        self.timeline = Timeline(self.place)
        self.step_exponent = rules.clamped_exponent(step_exponent)
        self._first_exponent, self._first_batch_size = self.step_exponent, batch_size
        self._restarts = False
        self._max_planes = planes
        self.selected_plane = 0
        self.frame = self._saved_at = 0
        self.evaluations = 0
        self.sgd_steps_done = 0
        self.losses = LossHistory()

    @property
    def seed(self) -> int:
        """The seed of initial parameters, directions and batches."""
        return self.place.subspace.seed

    @property
    def axes(self) -> int:
        """How many directions the controls act on."""
        return self.place.subspace.count

    @property
    def step_size(self) -> float:
        """The distance in parameter space of one step."""
        return rules.step_size(self.step_exponent)

    @property
    def planes(self) -> int:
        """Planes that there are axes for, two a plane."""
        return min(self._max_planes, self.axes // 2)

    @property
    def sgd_steps(self) -> int:
        """SGD steps on the way from the initial parameters to this place (follows undo)."""
        return self.place.anchor.total_sgd_steps

    def count(self, evaluations: int) -> None:
        """Add evaluations that were made for the hand; those of others are for them to count."""
        if evaluations < 0:
            raise ValueError(f"evaluations can't be taken back: {evaluations}")
        self.evaluations += evaluations

    def record(self, losses: Losses, place: Place | None = None) -> None:
        """Keep the losses of a frame, when they arrive; see LossHistory.record.

        place: that of the frame, so that one can go back to it if it is the best.
        Raises ValueError for a frame that has not been applied.
        """
        if not 0 <= losses.frame <= self.frame:
            raise ValueError(f"frame {losses.frame} has not been applied; the last is {self.frame}")
        self.losses.record(losses, place)

    @property
    def unsaved_moves(self) -> int:
        """Changes of the place since the start, a Reset or `note_saved`."""
        return self.frame - self._saved_at

    def note_saved(self) -> None:
        """What was reached is kept: as a picture, a table, a bookmark."""
        self._saved_at = self.frame

    def apply(self, actions: Sequence[act.Action]) -> Change:
        """Apply the actions of one frame, in order.

        They make one entry of the history, if the place is another one in the end. An Undo or Redo
        among them closes the entry begun before it.
        """
        before, exponent, plane = self.place, self.step_exponent, self.selected_plane
        planes = self.planes
        stopped = tuple(action for action in actions if not self._perform(action))
        self._close_entry()
        self.selected_plane = min(self.selected_plane, self.planes - 1)
        now = self.place
        moved = now is not before
        if moved:
            self.frame += 1
        new_subspace, new_batch = now.subspace != before.subspace, now.batch != before.batch
        restarted, self._restarts = self._restarts, False
        if restarted:
            self.losses.restart(self.frame, now)
            self.note_saved()
        else:
            self.losses.mark(self.frame, new_subspace, new_batch)
        return Change(
            frame=self.frame,
            moved=moved,
            rescaled=self.step_exponent != exponent,
            new_subspace=new_subspace,
            new_batch=new_batch,
            replaned=self.planes != planes,
            selected=self.selected_plane != plane,
            restarted=restarted,
            stopped=stopped,
        )

    def _perform(self, action: act.Action) -> bool:
        """Apply one action; False if an end kept it from doing anything."""
        match action:
            case act.Step(axis, amount):
                return self._step(axis, amount)
            case act.RollTo(axes, coefficients):
                return self._move_to(axes, coefficients)
            case act.NextSubspace():
                return self._look_along(self.place.subspace.next())
            case act.PreviousSubspace():
                return self._look_along(self.place.subspace.previous())
            case act.SetAxes(count):
                return self._look_along(self.place.subspace.with_count(count))
            case act.UseDirections(addresses):
                return self._look_along(self.place.subspace.with_chosen(addresses))
            case act.ShowPlanes(count):
                return self._show_planes(count)
            case act.NextBatch():
                return self._look_at(self.place.batch.number + 1, self.place.batch.size)
            case act.PreviousBatch():
                return self._look_at(max(0, self.place.batch.number - 1), self.place.batch.size)
            case act.ChangeBatchSize(by):
                # The number stays: number and size together address the batch, so going back to
                # a size shows the very batch seen before.
                size = rules.neighbouring_batch_size(self.place.batch.size, by)
                return self._look_at(self.place.batch.number, size)
            case act.ChangeStepSize(decades):
                return self._rescale(rules.pressed_exponent(self.step_exponent, decades))
            case act.SetStepSize(exponent):
                return self._rescale(rules.clamped_exponent(exponent))
            case act.SelectPlane(by):
                return self._select((self.selected_plane + by) % self.planes)
            case act.SgdStep(count):
                return self._sgd(count)
            case act.Undo():
                return self._travel(1)
            case act.Redo():
                return self._travel(-1)
            case act.GoTo(place):
                return self._go_to(place)
            case act.GoToBest():
                return self._go_to_best(self.losses.best_by_hand)
            case act.GoToBestWithSgd():
                return self._go_to_best(self.losses.best_with_sgd)
            case act.Reset():
                return self._reset()
            case act.Reseed(seed):
                return self._begin(seed, self.place.batch.size)
            case _:
                assert_never(action)

    def _step(self, axis: int, amount: float) -> bool:
        if axis >= self.axes:
            return False
        away = rules.on_grid(amount * self.step_size)
        self._move_to((axis,), (self.place.coefficients[axis] + away,))
        return True

    def _move_to(self, axes: tuple[int, ...], there: tuple[float, ...]) -> bool:
        if max(axes) >= self.axes:
            return False
        coefficients = list(self.place.coefficients)
        for axis, coefficient in zip(axes, there, strict=True):
            coefficients[axis] = rules.on_grid(coefficient)
        return self._be_at(replace(self.place, coefficients=tuple(coefficients)))

    def _be_at(self, place: Place) -> bool:
        changed = place != self.place
        self.place = place
        return changed

    def _look_along(self, subspace: Subspace) -> bool:
        """Go on in another subspace, from the same parameters."""
        if subspace == self.place.subspace:
            return False
        self.place = replace(
            self.place,
            anchor=self._anchors.bake(self.place),
            subspace=subspace,
            coefficients=(0.0,) * subspace.count,
        )
        return True

    def _look_at(self, number: int, size: int) -> bool:
        """Go on with another batch, from the same parameters."""
        batch = replace(self.place.batch, number=number, size=size)
        return self._be_at(replace(self.place, batch=batch))

    def _reset(self) -> bool:
        away = [
            self._begin(self.seed, self._first_batch_size),
            self._rescale(self._first_exponent),
            self._select(0),
            len(self.losses) > 1,
        ]
        self._restarts = self._restarts or any(away)
        return any(away)

    def _begin(self, seed: int, batch_size: int) -> bool:
        """Go to where a descent with this seed starts; the number of axes stays."""
        subspace = replace(self.place.subspace, seed=seed, first=0, chosen=())
        batch = BatchChoice(seed, 0, batch_size)
        zeros = (0.0,) * subspace.count
        return self._be_at(Place(self._anchors.root(seed), subspace, zeros, batch))

    def _rescale(self, exponent: float) -> bool:
        # Within its ends, so that presses beyond one need not be undone by as many.
        changed = exponent != self.step_exponent
        self.step_exponent = exponent
        return changed

    def _select(self, plane: int) -> bool:
        changed = plane != self.selected_plane
        self.selected_plane = plane
        return changed

    def _sgd(self, count: int) -> bool:
        self.sgd_steps_done += count
        anchor = self._anchors.sgd(self.place, count)
        zeros = (0.0,) * self.place.subspace.count
        self.place = replace(self.place, anchor=anchor, coefficients=zeros)
        return True

    def _close_entry(self) -> None:
        self.place = self.timeline.close_entry(self.place)
        self._anchors.begin_entry()

    def _show_planes(self, count: int) -> bool:
        changed = count != self._max_planes
        self._max_planes = count
        if self.axes < 2 * count:
            changed = self._look_along(self.place.subspace.with_count(2 * count))
        return changed

    def _go_to(self, place: Place) -> bool:
        self._close_entry()
        self.timeline.go_to(place)
        return self._be_at(place)

    def _go_to_best(self, best: Best | None) -> bool:
        # Another object than the one that was there before: its entry is a new one.
        return best is not None and best.place is not None and self._be_at(replace(best.place))

    def _travel(self, undos: int) -> bool:
        self._close_entry()
        possible = self.timeline.travel(undos)
        self.place = self.timeline.present
        return possible
