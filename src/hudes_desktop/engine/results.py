"""What the engine hands to the main thread: frozen dataclasses of numpy arrays, never tensors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# A result like the others, except that the descent keeps it. The alias says that it is
# re-exported: from the engine upwards, every result is imported from here.
from hudes_desktop.descent.history import Losses as Losses
from hudes_desktop.descent.rules import HAND

Result = object
"""Any frozen dataclass: those below, and what the jobs of wings yield."""

Heights = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class DescentResult:
    """What every result says that belongs to a descent: its id, and who asked (see Request)."""

    descent: str = ""
    owner: str = HAND


@dataclass(frozen=True, eq=False)
class Surface(DescentResult):
    """The train loss on a plane (or line) of the subspace around one place.

    heights: (n_a, n_b) float64, or (n_a,) for a line, C-contiguous, read-only; nats; NaN where the
        loss is not finite. Not float32: losses near 2.3 differ by less than that resolves where
        steps are small. heights[i, j] belongs to the coefficients
        (centre[0] + (i - n_a // 2) * spacing, centre[1] + (j - n_b // 2) * spacing).
    generation: grows with every request; a surface of an older generation is stale.
    plane: which of the window's planes (or lines) this is.
    axes: the axes of the subspace that span it, (2 * plane, 2 * plane + 1) or (axis,).
    centre: coefficients along those axes, a distance in parameter space, of the middle point: whole
        multiples of the spacing, so that the points stay where they are while one walks. The place
        is at most half a spacing away from it.
    spacing: distance in parameter space between neighbouring points (half a step).
    exact_points: how many of the points were computed; the others are a cubic spline through them.
    masked: how many computed points were not finite.
    computed: shaped like heights, where they were computed; None where all of them were.
    """

    generation: int
    plane: int
    axes: tuple[int, ...]
    centre: tuple[float, ...]
    spacing: float
    heights: Heights
    exact_points: int
    masked: int
    computed: NDArray[np.bool_] | None = None

    @property
    def exact(self) -> bool:
        """True when no point is interpolated."""
        return self.exact_points == self.heights.size


@dataclass(frozen=True)
class Banner:
    """One line for the user about something that went wrong or changed; life goes on."""

    text: str
    error: bool = True


@dataclass(frozen=True)
class Progress:
    """What the engine has begun to do on its way to Ready."""

    text: str


@dataclass(frozen=True)
class Ready:
    """The engine can play: what it found and chose.

    classes: how many the data set has. absent_devices: the kinds that this machine lacks, and why.
    """

    network: str
    parameters: int
    dataset: str
    device: str
    dtype: str
    path: str
    validation_size: int
    classes: int = 10
    absent_devices: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class PathChanged:
    """Another way of evaluating is in use now.

    path: "affine" (in half precision with its error), "affine, compiled", "vmap" or "point by
    point"; reason: why it isn't a faster one, or empty.
    """

    path: str
    reason: str = ""


@dataclass(frozen=True)
class Evaluated(DescentResult):
    """How many evaluations of the network on a train batch were made since the last such result.

    Only those that tell somebody a loss: not the validation set's.
    """

    count: int


@dataclass(frozen=True)
class Failed:
    """The engine could not start, or gave up: one line for the user."""

    text: str
    environment: bool


@dataclass(frozen=True)
class WingFailed:
    """A job of a wing raised: it is answered no more. reason: one line."""

    wing: str
    reason: str
