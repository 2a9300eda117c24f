"""The ordinary module as a pure function of θ and inputs: what every faster path is held to."""

import copy
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.convert import has_hooks
from hudes_desktop.nets.network import Network, first_line

log = logging.getLogger(__name__)

_SAMPLES = 8
"""How many are looked at to find out what a network does."""


@dataclass(frozen=True)
class Behaviour:
    """What a network was seen to do with a few samples at its own parameters.

    classes: how many it tells apart.
    probabilities: outputs are probabilities; else they are scores, to which log-softmax is
        applied (log-probabilities are left as they are by it).
    raw: the scores are not log-probabilities.
    whole: the outputs of a sample depend on the others of its batch.
    outputs: how many numbers each layer makes of one sample, in the order of evaluation.
    widest: the most numbers that one sample is anywhere in the network.
    """

    classes: int
    probabilities: bool
    raw: bool
    whole: bool
    outputs: tuple[int, ...]
    widest: int


class PlainModule:
    """A network's module on one device; neither its state nor the inputs are ever written to."""

    def __init__(self, network: Network, device: torch.device, dtype: torch.dtype) -> None:
        self.layout = network.layout
        self._name = network.name
        self._dtype = dtype
        # The copy's own parameters are never read: every call brings its own.
        whole = copy.deepcopy(network.module).to(device, dtype).requires_grad_(False)
        self._module, self._softmax = _cut(whole)
        self._initial = network.initial()
        # Known layers write to their input only if they are told to; of others nobody knows.
        self._copies_inputs = network.twin is None or any(
            getattr(module, "inplace", False) for module in self._module.modules()
        )
        self._behaviours: dict[torch.Size, Behaviour] = {}

    def scores(self, parameters: Mapping[str, Tensor], inputs: Tensor) -> Tensor:
        """(N, classes): what the module gives for inputs (N, *features) on its device.

        parameters: name → tensor (*shape). Raises EnvironmentFault for outputs of another form.
        """
        buffers = {name: buffer.clone() for name, buffer in self._module.named_buffers()}
        inputs = inputs.clone() if self._copies_inputs else inputs
        output = functional_call(self._module, {**parameters, **buffers}, (inputs,))
        if self._flattens(output):
            output = output.flatten(1)
        form = tuple(output.shape) if isinstance(output, Tensor) else type(output).__name__
        if not (
            isinstance(output, Tensor)
            and output.is_floating_point()
            and output.dim() == 2
            and len(output) == len(inputs)
            and output.shape[1] > 1
        ):
            raise EnvironmentFault(
                f"{self._name} gives {form} for {len(inputs)} images, not one row of class scores "
                f"for each: wrap it in a module that does"
            )
        return output.to(self._dtype)

    def log_probabilities(self, scores: Tensor, inputs: Tensor, axis: int) -> Tensor:
        """Of the scores that such inputs have, whose classes lie along that axis."""
        if self.behaviour(inputs).probabilities:
            return scores.log()
        return scores.log_softmax(axis)

    def behaviour(self, inputs: Tensor) -> Behaviour:
        """What the network does with such inputs (N, *features), found out once for each form.

        Raises EnvironmentFault where it can't take them, or where its outputs are of no use.
        """
        if inputs.shape[1:] not in self._behaviours:
            self._behaviours[inputs.shape[1:]] = self._observed(inputs)
        return self._behaviours[inputs.shape[1:]]

    def _observed(self, inputs: Tensor) -> Behaviour:
        samples = inputs[:_SAMPLES]
        samples = torch.cat([samples, samples / 2]) if len(samples) < 2 else samples
        parameters = self.layout.split(self._initial.to(inputs.device, self._dtype))
        outputs: list[int] = []

        def record(_module: object, _inputs: object, output: object) -> None:
            if isinstance(output, Tensor):
                outputs.append(output.numel() // len(samples))

        layers = [module for module in self._module.modules() if not list(module.children())]
        hooks = [layer.register_forward_hook(record) for layer in layers]
        try:
            scores = self.scores(parameters, samples)
        except EnvironmentFault:
            raise
        # Somebody's forward may raise anything.
        except Exception as error:
            shape = " x ".join(map(str, inputs.shape[1:]))
            raise EnvironmentFault(
                f"{self._name} can't take images of {shape}: {first_line(error)}"
            ) from error
        finally:
            for hook in hooks:
                hook.remove()
        if not bool(scores.isfinite().all()):
            raise EnvironmentFault(f"{self._name} gives numbers that aren't finite at its start")
        if not _close(self.scores(parameters, samples), scores):
            raise EnvironmentFault(
                f"{self._name} gives other numbers each time (dropout that is on in evaluation, or "
                f"a state that it changes): make it a function of its input"
            )
        if _sums_to_one(scores, 0):
            raise EnvironmentFault(
                f"{self._name} takes its softmax along the batch: let it be along the classes"
            )
        probabilities = _sums_to_one(scores, 1) and bool((scores >= 0).all())
        raw = self._softmax is None and not _sums_to_one(scores, 1)
        whole = self._depends_on_others(parameters, samples, scores)
        made = *outputs, scores.shape[1]
        widest = max(samples[0].numel(), *made)
        return Behaviour(scores.shape[1], probabilities, raw, whole, made, widest)

    def _flattens(self, output: object) -> bool:
        """Whether (N, classes, 1, 1) is meant as (N, classes)."""
        if not isinstance(output, Tensor) or output.dim() < 3:
            return False
        last = self._softmax is not None and self._softmax.dim == -1
        return math.prod(output.shape[2:]) == 1 and not last

    def _depends_on_others(
        self, parameters: Mapping[str, Tensor], samples: Tensor, scores: Tensor
    ) -> bool:
        half = len(samples) // 2
        try:
            return not _close(self.scores(parameters, samples[:half]), scores[:half])
        # As batch statistics of a single sample do, but somebody's forward may raise anything.
        except Exception as error:
            log.info("%s needs the whole batch", self._name, exc_info=error)
            return True


def _close(a: Tensor, b: Tensor, tolerance: float = 1e-4) -> bool:
    scale = max(1.0, float(b.abs().max()))
    return bool(((a - b).abs() <= tolerance * scale).all())


def _sums_to_one(scores: Tensor, axis: int) -> bool:
    """Whether scores are probabilities along that axis, or their logarithms."""
    ones = torch.ones_like(scores.select(axis, 0))
    if bool((scores >= 0).all()):
        return _close(scores.sum(axis), ones, 1e-3)
    return bool((scores <= 0).all()) and _close(scores.exp().sum(axis), ones, 1e-3)


def _cut(module: nn.Module) -> tuple[nn.Module, nn.LogSoftmax | nn.Softmax | None]:
    """The module up to a last layer that is a softmax over the classes, and that layer.

    Of its scores the log-softmax is as good or better, and is taken where it costs least.
    """
    if type(module) is nn.Sequential and len(module) > 1 and not has_hooks(module):
        last = module[-1]
        if isinstance(last, nn.LogSoftmax | nn.Softmax) and last.dim in (1, -1):
            return module[:-1], last
    return module, None
