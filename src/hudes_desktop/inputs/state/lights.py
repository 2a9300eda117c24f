"""Works out what to send to a device's lights: only what has changed."""

from collections.abc import Mapping, Sequence

from hudes_desktop.inputs.profiles.light_rule import LightRule
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control


class LightBoard:
    """The lights of one device: turns values into raw ones, and remembers what was sent."""

    def __init__(self, rules: Sequence[LightRule]) -> None:
        self._rules = rules
        self._sent: dict[Control, float] = {}
        self._held: set[LightRule] = set()  # pulses of what is still pressed
        self._watched = {rule.of or rule.control for rule in rules if rule.shows == "pressed"}
        self._beside: dict[Control, list[Control]] = {}
        for rule in rules:
            if rule.of is not None and not rule.seconds:
                self._beside.setdefault(rule.of, []).append(rule.control)

    @property
    def empty(self) -> bool:
        """Nothing is ever shown."""
        return not self._rules

    def changes(
        self,
        values: Mapping[str, float],
        raw: Mapping[Control, float],
        layers: Sequence[str],
        layer: str,
    ) -> list[Light]:
        """What to send.

        values: by LightRule.value_name; a light whose value is missing is left out. raw: of the
        device's own controls. layers: the names of all layers; layer: the active one.
        """
        wanted: dict[Control, float] = {}
        lights: list[Light] = []
        own = {"layer": float(layers.index(layer)) if layer else 0.0}
        for rule in self._rules:
            if rule.layer not in ("", layer):
                continue
            pressed_at = rule.of or rule.control
            if rule.shows == "pressed":
                value: float | None = 1.0 if raw.get(pressed_at) else 0.0
            elif rule.shows:
                value = own.get(rule.shows, values.get(rule.value_name))
            else:
                value = 1.0
            if value is None:
                continue
            if rule.seconds:
                if rule.shows == "pressed":
                    lights += self._pulse(rule, value)
            else:
                wanted[rule.control] = rule.raw(value)
        gone = {control: 0.0 for control in self._sent if control not in wanted}
        for control, value in {**gone, **wanted}.items():
            if self._sent.get(control, 0.0 if control in gone else None) != value:
                self._sent[control] = value
                lights.append(Light(control, value))
        return lights

    def pulses(self, name: str, value: float) -> list[Light]:
        """What to send for a value that has just happened."""
        return [
            Light(rule.control, rule.raw(value), rule.seconds)
            for rule in self._rules
            if rule.value_name == name
        ]

    def watches(self, control: Control) -> bool:
        """Whether it is shown that a control of the device is pressed."""
        return control in self._watched

    def beside(self, control: Control) -> list[Control]:
        """The lights that a device may change by itself when this control of it is moved."""
        return self._beside.get(control, [])

    def off(self) -> list[Light]:
        """What to send so that nothing is lit."""
        lit = [control for control, value in self._sent.items() if value]
        return [Light(control, 0.0) for control in lit]

    def forget(self) -> None:
        """The device is new: it shows nothing yet."""
        self._sent.clear()
        self._held.clear()

    def _pulse(self, rule: LightRule, pressed: float) -> list[Light]:
        if not pressed:
            self._held.discard(rule)
            return []
        if rule in self._held:
            return []
        self._held.add(rule)
        return [Light(rule.control, rule.raw(pressed), rule.seconds)]
