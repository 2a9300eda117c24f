"""The networks that can be chosen: what they are called and how each is made.

Menus and the command line read this before the first window: torch is imported where it is needed.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.user_network import Source, file_source, open_source

if TYPE_CHECKING:
    from torch import nn

    from hudes_desktop.nets.network import Network


@dataclass(frozen=True)
class Architecture:
    """A network that can be chosen.

    name: what the user types; words: what stands beside it in the menu.
    make: gives an nn.Module from (N, 1, 28, 28) images to (N, classes) log-probabilities; or where
        that function is found ("package.module:function"). source: in place of that, where somebody
        else's is found, which is tried before it is made.
    """

    name: str
    words: str
    make: "Callable[[], nn.Module] | str" = ""
    source: Source | None = None


GROUP = "hudes_desktop.networks"
"""The group of entry points: each says where a network is, as FILE.py:NAME does of a file."""

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
    """The network `name` as Chosen.build makes it. Raises as `find`."""
    return find(name).build(seed)


def find(
    name: str, weights: Path | None = None, stopping: Callable[[], bool] = lambda: False
) -> "Chosen":
    """The network `name` of NETWORKS, or that of a file ("FILE.py:NAME"), once it has been tried.

    weights: a file whose tensors it begins with, in place of those drawn from the seed. stopping:
    while somebody else's network is tried, see trial.try_out.

    Raises EnvironmentFault for a name that isn't known and a network that can't be used.
    """
    if (source := source_of(name)) is not None:
        from hudes_desktop.nets.trial import try_out  # the splash shall not wait for its imports

        return Chosen.of(try_out(source, weights, stopping), weights)
    if name not in NETWORKS:
        known = ", ".join(NETWORKS)
        raise EnvironmentFault(
            f"unknown network {name!r}: choose one of {known}, or one of your own as FILE.py:NAME"
        )
    make = NETWORKS[name].make
    return Chosen(name, pkgutil.resolve_name(make) if isinstance(make, str) else make, weights)


def source_of(name: str) -> Source | None:
    """Where the code of a network is found that is somebody else's; None for ours and those of
    wings."""
    architecture = NETWORKS.get(name)
    return file_source(name) if architecture is None else architecture.source


def name_of(source: Source) -> str:
    """The inverse of source_of."""
    named = (name for name, architecture in NETWORKS.items() if architecture.source == source)
    return next(named, str(source))


@dataclass(frozen=True)
class Chosen:
    """A network that can be built as often as it is wanted.

    title: what people read. make: see Architecture. weights: see find. foreign: it is somebody
    else's.
    """

    title: str
    make: "Callable[[], nn.Module]"
    weights: Path | None = None
    foreign: bool = False

    @classmethod
    def of(cls, source: Source, weights: Path | None) -> "Chosen":
        """That of somebody else's code, which is run. Raises EnvironmentFault if it can't be."""
        opened = open_source(source)
        return cls(opened.source.title, opened.make, weights, foreign=True)

    def prepare(self) -> "Network":
        """The network of seed 0; one of somebody else's after a look at what it is, with notes.

        Raises EnvironmentFault as `build` does, and for a network that can't be walked on.
        """
        if not self.foreign:
            return self.build()
        from hudes_desktop.nets.prepare import prepare

        return prepare(self._module(0), self.title)

    def build(self, seed: int = 0) -> "Network":
        """The network with PyTorch's default initialisation, its numbers drawn from `seed`.

        The global random state is left as it was. Raises EnvironmentFault for weights that don't
        fit, and for a network of somebody else's that can't be made.
        """
        from hudes_desktop.nets.network import Network

        return Network.of(self._module(seed), self.title)

    def _module(self, seed: int) -> "nn.Module":
        from hudes_desktop.nets.adapted import adapted
        from hudes_desktop.nets.initialisation import seeded_initialisation
        from hudes_desktop.nets.weights import load_weights

        with seeded_initialisation(seed):
            module = self.make()
        if self.weights is not None:
            load_weights(module, self.weights)
        return adapted(module)


def add_networks_of_packages() -> None:
    """Add to NETWORKS what other packages say in entry points; none of their code is run."""
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.module
        source = Source(point.module, point.attr)
        NETWORKS.setdefault(point.name, Architecture(point.name, f"of {package}", source=source))
