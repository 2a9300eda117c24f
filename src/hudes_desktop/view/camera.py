"""How the planes are looked at: turn, tilt, zoom, and the slot of the window each one fills."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DEFAULT_YAW = 28.0
DEFAULT_PITCH = 38.0
PITCH_LIMIT = 89.0
ZOOM_LIMITS = (0.4, 8.0)
PAN_LIMIT = 3000.0  # pixels
HEIGHT = 0.62  # of the vertical scale, in units of half a plane's width
DISTANCE = 5.2  # from the eye to the middle of a plane, in the same units
_NEAR, _FAR = 1.0, 12.0


@dataclass(frozen=True)
class Slot:
    """A rectangle of the widget in logical pixels, y downwards, that a plane must stay within."""

    left: float
    top: float
    width: float
    height: float

    def towards(self, other: Slot, share: float) -> Slot:
        def mix(a: float, b: float) -> float:
            return a + (b - a) * share

        return Slot(
            mix(self.left, other.left),
            mix(self.top, other.top),
            mix(self.width, other.width),
            mix(self.height, other.height),
        )


class Camera:
    """Yaw and pitch in degrees, zoom as a factor; every plane is seen from the same side.

    top: planes are seen from straight above and drawn flat, as maps. pan: how far the selected
    plane is moved, in logical pixels to the right and downwards.

    Seen at yaw 0, axis a of a plane points right and axis b away. At yaw ψ a step "right" on the
    screen is (cos ψ, sin ψ) on the plane and a step "forward" (−sin ψ, cos ψ).
    """

    def __init__(self) -> None:
        self.yaw = DEFAULT_YAW
        self.pitch = DEFAULT_PITCH
        self.zoom = 1.0
        self.pan = (0.0, 0.0)
        self.top = False

    def reset(self) -> None:
        """Back to how it was at the start; a map stays a map."""
        top = self.top
        self.__init__()  # type: ignore[misc]
        self.top = top

    @property
    def height(self) -> float:
        """Of the vertical scale, in units of half a plane's width."""
        return 0.0 if self.top else HEIGHT

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees: yaw wraps to −180..180, pitch stops at ±89."""
        self.yaw = (self.yaw + yaw + 180.0) % 360.0 - 180.0
        self.pitch = min(max(self.pitch + pitch, -PITCH_LIMIT), PITCH_LIMIT)

    def move(self, right: float, down: float) -> None:
        """Move the selected plane by so many pixels; its middle stays within reach."""
        x, y = self.pan[0] + right, self.pan[1] + down
        self.pan = (min(max(x, -PAN_LIMIT), PAN_LIMIT), min(max(y, -PAN_LIMIT), PAN_LIMIT))

    def magnify(self, factor: float) -> None:
        self.zoom = min(max(self.zoom * factor, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])

    def view(self) -> Matrix:
        """From a plane's box (a, b in −1..1, height in 0..HEIGHT) to the eye, (4, 4)."""
        yaw, tilt = radians(self.yaw), radians(0.0 if self.top else self.pitch - 90.0)
        turn = np.eye(4)
        turn[:2, :2] = [[cos(yaw), sin(yaw)], [-sin(yaw), cos(yaw)]]
        lean = np.eye(4)
        lean[1:3, 1:3] = [[cos(tilt), -sin(tilt)], [sin(tilt), cos(tilt)]]
        back = np.eye(4)
        back[2, 3] = -DISTANCE
        centre = np.eye(4)
        centre[2, 3] = -self.height / 2
        return back @ lean @ turn @ centre

    def projection(
        self, view: Matrix, slot: Slot, width: float, height: float, weight: float
    ) -> Matrix:
        """From the eye to clip space, so that the whole box of the plane fills its slot, (4, 4).

        width, height: of the widget in logical pixels. weight: 1 for the selected plane, which
        follows zoom and pan, 0 for the others.
        """
        zoom = 1.0 + (self.zoom - 1.0) * weight
        left, right, bottom, top = _extent(view, self.height)
        pixels = min(slot.width / (right - left), slot.height / (top - bottom)) * zoom
        middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
        x = slot.left + slot.width / 2 - middle_x * pixels + self.pan[0] * weight
        y = slot.top + slot.height / 2 + middle_y * pixels + self.pan[1] * weight
        out = np.zeros((4, 4))
        out[0, 0], out[0, 2] = 2 * pixels / width, -(2 * x / width - 1)
        out[1, 1], out[1, 2] = 2 * pixels / height, -(1 - 2 * y / height)
        out[2, 2] = -(_FAR + _NEAR) / (_FAR - _NEAR)
        out[2, 3] = -2 * _FAR * _NEAR / (_FAR - _NEAR)
        out[3, 2] = -1.0
        return out


def _extent(view: Matrix, box_height: float) -> tuple[float, float, float, float]:
    """left, right, bottom, top of the plane's box, as tangents of the viewing angle."""
    corners = [[x, y, z, 1.0] for x in (-1, 1) for y in (-1, 1) for z in (0.0, box_height)]
    x, y, z, _ = view @ np.array(corners).T
    return (
        float((x / -z).min()),
        float((x / -z).max()),
        float((y / -z).min()),
        float((y / -z).max()),
    )
