"""Activations, shapes and softmaxes: layers without parameters."""

from collections.abc import Callable

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import Unparametrised


class BatchedActivation(Unparametrised):
    """A function of one activation at a time, such as ReLU.

    kind: the name of the torch.nn class, options: its numbers; the compiled body reads both.
    owns_input: nothing else reads the input, so it may be overwritten; set by the chain.
    """

    pointwise = True

    def __init__(
        self,
        path: str,
        kind: str,
        function: Callable[[Tensor], Tensor],
        in_place: Callable[[Tensor], Tensor] | None = None,
        options: tuple[float, ...] = (),
    ) -> None:
        super().__init__(path)
        self.kind = kind
        self.pure = function
        self.in_place = in_place
        self.options = options
        self.owns_input = False

    @property
    def increasing(self) -> bool:
        """Non-decreasing, so it may be applied after a maximum instead of before."""
        if self.kind == "LeakyReLU":
            return self.options[0] >= 0
        return self.kind in ("ReLU", "Tanh", "Sigmoid")

    def function(self, x: Tensor) -> Tensor:
        if self.owns_input and self.in_place is not None:
            return self.in_place(x)
        return self.pure(x)


class BatchedIdentity(Unparametrised):
    """nn.Identity, and nn.Dropout in evaluation mode."""

    pointwise = True
    linear_map = True

    def function(self, x: Tensor) -> Tensor:
        return x


class BatchedFlatten(Unparametrised):
    """nn.Flatten of feature axes: `start` ≥ 1, `end` counted from the last feature if negative."""

    linear_map = True

    def __init__(self, path: str, start: int, end: int) -> None:
        super().__init__(path)
        self.start = start
        self.end = end

    def function(self, x: Tensor) -> Tensor:
        return x.flatten(self.start, self.end if self.end > 0 else self.end - 1)


class BatchedUnflatten(Unparametrised):
    """nn.Unflatten of one feature axis."""

    linear_map = True

    def __init__(self, path: str, axis: int, sizes: tuple[int, ...]) -> None:
        super().__init__(path)
        self.axis = axis
        self.sizes = sizes

    def function(self, x: Tensor) -> Tensor:
        return torch.unflatten(x, self.axis if self.axis > 0 else self.axis - 1, self.sizes)


class BatchedSoftmax(Unparametrised):
    """nn.Softmax and nn.LogSoftmax over one feature axis."""

    def __init__(self, path: str, axis: int, log: bool) -> None:
        super().__init__(path)
        self.axis = axis
        self.log = log

    def function(self, x: Tensor) -> Tensor:
        axis = self.axis if self.axis > 0 else self.axis - 1
        return torch.log_softmax(x, axis) if self.log else torch.softmax(x, axis)
