"""Actions that the window carries out or resolves, those of wings too; others are of a descent."""

import math
from dataclasses import dataclass

from hudes_desktop.descent.actions import Action


@dataclass(frozen=True, slots=True)
class Walk:
    """Walk on the selected plane, as seen: `right` and `forward` in steps, turned by the yaw."""

    right: float = 0.0
    forward: float = 0.0

    def __post_init__(self) -> None:
        _require_finite(right=self.right, forward=self.forward)


@dataclass(frozen=True, slots=True)
class Orbit:
    """Turn the view, by degrees."""

    yaw: float = 0.0
    pitch: float = 0.0

    def __post_init__(self) -> None:
        _require_finite(yaw=self.yaw, pitch=self.pitch)


@dataclass(frozen=True, slots=True)
class Zoom:
    """Come nearer (factor above 1) or go further away (below 1)."""

    factor: float

    def __post_init__(self) -> None:
        _require_finite(factor=self.factor)
        if self.factor <= 0:
            raise ValueError(f"factor must be above 0, not {self.factor}")


@dataclass(frozen=True, slots=True)
class Pan:
    """Move the selected plane on the screen, in pixels."""

    right: float = 0.0
    down: float = 0.0

    def __post_init__(self) -> None:
        _require_finite(right=self.right, down=self.down)


@dataclass(frozen=True, slots=True)
class SelectAtPointer:
    """Choose the plane under the mouse pointer."""


@dataclass(frozen=True, slots=True)
class WalkToPointer:
    """Walk to the place under the mouse pointer."""


@dataclass(frozen=True, slots=True)
class ResetView:
    """Turn and zoom the view back to how it was at the start."""


@dataclass(frozen=True, slots=True)
class ToggleHelp:
    """Show the help, or hide it."""


@dataclass(frozen=True, slots=True)
class TogglePrecision:
    """Calculate in float16, or in float32 again."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Close the window."""


@dataclass(frozen=True, slots=True)
class WingAction:
    """Base of the actions that wings bring; a handler of the wing carries each of them out."""


@dataclass(frozen=True, slots=True)
class UnknownAction(WingAction):
    """What a profile calls by the name of no action, as it may be of a wing that is not here.

    Attributes: name; args, as (argument, value), as the profile says them.
    """

    name: str
    args: tuple[tuple[str, str | float | bool], ...] = ()


WindowAction = (
    Walk
    | Orbit
    | Zoom
    | Pan
    | SelectAtPointer
    | WalkToPointer
    | ResetView
    | ToggleHelp
    | TogglePrecision
    | Quit
    | WingAction
)

Intent = Action | WindowAction
"""Whatever a control can make."""


def _require_finite(**values: float) -> None:
    for name, value in values.items():
        if not math.isfinite(value):
            raise ValueError(f"{name} must be finite, not {value}")
