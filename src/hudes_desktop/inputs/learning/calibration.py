"""Measures where sticks rest and how far they reach, and what ends a fader has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import hypot

from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.transform import position, without_dead_zone
from hudes_desktop.inputs.learning.editing import changed
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control

REST_S = 2.0
"""Seconds for which sticks are watched at rest."""

LEAST, MOST = 0.08, 0.5
"""Dead zones that are suggested, at least and at most; of 1."""

_FULL = 0.97  # a stick that reaches so far is at full tilt
_MOVED = 0.5  # part of its way that a control must have gone, to be measured by its ends


@dataclass(slots=True)
class Measured:
    """What was seen of one control. noise: how far from 0 it rested; low, high: its ends."""

    noise: float = 0.0
    low: float = 0.0
    high: float = 0.0


class Calibration:
    """Two looks at a device: first nobody touches it, then everything is moved to its ends."""

    def __init__(self) -> None:
        self.controls: dict[Control, Measured] = {}

    def rest(self, raw: Mapping[Control, float]) -> None:
        """Where the controls are while nobody touches them."""
        for control, value in raw.items():
            if control.kind == "axis":
                measured = self.controls.setdefault(control, Measured())
                measured.noise = max(measured.noise, abs(value))

    def reach(self, raw: Mapping[Control, float]) -> None:
        """Where they are while everything is moved as far as it goes."""
        for control, value in raw.items():
            if control.kind not in ("axis", "control_change", "pitch_bend", "nrpn"):
                continue
            at = position(control.kind, value)
            if control not in self.controls:
                rest = 0.0 if control.kind == "axis" else at
                self.controls[control] = Measured(low=rest, high=rest)
            measured = self.controls[control]
            measured.low, measured.high = min(measured.low, at), max(measured.high, at)

    def dead_zone(self, *axes: Control) -> float | None:
        """What is suggested for an axis, or for both of a stick; None if it was never seen."""
        seen = [self.controls[axis].noise for axis in axes if axis in self.controls]
        if not seen:
            return None
        return min(max(round(hypot(*seen) * 1.5 + 0.05, 2), LEAST), MOST)

    def applied(self, profile: Profile) -> Profile:
        """The profile with the dead zones, reaches and ends that were measured."""
        return changed(profile, self._applied)

    def lines(self, profile: Profile) -> list[tuple[Binding, Binding]]:
        """(as it is, as it would be) for each binding that would change."""
        both = ((binding, self._applied(binding)) for binding in profile.bindings)
        return [(before, after) for before, after in both if before != after]

    def _applied(self, binding: Binding) -> Binding:
        transform = binding.transform
        if transform.mode == "rate" and binding.control.kind == "axis":
            dead_zone = self.dead_zone(*binding.controls)
            if dead_zone is None:
                return binding
            transform = replace(transform, dead_zone=dead_zone)
            reach = min(self._reach(control) for control in binding.controls)
            full, _ = without_dead_zone(reach, 0.0, dead_zone, transform.curve)
            if 0.0 < full < 1.0:
                transform = replace(transform, scale=round(1.0 / full, 2))
            return replace(binding, transform=transform)
        measured = self.controls.get(binding.control)
        if transform.mode == "absolute" and measured and measured.high - measured.low > _MOVED:
            first, last = measured.low, measured.high
            if transform.invert:
                first, last = 1.0 - last, 1.0 - first
            span = (transform.high - transform.low) / (last - first)
            low = round(transform.low - span * first, 4)
            ended = replace(transform, low=low, high=round(low + span, 4))
            return replace(binding, transform=ended)
        return binding

    def _reach(self, control: Control) -> float:
        """How far an axis goes, of 1; 1 for one that wasn't moved far."""
        measured = self.controls.get(control, Measured())
        least = max(measured.high, -measured.low)
        if measured.low < -_MOVED and measured.high > _MOVED:
            least = min(measured.high, -measured.low)
        return least if _MOVED < least < _FULL else 1.0
