"""What is remembered of a knob or fader: how far it was moved, or the value that it sets."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.transform import position, raw_maximum
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.inputs.state.control_states import ControlState, Summing
from hudes_desktop.inputs.state.steady import Steady
from hudes_desktop.inputs.state.takeover import SoftTakeover

MIDDLE = 64.0
"""Where an absolute encoder is put back to, of 0 … 127."""

_NEAR_END = 24.0  # an absolute encoder is put back to the middle this near to an end

_MOVING_S, _FAR = 0.5, 0.1
"""A fader is being moved for so many seconds after it said so; a motor that is sent further than
this part of its way does as it is told all the same."""

_MISTAKEN = 0.5
"""Where any control is bound (cc *), one that leaps further than this part of its way is no knob
but an endless encoder, say: the leap is no movement."""


class Difference(Summing):
    """Moves by how far a knob or fader was moved; the first event only says where it is."""

    def __init__(self, binding: Binding, control: Control) -> None:
        super().__init__(binding)
        self._control = control
        self._mistrusted = binding.control.name == ANY
        self._travel = raw_maximum(self._kind, self._transform.bits)
        self._value = Bits(binding)
        self._steady = Steady(exact=self._transform.recentre)
        self._or_at: float | None = None  # where it is if it has obeyed being put back
        self._fed_at = -math.inf

    def feed(self, event: ControlEvent, now: float) -> None:
        raw = self._value.joined(event)
        if raw is None:
            return
        self._fed_at = now
        at = self._steady.at
        if at is not None and self._or_at is not None:
            # Put back to the middle, but what it had sent before may still arrive.
            obeyed = abs(raw - self._or_at) < abs(raw - at)
            if obeyed:
                at, self._or_at = self._or_at, None
                self._steady.put(at)
        if self._steady.feed(raw, now) and at is not None:
            self._move(at, raw)

    def take(self, now: float, elapsed: float) -> list[Intent]:
        at = self._steady.at
        if at is not None and self._steady.settle(now):
            self._move(at, self._steady.at or 0.0)
        return super().take(now, elapsed)

    def _move(self, before: float, after: float) -> None:
        moved = self._curved(after) - self._curved(before)
        if not (self._mistrusted and abs(moved) > _MISTAKEN * self._travel):
            self._moved += moved

    @property
    def goes_on(self) -> bool:
        """One unit away, which may be a movement or a tremble."""
        return self._steady.in_doubt

    def _curved(self, raw: float) -> float:
        """In raw units, whose sums are exact."""
        if self._transform.curve == 1.0:
            return raw
        way = position(self._kind, raw, self._transform.bits)
        return float(way**self._transform.curve) * self._travel

    def _amount(self, moved: float, _now: float) -> float:
        return moved / self._travel

    def echo(self) -> Light | None:
        """What to send to an absolute encoder that comes near its end, so that it has none."""
        at = self._steady.at
        if not self._transform.recentre or at is None or self._or_at is not None:
            return None
        if _NEAR_END <= at <= 127.0 - _NEAR_END:
            return None
        self._or_at = MIDDLE
        return Light(self._control, MIDDLE)

    def told(self, raw: float, now: float) -> None:
        """The device was told to put a motor fader there, which is no movement of a hand.

        What is told of a fader that is being moved is where it was a moment ago.
        """
        at = self._steady.at
        if at is None:
            return
        moving = now - self._fed_at < _MOVING_S
        if not moving or abs(raw - at) > _FAR * self._travel:
            self._or_at = raw

    def release(self) -> None:
        super().release()
        self._steady, self._or_at = Steady(exact=self._transform.recentre), None


class Absolute(ControlState):
    """The position is the value, as soon as it has met the present one."""

    def __init__(self, binding: Binding, values: Mapping[str, float]) -> None:
        self._action: Any = binding.action
        self._transform = binding.transform
        self._kind = binding.control.kind
        self._value = Bits(binding)
        self._values = values
        value = ACTIONS.of(binding.action).value
        assert value is not None  # a profile with another action in this mode can't be read
        self._sets = value
        self._takeover = SoftTakeover()
        self._steady = Steady()
        self._wanted: float | None = None

    def feed(self, event: ControlEvent, now: float) -> None:
        raw = self._value.joined(event)
        if raw is not None and self._steady.feed(raw, now):
            self._set(raw, now)

    @property
    def goes_on(self) -> bool:
        """One unit away, which may be a movement or a tremble."""
        return self._steady.in_doubt

    def _set(self, raw: float, now: float) -> None:
        transform = self._transform
        way = position(self._kind, raw, transform.bits)
        way = (1.0 - way if transform.invert else way) ** transform.curve
        span = transform.high - transform.low
        if transform.soft_takeover:
            present = self._values.get(self._sets.present)
            there = None if present is None else (present - transform.low) / span
            if not self._takeover.acts(way, there, now):
                return
        self._wanted = transform.low + way * span

    def take(self, now: float, _elapsed: float) -> list[Intent]:
        if self._steady.settle(now):
            self._set(self._steady.at or 0.0, now)
        wanted, self._wanted = self._wanted, None
        return [] if wanted is None else [replace(self._action, **{self._sets.field: wanted})]

    def release(self) -> None:
        self._wanted = None
        self._takeover, self._steady = SoftTakeover(), Steady()


class Bits:
    """Joins the two halves of a control of 14 bits."""

    def __init__(self, binding: Binding) -> None:
        self._upper_name = binding.control.name
        self._wide = binding.transform.bits == 14 and binding.control.kind == "control_change"
        self._upper: float | None = None
        self._has_lower = False

    def joined(self, event: ControlEvent) -> float | None:
        """The whole raw value; None where the other half is still to come."""
        if not self._wide:
            return event.value
        if event.control.name == self._upper_name:
            alone = self._upper is not None and not self._has_lower
            self._upper = event.value
            return event.value * 128.0 if alone else None
        self._has_lower = True
        return None if self._upper is None else self._upper * 128.0 + event.value
