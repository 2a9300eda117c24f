"""A network ready to be evaluated anywhere in its parameter space."""

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.convert import Unconvertible, convert, ending_in_log_softmax
from hudes_desktop.nets.layers.base import BatchedModule
from hudes_desktop.nets.parameters import ParameterLayout


@dataclass(frozen=True, eq=False)
class Network:
    """An nn.Module in evaluation mode, the layout of its flat parameters and its batched twin.

    name: what the network is called in the window and on the command line.
    module: the module itself, a copy of what was given, on the CPU in float32.
    layout: where each parameter that may be trained lies in θ (P,); frozen ones stay as they are.
    twin: the same network with a leading points axis on every parameter, from inputs to
        log-probabilities, or None.
    reason: why there is no twin, naming the submodule; None where there is one.
    notes: lines for the user about what was found when it was prepared.
    """

    name: str
    module: nn.Module
    layout: ParameterLayout
    twin: BatchedModule | None
    reason: str | None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, module: nn.Module, name: str = "custom") -> "Network":
        """The network of any module whose output is one score or probability for each class.

        Raises EnvironmentFault for a module that can't be copied or has no numbers yet.
        """
        own = _copied(module, name).eval().cpu().float()
        twin: BatchedModule | None = None
        reason: str | None = None
        try:
            twin = ending_in_log_softmax(convert(own))
        except Unconvertible as error:
            reason = str(error)
        return cls(name, own, ParameterLayout.of(own), twin, reason, tuple(_frozen(own, name)))

    def initial(self) -> Tensor:
        """The module's own parameters as θ (P,) float64 on the CPU."""
        named = dict(self.module.named_parameters())
        parameters = [named[f.name].detach().double().reshape(-1) for f in self.layout.filters]
        return torch.cat(parameters) if parameters else torch.zeros(0, dtype=torch.float64)


def _copied(module: nn.Module, name: str) -> nn.Module:
    for path, tensor in (*module.named_parameters(), *module.named_buffers()):
        if isinstance(tensor, nn.UninitializedParameter | nn.UninitializedBuffer):
            raise EnvironmentFault(f"{name}: {path} has no size yet (lazy); run it once on a batch")
        if tensor.is_meta:
            raise EnvironmentFault(f"{name}: {path} has no numbers (it is on the meta device)")
        if tensor.is_complex():
            raise EnvironmentFault(f"{name}: {path} is complex; only real parameters are walked on")
    try:
        return copy.deepcopy(module)
    # Somebody's __deepcopy__ may raise anything; torch's own RuntimeError is of tensors that are
    # computed from others and kept, as weight_norm (the old one) and pruning do.
    except Exception as error:
        raise EnvironmentFault(
            f"{name} can't be copied ({first_line(error)}): remove its weight_norm or pruning first"
        ) from error


def _frozen(module: nn.Module, name: str) -> list[str]:
    sizes = [p.numel() for p in module.parameters() if not p.requires_grad]
    return [f"{name}: {sum(sizes):,} frozen parameters stay as they are"] if sizes else []


def first_line(error: BaseException) -> str:
    """What an exception says, on one line; its type where it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
