"""Slices of a network with a batched twin: the first layer's terms are shared by all points."""

import math
import time
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.acceleration import Acceleration, CompiledSlice, packed_term
from hudes_desktop.nets.affine import AffineBasis, AffineParameters, Scratch, Slots, slots
from hudes_desktop.nets.first_layer import FirstLayerTerms
from hudes_desktop.nets.kernel import SliceKernel
from hudes_desktop.nets.layers.base import BatchedModule
from hudes_desktop.nets.layers.dense import BatchedConv2d, BatchedLinear
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import Position, mean_loss

#: The largest activations of a chunk on the CPU: larger ones leave the caches, and smaller ones
#: spend their time on starting operations.
_CPU_CHUNK_BYTES = 4 * 2**20
_MAX_CHUNK = 4096
#: Shared products must be this much faster to be chosen, so that noise does not choose.
_CLEARLY_FASTER = 0.8
#: A chunk of fewer points says little about others.
_MEASURED_POINTS = 8


@dataclass
class AffineEngine:
    """What all slices of one network on one device have in common.

    plan: how the network is cut. half: the dtype of products in half precision, which leaves all
    else in float32; None for none.
    choices: layers (path, batch size) → whether their products are shared by all points, as once
    measured.
    """

    plan: SlicePlan
    layout: ParameterLayout
    half: torch.dtype | None
    choices: dict[tuple[str, int], bool] = field(default_factory=dict)

    @cached_property
    def products(self) -> tuple[BatchedModule, ...]:
        """The body's layers whose products points may share."""
        return tuple(
            layer
            for layer in self.plan.body
            if isinstance(layer, BatchedLinear)
            or (isinstance(layer, BatchedConv2d) and layer.groups == 1)
        )

    @cached_property
    def slots(self) -> Slots:
        """Where each of the body's parameters lies in a basis."""
        return slots(self.layout, self.plan.body_parameters)


class AffineSubspace:
    """Slices along one subspace's directions on one batch."""

    def __init__(
        self, engine: AffineEngine, directions: Tensor, inputs: Tensor, targets: Tensor
    ) -> None:
        """directions (K, P), inputs (N, *features), targets (N,): all on the device."""
        self.engine = engine
        self.targets = targets
        # Where the labels lie in (classes, N) laid flat: `gather` would take three times longer.
        self.picks = targets * len(targets) + torch.arange(len(targets), device=targets.device)
        self.prepared = engine.plan.prepared(inputs)
        self.directions = directions
        self.terms = FirstLayerTerms(engine.plan, engine.layout, directions, self.prepared)
        self.activation_bytes: int | None = None
        self.scratch = Scratch()

    def slice(
        self, theta: Tensor, axes: tuple[int, ...], at: Position | None = None
    ) -> "AffineSlice | HalfSlice":
        """The line or plane through θ (P,) along one or two of the directions."""
        with torch.inference_mode():
            theta = theta.to(self.directions)
            terms = None
            if self.engine.plan.first is not None:
                terms = torch.stack(self.terms.of(theta, axes, at))
            exact = AffineSlice(self, self.basis(theta, axes), terms)
            if self.engine.half is None:
                return exact
            return HalfSlice(
                AffineSlice(self, self.basis(theta, axes, self.engine.half), terms), exact
            )

    def basis(
        self, theta: Tensor, axes: tuple[int, ...], products: torch.dtype | None = None
    ) -> AffineBasis:
        """The body's parameters at θ (P,) and along these directions, for products in a dtype."""
        vectors = torch.stack([theta, *(self.directions[axis] for axis in axes)])
        dtype = products or vectors.dtype
        return AffineBasis(self.engine.layout, self.engine.slots, vectors, dtype)


class CompiledSubspace:
    """The same by the compiled kernel. Raises Unsupported where it lacks one of the layers."""

    def __init__(
        self, eager: AffineSubspace, acceleration: Acceleration, kernel: SliceKernel, theta: Tensor
    ) -> None:
        """theta: any (P,), to see of which shape the first layer's output is."""
        with torch.inference_mode():
            shape = eager.terms.of(theta.to(eager.directions), ())[0].shape[1:-1]
        program = acceleration.program(kernel, tuple(shape))
        eager.terms.forget()  # there will be ours
        self._eager = eager
        self._kernel = kernel
        self._program = program
        of = eager.engine.plan, eager.engine.layout, eager.directions, eager.prepared
        self._terms = FirstLayerTerms(*of, lambda term: packed_term(program, kernel, term))

    def slice(
        self, theta: Tensor, axes: tuple[int, ...], at: Position | None = None
    ) -> CompiledSlice:
        """The line or plane through θ (P,) along one or two of the directions."""
        with torch.inference_mode():
            theta = theta.to(self._eager.directions)
            terms = self._terms.of(theta, axes, at)
            basis = self._eager.basis(theta, axes).flat
            return CompiledSlice(self._kernel, self._program, terms, basis, self._eager.targets)


class AffineSlice:
    """One line or plane: mixes the first layer's terms, then runs the body per point."""

    def __init__(self, subspace: AffineSubspace, basis: AffineBasis, terms: Tensor | None) -> None:
        """terms: (K, positions, *features, N), θ's first; None if no layer is shared."""
        self._subspace = subspace
        self._basis = basis
        self._terms = terms

    @property
    def chunk_size(self) -> int:
        """As many points as have activations that fit the cache, or a quarter of a GPU."""
        size = self._activation_bytes()
        device = self._basis.flat.device
        room = _CPU_CHUNK_BYTES
        if device.type == "cuda":
            room = torch.cuda.mem_get_info(device)[0] // 4
        elif device.type == "mps":
            room = 256 * 2**20
        return max(1, min(_MAX_CHUNK, room // size))

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64."""
        with torch.inference_mode():
            coefficients = self._coefficients(coordinates)
            shared = self._shared(coefficients)
            scratch = self._subspace.scratch
            parameters = AffineParameters(self._basis, coefficients, shared, scratch)
            x = self._mixed(coefficients, parameters)
            for layer in self._subspace.engine.plan.body:
                # Not layer(...): looking for hooks takes longer than a small layer does.
                x = layer.forward(parameters, x)
            picked = x.flatten(1).index_select(1, self._subspace.picks)
            return mean_loss(picked).expand(len(coefficients))

    @property
    def choices(self) -> dict[tuple[str, int], bool]:
        """Layers (path, batch size) whose products are measured → whether points share them."""
        return self._subspace.engine.choices

    def _coefficients(self, coordinates: Tensor) -> Tensor:
        return functional.pad(coordinates.to(self._basis.flat), (1, 0), value=1.0)

    def _mixed(self, coefficients: Tensor, parameters: AffineParameters) -> Tensor:
        """Activations (M, *features, N) after the first layer and its pooling.

        One product with an inner dimension of two or three writes each number once, which is
        faster than adding whole tensors.
        """
        if self._terms is None:
            return self._subspace.prepared
        terms = self._terms.flatten(1)
        room = parameters.room((len(coefficients), terms.shape[1]), terms)
        mixed = torch.mm(coefficients, terms, out=room)
        mixed = mixed.view(len(coefficients), *self._terms.shape[1:])
        return mixed.squeeze(1) if mixed.shape[1] == 1 else mixed.amax(1)

    def _activation_bytes(self) -> int:
        """Of one point: the largest output of a layer. Found by running one."""
        subspace = self._subspace
        if subspace.activation_bytes is None:
            with torch.inference_mode():
                flat = self._basis.flat
                coefficients = self._coefficients(flat.new_zeros(1, flat.shape[0] - 1))
                parameters = AffineParameters(self._basis, coefficients, frozenset())
                x = self._mixed(coefficients, parameters)
                widest = x.numel()
                for layer in subspace.engine.plan.body:
                    x = layer(parameters, x)
                    widest = max(widest, x.numel())
                subspace.activation_bytes = widest * x.element_size()
        return subspace.activation_bytes

    def _shared(self, coefficients: Tensor) -> frozenset[str] | None:
        """Paths of the layers whose products all points share; None for all of them.

        Half precision shares all: mixed in half, the small steps between points would be lost.
        """
        engine = self._subspace.engine
        if self._basis.half:
            return None
        batch = self._subspace.targets.shape[0]
        unknown = any((layer.path, batch) not in engine.choices for layer in engine.products)
        if unknown and len(coefficients) >= _MEASURED_POINTS:
            self._choose(coefficients, batch)
        return frozenset(
            layer.path for layer in engine.products if engine.choices.get((layer.path, batch))
        )

    def _choose(self, coefficients: Tensor, batch: int) -> None:
        """Measure both kinds of product for every layer on this chunk."""
        parameters = AffineParameters(self._basis, coefficients, frozenset())
        x = self._mixed(coefficients, parameters)
        choices = self._subspace.engine.choices
        for layer in self._subspace.engine.plan.body:
            if layer in self._subspace.engine.products:
                seconds = [
                    _seconds(layer, AffineParameters(self._basis, coefficients, shared), x)
                    for shared in (frozenset[str](), None)
                ]
                choices[layer.path, batch] = seconds[1] < _CLEARLY_FASTER * seconds[0]
            x = layer(parameters, x)


@dataclass(frozen=True, eq=False)
class HalfSlice:
    """One line or plane with products in half precision; what overflows there is made again."""

    half: AffineSlice
    exact: AffineSlice

    @property
    def chunk_size(self) -> int:
        """Advised number of points a call."""
        return self.half.chunk_size

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64."""
        losses = self.half.losses(coordinates)
        overflown = ~losses.isfinite()
        if bool(overflown.any()):
            losses = losses.clone()
            losses[overflown] = self.exact.losses(coordinates[overflown.to(coordinates.device)])
        return losses


def _seconds(layer: BatchedModule, parameters: AffineParameters, x: Tensor) -> float:
    """The shortest of three runs."""
    best = math.inf
    for _ in range(3):
        _synchronise(x.device)
        start = time.perf_counter()
        layer(parameters, x)
        _synchronise(x.device)
        best = min(best, time.perf_counter() - start)
    return best


def _synchronise(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
