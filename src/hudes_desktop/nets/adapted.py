"""A network behind its own adapter, which makes of the data's images what the network takes."""

from typing import Any

from torch import Tensor, nn

ADAPTER = "adapt_images"
"""An attribute of a network: makes of the data's images (N, channels, height, width) what its
forward takes."""


def adapted(network: nn.Module) -> nn.Module:
    """The network behind its own adapter, or, without one, as it is."""
    return Adapted(network) if hasattr(network, ADAPTER) else network


class Adapted(nn.Module):
    """network: one with an ADAPTER."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        """(N, classes) as the network gives them."""
        adapt: Any = getattr(self.network, ADAPTER)
        outputs: Tensor = self.network(adapt(images))
        return outputs
