"""The losses of a descent, frame by frame, and the best one so far."""

import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from hudes_desktop.descent.rules import HAND

MOST_ROWS = 65_536
"""A longer history keeps every other row of its older half."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses (nats) and accuracies (0 … 1) of the network at one frame (0: the start).

    train_loss, train_accuracy: on the batch of that frame. validation_loss, validation_accuracy:
    on the whole validation set. A loss that overflowed is not finite. descent: the id of the
    descent that they belong to. owner: who asked for them, the hand or another.
    """

    frame: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    descent: str = ""
    owner: str = HAND


@dataclass(frozen=True, slots=True)
class Best:
    """The lowest validation loss so far (nats), its accuracy (0 … 1), and the frame it is of."""

    frame: int
    loss: float
    accuracy: float


class LossHistory:
    """Columns of numbers, one row a frame in rising order, 40 bytes a row, MOST_ROWS at most.

    A row for each frame, until there are too many: then the older half is thinned, again and again,
    so that frames long ago lie further apart. The first row and the best loss always stay.

    Attributes:
        frames, train_loss, train_accuracy, validation_loss, validation_accuracy: the columns.
            Losses are in nats, accuracies from 0 to 1. Copy them (`numpy.array(column)`) before
            handing them on: a buffer that is still exported can't grow.
        best: None until a finite validation loss has been recorded.
    """

    def __init__(self) -> None:
        self.frames = array("q")
        self.train_loss = array("d")
        self.train_accuracy = array("d")
        self.validation_loss = array("d")
        self.validation_accuracy = array("d")
        self.best: Best | None = None

    def __len__(self) -> int:
        return len(self.frames)

    def record(self, losses: Losses) -> None:
        """Keep the losses of a frame; one that arrives late takes its place in the order.

        A frame has one row: recorded again (after a restart of the engine), the first stays,
        because it may already be the best or be on the chart.
        """
        row = bisect_left(self.frames, losses.frame)
        if row < len(self.frames) and self.frames[row] == losses.frame:
            return
        self.frames.insert(row, losses.frame)
        self.train_loss.insert(row, losses.train_loss)
        self.train_accuracy.insert(row, losses.train_accuracy)
        self.validation_loss.insert(row, losses.validation_loss)
        self.validation_accuracy.insert(row, losses.validation_accuracy)
        if len(self.frames) > MOST_ROWS:
            self._thin()
        better = self.best is None or losses.validation_loss < self.best.loss
        if math.isfinite(losses.validation_loss) and better:
            self.best = Best(losses.frame, losses.validation_loss, losses.validation_accuracy)

    def _thin(self) -> None:
        half = MOST_ROWS // 2
        self.frames[:half] = self.frames[:half:2]
        for column in (
            self.train_loss,
            self.train_accuracy,
            self.validation_loss,
            self.validation_accuracy,
        ):
            column[:half] = column[:half:2]
