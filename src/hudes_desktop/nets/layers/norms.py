"""Normalisation layers with one scale and shift per point."""

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import BatchedModule, PointParameters


class _Scaled(BatchedModule):
    """Shared by all: optional scale and shift named `weight` and `bias`."""

    fresh_output = True

    def __init__(self, path: str, weight: str | None, bias: str | None, epsilon: float) -> None:
        super().__init__(path)
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon

    @property
    def linear_in_parameters(self) -> bool:  # type: ignore[override]  # a class attribute elsewhere
        """A shift needs the scale beside it: without one the output is affine, not linear."""
        return self.weight is not None

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.weight, self.bias) if name is not None)

    def _scaled(self, parameters: PointParameters, x: Tensor, trailing: int) -> Tensor:
        """x · weight + bias, the parameters' axes followed by `trailing` broadcast axes."""
        after = (1,) * trailing
        if self.weight is not None:
            weight = parameters[self.weight]
            x = x * weight.view(*weight.shape, *after)
        if self.bias is not None:
            bias = parameters[self.bias]
            x = x + bias.view(*bias.shape, *after)
        return x


class BatchedBatchNorm(_Scaled):
    """nn.BatchNorm1d and nn.BatchNorm2d in evaluation: the running statistics are constants."""

    mean: Tensor
    variance: Tensor

    def __init__(
        self,
        path: str,
        weight: str | None,
        bias: str | None,
        epsilon: float,
        mean: Tensor,
        variance: Tensor,
    ) -> None:
        super().__init__(path, weight, bias, epsilon)
        self.register_buffer("mean", mean.detach().clone())
        self.register_buffer("variance", variance.detach().clone())

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        trailing = x.dim() - 2
        shape = (-1, *(1,) * trailing)
        factor = torch.rsqrt(self.variance + self.epsilon)
        x = (x - self.mean.view(shape)) * factor.view(shape)
        return self._scaled(parameters, x, trailing)


class BatchedLayerNorm(_Scaled):
    """nn.LayerNorm over the last `axes` feature axes."""

    def __init__(
        self, path: str, weight: str | None, bias: str | None, epsilon: float, axes: int
    ) -> None:
        super().__init__(path, weight, bias, epsilon)
        self.axes = axes

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        axes = tuple(range(-1 - self.axes, -1))
        x = _standardised(x, axes, self.epsilon)
        points_and_free = x.dim() - 1 - self.axes
        for name, add in ((self.weight, False), (self.bias, True)):
            if name is not None:
                value = parameters[name]
                free = (1,) * (points_and_free - 1)
                value = value.view(value.shape[0], *free, *value.shape[1:], 1)
                x = x + value if add else x * value
        return x


class BatchedGroupNorm(_Scaled):
    """nn.GroupNorm: channels are the first feature axis."""

    def __init__(
        self, path: str, weight: str | None, bias: str | None, epsilon: float, groups: int
    ) -> None:
        super().__init__(path, weight, bias, epsilon)
        self.groups = groups

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        grouped = torch.unflatten(x, 1, (self.groups, -1))
        grouped = _standardised(grouped, tuple(range(2, grouped.dim() - 1)), self.epsilon)
        return self._scaled(parameters, grouped.flatten(1, 2), x.dim() - 2)


def _standardised(x: Tensor, axes: tuple[int, ...], epsilon: float) -> Tensor:
    """Zero mean, unit (biased) variance over `axes`."""
    variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    return (x - mean) * torch.rsqrt(variance + epsilon)
