"""Slices of a network with a batched twin: the first layer's terms are shared by all points."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.acceleration import Acceleration, CompiledSlice, packed_term
from hudes_desktop.nets.affine import AffineBasis, AffineParameters, Scratch
from hudes_desktop.nets.kernel import SliceKernel
from hudes_desktop.nets.kernel_program import KernelProgram
from hudes_desktop.nets.layers.base import BatchedModule, PointParameters
from hudes_desktop.nets.layers.dense import BatchedConv2d, BatchedLinear
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import Slice, mean_loss

#: Terms of a subspace's axes are kept up to this many bytes, the last used longest.
_TERM_BYTES = 256 * 2**20
#: The largest activations of a chunk on the CPU: larger ones leave the caches, and smaller ones
#: spend their time on starting operations.
_CPU_CHUNK_BYTES = 4 * 2**20
_MAX_CHUNK = 4096
#: Shared products must be this much faster to be chosen, so that noise does not choose.
_CLEARLY_FASTER = 0.8


@dataclass
class AffineEngine:
    """What all slices of one network on one device have in common.

    plan: how the network is cut. dtype: of products; half precision leaves all else in float32.
    acceleration: the compiled kernel, if it applies. choices: layers (path, batch size) → whether
    their products are shared by all points, as once measured.
    """

    plan: SlicePlan
    layout: ParameterLayout
    dtype: torch.dtype
    acceleration: Acceleration
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

    @property
    def half(self) -> bool:
        """Products in half precision."""
        return self.dtype in (torch.float16, torch.bfloat16)


class AffineSubspace:
    """Slices along one subspace's directions on one batch; keeps first-layer terms by axis."""

    def __init__(
        self, engine: AffineEngine, directions: Tensor, inputs: Tensor, targets: Tensor
    ) -> None:
        """directions (K, P), inputs (N, *features), targets (N,): all on the device."""
        self.engine = engine
        self.targets = targets
        # Where the labels lie in (classes, N) laid flat: `gather` would take three times longer.
        self.picks = targets * len(targets) + torch.arange(len(targets), device=targets.device)
        self.prepared = engine.plan.prepared(inputs)
        self._directions = directions
        self._terms: OrderedDict[int, Tensor] = OrderedDict()
        self._last: tuple[Tensor, Tensor] | None = None
        self._compiled: tuple[SliceKernel, KernelProgram] | None = None
        self.activation_bytes: int | None = None
        self.scratch = Scratch()

    def slice(self, theta: Tensor, axes: tuple[int, ...]) -> Slice:
        """The line or plane through θ (P,) along one or two of the directions."""
        with torch.inference_mode():
            theta = theta.to(self._directions)
            vectors = torch.stack([theta, *(self._directions[axis] for axis in axes)])
            engine = self.engine
            basis = AffineBasis(engine.layout, engine.plan.body_parameters, vectors, engine.dtype)
            if engine.plan.first is None:
                return AffineSlice(self, basis, None)
            terms = [self._origin(theta), *(self._term(axis) for axis in axes)]
            if self._compiled is None and not self._swap_in(basis, terms):
                return AffineSlice(self, basis, torch.stack(terms))
            if self._compiled is None:
                raise AssertionError("swapped in without a kernel")
            packed = [self._origin(theta), *(self._term(axis) for axis in axes)]
            return CompiledSlice(*self._compiled, packed, basis.flat, self.targets)

    @property
    def kept_bytes(self) -> int:
        """Size of the terms that are kept for the axes."""
        return sum(term.numel() * term.element_size() for term in self._terms.values())

    def _swap_in(self, basis: AffineBasis, terms: list[Tensor]) -> bool:
        """Use the kernel from now on, if it is there and agrees with the eager path."""
        acceleration = self.engine.acceleration
        kernel = acceleration.kernel()
        if kernel is None:
            return False
        shape = tuple(terms[0].shape[1:-1])
        program = acceleration.program(kernel, self.engine.plan, basis.slots, shape)
        if program is None:
            return False
        samples, axes = terms[0].shape[-1], len(terms) - 1
        if not acceleration.is_checked(shape, samples, axes):
            packed = [packed_term(program, kernel, term) for term in terms]
            compiled = CompiledSlice(kernel, program, packed, basis.flat, self.targets)
            eager = AffineSlice(self, basis, torch.stack(terms))
            points = torch.tensor([[0.0, 0.0], [0.7, -0.3], [-1.1, 2.0]])[:, :axes]
            losses, expected = compiled.losses(points), eager.losses(points)
            if not acceleration.check(shape, samples, axes, losses, expected):
                return False
        self._compiled = (kernel, program)
        self._terms.clear()
        self._last = None
        return True

    def _origin(self, theta: Tensor) -> Tensor:
        """The first layer's output at θ, kept for the other planes through the same θ."""
        if self._last is None or not torch.equal(self._last[0], theta):
            self._last = (theta.clone(), self._computed(theta))
        return self._last[1]

    def _term(self, axis: int) -> Tensor:
        term = self._terms.pop(axis, None)
        if term is None:
            term = self._computed(self._directions[axis])
        self._terms[axis] = term
        size = term.numel() * term.element_size()
        while len(self._terms) > 1 and len(self._terms) * size > _TERM_BYTES:
            self._terms.popitem(last=False)
        return term

    def _computed(self, vector: Tensor) -> Tensor:
        """(positions, *features, N), or as the kernel wants it."""
        engine = self.engine
        parameters = PointParameters(engine.layout.split(vector.unsqueeze(0)))
        term = engine.plan.terms(parameters, self.prepared)[0]
        if self._compiled is None:
            return term
        kernel, program = self._compiled
        return packed_term(program, kernel, term)


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
        if engine.half:
            return None
        batch = self._subspace.targets.shape[0]
        if any((layer.path, batch) not in engine.choices for layer in engine.products):
            self._choose(coefficients, batch)
        return frozenset(
            layer.path for layer in engine.products if engine.choices[layer.path, batch]
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
