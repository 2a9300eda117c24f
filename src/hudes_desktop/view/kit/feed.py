"""Hands what happens in a window to whoever subscribed to that kind of thing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hudes_desktop.descent.actions import Action
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Began:
    """A descent is shown from now on, with nothing known of it yet."""

    descent: Descent


@dataclass(frozen=True, eq=False)
class Applied:
    """A frame of actions changed the descent that is shown."""

    actions: Sequence[Action]
    change: Change
    descent: Descent


@dataclass(frozen=True)
class Slopes:
    """Slopes of the train loss in nats per step, by axis; axes that are left out keep theirs."""

    by_axis: Mapping[int, float]


@dataclass(frozen=True)
class VisitorCame:
    """Somebody new stands before the window: nothing of whoever was there before is to be seen."""


@dataclass(frozen=True)
class Devices:
    """What is plugged in now, with the profiles in force."""

    plugged: Sequence[tuple[Device, Profile | None]] = ()


class Feed:
    """Of one window: results for the descent that is shown, Began, Applied, Slopes, VisitorCame,
    Devices and Theme."""

    def __init__(self) -> None:
        self._subscriptions: list[tuple[type, Callable[[Any], object]]] = []

    def subscribe(self, kind: type[T], handler: Callable[[T], object]) -> None:
        """Call `handler` with everything that is published of a type, or of one derived from it."""
        self._subscriptions.append((kind, handler))

    def publish(self, event: object) -> None:
        """Hand it on, to those first who subscribed first."""
        for kind, handler in tuple(self._subscriptions):
            if isinstance(event, kind):
                handler(event)
