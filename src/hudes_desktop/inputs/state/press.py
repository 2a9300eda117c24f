"""Presses: of keys and buttons, and of triggers and faders that are past a threshold."""

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.transform import HYSTERESIS, position
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.seam.events import ControlEvent
from hudes_desktop.inputs.state.control_states import ControlState

CONTINUOUS = frozenset({"axis", "control_change", "pitch_bend", "nrpn"})
"""Kinds of control that are pressed when they are past a threshold."""


class Press(ControlState):
    """Acts when it is pressed, again while it is held, or once after it was held long enough."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self._again = ACTIONS.of(binding.action).held or binding.action
        self._acts_at: float | None = None
        self._made: list[Intent] = []
        self._switch = Switch(binding) if binding.control.kind in CONTINUOUS else None

    def feed(self, event: ControlEvent, now: float) -> None:
        binding, pressed = self._binding, event.value != 0
        if self._switch is not None:
            change = self._switch.change(event.value)
            if change is None:
                return
            pressed = change
        if not pressed:
            self._acts_at = None
        elif event.repeat:
            self._made += [self._again] if binding.repeat else []
        elif binding.hold:
            self._acts_at = now + binding.hold
        else:
            self._made.append(binding.action)

    def take(self, now: float, _elapsed: float) -> list[Intent]:
        if self._acts_at is not None and now >= self._acts_at:
            self._acts_at = None
            self._made.append(self._binding.action)
        made, self._made = self._made, []
        return made

    @property
    def goes_on(self) -> bool:
        """On its way through a hold time."""
        return self._acts_at is not None

    def release(self) -> None:
        self._acts_at = None
        self._made.clear()
        if self._switch is not None:
            self._switch.release()


class Switch:
    """Makes presses of a trigger, fader or stick."""

    def __init__(self, binding: Binding) -> None:
        self._kind = binding.control.kind
        self._transform = binding.transform
        self._at_rest = self._armed = True
        self._down = False

    def change(self, raw: float) -> bool | None:
        """True when it was pressed just now, False when let go, None for neither."""
        transform = self._transform
        way = position(self._kind, raw, transform.bits)
        if transform.invert:
            way = -way if self._kind == "axis" else 1.0 - way
        self._at_rest = way < max(transform.threshold - HYSTERESIS, 0.01)
        if self._at_rest:
            was, self._armed, self._down = self._down, True, False
            return False if was else None
        if way >= transform.threshold and self._armed and not self._down:
            self._down = True
            return True
        return None

    def release(self) -> None:
        """Let go; it must really be let go before it can be pressed again."""
        self._armed = self._at_rest
        self._down = False
