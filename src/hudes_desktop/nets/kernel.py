"""The compiled slice kernel: a shared library called with the addresses of tensors."""

import ctypes
import threading
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from hudes_desktop.nets.kernel_program import KernelLayer, KernelProgram

#: Terms of one tile up to this many numbers stay in the second-level cache by themselves.
_RESIDENT_TERMS = 40_000
#: Otherwise as many points share one reading of them as have activations of this size together.
_BLOCK_ACTIVATIONS = 160_000
_MAX_BLOCK = 16
#: Tiles share one mixing of the weights while their activations are fewer than this.
_GROUP_ACTIVATIONS = 50_000


class _Job(ctypes.Structure):
    """One call's work, field for field the struct of slice_kernel.cpp."""

    _fields_ = [
        ("terms", ctypes.POINTER(ctypes.c_void_p)),
        ("bases", ctypes.c_void_p),
        ("coefficients", ctypes.c_void_p),
        ("labels", ctypes.c_void_p),
        ("layers", ctypes.POINTER(KernelLayer)),
        ("scratch", ctypes.c_void_p),
        ("losses", ctypes.c_void_p),
        *(
            (name, ctypes.c_int64)
            for name in (
                "term_count", "positions", "features", "tiles", "parameters", "points", "samples",
                "layer_count", "classes", "block", "group", "weights", "widest", "scratch_stride",
                "threads", "function",
            )
        ),
        ("option", ctypes.c_double),
    ]  # fmt: skip


class SliceKernel:
    """The library, loaded. Calls release the interpreter's lock."""

    def __init__(self, library: Path) -> None:
        self._library = ctypes.CDLL(str(library))
        for name in ("hudes_tile", "hudes_width", "hudes_max_rows"):
            function = getattr(self._library, name)
            function.restype = ctypes.c_int64
            function.argtypes = []
        self._library.hudes_losses.restype = None
        self._library.hudes_losses.argtypes = [ctypes.POINTER(_Job)]
        self.tile = int(self._library.hudes_tile())
        self.width = int(self._library.hudes_width())
        self.max_rows = int(self._library.hudes_max_rows())
        self._own = threading.local()  # scratch memory: several threads may be in a call at once

    def losses(
        self,
        program: KernelProgram,
        terms: Sequence[Tensor],
        bases: Tensor,
        coefficients: Tensor,
        labels: Tensor,
        samples: int,
    ) -> Tensor:
        """Mean NLL of every point (M,) float64, of float32 log-probabilities.

        terms: K of (tiles, F, positions, tile); bases (K, Q), coefficients (M, K): all float32,
        contiguous, on the CPU; K is 2 or 3. labels (tiles · tile,) int32, −1 in the padding.
        """
        points, term_count = coefficients.shape
        tiles, features, positions, _ = terms[0].shape
        addresses = (ctypes.c_void_p * term_count)(*(term.data_ptr() for term in terms))
        threads = torch.get_num_threads()
        block, group = self._block(tiles, features, term_count * positions, program.widest)
        block = max(1, min(block, -(-points // (4 * threads))))
        numbers = block * group * features + 2 * group * program.widest
        stride = program.weights + numbers * self.tile
        stride = -(-stride // self.tile) * self.tile
        scratch = getattr(self._own, "scratch", None)
        if scratch is None or scratch.numel() < threads * stride:
            scratch = self._own.scratch = torch.empty(threads * stride)
        out = torch.empty(points, dtype=torch.float64)
        job = _Job(
            addresses, bases.data_ptr(), coefficients.data_ptr(), labels.data_ptr(),
            program.layers, scratch.data_ptr(), out.data_ptr(),
            term_count, positions, features, tiles, bases.shape[1], points, samples,
            len(program.layers), program.classes, block, group, program.weights, program.widest,
            stride, threads, program.function, program.option,
        )  # fmt: skip
        self._library.hudes_losses(ctypes.byref(job))
        return out

    def _block(self, tiles: int, features: int, mixed: int, widest: int) -> tuple[int, int]:
        """How many points and tiles a thread takes together."""
        if features * mixed * self.tile > _RESIDENT_TERMS:
            return max(1, min(_MAX_BLOCK, _BLOCK_ACTIVATIONS // (features * self.tile))), 1
        group = _GROUP_ACTIVATIONS // ((features + 2 * widest) * self.tile)
        return 1, max(1, min(tiles, group))
