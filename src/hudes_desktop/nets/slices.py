"""What a slice of the landscape is, and the slice of a network that has no batched twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap

from hudes_desktop.nets.parameters import ParameterLayout

#: Parameter vectors of a chunk stay under this many bytes.
_CHUNK_BYTES = 8 * 2**20


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


class SubspaceEvaluator(Protocol):
    """Slices along the directions of one subspace on one batch."""

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> Slice:
        """The line or plane through θ (P,) along one or two of the directions."""
        ...


def mean_loss(picked: Tensor) -> Tensor:
    """Log-probabilities of the labels (M, ...) → minus their means (M,)."""
    wide = torch.float32 if picked.device.type == "mps" else torch.float64
    return picked.flatten(1).mean(1, dtype=wide).neg_()


@dataclass(frozen=True, eq=False)
class VmapSubspace:
    """Any module: every point is a functional call, mapped over a chunk of parameter vectors.

    directions (K, P), inputs (N, *features), targets (N,): on the device of `module`.
    """

    module: nn.Module
    layout: ParameterLayout
    directions: Tensor
    inputs: Tensor
    targets: Tensor

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> VmapSlice:
        """The line or plane through θ (P,) along one or two of the directions."""
        return VmapSlice(self, theta.to(self.directions), self.directions[list(axes)])

    @property
    def chunk_size(self) -> int:
        """How many parameter vectors are mapped over at once."""
        size = self.layout.size * self.directions.element_size()
        return max(1, min(64, _CHUNK_BYTES // max(1, size)))

    def losses(self, points: Tensor) -> Tensor:
        """(M, P) → (M,)."""
        parameters = self.layout.split(points)
        picked: Tensor = vmap(self._picked, randomness="same")(parameters)
        return mean_loss(picked)

    def _picked(self, parameters: dict[str, Tensor]) -> Tensor:
        output: Tensor = functional_call(self.module, parameters, (self.inputs,))
        return output.gather(1, self.targets.unsqueeze(1))


@dataclass(frozen=True, eq=False)
class VmapSlice:
    """One line or plane of a VmapSubspace; in half precision too it computes in float32."""

    subspace: VmapSubspace
    theta: Tensor
    directions: Tensor

    @property
    def chunk_size(self) -> int:
        """Advised number of points a call."""
        return self.subspace.chunk_size

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64."""
        with torch.inference_mode():
            points = self.theta + coordinates.to(self.directions) @ self.directions
            return self.subspace.losses(points)
