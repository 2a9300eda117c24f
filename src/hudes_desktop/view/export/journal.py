"""The losses as a table, each row with the time, the action and the place that it is of."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from time import monotonic
from weakref import WeakKeyDictionary

from hudes_desktop.descent.actions import axes_of
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import MOST_ROWS, Losses
from hudes_desktop.descent.place import BatchChoice, Subspace
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.view.export.provenance import directions_text
from hudes_desktop.view.kit.feed import Applied, Began, Feed

COLUMNS = (
    *("frame", "seconds", "evaluations", "action", "axis", "seed", "directions"),
    *("batch", "batch_size", "step_size", "sgd_steps"),
    *("loss_these_digits", "accuracy_these_digits", "loss_all_digits", "accuracy_all_digits"),
    *("best_by_hand", "best_with_sgd"),
)
"""Of the table. seconds: since the descent was shown first. evaluations: until the losses came.
action: by the names of profiles, several of one frame with a space between them. axis: those that
were walked along, 1 is the first. Losses are in nats, accuracies from 0 to 1, a loss that
overflowed is inf or nan. best_by_hand, best_with_sgd: the lowest losses on all digits so far,
without and with a step of SGD on the way. What is not known any more is empty."""

_MOST_KEPT = MOST_ROWS + MOST_ROWS // 8


@dataclass(slots=True)
class _Frame:
    """How a frame came about; evaluations: None until its losses come."""

    seconds: float
    action: str
    axes: str
    step_size: float
    subspace: Subspace
    batch: BatchChoice
    evaluations: int | None = None


class Journal:
    """How each frame of the descent that is shown came about; bounded like the history of losses.

    clock: gives seconds, from any beginning, that never go back.
    """

    def __init__(self, feed: Feed, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._descent: Descent | None = None
        # One may come back to a descent: what was chosen in its place could not be had.
        self._known: WeakKeyDictionary[Descent, tuple[float, dict[int, _Frame]]]
        self._known = WeakKeyDictionary()
        self._start, self._frames = 0.0, dict[int, _Frame]()
        feed.subscribe(Began, self._begin)
        feed.subscribe(Applied, self._apply)
        feed.subscribe(Losses, self._count)

    def _begin(self, began: Began) -> None:
        if began.descent is self._descent:
            return  # it goes on, on another device
        self._descent, new = began.descent, began.descent not in self._known
        self._start, self._frames = self._known.setdefault(began.descent, (self._clock(), {}))
        if new:
            self._note(began.descent, began.descent.frame, "start", "")

    def _apply(self, applied: Applied) -> None:
        if not applied.change.moved:
            return
        done = [each for each in applied.actions if each not in applied.change.stopped]
        names = dict.fromkeys(ACTIONS.of(each).id for each in done)
        axes = sorted({axis + 1 for each in done for axis in axes_of(each)})
        self._note(applied.descent, applied.change.frame, " ".join(names), " ".join(map(str, axes)))

    def _count(self, losses: Losses) -> None:
        if self._descent is not None and (frame := self._frames.get(losses.frame)):
            frame.evaluations = self._descent.evaluations

    def _note(self, descent: Descent, frame: int, action: str, axes: str) -> None:
        seconds, place = self._clock() - self._start, descent.place
        self._frames[frame] = _Frame(
            seconds, action, axes, descent.step_size, place.subspace, place.batch
        )
        if len(self._frames) > _MOST_KEPT:
            # What the history has left out nobody asks for.
            kept = {*descent.losses.frames, *range(frame - MOST_ROWS // 16, frame + 1)}
            for each in self._frames.keys() - kept:
                del self._frames[each]

    def table(self) -> bytes:
        """The history of the descent that is shown, as CSV: a row a frame, with all digits."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self._rows())
        return out.getvalue().encode()

    def _rows(self) -> Iterator[list[object]]:
        if self._descent is None:
            return
        history, best = self._descent.losses, {False: float("inf"), True: float("inf")}
        for frame, *losses, sgd_steps in zip(
            history.frames,
            history.train_loss,
            history.train_accuracy,
            history.validation_loss,
            history.validation_accuracy,
            history.sgd_steps,
            strict=True,
        ):
            loss = losses[2]
            if isfinite(loss):
                best[sgd_steps > 0] = min(best[sgd_steps > 0], loss)
            known, how = self._frames.get(frame), [""] * 9
            if known is not None:
                how = [
                    f"{known.seconds:.3f}",
                    "" if known.evaluations is None else str(known.evaluations),
                    known.action,
                    known.axes,
                    str(known.subspace.seed),
                    directions_text(known.subspace),
                    str(known.batch.number + 1),
                    str(known.batch.size),
                    repr(known.step_size),
                ]
            bests = [each if isfinite(each) else "" for each in best.values()]
            yield [frame, *how, sgd_steps, *losses, *bests]
