"""What the main thread asks of the engine: frozen, and free of tensors."""

from __future__ import annotations

from dataclasses import dataclass

from hudes_desktop.descent.place import Place


@dataclass(frozen=True)
class EngineOptions:
    """What the engine is started with; names are checked when it starts.

    data_dir: a folder with the user's own files of the data set, or None for the bundled or
        downloaded ones.
    compile: whether to build the compiled fast path in the background.
    """

    network: str = "mlp"
    dataset: str = "mnist"
    device: str = "auto"
    dtype: str = "float32"
    seed: int = 0
    data_dir: str | None = None
    compile: bool = True


@dataclass(frozen=True, eq=False)
class LossRequest:
    """Train and validation loss at the place of one applied frame: never dropped."""

    frame: int
    place: Place


@dataclass(frozen=True, eq=False)
class InspectRequest:
    """What the network makes of the digits at one place: the latest request wins, and waits until
    there is nothing else to do."""

    frame: int
    place: Place


@dataclass(frozen=True, eq=False)
class LandscapeRequest:
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
