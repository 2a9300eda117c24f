"""Handing in a direction that no seed draws: the request and the result."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.requests import Request
from hudes_desktop.engine.results import DescentResult
from hudes_desktop.store.directions import check_direction


@dataclass(frozen=True, eq=False)
class StoreDirection(Request):
    """Keep a vector (P,), of any length but zero, as a direction; DirectionStored says its address.

    Not to be written to any more. Raises ValueError for what is no direction.
    """

    vector: NDArray[np.float64]

    def __post_init__(self) -> None:
        check_direction(self.vector)


@dataclass(frozen=True, eq=False)
class DirectionStored(DescentResult):
    """A direction is known from now on under this digest (see descent.place.StoredDirection)."""

    digest: str
