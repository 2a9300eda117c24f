"""Slices through the compiled kernel: packing, calling, and which networks it may be used for."""

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.affine import Slots
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.kernel import SliceKernel
from hudes_desktop.nets.kernel_program import KernelProgram
from hudes_desktop.nets.plan import SlicePlan

#: Products a second and thread that a chunk's size is reckoned with, and its duration in seconds.
_PRODUCTS_PER_SECOND = 2e10
_CHUNK_SECONDS = 5e-3
_MAX_CHUNK = 4096


class Acceleration:
    """The compiled kernel and one network's program for it."""

    def __init__(self, compiler: BodyCompiler | None, plan: SlicePlan, slots: Slots) -> None:
        self._compiler = compiler
        self._plan = plan
        self._slots = slots
        self._programs: dict[tuple[int, ...], KernelProgram] = {}

    def kernel(self) -> SliceKernel | None:
        """The kernel, if it is there; else `reason` says why not."""
        return None if self._compiler is None else self._compiler.kernel()

    @property
    def reason(self) -> str | None:
        """Why there is no kernel at present."""
        return "compiling is off" if self._compiler is None else self._compiler.reason

    def program(self, kernel: SliceKernel, shape: tuple[int, ...]) -> KernelProgram:
        """The program for first-layer activations of `shape`. Raises Unsupported."""
        if shape not in self._programs:
            of = self._plan, self._slots, shape, kernel.max_rows, kernel.width
            self._programs[shape] = KernelProgram(*of)
        return self._programs[shape]


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
        self._terms = terms
        with_missing = functional.pad(basis, (0, 1))
        self._bases = with_missing.index_select(1, program.gather)
        self._samples = len(targets)
        spare = -self._samples % kernel.tile
        self._labels = functional.pad(targets, (0, spare), value=-1).to(torch.int32)

    @property
    def chunk_size(self) -> int:
        """A few milliseconds of work: between two chunks a scan can be cancelled."""
        tiles, features, positions, tile = self._terms[0].shape
        products = features * len(self._terms) * positions + self._program.products
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
