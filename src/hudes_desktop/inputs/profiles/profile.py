"""A profile: what each control of a device makes, and what the device shows back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.bindings.binding import Binding as Binding
from hudes_desktop.inputs.profiles.light_rule import LightRule
from hudes_desktop.inputs.seam.events import Control


@dataclass(frozen=True, slots=True)
class Layer:
    """One of several meanings of the same controls; pressing `control` changes to it."""

    name: str
    control: Control


@dataclass(frozen=True)
class Profile:
    """The bindings of one kind of device, no two for the same control in the same layer.

    Attributes:
        name: for people ("Keyboard, 3-D").
        driver: the driver whose devices it is for ("keyboard").
        match: parts of the device's title, any of which will do; empty for every device that no
            other profile is for.
        priority: of two profiles that match equally well the higher one is taken.
        lights: what the device shows.
        layers: the first one holds at first; empty for a profile without layers.
        connect, disconnect: MIDI messages to the device when it is connected and disconnected.
        troubles: one line for each binding that does nothing, as its action is not known here.
    """

    name: str
    driver: str
    bindings: Sequence[Binding]
    match: Sequence[str] = ()
    priority: int = 0
    lights: Sequence[LightRule] = ()
    layers: Sequence[Layer] = ()
    connect: Sequence[bytes] = ()
    disconnect: Sequence[bytes] = ()
    troubles: Sequence[str] = field(default=(), compare=False)
    _by_control: dict[tuple[Control, str], Binding] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if bound_twice(self.bindings, self.layers) is not None:
            raise ValueError(f"profile {self.name!r} binds a control twice")
        by_control = {(c, b.layer): b for b in self.bindings for c in b.controls}
        object.__setattr__(self, "_by_control", by_control)

    def binding(self, control: Control, layer: str = "") -> Binding | None:
        """What the control makes in a layer; None if it is free.

        A binding for its own channel goes before one for every channel, and one for the control
        before one for all of its kind.
        """
        for name in (control.name, ANY):
            for channel in (control.channel, None):
                sought = Control(control.kind, name, channel)
                for at in (layer, "") if layer else ("",):
                    if found := self._by_control.get((sought, at)):
                        return found
        return None

    def takes(self, control: Control) -> bool:
        """Whether the control does anything, in whatever layer."""
        everywhere = replace(control, channel=None)
        if any(layer.control in (control, everywhere) for layer in self.layers):
            return True
        names = ("", *(layer.name for layer in self.layers))
        return any(self.binding(control, name) for name in names)


def bound_twice(bindings: Sequence[Binding], layers: Sequence[Layer]) -> int | None:
    """The index of the first binding with a control that something before it has; None if none."""
    all_layers = ["", *(layer.name for layer in layers)]
    taken = {(layer.control, at) for layer in layers for at in all_layers}
    for index, binding in enumerate(bindings):
        at_layers = [binding.layer] if binding.layer else all_layers
        wanted = {(control, at) for control in binding.controls for at in at_layers}
        if wanted & taken:
            return index
        taken |= wanted
    return None
