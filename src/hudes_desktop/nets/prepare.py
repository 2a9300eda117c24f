"""Makes anybody's nn.Module a network for the engine, or says in one line why it can't be one."""

import dataclasses

import torch
from torch import nn

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plain import PlainModule
from hudes_desktop.seeding import normal

_CPU = torch.device("cpu")
_SAMPLES = 8


def prepare(
    module: nn.Module,
    name: str = "custom",
    shape: tuple[int, ...] = (1, 28, 28),
    classes: int = 10,
) -> Network:
    """The network of a module from images (N, *shape) to a score for each of `classes` or more.

    A copy in evaluation mode and float32 is taken; the module stays as it is. It is tried on random
    images: Network.notes says what was found, such as raw scores that get a log-softmax, and which
    slower path its slices will take and why.

    Raises EnvironmentFault, one line that begins with `name`: for a module that can't be copied or
    has no parameters, that raises on such images, gives something else than scores of that many
    classes or numbers that aren't finite, or gives other numbers each time.
    """
    network = Network.of(module, name)
    if not network.layout.size:
        raise EnvironmentFault(f"{name} has no parameters to walk along (frozen ones don't count)")
    count = torch.Size((_SAMPLES, *shape)).numel()
    images = torch.from_numpy(normal(0, "images", 0, count)).float().view(_SAMPLES, *shape)
    behaviour = PlainModule(network, _CPU, torch.float32).behaviour(images)
    if behaviour.classes < classes:
        raise EnvironmentFault(f"{name} tells {behaviour.classes} classes apart, not {classes}")
    notes = list(network.notes)
    if behaviour.probabilities:
        notes.append(f"{name} gives probabilities: their logarithms are taken")
    if behaviour.raw:
        notes.append(f"{name} gives raw scores (logits): log-softmax is applied to them")
    if behaviour.whole:
        notes.append(f"{name} looks at all images of a batch together: it is never split")
    evaluator = Evaluator(network, _CPU)
    theta = network.initial()
    directions = torch.from_numpy(normal(0, "images", 1, 2 * len(theta))).view(2, -1)
    directions /= directions.norm(dim=1, keepdim=True)
    labels = torch.zeros(_SAMPLES, dtype=torch.int64)
    part = evaluator.subspace(directions, images, labels).slice(theta, (0, 1))
    part.losses(torch.zeros(1, 2))
    if evaluator.path in ("vmap", "loop"):
        slower = {"vmap": "slowly (vmap)", "loop": "very slowly (point by point)"}[evaluator.path]
        notes.append(f"surfaces of {name} are computed {slower}: {evaluator.reason}")
    return dataclasses.replace(network, notes=tuple(notes))
