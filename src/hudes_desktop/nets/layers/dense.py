"""Linear and Conv2d with one set of weights per point."""

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.layers.base import BatchedModule, PointParameters
from hudes_desktop.nets.layers.products import product


class _Product(BatchedModule):
    """Weights times columns, plus a bias or none; weight, bias: their names."""

    fresh_output = True
    linear_in_parameters = True

    def __init__(self, path: str, weight: str, bias: str | None) -> None:
        super().__init__(path)
        self.weight = weight
        self.bias = bias

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return (self.weight,) if self.bias is None else (self.weight, self.bias)

    def _product(self, parameters: PointParameters, columns: Tensor, groups: int = 1) -> Tensor:
        """(M or 1, groups · I, L) → (M, O, L)."""
        out = product(parameters, self.path, self.weight, groups, columns)
        if self.bias is not None:
            out += parameters[self.bias].unsqueeze(-1)
        return out


class BatchedLinear(_Product):
    """y = W x + b on the last feature axis: (M or 1, *, I, N) → (M, *, O, N)."""

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        if x.dim() <= 3:
            return self._product(parameters, x)
        # Positions before the last feature axis join the batch for the product.
        out = self._product(parameters, x.flatten(1, -3).transpose(1, 2).flatten(2))
        out = torch.unflatten(out, 2, (-1, x.shape[-1])).transpose(1, 2)
        return torch.unflatten(out, 1, x.shape[1:-2]).contiguous()


class BatchedConv2d(_Product):
    """Cross-correlation as a product with the unfolded windows.

    (M or 1, C, H, W, N) → (M, O, H', W', N). The batch as the last axis makes every copied row of
    a window contiguous.
    """

    def __init__(
        self,
        path: str,
        weight: str,
        bias: str | None,
        kernel: tuple[int, int],
        stride: tuple[int, int],
        padding: tuple[int, int, int, int],
        dilation: tuple[int, int],
        groups: int,
    ) -> None:
        """padding: left, right, top, bottom."""
        super().__init__(path, weight, bias)
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        windows = self._windows(x)
        height, width, batch = windows.shape[4:]
        columns = windows.reshape(x.shape[0], -1, height * width * batch)
        out = self._product(parameters, columns, self.groups)
        return torch.unflatten(out, 2, (height, width, batch))

    def _windows(self, x: Tensor) -> Tensor:
        """A view (M, C, kernel height, kernel width, H', W', N) of the padded activations."""
        if any(self.padding):
            x = functional.pad(x, (0, 0, *self.padding))
        points, channels, height, width, batch = x.shape
        s_point, s_channel, s_row, s_column, s_batch = x.stride()
        rows = (height - self.dilation[0] * (self.kernel[0] - 1) - 1) // self.stride[0] + 1
        columns = (width - self.dilation[1] * (self.kernel[1] - 1) - 1) // self.stride[1] + 1
        return x.as_strided(
            (points, channels, *self.kernel, rows, columns, batch),
            (
                s_point,
                s_channel,
                s_row * self.dilation[0],
                s_column * self.dilation[1],
                s_row * self.stride[0],
                s_column * self.stride[1],
                s_batch,
            ),
        )
