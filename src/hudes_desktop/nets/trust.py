"""Slices by the fastest path whose losses are those of plain calls of the module itself."""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor

from hudes_desktop.nets.affine_slices import HalfSlice
from hudes_desktop.nets.network import first_line
from hudes_desktop.nets.slices import Position, Slice, SubspaceEvaluator, out_of_memory

Path = Literal["compiled", "affine", "vmap", "loop"]

log = logging.getLogger(__name__)

_PATHS: tuple[Path, ...] = ("compiled", "affine", "vmap", "loop")
_NAMES = {"compiled": "the compiled kernel", "affine": "the batched copy", "vmap": "vmap"}
_POINTS = torch.tensor([[0.0, 0.0], [0.7, -0.3], [-1.1, 2.0]])
"""Where paths are compared: distances along the axes of a slice."""


class NotNow(Exception):
    """A path can't be had at present; the message says why."""


class _Wrong(Exception):
    """A path gives other losses than plain calls; the message says by how much."""


@dataclass
class Paths:
    """Which ways the slices of one network may be computed.

    used: that of the last slice. reasons: why others could not be had for it; refused: those
    that are off for good. half_error: the largest difference that half precision was seen to make
    to a loss, in nats.
    """

    used: Path
    reasons: dict[Path, str] = field(default_factory=dict)
    refused: set[Path] = field(default_factory=set)
    half_error: float = 0.0

    @property
    def reason(self) -> str | None:
        """Why the path is not a faster one; None for the fastest."""
        faster = [path for path in _PATHS[: _PATHS.index(self.used)] if path in self.reasons]
        return self.reasons[faster[-1]] if faster else None

    def refuse(self, path: Path, reason: str) -> None:
        """Never use it."""
        self.refused.add(path)
        self.reasons[path] = reason


class TrustedSubspace:
    """Slices along the directions of one subspace on one batch.

    A path is taken once its losses at several points are those of plain calls, on this batch and
    for this number of axes; one that gives others, or fails, is off for good.
    """

    def __init__(
        self,
        paths: Paths,
        make: Mapping[Path, Callable[[Tensor], SubspaceEvaluator]],
        exact: Callable[[], SubspaceEvaluator],
    ) -> None:
        """make: from any θ (P,), by path, the fastest first; may raise NotNow, or whatever refuses
        the path. The last one, "loop", makes plain calls. exact: those in float64."""
        self._paths = paths
        self._make = make
        self._exact = exact
        self._made: dict[Path, SubspaceEvaluator] = {}
        self._trusted: set[tuple[Path, int]] = set()

    def slice(self, theta: Tensor, axes: tuple[int, ...], at: Position | None = None) -> Slice:
        """The line or plane through θ (P,) along one or two of the directions."""
        for path in self._make:
            if path in self._paths.refused:
                continue
            try:
                part = self._of(path, theta).slice(theta, axes, at)
                if path != "loop" and (path, len(axes)) not in self._trusted:
                    self._check(path, part, theta, axes)
            except NotNow as error:
                self._paths.reasons[path] = str(error)
            except Exception as error:
                # A network's code may fail under vmap in any way, and a layer of ours on shapes
                # that nobody thought of: there is a slower path, and the reason is shown.
                if path == "loop" or (isinstance(error, RuntimeError) and out_of_memory(error)):
                    raise
                log.info("%s is not used", _NAMES[path], exc_info=error)
                self._paths.refuse(path, f"{_NAMES[path]} is not used: {first_line(error)}")
            else:
                self._paths.used = path
                return part
        raise AssertionError("plain calls are always possible")

    def _of(self, path: Path, theta: Tensor) -> SubspaceEvaluator:
        if path not in self._made:
            self._made[path] = self._make[path](theta)
        return self._made[path]

    def _check(self, path: Path, part: Slice, theta: Tensor, axes: tuple[int, ...]) -> None:
        """Trust the path for such slices from now on, or raise."""
        points = _POINTS[:, : len(axes)]
        losses = (part.exact if isinstance(part, HalfSlice) else part).losses(points).cpu()
        plain = self._of("loop", theta).slice(theta, axes).losses(points).cpu()
        if not torch.allclose(losses, plain, rtol=1e-5, atol=1e-6, equal_nan=True):
            exact = self._exact().slice(theta, axes).losses(points)
            worst = _excess(losses, plain, exact)
            if worst > 0:
                raise _Wrong(f"it differs from the network itself by {worst:.1e}")
        if bool(plain.isfinite().all()):  # losses that overflow prove little
            self._trusted.add((path, len(axes)))
        if isinstance(part, HalfSlice):
            error = float((part.losses(points).cpu() - plain).abs().max())
            self._paths.half_error = max(self._paths.half_error, error)


def _excess(losses: Tensor, plain: Tensor, exact: Tensor) -> float:
    """The largest difference to `exact` that isn't rounding, which `plain` suffers from as well.

    All (M,); plain in float32, exact in float64. Points where these overflow prove nothing.
    """
    allowed = 4 * (plain - exact).abs() + 1e-5 * exact.abs() + 1e-6
    difference = (losses - exact).abs().nan_to_num(math.inf)
    wrong = (difference > allowed) & plain.isfinite() & exact.isfinite()
    return float(difference[wrong].max()) if bool(wrong.any()) else 0.0
