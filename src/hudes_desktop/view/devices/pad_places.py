"""Where everything is on a game pad of the Xbox kind, and how its body is shaped.

Lengths are tenths of the body's width; y goes down from the body's upper edge.
"""

from dataclasses import dataclass

from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QPainterPath

WIDTH, TOP, BOTTOM = 10.0, -0.85, 7.1
CROSS = QRectF(3.44, 3.86, 0.52, 0.52)
"""The middle of the cross."""


@dataclass(frozen=True)
class Spot:
    """A control.

    Attributes:
        x, y: its middle.
        shape: "disc", "arm" (of the cross), "bar" (a bumper or trigger), "dot" (a stick's press).
        size: radius, or half the width.
        entry: the height at which the line to its name crosses the edge of the pad.
        end: where that line ends.
        sign: what is printed on it.
    """

    x: float
    y: float
    shape: str
    size: float
    entry: float
    end: tuple[float, float]
    sign: str = ""

    @property
    def left(self) -> bool:
        """Whether its name stands to the left of the pad."""
        return self.x < WIDTH / 2 + 0.01


SPOTS = {
    "lefttrigger": Spot(2.45, -0.3, "bar", 0.75, -0.3, (1.7, -0.3), "LT"),
    "righttrigger": Spot(7.55, -0.3, "bar", 0.75, -0.3, (8.3, -0.3), "RT"),
    "leftshoulder": Spot(2.45, 0.5, "bar", 1.05, 0.5, (1.4, 0.5), "LB"),
    "rightshoulder": Spot(7.55, 0.5, "bar", 1.05, 0.5, (8.6, 0.5), "RB"),
    "guide": Spot(5.0, 1.62, "disc", 0.4, 0.98, (5.0, 1.22)),
    "back": Spot(4.15, 2.35, "disc", 0.25, 1.16, (4.15, 2.1)),
    "start": Spot(5.85, 2.35, "disc", 0.25, 1.16, (5.85, 2.1)),
    "leftstick": Spot(2.35, 2.35, "dot", 0.12, 1.4, (2.35, 2.23)),
    "leftx": Spot(2.35, 2.35, "disc", 0.8, 2.35, (1.55, 2.35)),
    "dpup": Spot(3.7, 3.62, "arm", 0.26, 3.22, (3.7, 3.35)),
    "dpleft": Spot(3.2, 4.12, "arm", 0.26, 4.12, (2.94, 4.12)),
    "dpdown": Spot(3.7, 4.62, "arm", 0.26, 5.15, (3.7, 4.88)),
    "dpright": Spot(4.2, 4.12, "arm", 0.26, 5.6, (4.2, 4.38)),
    "y": Spot(7.65, 1.63, "disc", 0.36, 1.63, (8.01, 1.63), "Y"),
    "b": Spot(8.37, 2.35, "disc", 0.36, 2.35, (8.73, 2.35), "B"),
    "a": Spot(7.65, 3.07, "disc", 0.36, 3.07, (8.01, 3.07), "A"),
    "x": Spot(6.93, 2.35, "disc", 0.36, 3.52, (6.93, 2.71), "X"),
    "rightx": Spot(6.3, 4.12, "disc", 0.8, 4.2, (7.1, 4.2)),
    "rightstick": Spot(6.3, 4.12, "dot", 0.12, 5.2, (6.3, 4.24)),
}  # fmt: skip
"""By the name of the control; a stick by that of its axis to the right."""


def body() -> QPainterPath:
    """The outline, without what stands out at its top."""
    path = QPainterPath()
    path.moveTo(2.3, 0.75)
    path.cubicTo(3.2, 0.7, 3.6, 1.0, 4.2, 1.0)
    path.lineTo(5.8, 1.0)
    path.cubicTo(6.4, 1.0, 6.8, 0.7, 7.7, 0.75)
    path.cubicTo(9.0, 0.85, 9.3, 1.6, 9.55, 2.8)
    path.cubicTo(9.85, 4.2, 10.1, 5.4, 9.9, 6.3)
    path.cubicTo(9.7, 7.2, 8.8, 7.2, 8.2, 6.4)
    path.cubicTo(7.7, 5.7, 7.4, 5.35, 6.7, 5.35)
    path.lineTo(3.3, 5.35)
    path.cubicTo(2.6, 5.35, 2.3, 5.7, 1.8, 6.4)
    path.cubicTo(1.2, 7.2, 0.3, 7.2, 0.1, 6.3)
    path.cubicTo(-0.1, 5.4, 0.15, 4.2, 0.45, 2.8)
    path.cubicTo(0.7, 1.6, 1.0, 0.85, 2.3, 0.75)
    path.closeSubpath()
    return path
