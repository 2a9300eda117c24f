"""A network ready to be evaluated anywhere in its parameter space."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from hudes_desktop.nets.convert import Unconvertible, convert
from hudes_desktop.nets.layers.base import BatchedModule
from hudes_desktop.nets.parameters import ParameterLayout

Path = Literal["affine", "vmap"]


@dataclass(frozen=True, eq=False)
class Network:
    """An nn.Module in evaluation mode, the layout of its flat parameters and its batched twin.

    name: what the network is called in the window and on the command line.
    module: the module itself, a copy of what was given, on the CPU in float32.
    layout: where each parameter lies in θ (P,).
    twin: the same network with a leading points axis on every parameter, or None.
    path: "affine" if slices use the twin, "vmap" if every point is a functional call.
    reason: why the path is "vmap", naming the submodule; None for "affine".
    """

    name: str
    module: nn.Module
    layout: ParameterLayout
    twin: BatchedModule | None
    reason: str | None

    @classmethod
    def of(cls, module: nn.Module, name: str = "custom") -> Network:
        """The network of any module whose output is log-probabilities (N, classes)."""
        own = copy.deepcopy(module).eval().cpu().float()
        twin: BatchedModule | None = None
        reason: str | None = None
        try:
            twin = convert(own)
        except Unconvertible as error:
            reason = str(error)
        return cls(name, own, ParameterLayout.of(own), twin, reason)

    @property
    def path(self) -> Path:
        """Which way slices of the landscape are computed."""
        return "vmap" if self.twin is None else "affine"

    def initial(self) -> Tensor:
        """The module's own parameters as θ (P,) float64 on the CPU."""
        parameters = [p.detach().double().reshape(-1) for p in self.module.parameters()]
        return torch.cat(parameters) if parameters else torch.zeros(0, dtype=torch.float64)
