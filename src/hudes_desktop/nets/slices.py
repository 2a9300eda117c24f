"""What a slice of the landscape is, and the slices of a network that has no batched twin."""

import warnings
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.func import vmap

from hudes_desktop.nets.plain import PlainModule

# That vmap loops over one operation: there is no better way, and the window says it is slow.
warnings.filterwarnings("ignore", "There is a performance drop because we have not yet implemented")

#: Parameter vectors of a chunk stay under this many bytes, and so do its largest activations.
_CHUNK_BYTES = 8 * 2**20
_ACTIVATION_BYTES = 64 * 2**20


class Slice(Protocol):
    """Points θ + coordinates @ directions[axes], evaluated a chunk at a time."""

    @property
    def chunk_size(self) -> int:
        """Advised number of points a call."""
        ...

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64.

        The mean is taken in float64 (float32 on MPS): between neighbouring points of a fine surface
        the loss changes by less than float32 resolves at its height.
        """
        ...


@dataclass(frozen=True)
class Position:
    """Where θ lies: at base + Σ coefficients · directions. base: what names that vector."""

    base: Hashable
    coefficients: tuple[float, ...]


class SubspaceEvaluator(Protocol):
    """Slices along the directions of one subspace on one batch."""

    def slice(self, theta: Tensor, axes: tuple[int, ...], at: Position | None = None) -> Slice:
        """The line or plane through θ (P,) along one or two of the directions.

        at: where θ lies, if that is known: what is shared with θ nearby is then of use.
        """
        ...


def mean_loss(picked: Tensor) -> Tensor:
    """Log-probabilities of the labels (M, ...) → minus their means (M,)."""
    wide = torch.float32 if picked.device.type == "mps" else torch.float64
    return picked.flatten(1).mean(1, dtype=wide).neg_()


@dataclass(frozen=True, eq=False)
class PlainSubspace:
    """Any module: every point is a functional call of it, in float32 also for half precision.

    directions (K, P), inputs (N, *features), targets (N,): on the device of `module`.
    mapped: calls of a chunk of points are mapped by vmap; else they are made one by one.
    """

    module: PlainModule
    directions: Tensor
    inputs: Tensor
    targets: Tensor
    mapped: bool

    def slice(
        self, theta: Tensor, axes: tuple[int, ...], _at: Position | None = None
    ) -> "PlainSlice":
        """The line or plane through θ (P,) along one or two of the directions."""
        return PlainSlice(self, theta.to(self.directions), self.directions[list(axes)])

    def picked(self, parameters: dict[str, Tensor]) -> Tensor:
        """Log-probabilities of the labels (N, 1) for one point's parameters."""
        scores = self.module.scores(parameters, self.inputs)
        outputs = self.module.log_probabilities(scores, self.inputs, 1)
        return outputs.gather(1, self.targets.unsqueeze(1))


@dataclass(frozen=True, eq=False)
class PlainSlice:
    """One line or plane of a PlainSubspace."""

    subspace: PlainSubspace
    theta: Tensor
    directions: Tensor

    @property
    def chunk_size(self) -> int:
        """Advised number of points a call."""
        if not self.subspace.mapped:
            return 1
        inputs = self.subspace.inputs
        of_theta = self.directions.shape[1] * inputs.element_size()
        widest = self.subspace.module.behaviour(inputs).widest
        activations = widest * len(inputs) * inputs.element_size()
        return max(1, min(64, _CHUNK_BYTES // of_theta, _ACTIVATION_BYTES // activations))

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64."""
        with torch.inference_mode():
            points = self.theta + coordinates.to(self.directions) @ self.directions
            picked = self.subspace.picked
            split = self.subspace.module.layout.split
            if self.subspace.mapped:
                over: Callable[[dict[str, Tensor]], Tensor] = vmap(picked, randomness="same")
                return mean_loss(over(split(points)))
            return torch.cat([mean_loss(picked(split(point))[None]) for point in points])


def out_of_memory(error: RuntimeError) -> bool:
    """Whether torch failed for want of memory: CUDA has a class for that, the CPU only a text."""
    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)
