"""What the head of a profile's file says about all its tables: driver, channel, repeat, layers."""

from dataclasses import dataclass

from hudes_desktop.inputs.bindings.controls import control_named
from hudes_desktop.inputs.profiles.toml_fields import Fields
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.words import text


@dataclass(frozen=True, slots=True)
class Head:
    """Defaults for the tables of a profile, and what they may name. The methods raise Problem.

    Attributes:
        channel: of MIDI, from 1; None for every channel.
        repeat: when held controls act again that don't say it themselves.
        layers: the names of the profile's layers.
    """

    driver: str
    channel: int | None
    repeat: RepeatTiming
    layers: tuple[str, ...] = ()

    def control(self, fields: Fields) -> Control:
        """The control that a table is about."""
        name = fields.take("control", str)
        return self.named(fields, "control", name, self.channel_of(fields))

    def named(self, fields: Fields, key: str, name: str, channel: int | None) -> Control:
        """The control of a name that stands at `key`."""
        try:
            return control_named(self.driver, name, channel)
        except ValueError as error:
            raise fields.problem(key, "toml.wrong", error=error) from error

    def channel_of(self, fields: Fields) -> int | None:
        """The MIDI channel that a table names, else the profile's."""
        channel: int | None = fields.optional("channel", int, self.channel)
        if channel is not None and not 1 <= channel <= 16:
            raise fields.problem("channel", "toml.range", low=1, high=16, value=channel)
        return channel

    def layer(self, fields: Fields) -> str:
        """The layer that a binding or light is in; empty for all."""
        layer: str = fields.optional("layer", str, "")
        if layer and layer not in self.layers:
            known = ", ".join(self.layers) or text("profile.no_layers")
            raise fields.problem("layer", "toml.choice", value=layer, known=known)
        return layer


def repeat_of(fields: Fields, usual: RepeatTiming) -> RepeatTiming:
    """When a held control acts again, by the keys delay and interval. Raises Problem."""
    interval = fields.seconds("interval", usual.interval, low=0.01)
    return RepeatTiming(fields.seconds("delay", usual.delay), interval)
