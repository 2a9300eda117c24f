"""What a person chooses on the command line, checked before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.landscape.choices import check_kind, check_points


@dataclass(frozen=True)
class Options:
    """Names are checked by whoever knows them: the engine for network, data, device and dtype.

    axes None: two for each plane, at least six. directions: the kind of random directions.
    keyboard: "3d" or "1d", or a profile of the user's own in their config folder.
    """

    net: str = "mlp"
    dataset: str = "mnist"
    data_dir: Path | None = None
    device: str = "auto"
    dtype: str = "float32"
    seed: int = 0
    planes: int = 3
    grid_size: int = 41
    batch_size: int = 256
    axes: int | None = None
    directions: str = "uniform"
    keyboard: str = "3d"
    compile: bool = True

    def descent(self) -> Descent:
        """A new descent. Raises: EnvironmentFault for a number out of its range."""
        check_points(self.grid_size)
        return Descent(
            seed=self.seed,
            axes=self.axes,
            planes=self.planes,
            batch_size=self.batch_size,
            kind=check_kind(self.directions),
        )

    def engine(self) -> EngineOptions:
        """What the engine is started with."""
        return EngineOptions(
            network=self.net,
            dataset=self.dataset,
            device=self.device,
            dtype=self.dtype,
            data_dir=str(self.data_dir) if self.data_dir else None,
            compile=self.compile,
        )
