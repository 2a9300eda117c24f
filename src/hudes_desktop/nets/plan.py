"""How a batched network is cut for an affine slice: what is computed once and what per point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from hudes_desktop.nets.layers.base import BatchedModule, PointParameters
from hudes_desktop.nets.layers.containers import BatchedChain
from hudes_desktop.nets.layers.pointwise import BatchedActivation
from hudes_desktop.nets.layers.pooling import BatchedMaxPool2d

_NO_PARAMETERS = PointParameters({})


@dataclass(frozen=True)
class SlicePlan:
    """A chain cut at its first parametrised layer, which is linear in its parameters.

    before: layers without parameters; applied to the batch once.
    first: the first parametrised layer, or None where the chain begins with a composite of them.
    after: linear layers without parameters; applied to the terms of `first`.
    window: (height, width) of a maximum pooling that is taken on the mixed terms, or None.
    body: everything else, computed per point.
    """

    before: tuple[BatchedModule, ...]
    first: BatchedModule | None
    after: tuple[BatchedModule, ...]
    window: tuple[int, int] | None
    body: tuple[BatchedModule, ...]

    @classmethod
    def of(cls, twin: BatchedModule) -> SlicePlan:
        """The plan of a converted network."""
        rest = twin.layers if isinstance(twin, BatchedChain) else [twin]
        before, rest = _split(rest, lambda layer: not layer.parameter_names)
        if not rest or not rest[0].linear_in_parameters:
            return cls(tuple(before), None, (), None, tuple(rest))
        first, rest = rest[0], rest[1:]
        after, rest = _split(rest, lambda layer: layer.linear_map)
        window, body = _pool_first(rest)
        return cls(tuple(before), first, tuple(after), window, tuple(body))

    @property
    def body_parameters(self) -> tuple[str, ...]:
        """Names of the parameters that the body reads."""
        return tuple(dict.fromkeys(name for layer in self.body for name in layer.parameter_names))

    def prepared(self, inputs: Tensor) -> Tensor:
        """The batch (N, ...) as activations (1, ..., N) after the layers `before`."""
        x = inputs.movedim(0, -1).contiguous().unsqueeze(0)
        for layer in self.before:
            x = layer(_NO_PARAMETERS, x)
        return x

    def terms(self, parameters: PointParameters, prepared: Tensor) -> Tensor:
        """The linear first layer's output for each of K parameter vectors.

        Returns (K, positions, *features, N): the positions of each window of a pooling that
        follows, packed apart so that the largest is taken along contiguous rows; else one.
        """
        if self.first is None:
            raise ValueError("this network's first layer is not linear in its parameters")
        z: Tensor = self.first(parameters, prepared)
        for layer in self.after:
            z = layer(_NO_PARAMETERS, z)
        return _packed(z, self.window) if self.window else z.unsqueeze(1).contiguous()


def _split(
    layers: Sequence[BatchedModule], belongs: Callable[[BatchedModule], bool]
) -> tuple[list[BatchedModule], list[BatchedModule]]:
    """The longest beginning whose layers all belong, and the rest."""
    end = next((i for i, layer in enumerate(layers) if not belongs(layer)), len(layers))
    return list(layers[:end]), list(layers[end:])


def _pool_first(
    layers: Sequence[BatchedModule],
) -> tuple[tuple[int, int] | None, list[BatchedModule]]:
    """Move a maximum pooling before the increasing activations that precede it.

    max(f(x)) = f(max(x)) for a non-decreasing f, and pooling first leaves f less to do.
    """
    for index, layer in enumerate(layers):
        if isinstance(layer, BatchedMaxPool2d):
            if layer.window is None:
                break
            return layer.window, [*layers[:index], *layers[index + 1 :]]
        if not (isinstance(layer, BatchedActivation) and layer.increasing):
            break
    return None, list(layers)


def _packed(z: Tensor, window: tuple[int, int]) -> Tensor:
    """(K, *C, H, W, N) → (K, h·w, *C, H // h, W // w, N): the same position of every window."""
    height, width = window
    rows, columns = z.shape[-3] // height, z.shape[-2] // width
    cropped = z[..., : rows * height, : columns * width, :]
    terms, channels, samples = z.shape[0], z.shape[1:-3], z.shape[-1]
    tiles = cropped.reshape(terms, -1, rows, height, columns, width, samples)
    packed = tiles.permute(0, 3, 5, 1, 2, 4, 6)
    return packed.reshape(terms, height * width, *channels, rows, columns, samples)
