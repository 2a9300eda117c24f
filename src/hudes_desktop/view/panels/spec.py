"""What a panel is in a table: its names, where it stands, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget

    from hudes_desktop.descent.actions import Action
    from hudes_desktop.descent.history import LossHistory
    from hudes_desktop.view.kit.feed import Feed
    from hudes_desktop.view.kit.slow_clock import SlowClock

Side = Literal["left", "right", "bottom"]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class PanelContext:
    """What a panel is made with.

    clock: of all text: a panel that has changed touches it with what refreshes it. losses: of the
    descent that is shown at first; `Began` has those of another. do: carries out an action, as if a
    control had made it. guard: around what is subscribed.
    """

    clock: SlowClock
    losses: LossHistory
    feed: Feed
    do: Callable[[Action], object]
    guard: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda call: call

    def subscribe(self, kind: type[T], handler: Callable[[T], object]) -> None:
        """Call `handler` with each result of a type; also with Began, Applied, Slopes and Theme."""
        self.feed.subscribe(kind, self.guard(handler))


@dataclass(frozen=True)
class PanelSpec:
    """One row is a panel: a dock, an entry of the menu of panels, and a name in the settings.

    name: in the settings. title: in the menu and in the window: a short one, tabs are narrow. side:
    of the landscape. make: gives the widget, or where that is found ("package.module:function").
    told: a sentence on what it shows, which appears under the pointer. order: panels of one side
    stand in this order, the first one in front or on top. scrolls: it is shown in an area that
    scrolls. width: pixels at first, in small windows and in others; None takes what the panels
    beside it leave.
    """

    name: str
    title: str
    side: Side
    make: Callable[[PanelContext], QWidget] | str
    told: str = ""
    order: int = 100
    scrolls: bool = False
    width: tuple[int, int] | None = None
