"""What both canvases take from pyqtgraph: a tree of GLGraphicsItems, drawn with any camera."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PyQt6.QtGui import QMatrix4x4
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from pyqtgraph.opengl.GLViewWidget import GLViewMixin


@dataclass(frozen=True)
class Detail:
    """How finely a picture is drawn.

    pixel_ratio: of its pixels to logical ones. mesh_points: vertices along an axis, at most, of
    the selected plane and of the others. text_ratio: as pixel_ratio, of what is written over it.
    """

    pixel_ratio: float = 1.0
    mesh_points: tuple[int, int] = (61, 31)
    text_ratio: float = 1.0


class ItemCanvas(GLViewMixin):
    """pyqtgraph's GLViewMixin for a view that arranges several trees of items in one picture.

    draw: called with the Detail for every picture; the framebuffer is bound and the viewport set.
    It calls set_camera, and draw_item for each tree. What an item raises while it is drawn is
    raised by draw_item (pyqtgraph prints it and goes on).
    """

    draw: Callable[[Detail], None]
    _drawing = False

    def addItem(self, item: GLGraphicsItem) -> None:
        """Make `item` one of this view; it is initialised when it is drawn for the first time.

        pyqtgraph initialises it here, where no context need be current. Asks for no picture.
        """
        self.items.append(item)
        item._setView(self)

    def removeItem(self, item: GLGraphicsItem) -> None:
        """Raises ValueError for an item that was not added. Asks for no picture."""
        self.items.remove(item)
        item._setView(None)

    def update(self) -> None:
        """An item has changed: announces it. What items change while they are drawn is in there."""
        if not self._drawing:
            self.item_changed.emit()  # a signal of either canvas

    def draw_picture(self, detail: Detail) -> None:
        """Draw into what is bound."""
        self._drawing = True
        try:
            self.draw(detail)
        finally:
            self._drawing = False

    def set_camera(self, projection: QMatrix4x4, view: QMatrix4x4) -> None:
        """Items drawn from now on are seen by way of these, to clip space and to the eye."""
        self._projectionStack = [projection]
        self._modelViewStack = [view]

    def draw_item(self, item: GLGraphicsItem) -> None:
        """Draw an item and its children in the coordinates that are in force."""
        transform = item.transform()
        self._modelViewStack.append(self._modelViewStack[-1] * transform)
        try:
            self.drawItemTree(item)
        finally:
            self._modelViewStack.pop()

    def drawItemTree(self, item: GLGraphicsItem | None = None, useItemNames: bool = False) -> None:
        """Draw an item, in its own coordinates, and its children, by their depth values.

        item: None draws all items that were added.
        """
        assert not useItemNames, "a core profile has no names of what is drawn"
        items = list(self.items) if item is None else item.childItems()
        if item is not None:
            if not items:
                self._paint_item(item)
                return
            items.append(item)
        for each in sorted(items, key=GLGraphicsItem.depthValue):
            if not each.visible():
                continue
            if each is item:
                self._paint_item(each)
            else:
                self.draw_item(each)

    def _paint_item(self, item: Any) -> None:
        if not item.isInitialized():
            item.initialize()
        self.default_vao.bind()  # a core profile draws nothing without one
        item.paint()

    def itemsAt(self, region: Any = None) -> list[GLGraphicsItem]:
        """Raises NotImplementedError: pyqtgraph picks with GL_SELECT, which a core profile lacks.

        LandscapeView.place_at says what is seen at a pixel.
        """
        raise NotImplementedError("items can't be picked in a core profile: use place_at")
