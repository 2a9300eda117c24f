"""Losses, gradients and slices of one network on one device."""

import copy
import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from hudes_desktop.nets.acceleration import Acceleration
from hudes_desktop.nets.affine_slices import AffineEngine, AffineSubspace, CompiledSubspace
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plain import PlainModule
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import PlainSubspace, SubspaceEvaluator
from hudes_desktop.nets.trust import NotNow, Path, Paths, TrustedSubspace

#: Numbers of an evaluation's largest layer; larger sets of samples go through in pieces.
_CPU_PIECE_BYTES = 16 * 2**20
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
        self._plain = PlainModule(network, device, self._exact)
        self._paths = Paths("vmap")
        self._affine = self._engine(compiler)

    @property
    def path(self) -> Path:
        """How slices were evaluated last, or will be at first."""
        return self._paths.used

    @property
    def reason(self) -> str | None:
        """Why the path is not a faster one; None for "compiled"."""
        return self._paths.reason

    @property
    def half_error(self) -> float | None:
        """The largest error of a loss seen in half precision, in nats; None for other paths."""
        half = self._affine is not None and self._affine.half is not None
        return self._paths.half_error if half and self.path == "affine" else None

    def evaluate(self, theta: Tensor, inputs: Tensor, targets: Tensor) -> Evaluation:
        """Loss and accuracy at θ (P,) on inputs (N, *features) and targets (N,) int64.

        Raises EnvironmentFault for a network that can't take such inputs or gives no scores.
        """
        pieces = self.in_pieces(theta, inputs, targets)
        while True:
            try:
                next(pieces)
            except StopIteration as done:
                evaluation: Evaluation = done.value
                return evaluation

    def in_pieces(
        self, theta: Tensor, inputs: Tensor, targets: Tensor
    ) -> Generator[None, None, Evaluation]:
        """The same, with a pause after every few hundred samples of a large network."""
        with torch.inference_mode():
            parameters = self._parameters(theta)
            batch = inputs.to(self.device, self._exact)
            parts = torch.tensor_split(batch, self._pieces(batch))
        outputs: list[Tensor] = []
        for part in parts:
            if outputs:
                yield  # not within inference mode, which would be on for whatever runs meanwhile
            with torch.inference_mode():
                outputs.append(self._plain.scores(parameters, part))
        with torch.inference_mode():
            # Classes first: the rows to go along are then as long as the batch, not ten classes.
            scores = torch.cat([output.t() for output in outputs], 1)
            log_probabilities = self._plain.log_probabilities(scores, batch, 0)
            means = self._means(scores, log_probabilities, targets.to(self.device))
            loss, accuracy = means.tolist()
            return Evaluation(loss, accuracy)

    def output_sizes(self, inputs: Tensor) -> tuple[int, ...]:
        """How many numbers each layer makes of one of the inputs (N, *features), in order."""
        return self._plain.behaviour(inputs.to(self.device, self._exact)).outputs

    def predictor(self, theta: Tensor) -> Callable[[Tensor], Tensor]:
        """The network at θ (P,): inputs (N, *features) → log-probabilities (N, classes).

        Those are on the device, in float32 (float64 if that is `dtype`). All N samples go through
        at once.
        """
        with torch.inference_mode():
            parameters = self._parameters(theta)

        def predict(inputs: Tensor) -> Tensor:
            with torch.inference_mode():
                batch = inputs.to(self.device, self._exact)
                scores = self._plain.scores(parameters, batch)
                return self._plain.log_probabilities(scores, batch, 1)

        return predict

    def _means(self, scores: Tensor, log_probabilities: Tensor, labels: Tensor) -> Tensor:
        """The loss, and the share of samples whose label has the largest score (classes, N)."""
        classes, samples = scores.shape
        places = labels * samples + torch.arange(samples, device=labels.device)
        top = scores.amax(0)
        best = scores.flatten().index_select(0, places) == top
        # One score of each sample is the largest and the others lie below, or there is a tie, where
        # the first counts. Told by arithmetic: comparing whole tables takes five times longer.
        if float((scores - top).sign_().sum()) != (1 - classes) * samples:
            best = scores.argmax(0) == labels
        losses = log_probabilities.flatten().index_select(0, places).neg_()
        return torch.stack([losses.mean(dtype=self._wide), best.to(self._wide).mean()])

    def gradient(self, theta: Tensor, inputs: Tensor, targets: Tensor) -> tuple[float, Tensor]:
        """Loss at θ and its gradient (P,) float64 on the CPU, by plain backpropagation."""
        with torch.inference_mode(mode=False), torch.enable_grad():
            # Clones, because tensors made in inference mode may not be saved for backward.
            flat = self._moved(theta).detach().clone().requires_grad_()
            batch = inputs.to(self.device, self._exact).clone()
            labels = targets.to(self.device).clone()
            scores = self._plain.scores(self.network.layout.split(flat), batch)
            outputs = self._plain.log_probabilities(scores, batch, 1)
            loss = functional.nll_loss(outputs, labels)
            if not loss.requires_grad:  # no parameter plays a part in it
                return float(loss), torch.zeros(len(theta), dtype=torch.float64)
            (gradient,) = torch.autograd.grad(loss, flat)
        return float(loss.detach()), gradient.detach().cpu().double()

    def subspace(self, directions: Tensor, inputs: Tensor, targets: Tensor) -> SubspaceEvaluator:
        """An evaluator of slices along `directions` (K, P) on one batch.

        Raises EnvironmentFault as `evaluate` does.
        """
        batch = inputs.to(self.device, self._exact)
        labels = targets.to(self.device)
        vectors = self._moved(directions)
        self._plain.behaviour(batch)

        def plain(mapped: bool) -> PlainSubspace:
            return PlainSubspace(self._plain, vectors, batch, labels, mapped)

        def exact() -> PlainSubspace:
            """In float64, which is on every machine's processor alone."""
            module = PlainModule(self.network, torch.device("cpu"), torch.float64)
            module.behaviour(batch.cpu().double())
            on_cpu = directions.cpu().double(), batch.cpu().double(), labels.cpu()
            return PlainSubspace(module, *on_cpu, mapped=False)

        make: dict[Path, Callable[[Tensor], SubspaceEvaluator]] = {}
        if self._affine is not None:
            affine = self._affine
            eager = cache(lambda: AffineSubspace(affine, vectors, batch, labels))
            make["compiled"] = lambda theta: self._compiled(eager(), theta)
            make["affine"] = lambda _: eager()
        make["vmap"] = lambda _: plain(mapped=True)
        make["loop"] = lambda _: plain(mapped=False)
        return TrustedSubspace(self._paths, make, exact)

    def _compiled(self, eager: AffineSubspace, theta: Tensor) -> CompiledSubspace:
        kernel = self._acceleration.kernel()
        if kernel is None:
            raise NotNow(self._acceleration.reason)
        return CompiledSubspace(eager, self._acceleration, kernel, theta)

    def _engine(self, compiler: BodyCompiler | None) -> AffineEngine | None:
        if self.network.twin is None:
            self._paths.refuse("affine", self.network.reason or "")
            return None
        self._paths.used = "affine"
        twin = copy.deepcopy(self.network.twin).to(self.device, self._exact)
        half = None if self.dtype == self._exact else self.dtype
        engine = AffineEngine(SlicePlan.of(twin), self.network.layout, half)
        self._acceleration = Acceleration(compiler, engine.plan, engine.slots)
        if self.device.type != "cpu" or self.dtype != torch.float32:
            reason = f"the compiled kernel is for float32 on the CPU, not {self.dtype}"
            self._paths.refuse("compiled", reason)
        elif engine.plan.first is None:
            self._paths.refuse("compiled", "the network does not begin with a single layer")
        else:
            self._paths.reasons["compiled"] = self._acceleration.reason or "not asked for yet"
        return engine

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

    def _pieces(self, inputs: Tensor) -> int:
        """In how many pieces the samples go through the network."""
        behaviour = self._plain.behaviour(inputs)
        if behaviour.whole:
            return 1
        size = inputs.element_size() * behaviour.widest
        room = _CPU_PIECE_BYTES if self.device.type == "cpu" else _GPU_PIECE_BYTES
        return max(1, min(len(inputs), math.ceil(len(inputs) * size / room)))
