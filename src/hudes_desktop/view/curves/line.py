"""What is shown of one axis: its curve, the marker on it, the part in sight, and two texts."""

from dataclasses import dataclass, field
from math import floor, log10

from hudes_desktop.view.kit.number_text import loss_label, slope_text, steps_text
from hudes_desktop.view.landscape.model.curve import Curve
from hudes_desktop.view.landscape.model.glide import Glide

_GLOW_SECONDS = 0.25


@dataclass(eq=False)
class Line:
    """What is shown of one axis.

    position: the coefficient of the marker. stale: the curve is one of other directions, kept
    until its successor comes. window: the coefficients at the left and right edge. glow: 1 … 0.
    reading, lowest: texts, refreshed at a pace that can be read. keys: what walks along it.
    """

    axis: int
    curve: Curve | None = None
    position: float = 0.0
    stale: bool = False
    window: Glide = field(default_factory=Glide)
    glow: float = 0.0
    reading: str = ""
    lowest: str = ""
    keys: str = ""

    @property
    def name(self) -> str:
        return f"axis {self.axis + 1}"

    def here(self) -> float | None:
        """The loss drawn at the marker; None while there is none."""
        return None if self.curve is None else self.curve.loss_at(self.position)

    def fade(self, seconds: float) -> bool:
        """Let the glow fade; True while it does."""
        if self.glow <= 0.0:
            return False
        self.glow = max(0.0, self.glow - seconds / _GLOW_SECONDS)
        return True

    def refresh(self, from_here: bool) -> bool:
        """Bring the texts up to date; True if they changed. from_here: see lowest_text."""
        curve = None if self.stale else self.curve
        slope = None if curve is None else curve.slope_at(self.position)
        reading = "" if slope is None else f"{slope_text(slope)} nats/step"
        lowest = lowest_text(self, from_here)
        changed = (reading, lowest) != (self.reading, self.lowest)
        self.reading, self.lowest = reading, lowest
        return changed


def lowest_text(line: Line, from_here: bool) -> str:
    """How low the lowest visible point is, and where: along the axis, or from the marker on."""
    curve = line.curve
    lowest = None if curve is None or line.stale else curve.lowest()
    if curve is None or lowest is None:
        return ""
    span = curve.span()
    extent = max(span[1] - span[0], 1e-6) if span else 1.0
    decimals = min(max(2 - floor(log10(extent)), 3), 7)
    away = lowest[0] - (line.position if from_here else 0.0)
    at = steps_text(away / curve.step, plus=from_here)
    return f"lowest {loss_label(lowest[1], decimals)} at {at} steps"
