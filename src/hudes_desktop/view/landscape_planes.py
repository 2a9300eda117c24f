"""Draws all planes with OpenGL, and owns what lies on the graphics card for them."""

from __future__ import annotations

from collections.abc import Sequence

from OpenGL import GL
from pyqtgraph.opengl import GLViewWidget

from hudes_desktop.view import colormaps
from hudes_desktop.view.gl_programs import SharedResources
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.plane_item import PlaneItem, Scene
from hudes_desktop.view.theme import Theme


class PlanesPainter:
    """The items of a view's planes. In every call but set_colour_map its context is current.

    items: one for each plane, none while nothing lies on the card. colour_map: of losses.
    """

    def __init__(self, view: GLViewWidget) -> None:
        self._view = view
        self._shared: SharedResources | None = None
        self.items: list[PlaneItem] = []
        self.colour_map = colormaps.COLOUR_MAPS[0]

    @property
    def ready(self) -> bool:
        """Whether there is something on the card to draw with."""
        return self._shared is not None

    def create(self, planes: Sequence[Plane]) -> None:
        """Put what drawing these planes needs on the card."""
        self._shared = SharedResources(self.colour_map)
        self.items = [PlaneItem(plane, self._shared) for plane in planes]
        for item in self.items:
            self._view.addItem(item)

    def release(self) -> None:
        """Free it; create() builds it anew, and then every surface is uploaded again."""
        if self._shared is None:
            return
        for item in self.items:
            item.destroy()
            self._view.removeItem(item)
            item.plane.uploads_old += 1
            item.plane.uploads_new += 1
        self.items = []
        self._shared.destroy()
        self._shared = None

    def set_colour_map(self, name: str) -> None:
        """One of colormaps.COLOUR_MAPS."""
        self.colour_map = name
        if self._shared is not None:
            self._view.makeCurrent()
            self._shared.set_colour_map(name)
            self._view.doneCurrent()

    def paint(self, scenes: Sequence[Scene], theme: Theme) -> None:
        """Draw the planes into what is bound, those behind first."""
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glDisable(GL.GL_STENCIL_TEST)
        GL.glDepthMask(GL.GL_TRUE)
        ground = theme.gl("background")
        GL.glClearColor(ground.x(), ground.y(), ground.z(), 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        for item, scene in zip(self.items, scenes, strict=True):
            item.scene = scene
            item.setDepthValue(scene.size)
        # Not drawItemTree(): it swallows exceptions, and a blank view would look like a calm one.
        for item in sorted(self.items, key=PlaneItem.depthValue):
            item.paint()
