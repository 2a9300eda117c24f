"""What stands on every plane: any of pyqtgraph's GLGraphicsItems that paints with OpenGL."""

from __future__ import annotations

from pyqtgraph.opengl import GLBoxItem

from hudes_desktop.view.landscape.added_items import ItemSpec
from hudes_desktop.view.landscape.model.plane import Plane


def _frame(_plane: Plane) -> GLBoxItem:
    """A box of ten steps a side around the origin of the subspace, from 0 nats up."""
    box = GLBoxItem()
    box.setSize(10, 10, 2)
    box.translate(-5, -5, 0)  # in steps along both axes, and nats
    return box


FRAME = ItemSpec("flatness", _frame)
