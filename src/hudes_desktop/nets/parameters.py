"""Where each parameter tensor of a network lies in the flat vector θ."""

from dataclasses import dataclass

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
    """The tensors that θ concatenates, in `named_parameters` order, and P, how many numbers.

    A parameter that two submodules share appears once, under its first name.
    """

    filters: tuple[Filter, ...]
    size: int

    @classmethod
    def of(cls, module: nn.Module) -> "ParameterLayout":
        """The layout of `module`'s parameters that aren't frozen (requires_grad)."""
        filters = []
        size = 0
        for name, parameter in module.named_parameters():
            if not parameter.requires_grad:
                continue
            place = slice(size, size + parameter.numel())
            filters.append(Filter(name, tuple(parameter.shape), place))
            size = place.stop
        return cls(tuple(filters), size)

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
            filter.name: flat[..., filter.slice].reshape((*flat.shape[:-1], *filter.shape))
            for filter in self.filters
        }
