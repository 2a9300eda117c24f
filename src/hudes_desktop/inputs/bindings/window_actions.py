"""Actions that the window carries out or resolves, those of wings too; others are of a descent."""

import math
from dataclasses import dataclass, fields

from hudes_desktop.descent.actions import Action


@dataclass(frozen=True, slots=True)
class _Finite:
    """Base of actions whose amounts must be finite numbers."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if not math.isfinite(value := getattr(self, each.name)):
                raise ValueError(f"{each.name} must be finite, not {value}")


@dataclass(frozen=True, slots=True)
class Walk(_Finite):
    """Walk on the selected plane, as seen: `right` and `forward` in steps, turned by the yaw."""

    right: float = 0.0
    forward: float = 0.0


@dataclass(frozen=True, slots=True)
class Roll:
    """Let the ball roll to the lowest point in sight of the selected plane, or of the axis that was
    moved last.

    on: go on to the next plane or axis first, once its landscape around the ball is there: what a
    control that is held makes.
    """

    on: bool = False


@dataclass(frozen=True, slots=True)
class Orbit(_Finite):
    """Turn the view, by degrees."""

    yaw: float = 0.0
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class Zoom(_Finite):
    """Come nearer (factor above 1) or go further away (below 1)."""

    factor: float

    def __post_init__(self) -> None:
        _Finite.__post_init__(self)
        if self.factor <= 0:
            raise ValueError(f"factor must be above 0, not {self.factor}")


@dataclass(frozen=True, slots=True)
class Pan(_Finite):
    """Move the selected plane on the screen, in pixels."""

    right: float = 0.0
    down: float = 0.0


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
class PageAxes:
    """On curves: let the keys walk along as many axes further on, or before."""

    by: int


@dataclass(frozen=True, slots=True)
class ToggleHelp:
    """Show the help, or hide it."""


@dataclass(frozen=True, slots=True)
class ToggleStage:
    """Show the landscape and the headline alone, on the whole screen, or the window again."""


@dataclass(frozen=True, slots=True)
class NewVisitor:
    """Let everything be as it was when the program started: descent, view, panels and text."""


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
    | Roll
    | Orbit
    | Zoom
    | Pan
    | SelectAtPointer
    | WalkToPointer
    | ResetView
    | PageAxes
    | ToggleHelp
    | ToggleStage
    | NewVisitor
    | TogglePrecision
    | Quit
    | WingAction
)

Intent = Action | WindowAction
"""Whatever a control can make."""
