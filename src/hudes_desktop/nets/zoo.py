"""The networks that can be chosen: what they are called and how each is made.

Menus and the command line read this before the first window: torch is imported where it is needed.
"""

import pkgutil
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
    make: gives an nn.Module from (N, 1, 28, 28) images to (N, classes) log-probabilities; or where
        that function is found ("package.module:function").
    """

    name: str
    words: str
    make: "Callable[[], nn.Module] | str"


_OURS = "hudes_desktop.nets.architectures"

NETWORKS = {
    network.name: network
    for network in (
        Architecture("mlp", "784-32-32-10", f"{_OURS}:mlp"),
        Architecture("cnn", "two convolutions", f"{_OURS}:cnn"),
        Architecture("cnn3", "one convolution, two layers", f"{_OURS}:cnn3"),
        Architecture("lenet", "LeNet-5", f"{_OURS}:lenet"),
        Architecture("fc200", "784-200-200-10", f"{_OURS}:fc200"),
    )
}


def build(name: str, seed: int = 0) -> "Network":
    """The network `name` with PyTorch's default initialisation, its numbers drawn from `seed`.

    The global random state is left as it was. Raises EnvironmentFault for a name that is not in
    NETWORKS.
    """
    from hudes_desktop.nets.initialisation import seeded_initialisation
    from hudes_desktop.nets.network import Network

    try:
        make = NETWORKS[name].make
    except KeyError:
        known = ", ".join(NETWORKS)
        raise EnvironmentFault(f"unknown network {name!r}: choose one of {known}") from None
    if isinstance(make, str):
        make = pkgutil.resolve_name(make)
    with seeded_initialisation(seed):
        module = make()
    return Network.of(module, name)
