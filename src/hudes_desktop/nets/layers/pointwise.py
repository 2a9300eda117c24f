"""Activations, shapes and softmaxes: layers without parameters."""

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from hudes_desktop.nets.layers.base import Unparametrised

_IN_PLACE = {nn.Tanh: torch.tanh_, nn.Sigmoid: torch.sigmoid_}
"""Of functions whose module has no such option."""


class BatchedActivation(Unparametrised):
    """A function of one activation at a time, such as ReLU; `module` is the ordinary one."""

    def __init__(self, path: str, module: nn.Module) -> None:
        super().__init__(path)
        self.module: Any = copy.copy(module)
        self.compute = self.module.forward
        self._write_in_place(False)

    def overwrite_input(self) -> None:
        """From now on nothing else reads the input, so it may be written to."""
        self._write_in_place(True)
        self.compute = _IN_PLACE.get(type(self.module), self.compute)

    def _write_in_place(self, allowed: bool) -> None:
        if hasattr(self.module, "inplace"):
            self.module.inplace = allowed

    @property
    def increasing(self) -> bool:
        """Non-decreasing, so it may be applied after a maximum instead of before."""
        if isinstance(self.module, nn.LeakyReLU):
            return bool(self.module.negative_slope >= 0)
        return isinstance(self.module, nn.ReLU | nn.Tanh | nn.Sigmoid)

    def function(self, x: Tensor) -> Tensor:
        activated: Tensor = self.compute(x)
        return activated


class BatchedIdentity(Unparametrised):
    """nn.Identity, and nn.Dropout in evaluation mode."""

    linear_map = True

    def function(self, x: Tensor) -> Tensor:
        return x


class BatchedReshape(Unparametrised):
    """nn.Flatten and nn.Unflatten of feature axes; reshape: what does it to batch-last tensors."""

    linear_map = True

    def __init__(self, path: str, reshape: Callable[[Tensor], Tensor]) -> None:
        super().__init__(path)
        self.reshape = reshape

    def function(self, x: Tensor) -> Tensor:
        return self.reshape(x)


class BatchedSoftmax(Unparametrised):
    """nn.Softmax and nn.LogSoftmax over one feature axis."""

    def __init__(self, path: str, axis: int, log: bool) -> None:
        super().__init__(path)
        self.axis = axis
        self.log = log

    def function(self, x: Tensor) -> Tensor:
        axis = self.axis if self.axis > 0 else self.axis - 1
        return torch.log_softmax(x, axis) if self.log else torch.softmax(x, axis)
