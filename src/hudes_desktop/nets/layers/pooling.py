"""Pooling: native kernels on batch-last activations, read as channels-last images."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from hudes_desktop.nets.layers.base import Unparametrised


def _on_images(pool: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Pool the two axes before the batch: (*, H, W, N) → (*, H', W', N).

    (*, H, W, N) is the memory of a channels-last image with N channels, so nothing is copied.
    """
    images = x.reshape(-1, *x.shape[-3:]).permute(0, 3, 1, 2)
    out = pool(images).permute(0, 2, 3, 1).contiguous()
    return out.view(*x.shape[:-3], *out.shape[1:])


class BatchedMaxPool2d(Unparametrised):
    """nn.MaxPool2d with every option of it except returning indices."""

    def __init__(self, path: str, pool: nn.MaxPool2d) -> None:
        super().__init__(path)
        self.pool = pool

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

    def function(self, x: Tensor) -> Tensor:
        return _on_images(self.pool, x)


class BatchedAvgPool2d(Unparametrised):
    """nn.AvgPool2d with every option of it."""

    linear_map = True

    def __init__(self, path: str, pool: nn.AvgPool2d) -> None:
        super().__init__(path)
        self.pool = pool

    def function(self, x: Tensor) -> Tensor:
        return _on_images(self.pool, x)


class BatchedAdaptiveAvgPool2d(Unparametrised):
    """nn.AdaptiveAvgPool2d."""

    linear_map = True

    def __init__(self, path: str, pool: nn.AdaptiveAvgPool2d) -> None:
        super().__init__(path)
        self.size = pool.output_size

    def function(self, x: Tensor) -> Tensor:
        return _on_images(lambda images: functional.adaptive_avg_pool2d(images, self.size), x)


def pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    """(height, width) of an option that torch.nn takes as one number or two."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])
