"""How the planes are looked at: turn, tilt, zoom, and the slot of the window each one fills."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Extent = tuple[float, float, float, float]

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
        self.top = False
        self.reset()

    def reset(self) -> None:
        """Back to how it was at the start; a map stays a map."""
        self.yaw = DEFAULT_YAW
        self.pitch = DEFAULT_PITCH
        self.zoom = 1.0
        self.pan = (0.0, 0.0)

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
        c, s, lean_c, lean_s = cos(yaw), sin(yaw), cos(tilt), sin(tilt)
        # The middle of the box to the origin, turned about its height, leaned back, moved away.
        middle = self.height / 2
        return np.array(
            [
                [c, s, 0.0, 0.0],
                [-lean_c * s, lean_c * c, -lean_s, lean_s * middle],
                [-lean_s * s, lean_s * c, lean_c, -lean_c * middle - DISTANCE],
                [0.0, 0.0, 0.0, 1.0],
            ]
        )

    def extent(self, view: Matrix) -> Extent:
        """left, right, bottom, top of a plane's box, as tangents of the viewing angle."""
        x, y, z = view[:3] @ _corners(self.height)
        across, up = x / -z, y / -z
        return float(across.min()), float(across.max()), float(up.min()), float(up.max())

    def projection(
        self, extent: Extent, slot: Slot, width: float, height: float, weight: float
    ) -> Matrix:
        """From the eye to clip space, so that the whole box of the plane fills its slot, (4, 4).

        extent: of the box. width, height: of the widget in logical pixels. weight: 1 for the
        selected plane, which follows zoom and pan, 0 for the others.
        """
        zoom = 1.0 + (self.zoom - 1.0) * weight
        left, right, bottom, top = extent
        pixels = min(slot.width / (right - left), slot.height / (top - bottom)) * zoom
        middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
        x = slot.left + slot.width / 2 - middle_x * pixels + self.pan[0] * weight
        y = slot.top + slot.height / 2 + middle_y * pixels + self.pan[1] * weight
        return np.array(
            [
                [2 * pixels / width, 0.0, 1 - 2 * x / width, 0.0],
                [0.0, 2 * pixels / height, 2 * y / height - 1, 0.0],
                [0.0, 0.0, -(_FAR + _NEAR) / (_FAR - _NEAR), -2 * _FAR * _NEAR / (_FAR - _NEAR)],
                [0.0, 0.0, -1.0, 0.0],
            ]
        )


@cache
def _corners(box_height: float) -> Matrix:
    """Of a plane's box, (4, 8)."""
    corners = [[x, y, z, 1.0] for x in (-1, 1) for y in (-1, 1) for z in (0.0, box_height)]
    return np.ascontiguousarray(np.array(corners).T)
