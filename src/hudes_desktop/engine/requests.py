"""What the main thread asks of the engine: frozen, and free of tensors."""

from dataclasses import dataclass

from hudes_desktop.descent.place import Place
from hudes_desktop.descent.rules import HAND


@dataclass(frozen=True)
class EngineOptions:
    """What the engine is started with; names are checked when it starts.

    weights: a file with the tensors that the network begins with, or None for those drawn from the
        seed.
    data_dir: a folder with the user's own files of the data set, or None for the bundled or
        downloaded ones.
    compile: whether to build the compiled fast path in the background.
    batch_size: of the first batch; whether there is memory for it is found out at the start.
    """

    network: str = "mlp"
    weights: str | None = None
    dataset: str = "mnist"
    device: str = "auto"
    dtype: str = "float32"
    data_dir: str | None = None
    compile: bool = True
    batch_size: int = 1


@dataclass(frozen=True, eq=False, kw_only=True)
class Request:
    """What every request says; a new kind of request derives from this.

    descent: id of the descent that the answers belong to. owner: who asks, and whose evaluations
        they are: "hand", or a name such as "rival" or "map".
    """

    descent: str
    owner: str = HAND


@dataclass(frozen=True, eq=False)
class LossRequest(Request):
    """Train and validation loss at the place of one applied frame: never dropped."""

    frame: int
    place: Place


@dataclass(frozen=True, eq=False)
class LandscapeRequest(Request):
    """The surfaces around a place: the latest request wins.

    generation: grows with every request. axes: for each plane (or line) its axes in the subspace.
    points: how many a side, odd. spacing: distance in parameter space between neighbours.
    first: the plane to compute first, the one the user looks at.
    """

    generation: int
    place: Place
    axes: tuple[tuple[int, ...], ...]
    points: int
    spacing: float
    first: int = 0


@dataclass(frozen=True)
class Cancel:
    """Whatever waits or is under way for a descent is dropped; of one owner, or (None) of all.

    With owner None the engine also forgets what it keeps of the descent.
    """

    descent: str
    owner: str | None = None
