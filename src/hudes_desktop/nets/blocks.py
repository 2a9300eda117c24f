"""Building blocks for networks that torch.nn has no module for."""

from torch import Tensor, nn


class Residual(nn.Module):
    """x → activation(body(x) + shortcut(x)), He et al. (2016), figure 2.

    body, shortcut, activation: modules; the last two default to the identity. body(x) and
    shortcut(x) must have the same shape.
    """

    def __init__(
        self,
        body: nn.Module,
        shortcut: nn.Module | None = None,
        activation: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.body = body
        self.shortcut = nn.Identity() if shortcut is None else shortcut
        self.activation = nn.Identity() if activation is None else activation

    def forward(self, x: Tensor) -> Tensor:
        """(N, ...) → (N, ...)."""
        out: Tensor = self.activation(self.body(x) + self.shortcut(x))
        return out
