"""One plane as a tree of pyqtgraph's items: its own parts, and what was added to it."""

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
    be set before it is drawn. Children are drawn in the coordinates of the plane's box: a and b in
    −1..1, height in 0..scene.height.
    """

    scene: Scene

    def __init__(
        self, plane: Plane, index: int, shared: SharedResources, added: AddedItems
    ) -> None:
        super().__init__()
        self.plane, self.shared, self._index = plane, shared, index
        self.setDepthValue(-1)  # paint() comes before the children's
        self.surface = LitSurface(self)
        self._parts = [
            Floor(self),
            self.surface,
            AddedPart(self, added),
            TrailRibbon(self),
            LowestPoint(self),
            Ball(self),
            Arrow(self),
        ]

    def paint(self) -> None:
        """Begin: each plane has a slot of its own and stands in front of those drawn before it."""
        self.shared.planes.bind(self._index)
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)

    def destroy(self) -> None:
        """Free it."""
        for part in self._parts:
            part.destroy()
