"""What the network makes of single digits at one place: the request and the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hudes_desktop.descent.place import Place
from hudes_desktop.engine.requests import Request
from hudes_desktop.engine.results import DescentResult

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class InspectRequest(Request):
    """What the network makes of the digits at one place: the latest request wins, and waits until
    there is nothing else to do."""

    frame: int
    place: Place


@dataclass(frozen=True, eq=False)
class Inspection(DescentResult):
    """What the network makes of single samples at one frame. All arrays are read-only.

    Made of evaluations that nobody is told the loss of: the descent's counter leaves them out.

    classes: their names. example_images: (E, h, w) float32, grey, 0 … 1, the first of the train
        batch; example_labels: (E,) int64; example_probabilities: (E, C) float32.
    confusion: (C, C) int64, how many validation samples of the class of the row were taken for the
        class of the column.
    mistake_images: (M, h, w) float32 of the validation samples that were taken for another class,
        the highest loss first; mistake_labels, mistake_predictions: (M,) int64; mistake_losses:
        (M,) float32, nats; mistake_indices: (M,) int64, where they lie in the set.
    weights: (n, h, w) float32, the first layer's weights as pictures, or None where it doesn't see
        the image. A fully connected layer has one for each of its outputs, a convolution one for
        each kernel.
    """

    frame: int
    classes: tuple[str, ...]
    example_images: NDArray[np.float32]
    example_labels: NDArray[np.int64]
    example_probabilities: NDArray[np.float32]
    confusion: NDArray[np.int64]
    mistake_images: NDArray[np.float32]
    mistake_labels: NDArray[np.int64]
    mistake_predictions: NDArray[np.int64]
    mistake_losses: NDArray[np.float32]
    mistake_indices: NDArray[np.int64]
    weights: NDArray[np.float32] | None
