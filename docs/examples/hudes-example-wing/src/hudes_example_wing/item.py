"""What stands on every plane: any of pyqtgraph's GLGraphicsItems that paints with OpenGL."""

from __future__ import annotations

from pyqtgraph.opengl import GLScatterPlotItem

from hudes_desktop.view.landscape.added_items import ItemSpec
from hudes_desktop.view.landscape.model.plane import Plane


class Origin(GLScatterPlotItem):
    """A dot on the surface at the origin of the subspace: where its directions were chosen."""

    def __init__(self, plane: Plane) -> None:
        super().__init__(pos=(0.0, 0.0, 0.0), size=12, color=(1.0, 1.0, 1.0, 0.8))
        self.setGLOptions("translucent")  # hidden by what stands in front of it
        self._plane = plane

    def paint(self) -> None:
        loss = self._plane.loss_at(0.0, 0.0)
        if loss is None:
            return
        self.setData(pos=(0.0, 0.0, loss))  # in steps along both axes, and nats
        super().paint()


ORIGIN = ItemSpec("origin of the subspace", Origin)
