"""The loss at many points of a line or plane in parameter space."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap

from hudes_desktop.nets.affine import AffineBasis, AffineParameters
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.layers.base import BatchedModule, StackedParameters
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.plan import SlicePlan


class Slice(Protocol):
    """Points θ + coordinates @ directions[axes], evaluated a chunk at a time."""

    @property
    def chunk_size(self) -> int:
        """Advised number of points a call."""
        ...

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float32."""
        ...


class SubspaceEvaluator(Protocol):
    """Slices along the directions of one subspace on one batch."""

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> Slice:
        """The line or plane through θ (P,) along one or two of the directions."""
        ...


#: Live activations of a chunk: the second-level caches of the CPU's cores together.
_CPU_CHUNK_BYTES = 1 * 2**20
_TERM_BYTES = 256 * 2**20
_MAX_CHUNK = 4096


class VmapSubspace:
    """Any module: every point is a functional call, mapped over a chunk of parameter vectors."""

    def __init__(
        self,
        module: nn.Module,
        layout: ParameterLayout,
        directions: Tensor,
        inputs: Tensor,
        targets: Tensor,
    ) -> None:
        self.module = module
        self.layout = layout
        self.directions = directions
        self.inputs = inputs
        self.targets = targets

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> VmapSlice:
        return VmapSlice(self, theta.to(self.directions), self.directions[list(axes)])


class VmapSlice:
    """The fallback's slice; in half precision too it computes in float32."""

    def __init__(self, subspace: VmapSubspace, theta: Tensor, directions: Tensor) -> None:
        self._subspace = subspace
        self._theta = theta
        self._directions = directions

    @property
    def chunk_size(self) -> int:
        return 16

    def losses(self, coordinates: Tensor) -> Tensor:
        with torch.inference_mode():
            points = self._theta + coordinates.to(self._directions) @ self._directions
            parameters = self._subspace.layout.split(points)
            loss = vmap(self._loss, randomness="same")(parameters)
            return loss.float()

    def _loss(self, parameters: dict[str, Tensor]) -> Tensor:
        output = functional_call(self._subspace.module, parameters, (self._subspace.inputs,))
        picked = output.gather(1, self._subspace.targets.unsqueeze(1))
        return -picked.mean()


class AffineSubspace:
    """The fast path: the first layer's terms are computed once for each direction.

    terms are memoised per axis, the oldest dropped first beyond 256 MB; those of θ for the last θ.
    """

    def __init__(
        self,
        twin: BatchedModule,
        layout: ParameterLayout,
        directions: Tensor,
        inputs: Tensor,
        targets: Tensor,
        products: torch.dtype,
        compiler: BodyCompiler | None,
    ) -> None:
        self.layout = layout
        self.plan = SlicePlan.of(twin)
        self.directions = directions
        self.targets = targets
        self.products = products
        self.half = products in (torch.float16, torch.bfloat16)
        self.prepared = self.plan.prepared(inputs)
        self._terms: OrderedDict[int, Tensor] = OrderedDict()
        self._last: tuple[Tensor, Tensor] | None = None

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> AffineSlice:
        with torch.inference_mode():
            theta = theta.to(self.directions)
            vectors = torch.stack([theta, *(self.directions[axis] for axis in axes)])
            terms = None
            if self.plan.first is not None:
                terms = torch.stack([self._origin(theta), *(self._term(axis) for axis in axes)])
            basis = AffineBasis(self.layout, self.plan.body_parameters, vectors, self.products)
            return AffineSlice(self, basis, terms)

    def _origin(self, theta: Tensor) -> Tensor:
        """The first layer's output at θ, kept for the other planes through the same θ."""
        if self._last is None or not torch.equal(self._last[0], theta):
            self._last = (theta.clone(), self._computed(theta))
        return self._last[1]

    def _term(self, axis: int) -> Tensor:
        term = self._terms.pop(axis, None)
        if term is None:
            term = self._computed(self.directions[axis])
        self._terms[axis] = term
        size = term.numel() * term.element_size()
        while len(self._terms) > 1 and len(self._terms) * size > _TERM_BYTES:
            self._terms.popitem(last=False)
        return term

    def _computed(self, vector: Tensor) -> Tensor:
        parameters = StackedParameters(self.layout.split(vector.unsqueeze(0)))
        return self.plan.terms(parameters, self.prepared)[0]


class AffineSlice:
    """One line or plane: mixes the first layer's terms, then runs the body per point."""

    def __init__(self, subspace: AffineSubspace, basis: AffineBasis, terms: Tensor | None) -> None:
        self._subspace = subspace
        self._basis = basis
        self._terms = terms

    @property
    def chunk_size(self) -> int:
        widest = 32 * self._subspace.prepared.shape[-1]
        if self._terms is not None:
            widest = self._terms[0].numel()
            if self._subspace.plan.window is not None:
                widest //= math.prod(self._subspace.plan.window)
        return max(1, min(_MAX_CHUNK, _CPU_CHUNK_BYTES // (4 * widest)))

    def losses(self, coordinates: Tensor) -> Tensor:
        with torch.inference_mode():
            vectors = self._basis.flat
            moved = coordinates.to(vectors)
            coefficients = torch.cat([torch.ones_like(moved[:, :1]), moved], 1)
            shared = None if self._subspace.half else frozenset[str]()
            parameters = AffineParameters(self._basis, coefficients, shared)
            x = self._mixed(coefficients)
            for layer in self._subspace.plan.body:
                x = layer(parameters, x)
            return self._loss(x, coefficients.shape[0])

    def _mixed(self, coefficients: Tensor) -> Tensor:
        """Activations (M, *features, N) after the first layer and its pooling."""
        if self._terms is None:
            return self._subspace.prepared
        points = coefficients.shape[0]
        if self._subspace.plan.window is None:
            mixed = torch.mm(coefficients, self._terms.flatten(1))
            return mixed.view(points, *self._terms.shape[1:])
        positions = self._terms.flatten(2)
        mixed = torch.mm(coefficients, positions[:, 0])
        other = torch.empty_like(mixed)
        for position in range(1, positions.shape[1]):
            torch.mm(coefficients, positions[:, position], out=other)
            torch.maximum(mixed, other, out=mixed)
        return mixed.view(points, *self._terms.shape[2:])

    def _loss(self, output: Tensor, points: int) -> Tensor:
        """Mean NLL of log-probabilities (M or 1, classes, N)."""
        targets = self._subspace.targets
        picked = output.gather(1, targets.expand(output.shape[0], 1, -1))
        return -picked.mean(dim=(1, 2)).float().expand(points)
