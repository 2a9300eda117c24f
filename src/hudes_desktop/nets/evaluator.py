"""Losses, gradients and slices of one network on one device."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.func import functional_call
from torch.nn import functional

from hudes_desktop.nets.acceleration import Acceleration
from hudes_desktop.nets.affine_slices import AffineEngine, AffineSubspace
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import SubspaceEvaluator, VmapSubspace

#: Live activations of an evaluation stay under this many bytes; larger sets go in pieces.
_ACTIVATION_BYTES = 16 * 2**20


@dataclass(frozen=True)
class Evaluation:
    """One network on one batch: mean negative log-likelihood in nats, and accuracy in 0..1."""

    loss: float
    accuracy: float


class Evaluator:
    """Evaluates a network at given parameter vectors.

    θ may come from any device and in any floating dtype. Losses and gradients, which count as
    scores, are computed in float32, or in float64 if that is `dtype`; a half precision `dtype`
    applies to the products of slices alone.
    """

    def __init__(
        self,
        network: Network,
        device: torch.device,
        dtype: torch.dtype = torch.float32,
        compiler: BodyCompiler | None = None,
    ) -> None:
        self.network = network
        self.device = device
        self.dtype = dtype
        self._exact = torch.float64 if dtype == torch.float64 else torch.float32
        # The copy's own parameters are never read: every call brings its own.
        self._module = copy.deepcopy(network.module).to(device, self._exact).requires_grad_(False)
        self._acceleration = Acceleration(compiler)
        if device.type != "cpu" or dtype != torch.float32:
            self._acceleration.refuse(f"the compiled kernel is for float32 on the CPU, not {dtype}")
        self._affine = self._engine()
        if self._affine is not None and self._affine.plan.first is None:
            self._acceleration.refuse("the network does not begin with a single layer")
        self._widest: dict[torch.Size, int] = {}

    @property
    def path(self) -> Literal["compiled", "affine", "vmap"]:
        """How slices are evaluated at present."""
        if self._affine is None:
            return "vmap"
        return "affine" if self._acceleration.reason else "compiled"

    @property
    def reason(self) -> str | None:
        """Why the path is not a faster one; None for "compiled"."""
        return self.network.reason if self._affine is None else self._acceleration.reason

    def evaluate(self, theta: Tensor, inputs: Tensor, targets: Tensor) -> Evaluation:
        """Loss and accuracy at θ (P,) on inputs (N, *features) and targets (N,) int64."""
        with torch.inference_mode():
            parameters = self.network.layout.split(self._moved(theta))
            total, correct = 0.0, 0
            count = inputs.shape[0]
            piece = self._piece(parameters, inputs)
            for start in range(0, count, piece):
                part = inputs[start : start + piece].to(self.device, self._exact)
                labels = targets[start : start + piece].to(self.device)
                output = functional_call(self._module, parameters, (part,))
                total += float(functional.nll_loss(output, labels)) * len(labels)
                correct += int((output.argmax(1) == labels).sum())
            return Evaluation(total / count, correct / count)

    def gradient(self, theta: Tensor, inputs: Tensor, targets: Tensor) -> tuple[float, Tensor]:
        """Loss at θ and its gradient (P,) float64 on the CPU, by plain backpropagation."""
        with torch.inference_mode(mode=False), torch.enable_grad():
            # Clones, because tensors made in inference mode may not be saved for backward.
            flat = self._moved(theta).detach().clone().requires_grad_()
            batch = inputs.to(self.device, self._exact).clone()
            labels = targets.to(self.device).clone()
            output = functional_call(self._module, self.network.layout.split(flat), (batch,))
            loss = functional.nll_loss(output, labels)
            (gradient,) = torch.autograd.grad(loss, flat)
        return float(loss.detach()), gradient.detach().cpu().double()

    def subspace(self, directions: Tensor, inputs: Tensor, targets: Tensor) -> SubspaceEvaluator:
        """An evaluator of slices along `directions` (K, P) on one batch."""
        batch = inputs.to(self.device, self._exact)
        labels = targets.to(self.device)
        vectors = self._moved(directions)
        if self._affine is None:
            return VmapSubspace(self._module, self.network.layout, vectors, batch, labels)
        return AffineSubspace(self._affine, vectors, batch, labels)

    def _engine(self) -> AffineEngine | None:
        if self.network.twin is None:
            return None
        twin = copy.deepcopy(self.network.twin).to(self.device, self._exact)
        return AffineEngine(SlicePlan.of(twin), self.network.layout, self.dtype, self._acceleration)

    def _moved(self, vectors: Tensor) -> Tensor:
        return vectors.to(self.device, self._exact)

    def _piece(self, parameters: dict[str, Tensor], inputs: Tensor) -> int:
        """How many samples go through the network at once."""
        features = inputs.shape[1:]
        if features not in self._widest:
            sample = inputs[:1].to(self.device, self._exact)
            self._widest[features] = widest_activation(self._module, parameters, sample)
        scalar = torch.finfo(self._exact).bits // 8
        return max(1, _ACTIVATION_BYTES // (scalar * self._widest[features]))


def widest_activation(
    module: torch.nn.Module, parameters: dict[str, Tensor], sample: Tensor
) -> int:
    """The most numbers that a submodule hands on for one sample (1, *features)."""
    widest = 1

    def record(_module: object, _inputs: object, output: object) -> None:
        nonlocal widest
        if isinstance(output, Tensor):
            widest = max(widest, output.numel())

    hooks = [child.register_forward_hook(record) for child in module.modules()]
    try:
        functional_call(module, parameters, (sample,))
    finally:
        for hook in hooks:
            hook.remove()
    return widest
