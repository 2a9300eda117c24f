"""Slices through the compiled kernel: packing, calling, and which networks it may be used for."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.kernel import SliceKernel
from hudes_desktop.nets.kernel_program import KernelProgram, Unsupported
from hudes_desktop.nets.plan import SlicePlan

#: Products a second and thread that a chunk's size is reckoned with, and its duration in seconds.
_PRODUCTS_PER_SECOND = 2e10
_CHUNK_SECONDS = 5e-3
_MAX_CHUNK = 4096

Slots = Mapping[str, tuple[slice, tuple[int, ...]]]


class Acceleration:
    """Whether slices of one network may use the compiled kernel, and its program for them.

    reason: why not at present, or None.
    """

    def __init__(self, compiler: BodyCompiler | None) -> None:
        self._compiler = compiler
        self._programs: dict[tuple[int, ...], KernelProgram] = {}
        self._checked: set[tuple[tuple[int, ...], int, int]] = set()
        self._refusal: str | None = None
        self.reason: str | None = "compiling is off" if compiler is None else compiler.reason

    def refuse(self, reason: str) -> None:
        """Stay eager for good."""
        self._refusal = self.reason = reason

    def kernel(self) -> SliceKernel | None:
        """The kernel, if it is there and nothing speaks against it."""
        if self._compiler is None or self._refusal is not None:
            return None
        kernel = self._compiler.kernel()
        self.reason = self._compiler.reason
        return kernel

    def program(
        self, kernel: SliceKernel, plan: SlicePlan, slots: Slots, shape: tuple[int, ...]
    ) -> KernelProgram | None:
        """The network's program for first-layer activations of `shape`, or None: stay eager."""
        if shape not in self._programs:
            try:
                program = KernelProgram(plan, slots, shape, kernel.max_rows, kernel.width)
            except Unsupported as error:
                self.refuse(str(error))
                return None
            self._programs[shape] = program
        return self._programs[shape]

    def is_checked(self, shape: tuple[int, ...], samples: int, axes: int) -> bool:
        """Whether `check` found the kernel's losses right for this kind of slice."""
        return (shape, samples, axes) in self._checked

    def check(
        self, shape: tuple[int, ...], samples: int, axes: int, losses: Tensor, eager: Tensor
    ) -> bool:
        """Trust the kernel from now on if it agrees with the eager path to 1e-5; else never."""
        if torch.allclose(losses, eager, rtol=1e-5, atol=1e-6, equal_nan=True):
            if bool(eager.isfinite().all()):  # losses that overflow prove little
                self._checked.add((shape, samples, axes))
            return True
        worst = float((losses - eager).abs().nan_to_num(math.inf).max())
        self.refuse(f"the compiled kernel differs from the eager path by {worst:.1e}")
        return False


def packed_term(program: KernelProgram, kernel: SliceKernel, term: Tensor) -> Tensor:
    """One vector's first-layer term (positions, *features, N) as (tiles, F, positions, tile)."""
    flat = term.flatten(1, -2)[:, program.order]
    padded = functional.pad(flat, (0, -flat.shape[-1] % kernel.tile))
    return torch.unflatten(padded, 2, (-1, kernel.tile)).permute(2, 1, 0, 3).contiguous()


class CompiledSlice:
    """One line or plane, all of it in one call of the kernel."""

    def __init__(
        self,
        kernel: SliceKernel,
        program: KernelProgram,
        terms: list[Tensor],
        basis: Tensor,
        targets: Tensor,
    ) -> None:
        """terms: packed, θ's first, then one an axis. basis (K, p): the body's parameters."""
        self._kernel = kernel
        self._program = program
        self._terms = torch.stack(terms, 2)
        with_missing = functional.pad(basis, (0, 1))
        self._bases = with_missing.index_select(1, program.gather)
        self._samples = len(targets)
        spare = -self._samples % kernel.tile
        self._labels = functional.pad(targets, (0, spare), value=-1).to(torch.int32)

    @property
    def chunk_size(self) -> int:
        """A few milliseconds of work: between two chunks a scan can be cancelled."""
        tiles, features, terms, positions, tile = self._terms.shape
        products = features * terms * positions + self._program.products
        seconds = products * tiles * tile / (_PRODUCTS_PER_SECOND * torch.get_num_threads())
        return max(4 * torch.get_num_threads(), min(_MAX_CHUNK, int(_CHUNK_SECONDS / seconds)))

    def losses(self, coordinates: Tensor) -> Tensor:
        """(M, axes) distances along the directions → mean NLL in nats, (M,) float64."""
        with torch.inference_mode():
            moved = coordinates.to(self._bases)
            coefficients = torch.cat([torch.ones_like(moved[:, :1]), moved], 1)
            return self._kernel.losses(
                self._program, self._terms, self._bases, coefficients, self._labels, self._samples
            )
