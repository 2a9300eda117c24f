"""What a place of a device shows: which value, from where to where, and what is sent for it."""

import math
from dataclasses import dataclass
from typing import Literal

from hudes_desktop.inputs.seam.events import Control

Scale = Literal["linear", "log"]

AXIS_VALUES = ("position", "slope")
"""Values that each axis has; the window tells them as "position.0", "slope.0", …"""

PULSES = ("loss_increase", "relative_increase", "new_best", "stopped")
"""Values that are told when something happens, and are over then."""

VALUES = (
    *AXIS_VALUES,
    *(
        "step_exponent",
        "selected_plane",
        "planes",
        "axes",
        "can_undo",
        "can_redo",
        "loss",
        "at_best",
    ),
    *PULSES,
    *("pressed", "layer"),
)
"""What a light can show; controllers/README.md says what each is. All but the last two are told by
the window."""


@dataclass(frozen=True, slots=True)
class LightRule:
    """One place, and how the value is shown there.

    Attributes:
        control: where it is shown, as in Light.
        shows: a name of VALUES; empty for what is always the same.
        axis: of a value that each axis has, from 0.
        of: the control beside the light: whose being pressed is shown, and after whose moves the
            light is sent again, as a device may have changed it. None for the place's own.
        equals: shows 1 where the value is this, else 0; None for the value as it is.
        low, high: the range of values; what is beyond is shown as its end.
        scale: between them; on a logarithmic one, of positive values, nothing is shown below low.
        send: raw values: one that is always sent; two, and what is between them; or more, each for
            an equal part of the range.
        seconds: it is a pulse: sent each time the value is told, and lasts so long.
        layer: the layer of the profile in which it holds; empty for all of them.
    """

    control: Control
    shows: str = ""
    axis: int = 0
    of: Control | None = None
    equals: float | None = None
    low: float = 0.0
    high: float = 1.0
    send: tuple[float, ...] = (0.0, 127.0)
    seconds: float = 0.0
    layer: str = ""
    scale: Scale = "linear"

    @property
    def value_name(self) -> str:
        """The name of the value in Hub.set_values."""
        return f"{self.shows}.{self.axis}" if self.shows in AXIS_VALUES else self.shows

    def raw(self, value: float) -> float:
        """What is sent for a value. MIDI takes whole numbers; a motor takes parts of 1."""
        if self.equals is not None:
            value = 1.0 if value == self.equals else 0.0
        if len(self.send) == 1:
            return self.send[0]
        if self.scale == "log":
            if value < self.low:
                return 0.0
            part = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        part = min(max(part, 0.0), 1.0)
        if len(self.send) > 2:
            return self.send[min(int(part * len(self.send)), len(self.send) - 1)]
        between = self.send[0] + part * (self.send[1] - self.send[0])
        return between if self.control.kind == "button" else float(round(between))
