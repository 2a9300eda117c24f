"""A transformer that reads an image in patches: hudes-desktop --net transformer.py:network"""

import torch
from torch import Tensor, nn


class PatchTransformer(nn.Module):
    """(N, 16, 49) patches → (N, 10) scores."""

    def __init__(self, width: int, heads: int, layers: int) -> None:
        super().__init__()
        self.embed = nn.Linear(49, width)
        self.positions = nn.Parameter(0.02 * torch.randn(16, width))
        layer = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.head = nn.Linear(width, 10)

    @staticmethod
    def adapt_images(images: Tensor) -> Tensor:
        """(N, 1, 28, 28) → (N, 16, 49): the adapter, for forward takes no images."""
        return nn.functional.unfold(images, 7, stride=7).transpose(1, 2)

    def forward(self, patches: Tensor) -> Tensor:
        """Log-probabilities of the mean of all patches."""
        read = self.layers(self.embed(patches) + self.positions)
        return self.head(read.mean(1)).log_softmax(1)


def network() -> nn.Module:
    """A function that makes it, for the class has arguments."""
    return PatchTransformer(width=24, heads=4, layers=2)
