"""What has just been moved on the chosen device, for its pictures."""

from collections.abc import Mapping, Sequence

from hudes_desktop.inputs.bindings.transform import detents
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control, ControlEvent

LIT_S = 0.7
"""Seconds for which a control that was moved stands out."""

_DRIFT = 0.1  # an axis that is less far from its rest hasn't been moved by a hand


class Activity:
    """turns: how far each endless control was turned, in detents or pixels."""

    def __init__(self) -> None:
        self.turns: dict[Control, float] = {}
        self._moved_at: dict[Control, float] = {}

    def clear(self) -> None:
        """Another device is shown."""
        self.turns.clear()
        self._moved_at.clear()

    def note(self, events: Sequence[ControlEvent], profile: Profile, now: float) -> None:
        """What came from the device; now: seconds."""
        layer = profile.layers[0].name if profile.layers else ""
        for event in events:
            released = event.value == 0 and event.control.kind not in ("control_change", "nrpn")
            if not released and not _drifts(event.control, event.value):
                self._moved_at[event.control] = now
            binding = profile.binding(event.control, layer)
            if binding is not None and binding.transform.mode == "relative":
                by = event.value
                if event.control.kind == "control_change":
                    by = float(detents(binding.transform.encoding, event.value))
                self.turns[event.control] = self.turns.get(event.control, 0.0) + by

    def lit(self, now: float) -> frozenset[Control]:
        """What was moved a moment ago."""
        return frozenset(c for c, at in self._moved_at.items() if now - at < LIT_S)

    def moved(self, raw: Mapping[Control, float]) -> list[Control]:
        """What was moved at all; an axis that has only drifted was not."""
        return [c for c, value in raw.items() if c in self._moved_at or not _drifts(c, value)]


def _drifts(control: Control, value: float) -> bool:
    return control.kind == "axis" and abs(value) < _DRIFT
