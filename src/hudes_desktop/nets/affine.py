"""Parameters of many points on an affine slice, held as one small basis and coefficients."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import PointParameters
from hudes_desktop.nets.parameters import ParameterLayout

Slots = Mapping[str, tuple[slice, tuple[int, ...]]]
"""Where each of some parameters lies in the p numbers of all of them, and its shape."""


def slots(layout: ParameterLayout, names: tuple[str, ...]) -> Slots:
    """Of the parameters of these names, one behind the other in the order of the layout."""
    found: dict[str, tuple[slice, tuple[int, ...]]] = {}
    size = 0
    for filter in layout.filters:
        if filter.name in names:
            place = slice(size, size + math.prod(filter.shape))
            found[filter.name] = (place, filter.shape)
            size = place.stop
    return found


class AffineBasis:
    """The K = 1 + axes vectors that every point of a slice mixes, restricted to some parameters.

    flat: (K, p) in the dtype of the coefficients. half: products are taken of a copy in half
    precision.
    """

    def __init__(
        self, layout: ParameterLayout, slots: Slots, vectors: Tensor, products: torch.dtype
    ) -> None:
        """vectors: (K, P), θ₀ first, then the directions of the axes."""
        self.slots = slots
        pieces = [vectors[:, filter.slice] for filter in layout.filters if filter.name in slots]
        self._sizes = [where.stop - where.start for where, _ in slots.values()]
        self.flat = torch.cat(pieces, 1) if pieces else vectors[:, :0]
        self.half = products != self.flat.dtype
        self._products = self.flat.to(products)

    def tensor(self, name: str) -> Tensor:
        """(K, *shape) of one parameter, in the dtype of products."""
        where, shape = self.slots[name]
        return self._products[:, where].reshape(-1, *shape)

    def split(self, flat: Tensor) -> dict[str, Tensor]:
        """Views (M, *shape) by name of (M, p)."""
        parts = flat.split_with_sizes(self._sizes, 1)
        return {
            name: part.view(-1, *shape)
            for part, (name, (_, shape)) in zip(parts, self.slots.items(), strict=True)
        }


class Scratch:
    """Memory that the products of one chunk are written into, and those of the next one again.

    New memory for large tensors comes from the system page by page, which costs about as much as
    the product that is written there.
    """

    def __init__(self) -> None:
        self._buffers: list[Tensor] = []

    def take(self, number: int, shape: tuple[int, ...], like: Tensor) -> Tensor:
        """The `number`-th buffer of a chunk as a tensor of that shape, with any numbers in it."""
        size = math.prod(shape)
        if number == len(self._buffers):
            self._buffers.append(like.new_empty(size))
        held = self._buffers[number]
        if held.numel() < size or held.dtype != like.dtype:
            held = self._buffers[number] = like.new_empty(size)
        return held[:size].view(shape)


class AffineParameters(PointParameters):
    """The parameters θ₀ + a d₁ + b d₂ of every point of a chunk.

    coefficients: (M, K), first column 1. shared: paths of the layers that multiply by the K basis
    weights and mix the products, instead of mixing weights; None means all. scratch: for products;
    it is this chunk's from now on.
    """

    def __init__(
        self,
        basis: AffineBasis,
        coefficients: Tensor,
        shared: frozenset[str] | None,
        scratch: Scratch | None = None,
    ) -> None:
        super().__init__(basis.split(torch.mm(coefficients, basis.flat)))
        self._scratch = scratch
        self._taken = 0
        self._basis = basis
        self._coefficients = coefficients
        self._shared = shared

    def bases(self, layer: str, name: str) -> tuple[Tensor, Tensor] | None:
        if self._shared is not None and layer not in self._shared:
            return None
        return self._basis.tensor(name), self._coefficients

    def room(self, shape: tuple[int, ...], like: Tensor, /) -> Tensor | None:
        if self._scratch is None:
            return None
        self._taken += 1
        return self._scratch.take(self._taken - 1, shape, like)
