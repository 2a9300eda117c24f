"""A binding: what one control makes, and by which transform."""

from dataclasses import dataclass

from hudes_desktop.inputs.bindings.transform import Transform, default_transform
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

ANY = "*"
"""The name of a control that stands for all of its kind: the first one touched is axis 0, the next
one axis 1, …, where the action has an axis."""


USUAL = Transform()
"""Stands for the transform that a control's kind usually has."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What one control, or the two axes of a stick, makes.

    Attributes:
        repeat: when it acts again while held; None if it doesn't.
        hold: seconds for which it must be held before it acts, once; 0 acts on the press.
        transform: from raw values to amounts; USUAL for what the control's kind usually has.
        second: the other axis of a pair, up and down; None for a single control.
        label: what people read on the help page; empty for the control's own name.
        layer: the layer of the profile in which it holds; empty for all of them.
    """

    control: Control
    action: Intent
    repeat: RepeatTiming | None = None
    hold: float = 0.0
    transform: Transform = USUAL
    second: Control | None = None
    label: str = ""
    layer: str = ""

    def __post_init__(self) -> None:
        if self.transform is USUAL:
            object.__setattr__(self, "transform", default_transform(self.control.kind))

    @property
    def controls(self) -> tuple[Control, ...]:
        """Every control that it takes: two for a pair, and for a control change of 14 bits."""
        if self.second is not None:
            return self.control, self.second
        if self.transform.bits == 14 and isinstance(self.control.name, int):
            lower = self.control.name + LOWER_BITS
            return self.control, Control(self.control.kind, lower, self.control.channel)
        return (self.control,)


LOWER_BITS = 32
"""A control change n below 32 has its lower seven bits in the control change n + 32."""
