"""The losses of a descent, frame by frame, and the best ones so far: by hand, and with SGD."""

import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from hudes_desktop.descent.place import Place
from hudes_desktop.descent.rules import HAND

MOST_ROWS = 65_536
"""A longer history keeps every other row of its older half; so do the marks."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses (nats) and accuracies (0 … 1) of the network at one frame (0: the start).

    train_loss, train_accuracy: on the batch of that frame. validation_loss, validation_accuracy:
    on the whole validation set. A loss that overflowed is not finite. descent: the id of the
    descent that they belong to. owner: who asked for them, the hand or another. sgd_steps: SGD
    steps on the way from the initial parameters to that place; 0: it was reached by hand alone.
    """

    frame: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    descent: str = ""
    owner: str = HAND
    sgd_steps: int = 0


@dataclass(frozen=True, slots=True)
class Best:
    """The lowest validation loss so far (nats), its accuracy (0 … 1), and the frame it is of.

    sgd_steps: on the way to it. place: where it is; None where whoever recorded it didn't know.
    """

    frame: int
    loss: float
    accuracy: float
    sgd_steps: int = 0
    place: Place | None = None


class LossHistory:
    """Columns of numbers, one row a frame in rising order, 48 bytes a row, MOST_ROWS at most.

    A row for each frame, until there are too many: then the older half is thinned, again and again,
    so that frames long ago lie further apart. The first row and the best losses always stay.

    Attributes:
        frames, train_loss, train_accuracy, validation_loss, validation_accuracy, sgd_steps: the
            columns. Losses are in nats, accuracies from 0 to 1. Copy them (`numpy.array(column)`)
            before handing them on: a buffer that is still exported can't grow.
        best_by_hand: of places without a step of SGD on the way to them; None until a finite
            validation loss of one has been recorded.
        best_with_sgd: the same of all other places.
        new_directions, new_batches: frames at which these changed, in rising order.
    """

    def __init__(self) -> None:
        self.frames = array("q")
        self.train_loss = array("d")
        self.train_accuracy = array("d")
        self.validation_loss = array("d")
        self.validation_accuracy = array("d")
        self.sgd_steps = array("q")
        self.new_directions = array("q")
        self.new_batches = array("q")
        self.best_by_hand: Best | None = None
        self.best_with_sgd: Best | None = None
        self._first = 0

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def _columns(self) -> "tuple[array[int] | array[float], ...]":
        return (
            self.frames,
            self.train_loss,
            self.train_accuracy,
            self.validation_loss,
            self.validation_accuracy,
            self.sgd_steps,
        )

    def record(self, losses: Losses, place: Place | None = None) -> None:
        """Keep the losses of a frame; one that arrives late takes its place in the order.

        A frame has one row: recorded again (after a restart of the engine), the first stays,
        because it may already be the best or be on the chart. What belongs to a frame before the
        last `restart` is dropped.
        """
        row = bisect_left(self.frames, losses.frame)
        known = row < len(self.frames) and self.frames[row] == losses.frame
        if known or losses.frame < self._first:
            return
        values = (
            losses.frame,
            losses.train_loss,
            losses.train_accuracy,
            losses.validation_loss,
            losses.validation_accuracy,
            losses.sgd_steps,
        )
        for column, value in zip(self._columns, values, strict=True):
            column.insert(row, value)  # type: ignore[arg-type]
        if len(self.frames) > MOST_ROWS:
            for column in self._columns:
                _thin(column)
        if math.isfinite(losses.validation_loss):
            self._compare(
                Best(
                    losses.frame,
                    losses.validation_loss,
                    losses.validation_accuracy,
                    losses.sgd_steps,
                    place,
                )
            )

    def _compare(self, candidate: Best) -> None:
        best = self.best_with_sgd if candidate.sgd_steps else self.best_by_hand
        if best is not None and candidate.loss >= best.loss:
            return
        if candidate.sgd_steps:
            self.best_with_sgd = candidate
        else:
            self.best_by_hand = candidate

    def best_of(self, sgd_steps: int) -> Best | None:
        """The best by hand for 0 steps, else the best with SGD."""
        return self.best_with_sgd if sgd_steps else self.best_by_hand

    def mark(self, frame: int, new_directions: bool, new_batch: bool) -> None:
        """Note that the directions, or the batch, are others from a frame on."""
        for wanted, marks in ((new_directions, self.new_directions), (new_batch, self.new_batches)):
            if wanted:
                marks.append(frame)
                if len(marks) > MOST_ROWS:
                    _thin(marks)

    def restart(self, frame: int, place: Place) -> None:
        """Begin anew at a frame, which is at `place`: all before it is forgotten."""
        row, kept = bisect_left(self.frames, frame), None
        if row < len(self.frames):
            kept = Losses(
                frame,
                self.train_loss[row],
                self.train_accuracy[row],
                self.validation_loss[row],
                self.validation_accuracy[row],
                sgd_steps=self.sgd_steps[row],
            )
        for column in (*self._columns, self.new_directions, self.new_batches):
            del column[:]
        self.best_by_hand = self.best_with_sgd = None
        self._first = frame
        if kept is not None:
            self.record(kept, place)


def _thin(column: "array[int] | array[float]") -> None:
    half = MOST_ROWS // 2
    column[:half] = column[:half:2]  # type: ignore[assignment]
