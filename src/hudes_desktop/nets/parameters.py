"""Where each parameter tensor of a network lies in the flat vector θ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from torch import Tensor, nn


@dataclass(frozen=True)
class Filter:
    """One parameter tensor's place in θ, as filter normalisation walks over them.

    shape[0] counts the filters (output features or channels) of a weight; a tensor of one
    dimension is a bias or a scale.
    """

    name: str
    shape: tuple[int, ...]
    slice: slice


@dataclass(frozen=True)
class ParameterLayout:
    """Names, shapes and offsets of the tensors that θ concatenates, in `named_parameters` order.

    A parameter that two submodules share appears once, under its first name.
    """

    names: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]
    offsets: tuple[int, ...]
    size: int

    @classmethod
    def of(cls, module: nn.Module) -> ParameterLayout:
        """The layout of `module`'s parameters."""
        names, shapes, offsets = [], [], []
        size = 0
        for name, parameter in module.named_parameters():
            names.append(name)
            shapes.append(tuple(parameter.shape))
            offsets.append(size)
            size += parameter.numel()
        return cls(tuple(names), tuple(shapes), tuple(offsets), size)

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Every parameter tensor with the slice of θ that it fills."""
        return tuple(
            Filter(name, shape, slice(offset, offset + math.prod(shape)))
            for name, shape, offset in zip(self.names, self.shapes, self.offsets, strict=True)
        )

    def split(self, flat: Tensor) -> dict[str, Tensor]:
        """Views of `flat` (..., P) as tensors (..., *shape) by name; no copy.

        Raises ValueError if the last dimension of `flat` is not P.
        """
        if flat.shape[-1] != self.size:
            raise ValueError(
                f"θ has {flat.shape[-1]} entries in shape {tuple(flat.shape)}, "
                f"the network has {self.size} parameters"
            )
        return {
            filter.name: flat[..., filter.slice].reshape(*flat.shape[:-1], *filter.shape)
            for filter in self.filters
        }
