"""The networks that come with the program: what they are called and how each is made.

Menus and the command line read this before the first window: torch is imported where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hudes_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from torch import nn

    from hudes_desktop.nets.network import Network


@dataclass(frozen=True)
class Architecture:
    """A network that can be chosen.

    name: what the user types; words: what stands beside it in the menu.
    make: gives an nn.Module from (N, 1, 28, 28) images to (N, classes) log-probabilities.
    """

    name: str
    words: str
    make: Callable[[], nn.Module]


def _mlp(width: int = 32) -> nn.Module:
    """784-32-32-10, 26,506 parameters, or with hidden layers of another width."""
    from torch import nn

    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, width),
        nn.ReLU(),
        nn.Linear(width, width),
        nn.ReLU(),
        nn.Linear(width, 10),
        nn.LogSoftmax(dim=1),
    )


def _cnn() -> nn.Module:
    """Two 5x5 convolutions of 16 and 32 channels, each pooled, and one layer: 28,938."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 16, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 10),
        nn.LogSoftmax(dim=1),
    )


def _cnn3() -> nn.Module:
    """One 7x7 convolution of 8 channels with stride 2, pooled, and 392-32-10: 13,306."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 8, 7, stride=2, padding=3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8 * 7 * 7, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
        nn.LogSoftmax(dim=1),
    )


def _lenet() -> nn.Module:
    """LeNet-5 (LeCun et al., 1998) with ReLU and maximum pooling: 44,426 parameters."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
        nn.LogSoftmax(dim=1),
    )


def _fc200() -> nn.Module:
    """784-200-200-10, 199,210 parameters, as in Li et al. (2018), intrinsic dimension."""
    return _mlp(200)


NETWORKS = {
    network.name: network
    for network in (
        Architecture("mlp", "784-32-32-10", _mlp),
        Architecture("cnn", "two convolutions", _cnn),
        Architecture("cnn3", "one convolution, two layers", _cnn3),
        Architecture("lenet", "LeNet-5", _lenet),
        Architecture("fc200", "784-200-200-10", _fc200),
    )
}


def build(name: str, seed: int = 0) -> Network:
    """The network `name` with PyTorch's default initialisation, its numbers drawn from `seed`.

    The global random state is left as it was. Raises EnvironmentFault for a name that is not in
    NETWORKS.
    """
    from hudes_desktop.nets.initialisation import seeded_initialisation
    from hudes_desktop.nets.network import Network

    try:
        architecture = NETWORKS[name]
    except KeyError:
        known = ", ".join(NETWORKS)
        raise EnvironmentFault(f"unknown network {name!r}: choose one of {known}") from None
    with seeded_initialisation(seed):
        module = architecture.make()
    return Network.of(module, name)
