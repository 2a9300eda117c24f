"""A slice plan written down as the layers that the compiled kernel runs."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.affine import Slots
from hudes_desktop.nets.layers.base import BatchedModule, PointParameters
from hudes_desktop.nets.layers.dense import BatchedConv2d, BatchedLinear
from hudes_desktop.nets.layers.pointwise import (
    BatchedActivation,
    BatchedIdentity,
    BatchedReshape,
    BatchedSoftmax,
)
from hudes_desktop.nets.layers.pooling import BatchedAvgPool2d, BatchedMaxPool2d, pair
from hudes_desktop.nets.plan import SlicePlan

_ACTIVATION, _CONVOLUTION, _MAX_POOL, _AVERAGE_POOL = range(4)
_FUNCTIONS = ("Identity", "ReLU", "LeakyReLU", "Tanh", "Sigmoid", "SiLU", "GELU", "GELU tanh")


class Unsupported(Exception):
    """The compiled kernel has no such layer; the message names it."""


class KernelLayer(ctypes.Structure):
    """One layer, field for field the struct of slice_kernel.cpp."""

    _fields_ = [
        *(
            (name, ctypes.c_int64)
            for name in (
                "kind", "channels", "height", "width", "out_channels", "out_height", "out_width",
                "kernel_height", "kernel_width", "stride_height", "stride_width", "top", "left",
                "dilation_height", "dilation_width", "groups", "inputs", "row_blocks", "rows",
                "weight", "function",
            )
        ),
        ("option", ctypes.c_double),
    ]  # fmt: skip


class KernelProgram:
    """What the kernel needs to know about a network; the batch and the points come with each call.

    layers: a ctypes array. function, option: applied to the mixed first layer.
    order: (F,) which feature of the first layer is stored at each place.
    gather: (Q,) for each packed parameter its place among the body's; `missing` stands for zero.
    weights: numbers of the largest packed block of rows. widest: numbers of the largest output of
    a layer, for one sample, as stored. classes: how many log-probabilities. products: of a
    sample, in all layers.
    """

    def __init__(
        self,
        plan: SlicePlan,
        slots: Slots,
        shape: tuple[int, ...],
        max_rows: int,
        width: int,
    ) -> None:
        """The program of a plan whose first layer gives activations of `shape` (no batch).

        slots: where each of the body's parameters lies. max_rows, width: as the kernel says.
        Raises Unsupported for a layer that only the eager path has.
        """
        body = list(plan.body)
        if plan.first is None or not body:
            raise Unsupported("the network does not begin with a single layer with parameters")
        last = body.pop()
        if not isinstance(last, BatchedSoftmax) or not last.log:
            raise Unsupported(f"the network ends in {_named(last)}, not in LogSoftmax")
        self._slots = slots
        self._max_rows = max_rows
        self._width = width
        self._missing = max((where.stop for where, _ in slots.values()), default=0)
        # Of a sample's activations as PyTorch sees them, and (height, width, channels): the flat
        # index into these of what the kernel stores at each place; −1 where it stores nothing.
        self._shape = shape
        places = torch.arange(math.prod(shape))
        images = len(shape) == 3
        self._stored = places.view(shape).permute(1, 2, 0) if images else places.view(1, 1, -1)
        self.order = self._stored.flatten()
        self._layers: list[KernelLayer] = []
        self._gather: list[Tensor] = [torch.zeros(0, dtype=torch.int64)]
        self._packed = 0
        self._first: tuple[int, float] | None = None
        self.weights = 0
        self.widest = 1
        self.products = 0
        for layer in body:
            self._add(layer)
        if len(self._shape) != 1 or last.axis not in (1, -1):
            raise Unsupported(f"{_named(last)} is not over one row of classes")
        if not self._layers:
            self._append_activation(0, 0.0)
        self.layers = (KernelLayer * len(self._layers))(*self._layers)
        self.function, self.option = self._first or (0, 0.0)
        self.gather = torch.cat(self._gather)
        self.classes = self._shape[0]

    def _add(self, layer: BatchedModule) -> None:
        match layer:
            case BatchedIdentity():
                pass
            case BatchedReshape():
                sample = torch.empty((1, *self._shape, 1), device="meta")
                self._reshape(layer, layer(PointParameters({}), sample).shape[1:-1])
            case BatchedActivation():
                self._activation(layer)
            case BatchedLinear() if len(self._shape) == 1:
                outputs = self._slots[layer.weight][1][0]
                place = _window((1, 1), (1, 1), (0, 0), (1, 1))
                self._convolution(layer, place, outputs, (1, 1), 1)
                self._shape = (outputs,)
            case BatchedConv2d() if len(self._shape) == 3:
                self._conv2d(layer)
            case BatchedMaxPool2d() | BatchedAvgPool2d() if len(self._shape) == 3:
                self._pool(layer)
            case _:
                raise Unsupported(f"{_named(layer)} runs eagerly only")

    def _reshape(self, layer: BatchedModule, shape: Sequence[int]) -> None:
        if len(shape) == 1:
            self._stored = self._stored.reshape(1, 1, -1)
        elif len(self._shape) == 3:
            raise Unsupported(f"{_named(layer)} to {tuple(shape)} runs eagerly only")
        self._shape = tuple(shape)

    def _activation(self, layer: BatchedActivation) -> None:
        kind = type(layer.module).__name__
        if kind == "GELU" and layer.module.approximate == "tanh":
            kind = "GELU tanh"
        function = _FUNCTIONS.index(kind)
        option = float(getattr(layer.module, "negative_slope", 0.0))
        before = self._layers[-1] if self._layers else None
        if before is None and self._first is None:
            self._first = (function, option)
        elif before is not None and before.kind == _CONVOLUTION and not before.function:
            before.function, before.option = function, option
        else:
            self._append_activation(function, option)

    def _append_activation(self, function: int, option: float) -> None:
        layer = KernelLayer(kind=_ACTIVATION, function=function, option=option)
        self._append(layer, self._stored)

    def _conv2d(self, layer: BatchedConv2d) -> None:
        left, right, top, bottom = layer.padding
        outputs = self._slots[layer.weight][1][0]
        _, height, width = self._shape
        padded = height + top + bottom, width + left + right
        rows, columns = map(_windows, padded, layer.kernel, layer.stride, layer.dilation)
        self._images(layer)
        place = _window(layer.kernel, layer.stride, (top, left), layer.dilation)
        self._convolution(layer, place, outputs, (rows, columns), layer.groups)
        self._shape = (outputs, rows, columns)

    def _convolution(
        self,
        layer: BatchedLinear | BatchedConv2d,
        place: KernelLayer,
        outputs: int,
        size: tuple[int, int],
        groups: int,
    ) -> None:
        """A product; its parameters are packed as the kernel walks over them.

        For each block of rows: the biases, then the weights (kernel, inputs, rows), then padding to
        a whole vector.
        """
        area = self._shape[1] * self._shape[2] if isinstance(layer, BatchedConv2d) else 1
        channels = self._stored[0, 0] // area if area > 1 else self._stored[0, 0]
        if groups > 1 and bool((self._stored[0, 0] < 0).any()):
            raise Unsupported(f"{_named(layer)} after spare channels runs eagerly only")
        per_group = outputs // groups
        blocks = -(-per_group // self._max_rows)
        rows = -(-per_group // blocks)
        spare = blocks * rows - per_group
        where, _ = self._slots[layer.weight]
        # (groups, outputs, inputs, kernel) with one more input, which is missing, at the end.
        weight = torch.arange(where.start, where.stop).view(groups, per_group, -1, *_kernel(layer))
        weight = functional.pad(
            weight.flatten(3), (0, 0, 0, 1, 0, spare), value=self._missing
        )  # (groups, blocks · rows, inputs + 1, kernel)
        weight = weight[:, :, channels] if groups == 1 else weight[:, :, :-1]
        inputs = weight.shape[2]
        weight = weight.view(groups, blocks, rows, inputs, -1).permute(0, 1, 4, 3, 2)
        bias = torch.full((groups, per_group), self._missing)
        if layer.bias is not None:
            where, _ = self._slots[layer.bias]
            bias = torch.arange(where.start, where.stop).view(groups, per_group)
        bias = functional.pad(bias, (0, spare), value=self._missing).view(groups, blocks, 1, rows)
        packed = torch.cat([bias, weight.flatten(2, 3)], 2).flatten(2)
        packed = functional.pad(packed, (0, -packed.shape[2] % self._width), value=self._missing)
        place.kind = _CONVOLUTION
        place.groups, place.inputs, place.row_blocks, place.rows = groups, inputs, blocks, rows
        place.weight = self._packed
        self._gather.append(packed.flatten())
        self._packed += packed.numel()
        self.weights = max(self.weights, packed.shape[2])
        self.products += packed.numel() * size[0] * size[1]
        channel = torch.arange(outputs).view(groups, per_group)
        channel = functional.pad(channel, (0, spare), value=-1).flatten()
        self._append(place, _stored(channel, size))

    def _pool(self, layer: BatchedMaxPool2d | BatchedAvgPool2d) -> None:
        pool = layer.pool
        kernel, stride, padding = pair(pool.kernel_size), pair(pool.stride), pair(pool.padding)
        dilation = (1, 1)
        if isinstance(layer, BatchedMaxPool2d):
            dilation = pair(layer.pool.dilation)
        elif padding != (0, 0) or layer.pool.divisor_override is not None:
            raise Unsupported(f"{_named(layer)} with padding or a divisor runs eagerly only")
        if pool.ceil_mode:
            raise Unsupported(f"{_named(layer)} with ceil_mode runs eagerly only")
        self._images(layer)
        channels, height, width = self._shape
        padded = height + 2 * padding[0], width + 2 * padding[1]
        rows, columns = map(_windows, padded, kernel, stride, dilation)
        place = _window(kernel, stride, padding, dilation)
        place.kind = _MAX_POOL if isinstance(layer, BatchedMaxPool2d) else _AVERAGE_POOL
        channel = torch.where(self._stored[0, 0] < 0, -1, self._stored[0, 0] // (height * width))
        self._append(place, _stored(channel, (rows, columns)))
        self._shape = (channels, rows, columns)

    def _images(self, layer: BatchedModule) -> None:
        if self._stored.shape[:2] != self._shape[1:]:
            raise Unsupported(f"{_named(layer)} on reshaped activations runs eagerly only")

    def _append(self, layer: KernelLayer, stored: Tensor) -> None:
        layer.height, layer.width, layer.channels = self._stored.shape
        layer.out_height, layer.out_width, layer.out_channels = stored.shape
        self._stored = stored
        self._layers.append(layer)
        self.widest = max(self.widest, stored.numel())


def _stored(channel: Tensor, size: tuple[int, int]) -> Tensor:
    """Images of `size` with these channels at each place; −1 for a channel that is spare."""
    positions = torch.arange(size[0] * size[1]).view(*size, 1)
    return torch.where(channel < 0, -1, channel * (size[0] * size[1]) + positions)


def _window(
    kernel: tuple[int, int],
    stride: tuple[int, int],
    corner: tuple[int, int],
    dilation: tuple[int, int],
) -> KernelLayer:
    """A layer with nothing but its windows; corner: padding at the top and on the left."""
    place = KernelLayer()
    place.kernel_height, place.kernel_width = kernel
    place.stride_height, place.stride_width = stride
    place.top, place.left = corner
    place.dilation_height, place.dilation_width = dilation
    return place


def _kernel(layer: BatchedLinear | BatchedConv2d) -> tuple[int, int]:
    return layer.kernel if isinstance(layer, BatchedConv2d) else (1, 1)


def _windows(size: int, kernel: int, stride: int, dilation: int) -> int:
    """How many windows fit, torch.nn.Conv2d's formula."""
    return (size - dilation * (kernel - 1) - 1) // stride + 1


def _named(layer: BatchedModule) -> str:
    return f"{layer.path or 'the network'} ({type(layer).__name__.removeprefix('Batched')})"
