"""From an ordinary nn.Module to its batched twin, or to the name of what stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from hudes_desktop.nets.adapted import ADAPTER, Adapted
from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.layers.base import BatchedModule
from hudes_desktop.nets.layers.containers import BatchedChain, BatchedResidual
from hudes_desktop.nets.layers.dense import BatchedConv2d, BatchedLinear
from hudes_desktop.nets.layers.norms import BatchedBatchNorm, BatchedGroupNorm, BatchedLayerNorm
from hudes_desktop.nets.layers.pointwise import (
    BatchedActivation,
    BatchedIdentity,
    BatchedReshape,
    BatchedSoftmax,
)
from hudes_desktop.nets.layers.pooling import (
    BatchedAdaptiveAvgPool2d,
    BatchedAvgPool2d,
    BatchedMaxPool2d,
    pair,
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
    # A parameter that submodules share goes by its first name, as in ParameterLayout.
    names = {id(parameter): name for name, parameter in module.named_parameters()}
    return _Site("", module, names).twin()


def ending_in_log_softmax(twin: BatchedModule) -> BatchedModule:
    """A twin that gives log-probabilities (points, classes, batch) where the module gives scores.

    A softmax at its end is replaced: the log-softmax of scores and of log-probabilities is the
    same. Not for a module that gives probabilities by other means.
    """
    layers = twin.layers if isinstance(twin, BatchedChain) else [twin]
    last = layers[-1] if layers else None
    if isinstance(last, BatchedSoftmax) and last.axis in (1, -1):
        layers = layers[:-1]
    path = last.path if isinstance(last, BatchedSoftmax) else ""
    return BatchedChain(twin.path, [*layers, BatchedSoftmax(path, 1, log=True)])


def has_hooks(module: nn.Module) -> bool:
    """Whether a module's forward is not all that a call does."""
    return bool(module._forward_hooks or module._forward_pre_hooks)


@dataclass(frozen=True)
class _Site:
    """A submodule (of a type that the builder knows), its dotted path and all parameters' names."""

    path: str
    module: Any
    names: dict[int, str]

    def twin(self) -> BatchedModule:
        # By exact type: a subclass may compute something else in its forward.
        builder = _BUILDERS.get(type(self.module))
        if builder is None:
            raise self.refusal("no batched twin for this type")
        if has_hooks(self.module):
            raise self.refusal("it has forward hooks")
        return builder(self)

    def child(self, name: str) -> BatchedModule:
        path = f"{self.path}.{name}" if self.path else name
        return _Site(path, self.module.get_submodule(name), self.names).twin()

    def name(self, parameter: Tensor) -> str:
        if not parameter.requires_grad:
            raise self.refusal("it has frozen parameters")
        return self.names[id(parameter)]

    def optional(self, parameter: Tensor | None) -> str | None:
        return None if parameter is None else self.name(parameter)

    def scale(self) -> tuple[str | None, str | None]:
        """The names of a normalisation's weight and bias."""
        return self.optional(self.module.weight), self.optional(self.module.bias)

    def refusal(self, why: str) -> Unconvertible:
        return Unconvertible(self.path, self.module, why)


def _sequential(site: _Site) -> BatchedModule:
    return BatchedChain(site.path, [site.child(name) for name in site.module._modules])


def _residual(site: _Site) -> BatchedModule:
    for branch in (site.module.body, site.module.shortcut):
        if _overwrites_its_input(branch):
            raise site.refusal("a branch overwrites the input that the other one reads")
    return BatchedResidual(
        site.path, site.child("body"), site.child("shortcut"), site.child("activation")
    )


def _overwrites_its_input(branch: nn.Module) -> bool:
    """Whether the first layer that computes something, whatever it lies in, works in place."""
    for module in branch.modules():
        if type(module) not in (nn.Sequential, Residual, nn.Identity, nn.Dropout, nn.Flatten):
            return bool(getattr(module, "inplace", False))
    return False


def _linear(site: _Site) -> BatchedModule:
    bias = site.optional(site.module.bias)
    return BatchedLinear(site.path, site.name(site.module.weight), bias)


def _conv2d(site: _Site) -> BatchedModule:
    module = site.module
    if module.padding_mode != "zeros":
        raise site.refusal(f"padding_mode={module.padding_mode!r}")
    kernel, dilation = pair(module.kernel_size), pair(module.dilation)
    if module.padding == "valid":
        padding = (0, 0, 0, 0)
    elif module.padding == "same":
        height, width = (d * (k - 1) for d, k in zip(dilation, kernel, strict=True))
        padding = (width // 2, width - width // 2, height // 2, height - height // 2)
    else:
        height, width = pair(module.padding)
        padding = (width, width, height, height)
    return BatchedConv2d(
        site.path,
        site.name(module.weight),
        site.optional(module.bias),
        kernel,
        pair(module.stride),
        padding,
        dilation,
        module.groups,
    )


def _max_pool(site: _Site) -> BatchedModule:
    if site.module.return_indices:
        raise site.refusal("return_indices=True")
    return BatchedMaxPool2d(site.path, site.module)


def _flatten(site: _Site) -> BatchedModule:
    start, end = site.module.start_dim, site.module.end_dim
    if start < 1 or end == 0:
        raise site.refusal(f"start_dim={start}, end_dim={end} may join the batch")
    # The batch is behind the features, so an axis that is counted from the end lies one further.
    end = end if end > 0 else end - 1
    return BatchedReshape(site.path, partial(torch.flatten, start_dim=start, end_dim=end))


def _unflatten(site: _Site) -> BatchedModule:
    axis = site.module.dim
    if not isinstance(axis, int) or axis == 0:
        raise site.refusal(f"dim={axis!r}")
    sizes = tuple(int(size) for size in site.module.unflattened_size)
    axis = axis if axis > 0 else axis - 1
    return BatchedReshape(site.path, partial(torch.unflatten, dim=axis, sizes=sizes))


def _softmax(site: _Site) -> BatchedModule:
    axis = site.module.dim
    if axis is None or axis == 0:
        raise site.refusal(f"dim={axis}")
    return BatchedSoftmax(site.path, axis, log=isinstance(site.module, nn.LogSoftmax))


def _batch_norm(site: _Site) -> BatchedModule:
    module = site.module
    if module.running_mean is None or module.running_var is None:
        raise site.refusal("track_running_stats=False")
    return BatchedBatchNorm(
        site.path, *site.scale(), module.eps, module.running_mean, module.running_var
    )


def _layer_norm(site: _Site) -> BatchedModule:
    module = site.module
    return BatchedLayerNorm(site.path, *site.scale(), module.eps, len(module.normalized_shape))


def _group_norm(site: _Site) -> BatchedModule:
    return BatchedGroupNorm(site.path, *site.scale(), site.module.eps, site.module.num_groups)


def _identity(site: _Site) -> BatchedModule:
    return BatchedIdentity(site.path)


def _activation(site: _Site) -> BatchedModule:
    return BatchedActivation(site.path, site.module)


def _adapted(site: _Site) -> BatchedModule:
    raise site.refusal(f"{ADAPTER} stands before its layers")


_BUILDERS: dict[type[nn.Module], Callable[[_Site], BatchedModule]] = {
    nn.Sequential: _sequential,
    Residual: _residual,
    Adapted: _adapted,
    nn.Linear: _linear,
    nn.Conv2d: _conv2d,
    nn.MaxPool2d: _max_pool,
    nn.AvgPool2d: lambda site: BatchedAvgPool2d(site.path, site.module),
    nn.AdaptiveAvgPool2d: lambda site: BatchedAdaptiveAvgPool2d(site.path, site.module),
    nn.Flatten: _flatten,
    nn.Unflatten: _unflatten,
    nn.Identity: _identity,
    nn.Dropout: _identity,
    nn.ReLU: _activation,
    nn.LeakyReLU: _activation,
    nn.GELU: _activation,
    nn.Tanh: _activation,
    nn.Sigmoid: _activation,
    nn.SiLU: _activation,
    nn.LogSoftmax: _softmax,
    nn.Softmax: _softmax,
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.LayerNorm: _layer_norm,
    nn.GroupNorm: _group_norm,
}
