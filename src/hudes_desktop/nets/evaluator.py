"""Losses, gradients and slices of one network on one device."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional

from hudes_desktop.nets.acceleration import Acceleration
from hudes_desktop.nets.affine_slices import AffineEngine, AffineSubspace
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import SubspaceEvaluator, VmapSubspace

#: Numbers of an evaluation's largest layer; larger sets of samples go through in pieces.
_CPU_PIECE_BYTES = 32 * 2**20
_GPU_PIECE_BYTES = 256 * 2**20


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
        self._wide = torch.float32 if device.type == "mps" else torch.float64
        # The copy's own parameters are never read: every call brings its own.
        self._module = copy.deepcopy(network.module).to(device, self._exact).requires_grad_(False)
        self._logits = _without_log_softmax(self._module)
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
            parameters = self._parameters(theta)
            piece = self._piece(parameters, inputs)
            outputs = [
                functional_call(self._logits, parameters, (part.to(self.device, self._exact),))
                for part in torch.split(inputs, piece)
            ]
            # Classes first: the rows to go along are then as long as the batch, not ten classes.
            scores = torch.cat([output.t() for output in outputs], 1)
            loss, accuracy = self._means(scores, targets.to(self.device)).tolist()
            return Evaluation(loss, accuracy)

    def predictor(self, theta: Tensor) -> Callable[[Tensor], Tensor]:
        """The network at θ (P,): inputs (N, *features) → log-probabilities (N, classes).

        Those are on the device, in float32 (float64 if that is `dtype`). All N samples go through
        at once.
        """
        with torch.inference_mode():
            parameters = self._parameters(theta)

        def predict(inputs: Tensor) -> Tensor:
            with torch.inference_mode():
                samples = (inputs.to(self.device, self._exact),)
                outputs: Tensor = functional_call(self._module, parameters, samples)
                return outputs

        return predict

    def _means(self, scores: Tensor, labels: Tensor) -> Tensor:
        """The loss, and the share of samples whose label has the largest score (classes, N)."""
        classes, samples = scores.shape
        places = labels * samples + torch.arange(samples, device=labels.device)
        top = scores.amax(0)
        best = scores.flatten().index_select(0, places) == top
        # One score of each sample is the largest and the others lie below, or there is a tie, where
        # the first counts. Told by arithmetic: comparing whole tables takes five times longer.
        if float((scores - top).sign_().sum()) != (1 - classes) * samples:
            best = scores.argmax(0) == labels
        if self._logits is not self._module:
            scores = torch.log_softmax(scores, 0)
        losses = scores.flatten().index_select(0, places).neg_()
        return torch.stack([losses.mean(dtype=self._wide), best.to(self._wide).mean()])

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

    def _parameters(self, theta: Tensor) -> dict[str, Tensor]:
        """Views of θ by name; matrices laid out by columns.

        A linear layer multiplies by the transpose: with few outputs and many samples, rows that are
        contiguous there make the product a tenth faster.
        """
        parameters = self.network.layout.split(self._moved(theta))
        return {
            name: value.t().contiguous().t() if value.dim() == 2 else value
            for name, value in parameters.items()
        }

    def _piece(self, parameters: dict[str, Tensor], inputs: Tensor) -> int:
        """How many samples go through the network at once."""
        features = inputs.shape[1:]
        if features not in self._widest:
            sample = inputs[:1].to(self.device, self._exact)
            self._widest[features] = widest_activation(self._module, parameters, sample)
        size = torch.finfo(self._exact).bits // 8 * self._widest[features]
        room = _CPU_PIECE_BYTES if self.device.type == "cpu" else _GPU_PIECE_BYTES
        return max(1, room // size)


def _without_log_softmax(module: nn.Module) -> nn.Module:
    """The module up to its last layer where that is log-softmax over the classes; else itself."""
    if type(module) is nn.Sequential and len(module) > 1:
        last = module[-1]
        if type(last) is nn.LogSoftmax and last.dim in (1, -1):
            return module[:-1]
    return module


def widest_activation(module: nn.Module, parameters: dict[str, Tensor], sample: Tensor) -> int:
    """The most numbers that one sample (1, *features) is anywhere in the module."""
    widest = sample.numel()

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
