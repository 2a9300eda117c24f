"""Pooling: native kernels on batch-last activations, read as channels-last images."""

from typing import Any

from torch import Tensor, nn

from hudes_desktop.nets.layers.base import Unparametrised


class _Pool(Unparametrised):
    """Pools the two axes before the batch: (*, H, W, N) → (*, H', W', N).

    (*, H, W, N) is the memory of a channels-last image with N channels, so nothing is copied.
    """

    def __init__(self, path: str, pool: nn.Module) -> None:
        super().__init__(path)
        self.pool: Any = pool

    def function(self, x: Tensor) -> Tensor:
        images = x.reshape(-1, *x.shape[-3:]).permute(0, 3, 1, 2)
        out: Tensor = self.pool(images).permute(0, 2, 3, 1).contiguous()
        return out.view(*x.shape[:-3], *out.shape[1:])


class BatchedMaxPool2d(_Pool):
    """nn.MaxPool2d with every option of it except returning indices."""

    @property
    def window(self) -> tuple[int, int] | None:
        """(height, width) where the windows tile the image without overlap; else None."""
        kernel = pair(self.pool.kernel_size)
        plain = (
            pair(self.pool.stride) == kernel
            and pair(self.pool.padding) == (0, 0)
            and pair(self.pool.dilation) == (1, 1)
            and not self.pool.ceil_mode
        )
        return kernel if plain else None


class BatchedAvgPool2d(_Pool):
    """nn.AvgPool2d with every option of it."""

    linear_map = True


class BatchedAdaptiveAvgPool2d(_Pool):
    """nn.AdaptiveAvgPool2d."""

    linear_map = True


def pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    """(height, width) of an option that torch.nn takes as one number or two."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])
