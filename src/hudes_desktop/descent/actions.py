"""What a hand can intend: one frozen dataclass an action, whatever device made it."""

import math
from dataclasses import dataclass

from hudes_desktop.descent.place import Address, Place
from hudes_desktop.descent.rules import (
    MAX_AXES,
    MAX_PLANES,
    MAX_SEED,
    MAX_STEP_AMOUNT,
    MIN_AXES,
)


@dataclass(frozen=True, slots=True)
class Step:
    """Move `amount` times the step size along one axis of the subspace (0 is the first axis)."""

    axis: int
    amount: float

    def __post_init__(self) -> None:
        if self.axis < 0:
            raise ValueError(f"axis must be 0 or more, not {self.axis}")
        if not abs(self.amount) <= MAX_STEP_AMOUNT:
            raise ValueError(f"amount must be within ±{MAX_STEP_AMOUNT:g}, not {self.amount}")


@dataclass(frozen=True, slots=True)
class RollTo:
    """Be at these coefficients along some axes: the lowest point that is known there. Stops where
    that is here, and where there are no such axes."""

    axes: tuple[int, ...]
    coefficients: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.axes) != len(self.coefficients):
            raise ValueError(f"{len(self.coefficients)} coefficients on {len(self.axes)} axes")
        if not all(math.isfinite(each) for each in self.coefficients):
            raise ValueError(f"coefficients must be finite, not {self.coefficients}")


@dataclass(frozen=True, slots=True)
class NextSubspace:
    """Keep the place, go on to the next directions."""


@dataclass(frozen=True, slots=True)
class PreviousSubspace:
    """Keep the place, go back to the directions before these."""


@dataclass(frozen=True, slots=True)
class NextBatch:
    """Look at the landscape of the next batch."""


@dataclass(frozen=True, slots=True)
class PreviousBatch:
    """Look at the landscape of the batch before this one."""


@dataclass(frozen=True, slots=True)
class ChangeBatchSize:
    """Go `by` places up or down the list of batch sizes, stopping at its ends."""

    by: int


@dataclass(frozen=True, slots=True)
class ChangeStepSize:
    """Multiply the step size by 10 to the power of `decades`."""

    decades: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.decades):
            raise ValueError(f"decades must be finite, not {self.decades}")


@dataclass(frozen=True, slots=True)
class SetStepSize:
    """Make the step size 10 to the power of `exponent` (a fader)."""

    exponent: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.exponent):
            raise ValueError(f"exponent must be finite, not {self.exponent}")


@dataclass(frozen=True, slots=True)
class SelectPlane:
    """Bring another plane to the front, `by` places on; after the last comes the first."""

    by: int


@dataclass(frozen=True, slots=True)
class SgdStep:
    """Let plain SGD take `count` steps on the current batch."""

    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"count must be 1 or more, not {self.count}")


@dataclass(frozen=True, slots=True)
class Undo:
    """Return to the place before the last frame that changed it."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Take the last Undo back."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Return to the start: the seed's initial parameters, first directions and first batch, with
    the batch size, the step size and the plane that the descent began with; the history of losses
    begins anew. Undo gives back the place; the history goes on from there."""


@dataclass(frozen=True, slots=True)
class Reseed:
    """Go to the start of another seed: its initial parameters, directions and batches."""

    seed: int

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"seed must be from 0 to {MAX_SEED}, not {self.seed}")


@dataclass(frozen=True, slots=True)
class SetAxes:
    """Let the controls act on `count` directions at once."""

    count: int

    def __post_init__(self) -> None:
        if not MIN_AXES <= self.count <= MAX_AXES:
            raise ValueError(f"axes must be from {MIN_AXES} to {MAX_AXES}, not {self.count}")


@dataclass(frozen=True, slots=True)
class ShowPlanes:
    """Look at `count` planes at once; where there are too few axes for them, add some."""

    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MAX_PLANES:
            raise ValueError(f"planes must be from 1 to {MAX_PLANES}, not {self.count}")


@dataclass(frozen=True, slots=True)
class UseDirections:
    """Put these directions in the place of the first ones; NextSubspace brings random ones."""

    addresses: tuple[Address, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.addresses) <= MAX_AXES:
            raise ValueError(f"directions must be from 1 to {MAX_AXES}, not {len(self.addresses)}")


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to a place: by undo or redo if they lead to this very one, else as to a new one."""

    place: Place


@dataclass(frozen=True, slots=True)
class GoToBest:
    """Go back to the place with the best validation loss that was reached by hand alone, with its
    directions and its batch, as to a new place: undo leads back from there."""


@dataclass(frozen=True, slots=True)
class GoToBestWithSgd:
    """Go back to the best of the places that steps of SGD have led to."""


Action = (
    Step
    | RollTo
    | NextSubspace
    | PreviousSubspace
    | NextBatch
    | PreviousBatch
    | ChangeBatchSize
    | ChangeStepSize
    | SetStepSize
    | SelectPlane
    | SgdStep
    | Undo
    | Redo
    | Reset
    | Reseed
    | SetAxes
    | ShowPlanes
    | UseDirections
    | GoTo
    | GoToBest
    | GoToBestWithSgd
)


def axes_of(action: Action) -> tuple[int, ...]:
    """The axes that an action moves along; none for one that is no walk."""
    if isinstance(action, Step):
        return (action.axis,)
    return action.axes if isinstance(action, RollTo) else ()
