"""The losses of a descent, frame by frame, and the best one so far."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from hudes_desktop.descent.rules import HAND


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
    """Columns of numbers, one row a frame in rising order, 40 bytes a row.

    Attributes:
        frames, train_loss, train_accuracy, validation_loss, validation_accuracy: the columns.
            Losses are in nats, accuracies from 0 to 1. Copy them (`numpy.array(column)`) before
            handing them on: a buffer that is still exported can't grow.
        best: None until a finite validation loss has been recorded.
    """

    def __init__(self) -> None:
        self._frames = array("q")
        self._values = tuple(array("d") for _ in range(4))
        self.best: Best | None = None

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def frames(self) -> Sequence[int]:
        return self._frames

    @property
    def train_loss(self) -> Sequence[float]:
        return self._values[0]

    @property
    def train_accuracy(self) -> Sequence[float]:
        return self._values[1]

    @property
    def validation_loss(self) -> Sequence[float]:
        return self._values[2]

    @property
    def validation_accuracy(self) -> Sequence[float]:
        return self._values[3]

    def record(self, losses: Losses) -> None:
        """Keep the losses of a frame; one that arrives late takes its place in the order.

        A frame has one row: recorded again (after a restart of the engine), the first stays,
        because it may already be the best or be on the chart.
        """
        row = bisect_left(self._frames, losses.frame)
        if row < len(self._frames) and self._frames[row] == losses.frame:
            return
        self._frames.insert(row, losses.frame)
        values = (
            losses.train_loss,
            losses.train_accuracy,
            losses.validation_loss,
            losses.validation_accuracy,
        )
        for column, value in zip(self._values, values, strict=True):
            column.insert(row, value)
        better = self.best is None or losses.validation_loss < self.best.loss
        if math.isfinite(losses.validation_loss) and better:
            self.best = Best(losses.frame, losses.validation_loss, losses.validation_accuracy)
