"""One device in use: its profile, the state of its controls, and what it shows."""

from collections.abc import Mapping

from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.inputs.state.lights import LightBoard
from hudes_desktop.inputs.state.translator import Translator


class ConnectedDevice:
    """A device that is or was plugged in.

    Attributes:
        device: which one.
        connected: whether it is plugged in now.
        raw: the last value of every control that has moved.
        lights: those still to be sent to it.
        touched: lights that it may have changed by itself; the hub sends them again.
    """

    def __init__(self, device: Device, values: Mapping[str, float]) -> None:
        self.device = device
        self.connected = False
        self.raw: dict[Control, float] = {}
        self.lights: list[Light] = []
        self.touched: dict[Control, None] = {}
        self._values = values
        self._translator: Translator | None = None
        self._board = LightBoard(())
        self._new = False
        self._now = 0.0
        self._stale = True  # its lights may not show the present values

    @property
    def profile(self) -> Profile | None:
        """The one in force; None for a device that nothing matches."""
        return self._translator.profile if self._translator else None

    @property
    def layer(self) -> str:
        """The name of the layer that holds; empty for a profile without layers."""
        return self._translator.layer if self._translator else ""

    def use(self, profile: Profile | None) -> bool:
        """Use another profile; returns False if it is the one in force already."""
        if profile is self.profile:
            return False
        self.lights += self._board.off()
        self._translator = Translator(profile, self._values) if profile else None
        self._board = LightBoard(profile.lights if profile else ())
        self._stale = True
        if self._translator:
            self._translator.settle(self.raw)
        return True

    def connect(self, device: Device) -> None:
        """The device was plugged in; its sticks do nothing until the next `take`."""
        self.device = device
        self.connected = self._new = True
        self._board.forget()
        self.lights.clear()  # what happened while it was away is over
        self._stale = True

    def disconnect(self) -> None:
        """The device was unplugged: everything held is released."""
        self.connected = False
        self.raw.clear()
        self.release()

    def record(self, event: ControlEvent) -> None:
        """Keep the value of an event, without making an action of it."""
        self.raw[event.control] = event.value
        if self._board.empty:
            return
        self.touched.update(dict.fromkeys(self._board.beside(event.control)))
        self._stale = self._stale or self._board.watches(event.control)

    def feed(self, event: ControlEvent, now: float) -> None:
        """An event of the device."""
        self.record(event)
        if self._translator and not (self._new and event.control.kind == "axis"):
            layer = self._translator.layer
            self._translator.feed(event, now)
            self._stale = self._stale or self._translator.layer != layer

    def take(self, now: float, elapsed: float) -> list[Intent]:
        """The actions made since the last call, which was `elapsed` seconds ago."""
        self._now = now
        if self._translator is None:
            return []
        if self._new:
            self._translator.settle(self.raw)
            self._new = False
        made = self._translator.take(now, elapsed)
        for echo in self._translator.echoes:
            self.lights.append(echo)
            self.touched[echo.control] = None
        self._translator.echoes.clear()
        return made

    def release(self) -> None:
        """Release everything that is held."""
        if self._translator:
            self._translator.release()

    def invalidate(self) -> None:
        """The application's values have changed: work out the lights anew."""
        self._stale = True

    def pulse(self, name: str, value: float) -> None:
        """A value of PULSES has occurred: light what shows it, for a while."""
        self.lights += self._board.pulses(name, value)

    def pending_lights(self) -> list[Light]:
        """The lights to send since the last call."""
        if self._stale and self.connected and self._translator and not self._board.empty:
            layers = [layer.name for layer in self._translator.profile.layers]
            changes = self._board.changes(self._values, self.raw, layers, self.layer)
            for light in changes:
                self._translator.shown(light, self._now)
            self.lights += changes
        self._stale = False
        lights, self.lights = self.lights, []
        return lights

    def timing(self, control: Control) -> RepeatTiming | None:
        """When a held control acts again."""
        binding = self.profile.binding(control, self.layer) if self.profile else None
        return binding.repeat if binding else None
