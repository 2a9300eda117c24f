"""One plane of the picture: its own parts as items of pyqtgraph, and what was added to it."""

from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from hudes_desktop.view.landscape.added_items import AddedItems, AddedPart
from hudes_desktop.view.landscape.arrow import Arrow
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.plane_parts import (
    Ball,
    Floor,
    LitSurface,
    LowestPoint,
    TrailRibbon,
)
from hudes_desktop.view.landscape.programs import SharedResources


class PlaneItem(GLGraphicsItem):
    """What lies on the graphics card for one Plane. The context must be current in every call.

    plane: the model. index: which block of `shared.planes` is its own. scene: of this picture, to
    be set before it is painted.
    """

    scene: Scene

    def __init__(
        self, plane: Plane, index: int, shared: SharedResources, added: AddedItems
    ) -> None:
        super().__init__()
        self.plane, self.shared, self.added, self._index = plane, shared, added, index
        self.surface = LitSurface(self)
        self.floor = Floor(self)
        self._on_surface = [
            self.surface,
            AddedPart(self),
            TrailRibbon(self),
            LowestPoint(self),
            Ball(self),
            Arrow(self),
        ]

    def paint(self) -> None:
        """Draw all of it, in front of the planes that were drawn before.

        Not by pyqtgraph's tree: sorting items and multiplying their matrices takes longer than
        drawing the parts of a plane, which have their order and lie in the plane's own box.
        """
        self.shared.planes.bind(self._index)
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)
        self.floor.paint()
        if self.plane.new is None:
            return
        for part in self._on_surface:
            if part.visible():
                part.paint()

    def destroy(self) -> None:
        """Free it."""
        for part in self._on_surface:
            part.destroy()
