"""What is written and drawn over the planes of the 3-D view with a QPainter."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QWidget

from hudes_desktop.view import colormaps
from hudes_desktop.view.camera import Slot
from hudes_desktop.view.colour_bar import paint_colour_bar
from hudes_desktop.view.landscape_state import LandscapeState
from hudes_desktop.view.lettering import Lettering
from hudes_desktop.view.marks import arrow_on_surface, paint_arrow, paint_pointed
from hudes_desktop.view.overlay import Overlay
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.scene import Scene
from hudes_desktop.view.theme import Theme

_LARGE = 0.6  # a plane that is nearly as large as the selected one has numbers


class LandscapeText:
    """Names and axes of the planes, the way down, the colour bar, and what is pointed at."""

    def __init__(self, view: QWidget, theme: Theme, colour_map: str) -> None:
        self._view = view
        self.set_theme(theme)
        self.set_colour_map(colour_map)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size of text."""
        self._theme = theme
        self._lettering = Lettering(theme)
        self._overlay = Overlay(self._lettering)

    def set_colour_map(self, name: str) -> None:
        """Of the colour bar. Raises ValueError for one that colormaps doesn't know."""
        self._colours = colormaps.image(name)

    def paint(
        self,
        state: LandscapeState,
        slots: Sequence[Slot],
        scenes: Sequence[Scene],
        pointed: tuple[QPointF, Plane, tuple[float, float]] | None,
    ) -> None:
        """Write over what has been drawn. pointed: pixel, plane and coefficients, or nothing."""
        painter = QPainter(self._view)
        try:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            for plane, slot, scene in zip(state.planes, slots, scenes, strict=True):
                if scene.size > _LARGE:
                    self._axes(painter, state, plane, scene)
                self._overlay.caption(painter, plane, slot, plane.index == state.selected)
            self._colour_bar(painter, state, scenes[state.selected])
            if pointed is not None:
                paint_pointed(painter, self._lettering, *pointed)
        finally:
            painter.end()  # one left open would end the process at the next frame

    def _axes(self, painter: QPainter, state: LandscapeState, plane: Plane, scene: Scene) -> None:
        self._mark_way_down(painter, state, plane, scene)
        strength = (scene.size - _LARGE) / (1.0 - _LARGE)
        self._overlay.axes(painter, plane, scene, strength)

    def _mark_way_down(
        self, painter: QPainter, state: LandscapeState, plane: Plane, scene: Scene
    ) -> None:
        place = state.place_on(plane)
        if place is None:
            return
        points = arrow_on_surface(plane, place, state.scale, scene.height)
        if points is not None:
            to_clip = scene.to_clip
            paint_arrow(painter, points, to_clip, scene.width_px, scene.height_px, self._theme)

    def _colour_bar(self, painter: QPainter, state: LandscapeState, scene: Scene) -> None:
        if state.planes[state.selected].new is not None:
            paint_colour_bar(
                painter, self._lettering, state.scale, self._colours, scene.interval,
                state.shown_loss(state.selected), state.train_loss,
                scene.width_px, scene.height_px,
            )  # fmt: skip
