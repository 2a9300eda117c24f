"""What devices are told to show: where one stands, how steep it is, how the loss has changed."""

import math
import statistics
from collections import deque
from collections.abc import Callable, Mapping
from time import monotonic

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import LossHistory
from hudes_desktop.engine.results import Losses


def values_of(descent: Descent) -> dict[str, float]:
    """The values of inputs.light_rule.VALUES that follow from the state of a descent."""
    size = descent.step_size
    positions = {
        f"position.{axis}": coefficient / size
        for axis, coefficient in enumerate(descent.place.coefficients)
    }
    return positions | {
        "step_exponent": descent.step_exponent,
        "selected_plane": descent.selected_plane,
        "planes": descent.planes,
        "axes": descent.axes,
        "can_undo": float(descent.timeline.depth > 0),
        "can_redo": float(descent.timeline.can_redo),
    }


def slope_values(slopes: Mapping[int, float]) -> dict[str, float]:
    """Slopes by axis, in nats a step, by the names that devices know."""
    return {f"slope.{axis}": slope for axis, slope in slopes.items()}


TYPICAL_OF = 32
"""The changes of so many moves say how much a move changes here."""


class LossWatch:
    """Notices when a move made the loss grow; a new batch's other loss is nobody's move."""

    def __init__(self) -> None:
        self._comparable_from = 0
        self._last: Losses | None = None
        self._changes: deque[float] = deque(maxlen=TYPICAL_OF)

    def new_batch(self, frame: int) -> None:
        """From this frame on the loss is one of other digits."""
        self._comparable_from = frame

    def values(self, losses: Losses) -> dict[str, float]:
        """The loss, and the pulses of one that has grown: "loss_increase", by how many nats, and
        "relative_increase", by how many times what moves change here (their median)."""
        before, self._last = self._last, losses
        told = {"loss": losses.train_loss} if math.isfinite(losses.train_loss) else {}
        if before is not None and self._comparable_from <= before.frame < losses.frame:
            increase = losses.train_loss - before.train_loss
            if increase > 0:
                told["loss_increase"] = increase
                typical = statistics.median(self._changes) if self._changes else increase
                told["relative_increase"] = increase / typical
            if math.isfinite(increase) and increase:
                self._changes.append(abs(increase))
        return told


_BESTS_APART = 0.6  # seconds: whoever walks on and on downhill feels single touches


class BestWatch:
    """Notices when one stands at the best place so far, and when it is a new one."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._told_at = -math.inf

    def values(self, losses: Losses, history: LossHistory) -> dict[str, float]:
        """ "at_best", 0 or 1, and the pulse "new_best", by how many nats it is better than the
        start; history: has these losses already. By hand and with SGD each have a best of their
        own."""
        best = history.best_of(losses.sgd_steps)
        at_best = best is not None and losses.validation_loss <= best.loss
        told = {"at_best": float(at_best)}
        start = history.validation_loss[0] if len(history) else math.nan
        better, now = start - losses.validation_loss, self._clock()
        newly = best is not None and best.frame == losses.frame and better > 0
        if newly and now - self._told_at >= _BESTS_APART:
            self._told_at = now
            told["new_best"] = better
        return told
