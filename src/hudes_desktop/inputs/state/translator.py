"""Translates the events of one device into actions and intents, by its profile."""

from collections.abc import Mapping, Set
from dataclasses import replace

from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.rules import MAX_AXES
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.window_actions import Intent, UnknownAction
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.inputs.state.control_states import ControlState, Rate, Relative
from hudes_desktop.inputs.state.pairs import Pairs
from hudes_desktop.inputs.state.positions import Absolute, Difference
from hudes_desktop.inputs.state.press import Press
from hudes_desktop.inputs.state.touches import Touches

_MOVABLE = ("control_change", "pitch_bend", "nrpn")


class Translator:
    """The state of all controls of one device.

    Attributes:
        profile: what the controls make.
        layer: the name of the layer that holds now; empty for a profile without layers.
        echoes: values to send to absolute encoders near their ends; whoever sends them clears it.
    """

    def __init__(self, profile: Profile, values: Mapping[str, float]) -> None:
        """values: the application's present values by name; read when they are needed."""
        self.profile = profile
        self.layer = profile.layers[0].name if profile.layers else ""
        self.echoes: list[Light] = []
        self._values = values
        self._layers = {layer.control: layer.name for layer in profile.layers}
        self._found: dict[Control, ControlState | None] = {}  # in this layer
        self._states: dict[tuple[Control, str], ControlState] = {}
        self._axes: dict[Control, int] = {}  # of what is bound all together, by first touch
        self._active: dict[ControlState, None] = {}  # in the order in which they were touched
        self._made: list[Intent] = []
        self._pairs = Pairs()
        self._touches = Touches()

    def feed(self, event: ControlEvent, now: float) -> None:
        """An event of the device."""
        for each in self._sorted(event, now):
            self._feed(each, now)

    def _sorted(self, event: ControlEvent, now: float) -> list[ControlEvent]:
        """What can be taken now, of a control of which nobody has said what it is."""
        control = event.control
        if control.kind in _MOVABLE and not _may_be_button(event):
            self._touches.moved(control)
        binding = self.profile.binding(control, self.layer)
        if binding is None or binding.control.name != ANY or self._layer_of(control) is not None:
            return [event]
        if control.kind == "note":
            return self._touches.feed(event)
        known = self._pairs.upper(control) is not None
        events = self._pairs.feed(event, now)
        if not known and self._pairs.upper(control) is not None:
            self._forget({each.control for each in events})
        return events

    def _forget(self, controls: Set[Control]) -> None:
        """These are one control from now on, not two."""
        for control in controls:
            if (state := self._found.pop(control, None)) is not None:
                self._active.pop(state, None)
                self._states = {key: each for key, each in self._states.items() if each != state}

    def _feed(self, event: ControlEvent, now: float) -> None:
        if self._layers and (layer := self._layer_of(event.control)) is not None:
            if event.value:
                self._change_layer(layer, now)
            return
        state = self._state(event)
        if state is None:
            return
        if isinstance(state, Press):
            # What was moved before the press comes before what it makes.
            self._collect(now, 0.0)
        self._active[state] = None
        state.feed(event, now)
        if isinstance(state, Press):
            self._made += state.take(now, 0.0)

    def take(self, now: float, elapsed: float) -> list[Intent]:
        """What has been made since the last call, in order; elapsed: the seconds of it."""
        if self._active:
            self._collect(now, elapsed)
            for state in [state for state in self._active if not state.goes_on]:
                del self._active[state]
        made, self._made = self._made, []
        return made

    def shown(self, light: Light, now: float) -> None:
        """The device was told to show a value; a fader with a motor moves there by itself."""
        track = self._found.get(light.control)
        if isinstance(track, Difference):
            track.told(light.value, now)

    def settle(self, raw: Mapping[Control, float]) -> None:
        """Take these values for how the device was found: a stick that is tilted must come back
        to its rest before it does anything, lest a stuck one walks off."""
        for control, value in raw.items():
            if control.kind == "axis":
                event = ControlEvent("", control, value)
                if (state := self._state(event)) is not None:
                    state.feed(event, 0.0)
                    state.release()

    def release(self) -> None:
        """Let go of everything; a stick acts again once it has been at rest."""
        self._touches.release()
        for state in self._states.values():
            state.release()
        self._active.clear()

    def _collect(self, now: float, elapsed: float) -> None:
        for state in self._active:
            self._made += state.take(now, elapsed)
            if isinstance(state, Difference) and (light := state.echo()) is not None:
                self.echoes.append(light)

    def _layer_of(self, control: Control) -> str | None:
        everywhere = Control(control.kind, control.name)
        return self._layers.get(control, self._layers.get(everywhere))

    def _change_layer(self, layer: str, now: float) -> None:
        self._collect(now, 0.0)  # what was moved before counts
        self.release()
        self.layer = layer
        self._found.clear()

    def _state(self, event: ControlEvent) -> ControlState | None:
        control = event.control
        if control in self._found:
            return self._found[control]
        binding = self.profile.binding(control, self.layer)
        if binding is None or isinstance(binding.action, UnknownAction):
            self._found[control] = None
            return None
        if binding.control.name == ANY:
            upper = self._pairs.upper(control)
            if upper is not None:
                wide = replace(binding.transform, bits=14)
                binding, control = replace(binding, control=upper, transform=wide), upper
            elif _may_be_button(event):
                return None  # what it is will be seen when it moves
            binding = self._one_of_all(binding, control)
            if binding is None:
                self._found[event.control] = None
                return None
        first = binding.control if len(binding.controls) > 1 else control
        key = (first, binding.layer)
        if key not in self._states:
            self._states[key] = _new_state(binding, control, self._values)
        self._found[event.control] = self._states[key]
        return self._states[key]

    def _one_of_all(self, binding: Binding, control: Control) -> Binding | None:
        """The binding of one of the controls that are bound all together; None if all are taken."""
        if not isinstance(binding.action, Step):
            return binding
        axis = self._axes.setdefault(control, len(self._axes))
        if axis >= MAX_AXES:
            return None
        return replace(binding, action=Step(axis, binding.action.amount))


def _may_be_button(event: ControlEvent) -> bool:
    """A control change at one of its ends: knobs come from somewhere, buttons are here or there."""
    return event.control.kind == "control_change" and event.value in (0.0, 127.0)


def _new_state(binding: Binding, control: Control, values: Mapping[str, float]) -> ControlState:
    match binding.transform.mode:
        case "press":
            return Press(binding)
        case "relative":
            return Relative(binding)
        case "difference":
            return Difference(binding, control)
        case "rate":
            return Rate(binding)
        case "absolute":
            return Absolute(binding, values)
