"""The outline of a history that grows: few points to draw, however many frames there are."""

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.descent.history import LossHistory

Values = NDArray[np.float64]
TRAIN_LOSS, VALIDATION_LOSS, TRAIN_ACCURACY, VALIDATION_ACCURACY = range(4)
_BINS = 700  # at most, and even: twice as many points are more than a panel has pixels


class Outline:
    """Rows of a history in bins, of which the lowest and the highest value are kept.

    Only rows that were not there before are looked at: an update costs as much after a million
    frames as after a thousand. Columns are TRAIN_LOSS and so on; losses in nats, accuracies from
    0 to 1, NaN for what is not finite.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._rows = 0
        self._last_frame = 0
        self._size = 1  # rows in a bin, a power of two
        self._frames: Values = np.empty(0)  # where each bin begins
        self._lows: Values = np.empty((4, 0))
        self._highs: Values = np.empty((4, 0))
        self._last: Values = np.empty(4)
        self._tail_frames: Values = np.empty(0)
        self._tail: Values = np.empty((4, 0))

    def update(self, history: LossHistory) -> None:
        """Take in the rows that are new."""
        rows = len(history)
        if self._rows and (rows < self._rows or history.frames[self._rows - 1] != self._last_frame):
            # A row that came late took its place among older ones, and moved the others.
            self._forget()
        if rows == self._rows:
            return
        self._rows, self._last_frame = rows, history.frames[-1]
        start = len(self._frames) * self._size
        frames, values = _rows(history, start)
        self._last = values[:, -1]
        full = values.shape[1] // self._size
        grouped = values[:, : full * self._size].reshape(4, full, self._size)
        self._frames = np.concatenate([self._frames, frames[: full * self._size : self._size]])
        # fmin and fmax pass over NaN, and say nothing where there is nothing else.
        self._lows = np.concatenate([self._lows, np.fmin.reduce(grouped, axis=2)], axis=1)
        self._highs = np.concatenate([self._highs, np.fmax.reduce(grouped, axis=2)], axis=1)
        while len(self._frames) > _BINS:
            self._merge()
        tail = len(self._frames) * self._size - start
        self._tail_frames, self._tail = frames[tail:], values[:, tail:]

    def _merge(self) -> None:
        """Every two bins become one; a last one without a partner is undone, its rows are tail."""
        pairs = len(self._frames) // 2
        first, second = slice(0, 2 * pairs, 2), slice(1, 2 * pairs, 2)
        self._frames = self._frames[first]
        self._lows = np.fmin(self._lows[:, first], self._lows[:, second])
        self._highs = np.fmax(self._highs[:, first], self._highs[:, second])
        self._size *= 2

    def points(self, column: int) -> tuple[Values, Values]:
        """Frames and values of a column, to be joined by a line."""
        if self._size == 1:
            return self._frames, self._lows[column]
        frames = [np.repeat(self._frames, 2)]
        values = [np.stack([self._lows[column], self._highs[column]], axis=1).ravel()]
        if len(self._tail_frames):
            tail = self._tail[column]  # what doesn't fill a bin yet
            frames.append(self._tail_frames[[0, 0]])
            values.append(np.array([np.fmin.reduce(tail), np.fmax.reduce(tail)]))
        frames.append(np.array([self._last_frame], float))
        values.append(self._last[[column]])  # where one is now
        return np.concatenate(frames), np.concatenate(values)


def _rows(history: LossHistory, start: int) -> tuple[Values, Values]:
    """Frames and the four columns from row `start` on, copied: a column that is held can't grow."""
    columns = (
        history.train_loss,
        history.validation_loss,
        history.train_accuracy,
        history.validation_accuracy,
    )
    values = np.stack([np.array(column[start:], float) for column in columns])
    values[~np.isfinite(values)] = np.nan
    return np.array(history.frames[start:], float), values
