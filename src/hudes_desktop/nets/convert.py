"""From an ordinary nn.Module to its batched twin, or to the name of what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.layers.base import BatchedModule
from hudes_desktop.nets.layers.containers import BatchedChain, BatchedResidual
from hudes_desktop.nets.layers.dense import BatchedConv2d, BatchedLinear
from hudes_desktop.nets.layers.norms import BatchedBatchNorm, BatchedGroupNorm, BatchedLayerNorm
from hudes_desktop.nets.layers.pointwise import (
    BatchedActivation,
    BatchedFlatten,
    BatchedIdentity,
    BatchedSoftmax,
    BatchedUnflatten,
)
from hudes_desktop.nets.layers.pooling import (
    BatchedAdaptiveAvgPool2d,
    BatchedAvgPool2d,
    BatchedMaxPool2d,
)


class Unconvertible(Exception):
    """A submodule has no batched twin; the message names its path, its type and why."""

    def __init__(self, path: str, module: nn.Module, why: str) -> None:
        super().__init__(f"{path or 'the network'} ({type(module).__name__}): {why}")
        self.path = path


def convert(module: nn.Module) -> BatchedModule:
    """The batched twin of `module` in evaluation mode, whatever mode it is in.

    Input (points or 1, *features, batch), output (points, *features, batch), parameters as in
    `layers.base`. Raises Unconvertible, which names the submodule; nothing is left out silently.
    """
    return _Converter(module).twin("", module)


class _Converter:
    """One conversion: knows the first name of every parameter, so sharing is kept."""

    def __init__(self, root: nn.Module) -> None:
        self._names = {id(parameter): name for name, parameter in root.named_parameters()}

    def twin(self, path: str, module: nn.Module) -> BatchedModule:
        # By exact type: a subclass may compute something else in its forward.
        builder = _BUILDERS.get(type(module))
        if builder is None:
            raise Unconvertible(path, module, "no batched twin for this type")
        if any(getattr(module, hooks) for hooks in _HOOKS):
            raise Unconvertible(path, module, "it has forward hooks")
        return builder(self, path, module)

    def name(self, parameter: nn.Parameter | None) -> str | None:
        return None if parameter is None else self._names[id(parameter)]

    def weight(self, parameter: nn.Parameter) -> str:
        return self._names[id(parameter)]


_HOOKS = ("_forward_hooks", "_forward_pre_hooks")


def _child(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _sequential(converter: _Converter, path: str, module: nn.Sequential) -> BatchedModule:
    children = [
        converter.twin(_child(path, name), child) for name, child in module._modules.items()
        if child is not None
    ]
    return BatchedChain(path, children)


def _residual(converter: _Converter, path: str, module: Residual) -> BatchedModule:
    body, shortcut, activation = (
        converter.twin(_child(path, name), getattr(module, name))
        for name in ("body", "shortcut", "activation")
    )
    return BatchedResidual(path, body, shortcut, activation)


def _linear(converter: _Converter, path: str, module: nn.Linear) -> BatchedModule:
    return BatchedLinear(path, converter.weight(module.weight), converter.name(module.bias))


def _conv2d(converter: _Converter, path: str, module: nn.Conv2d) -> BatchedModule:
    if module.padding_mode != "zeros":
        raise Unconvertible(path, module, f"padding_mode={module.padding_mode!r}")
    kernel, stride, dilation = _two(module.kernel_size), _two(module.stride), _two(module.dilation)
    if module.padding == "valid":
        padding = (0, 0, 0, 0)
    elif module.padding == "same":
        height, width = (d * (k - 1) for d, k in zip(dilation, kernel, strict=True))
        padding = (width // 2, width - width // 2, height // 2, height - height // 2)
    else:
        height, width = _two(module.padding)
        padding = (width, width, height, height)
    return BatchedConv2d(
        path,
        converter.weight(module.weight),
        converter.name(module.bias),
        kernel,
        stride,
        padding,
        dilation,
        module.groups,
    )


def _two(value: Any) -> tuple[int, int]:
    return (int(value), int(value)) if isinstance(value, int) else (int(value[0]), int(value[1]))


def _max_pool(converter: _Converter, path: str, module: nn.MaxPool2d) -> BatchedModule:
    if module.return_indices:
        raise Unconvertible(path, module, "return_indices=True")
    return BatchedMaxPool2d(path, module)


def _flatten(converter: _Converter, path: str, module: nn.Flatten) -> BatchedModule:
    start, end = module.start_dim, module.end_dim
    if start < 1 or end == 0:
        raise Unconvertible(path, module, f"start_dim={start}, end_dim={end} may join the batch")
    return BatchedFlatten(path, start, end)


def _unflatten(converter: _Converter, path: str, module: nn.Unflatten) -> BatchedModule:
    if not isinstance(module.dim, int) or module.dim == 0:
        raise Unconvertible(path, module, f"dim={module.dim!r}")
    return BatchedUnflatten(path, module.dim, tuple(int(size) for size in module.unflattened_size))


def _softmax(log: bool) -> Callable[[_Converter, str, Any], BatchedModule]:
    def build(converter: _Converter, path: str, module: Any) -> BatchedModule:
        if module.dim is None or module.dim == 0:
            raise Unconvertible(path, module, f"dim={module.dim}")
        return BatchedSoftmax(path, module.dim, log)

    return build


def _batch_norm(
    converter: _Converter, path: str, module: nn.BatchNorm1d | nn.BatchNorm2d
) -> BatchedModule:
    if module.running_mean is None or module.running_var is None:
        raise Unconvertible(path, module, "track_running_stats=False")
    return BatchedBatchNorm(
        path,
        converter.name(module.weight),
        converter.name(module.bias),
        module.eps,
        module.running_mean,
        module.running_var,
    )


def _layer_norm(converter: _Converter, path: str, module: nn.LayerNorm) -> BatchedModule:
    weight, bias = converter.name(module.weight), converter.name(module.bias)
    return BatchedLayerNorm(path, weight, bias, module.eps, len(module.normalized_shape))


def _group_norm(converter: _Converter, path: str, module: nn.GroupNorm) -> BatchedModule:
    weight, bias = converter.name(module.weight), converter.name(module.bias)
    return BatchedGroupNorm(path, weight, bias, module.eps, module.num_groups)


def _identity(converter: _Converter, path: str, module: nn.Module) -> BatchedModule:
    return BatchedIdentity(path)


def _leaky_relu(converter: _Converter, path: str, module: nn.LeakyReLU) -> BatchedModule:
    slope = float(module.negative_slope)
    function = partial(functional.leaky_relu, negative_slope=slope)
    in_place = partial(functional.leaky_relu_, negative_slope=slope)
    return BatchedActivation(path, "LeakyReLU", function, in_place, (slope,))


def _gelu(converter: _Converter, path: str, module: nn.GELU) -> BatchedModule:
    function = partial(functional.gelu, approximate=module.approximate)
    options = (float(module.approximate == "tanh"),)
    return BatchedActivation(path, "GELU", function, options=options)


def _activation(
    kind: str,
    function: Callable[[torch.Tensor], torch.Tensor],
    in_place: Callable[[torch.Tensor], torch.Tensor],
) -> Callable[[_Converter, str, Any], BatchedModule]:
    def build(converter: _Converter, path: str, module: Any) -> BatchedModule:
        return BatchedActivation(path, kind, function, in_place)

    return build


_BUILDERS: dict[type[nn.Module], Callable[[_Converter, str, Any], BatchedModule]] = {
    nn.Sequential: _sequential,
    Residual: _residual,
    nn.Linear: _linear,
    nn.Conv2d: _conv2d,
    nn.MaxPool2d: _max_pool,
    nn.AvgPool2d: lambda converter, path, module: BatchedAvgPool2d(path, module),
    nn.AdaptiveAvgPool2d: lambda converter, path, module: BatchedAdaptiveAvgPool2d(path, module),
    nn.Flatten: _flatten,
    nn.Unflatten: _unflatten,
    nn.Identity: _identity,
    nn.Dropout: _identity,
    nn.ReLU: _activation("ReLU", torch.relu, torch.relu_),
    nn.LeakyReLU: _leaky_relu,
    nn.GELU: _gelu,
    nn.Tanh: _activation("Tanh", torch.tanh, torch.tanh_),
    nn.Sigmoid: _activation("Sigmoid", torch.sigmoid, torch.sigmoid_),
    nn.SiLU: _activation("SiLU", functional.silu, partial(functional.silu, inplace=True)),
    nn.LogSoftmax: _softmax(log=True),
    nn.Softmax: _softmax(log=False),
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.LayerNorm: _layer_norm,
    nn.GroupNorm: _group_norm,
}
