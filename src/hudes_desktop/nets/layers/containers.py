"""Layers made of layers: chains and residual blocks."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn

from hudes_desktop.nets.layers.base import BatchedModule, PointParameters
from hudes_desktop.nets.layers.pointwise import BatchedActivation


class BatchedChain(BatchedModule):
    """nn.Sequential; nested chains are one flat chain."""

    def __init__(self, path: str, layers: Sequence[BatchedModule]) -> None:
        super().__init__(path)
        flat: list[BatchedModule] = []
        for layer in layers:
            flat.extend(layer.layers if isinstance(layer, BatchedChain) else [layer])
        for before, layer in pairwise(flat):
            if isinstance(layer, BatchedActivation) and before.fresh_output:
                layer.overwrite_input()
        self._layers = nn.ModuleList(flat)

    @property
    def layers(self) -> list[BatchedModule]:
        """The layers in order, none of them a chain."""
        return [layer for layer in self._layers if isinstance(layer, BatchedModule)]

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return tuple(name for layer in self.layers for name in layer.parameter_names)

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer.forward(parameters, x)
        return x


class BatchedResidual(BatchedModule):
    """activation(body(x) + shortcut(x))."""

    def __init__(
        self, path: str, body: BatchedModule, shortcut: BatchedModule, activation: BatchedModule
    ) -> None:
        super().__init__(path)
        self.body = body
        self.shortcut = shortcut
        self.activation = activation

    @property
    def parameter_names(self) -> tuple[str, ...]:
        parts = (self.body, self.shortcut, self.activation)
        return tuple(name for part in parts for name in part.parameter_names)

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        out = self.body(parameters, x) + self.shortcut(parameters, x)
        activated: Tensor = self.activation(parameters, out)
        return activated
