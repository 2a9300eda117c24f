"""What is remembered of one bound control between its events, one class for each way to move.

It takes raw values as they come (`feed`) and gives what they made when it is asked (`take`),
so that a flood of events within one frame makes one action and loses no movement.
"""

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.amounts import scaled
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.transform import (
    Acceleration,
    deflection,
    detents,
    without_dead_zone,
)
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.seam.events import ControlEvent


class ControlState:
    """The state of one control of a binding."""

    def feed(self, event: ControlEvent, now: float) -> None:
        """An event of one of the binding's controls."""
        raise NotImplementedError

    def take(self, now: float, elapsed: float) -> list[Intent]:
        """What has been made since the last call; elapsed: seconds of it, for what goes on."""
        raise NotImplementedError

    def release(self) -> None:
        """Let go: nothing goes on, and the next event only says where the control is."""
        raise NotImplementedError

    @property
    def goes_on(self) -> bool:
        """Whether there may be more to take without another event."""
        return False


class Summing(ControlState):
    """Makes actions of movements that add up; of what is done in whole only, a part is kept."""

    def __init__(self, binding: Binding) -> None:
        self._action = binding.action
        self._transform = binding.transform
        self._kind = binding.control.kind
        self._scale = (
            -binding.transform.scale if binding.transform.invert else binding.transform.scale
        )
        self._whole = ACTIONS.of(binding.action).whole
        self._left = 0.0
        self._moved = 0.0

    def take(self, now: float, _elapsed: float) -> list[Intent]:
        moved, self._moved = self._moved, 0.0
        return self._made(self._amount(moved, now))

    def release(self) -> None:
        self._moved = 0.0

    def _amount(self, moved: float, now: float) -> float:
        """The part of the action that a movement makes."""
        raise NotImplementedError

    def _made(self, amount: float) -> list[Intent]:
        amount *= self._scale
        if self._whole:
            amount += self._left
            self._left = amount - int(amount)
            amount = int(amount)
        made = scaled(self._action, amount) if amount else None
        return [] if made is None else [made]


class Relative(Summing):
    """Sums detents or pixels; an encoder that is turned fast can count for more."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        self._encoded = self._kind in ("control_change", "note")
        self._acceleration = Acceleration(binding.transform.acceleration)

    def feed(self, event: ControlEvent, _now: float) -> None:
        encoding = self._transform.encoding
        self._moved += detents(encoding, event.value) if self._encoded else event.value

    def _amount(self, moved: float, now: float) -> float:
        return moved * self._acceleration.factor(moved, now)


class Rate(Summing):
    """Acts all the time, by how far a stick is from its rest; so much a second.

    What is away from its rest when all is let go does nothing until it was back there.
    """

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        self._second = binding.second
        self._rest = max(binding.transform.dead_zone, 0.05)
        self._at = [0.0, 0.0]
        self._armed = [True, True]

    def feed(self, event: ControlEvent, _now: float) -> None:
        which = 1 if event.control == self._second else 0
        at = deflection(self._kind, event.value, self._transform.bits)
        self._at[which] = at
        self._armed[which] = self._armed[which] or abs(at) <= self._rest

    def take(self, _now: float, elapsed: float) -> list[Intent]:
        x, y = self._velocity()
        if x == 0.0 and y == 0.0:
            return []
        if self._second is None:
            return self._made(x * elapsed)
        amount = self._scale * elapsed
        made = scaled(self._action, x * amount, y * amount)
        return [made] if made is not None else []

    def _velocity(self) -> tuple[float, float]:
        transform = self._transform
        x, y = (at if armed else 0.0 for at, armed in zip(self._at, self._armed, strict=True))
        if transform.axial:
            x, _ = without_dead_zone(x, 0.0, transform.dead_zone, transform.curve)
            _, y = without_dead_zone(0.0, y, transform.dead_zone, transform.curve)
            return x, y
        return without_dead_zone(x, y, transform.dead_zone, transform.curve)

    @property
    def goes_on(self) -> bool:
        """Away from its rest."""
        return self._velocity() != (0.0, 0.0)

    def release(self) -> None:
        self._armed = [abs(at) <= self._rest for at in self._at]
