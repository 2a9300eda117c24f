"""Items of pyqtgraph and of wings that stand on the planes, drawn with depth among our own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan, degrees

from OpenGL import GL
from PyQt6.QtGui import QMatrix4x4
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from pyqtgraph.opengl.items.GLGradientLegendItem import GLGradientLegendItem
from pyqtgraph.opengl.items.GLTextItem import GLTextItem

from hudes_desktop.view.gl.canvas import CardCanvas, PictureCanvas
from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.plane_parts import Part

log = logging.getLogger(__name__)

# What lies on the surface is seen, like the trail, and not in patches: it is drawn so much nearer
# to the eye, in units of clip space.
_NEARER = QMatrix4x4()
_NEARER.translate(0.0, 0.0, -0.0025)
_MAP_FROM, _MAP_TO = 0.01, 0.03  # height of the lowest and the highest loss on a map, in the box


@dataclass(frozen=True)
class ItemSpec:
    """An item for every plane, however many there are.

    name: what a person is told who it is. make: called for each plane, also when their number
    changes; returns an item in the coordinates of the plane (see coordinates()).
    """

    name: str
    make: Callable[[Plane], GLGraphicsItem]


@dataclass(frozen=True)
class _Added:
    """plane: index, None for all. source: the ItemSpec it was made by, or the item itself."""

    name: str
    plane: int | None
    item: GLGraphicsItem
    source: ItemSpec | GLGraphicsItem


class AddedItems:
    """What has been added to the planes of one view.

    failed: called with a name and what was raised when an item can't be made or drawn; it is off
    from then on.
    """

    def __init__(
        self, canvas: CardCanvas | PictureCanvas, failed: Callable[[str, Exception], None]
    ) -> None:
        self.canvas = canvas
        self._failed = failed
        self._planes: Sequence[Plane] = ()
        self._specs: list[ItemSpec] = []
        self._added: list[_Added] = []
        # By way of it the items know their view; each plane draws those that stand on it.
        self._root = GLGraphicsItem()
        canvas.addItem(self._root)

    def begin(self, planes: Sequence[Plane]) -> None:
        """There are these planes now: items of specs are made anew for them."""
        self._planes = planes
        for spec in list(self._specs):
            self._forget(spec)
            self._make(spec)

    def add(self, source: GLGraphicsItem | ItemSpec, plane: int | None = None) -> None:
        """Put an item on a plane (its index), or the same on all, or one of a spec on each.

        Raises TypeError for an item that paints with a QPainter: the picture of a software renderer
        can't be painted on while OpenGL draws it.
        """
        if isinstance(source, ItemSpec):
            self._specs.append(source)
            self._make(source)
        else:
            self._add(_Added(type(source).__name__, plane, source, source))

    def remove(self, source: ItemSpec | GLGraphicsItem) -> None:
        """Take an item or all items of a spec away. Raises ValueError if it isn't there."""
        known = any(added.source is source for added in self._added)
        if isinstance(source, ItemSpec) and source in self._specs:
            self._specs.remove(source)
        elif not known:
            raise ValueError(f"{source} stands on no plane")
        self._forget(source)

    def on(self, plane: Plane) -> list[_Added]:
        """Those that stand on a plane."""
        return [added for added in self._added if added.plane in (None, plane.index)]

    def draw(self, plane: Plane) -> None:
        """Draw those of a plane in the coordinates that are in force."""
        for added in self.on(plane):
            try:
                self.canvas.draw_item(added.item)
            except Exception as failure:  # noqa: BLE001 - a wing's item must not end the picture
                self._turn_off(added.source, added.name, failure)

    def _make(self, spec: ItemSpec) -> None:
        for plane in self._planes:
            try:
                item = spec.make(plane)
                self._add(_Added(spec.name, plane.index, item, spec))
            except Exception as failure:  # noqa: BLE001 - nor the view
                self._turn_off(spec, spec.name, failure)
                return

    def _add(self, added: _Added) -> None:
        if isinstance(added.item, GLTextItem | GLGradientLegendItem):
            raise TypeError(f"{type(added.item).__name__} paints with a QPainter, not with OpenGL")
        added.item.setParentItem(self._root)
        self._added.append(added)
        self.canvas.update()

    def _forget(self, source: ItemSpec | GLGraphicsItem) -> None:
        for added in [added for added in self._added if added.source is source]:
            self._added.remove(added)
            added.item.setParentItem(None)
        self.canvas.update()

    def _turn_off(self, source: ItemSpec | GLGraphicsItem, name: str, failure: Exception) -> None:
        log.error("an item on the planes failed: %s", name, exc_info=failure)
        self.remove(source)
        self._failed(name, failure)


class AddedPart(Part):
    """Draws what was added to a plane, after the surface and before the marks that stand on it."""

    def paint(self) -> None:
        added, scene = self.of.added, self.of.scene
        if not added.on(self.plane):
            return
        canvas = added.canvas
        # For points whose size isn't in pixels: pyqtgraph takes it from a field of view.
        canvas.opts["fov"] = degrees(2 * atan(1 / (scene.projection[0, 0] * scene.pixel_ratio)))
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LEQUAL)
        canvas.set_camera(
            _NEARER * _matrix(scene.projection),
            _matrix(scene.view) * coordinates(self.plane, scene),
        )
        added.draw(self.plane)
        self.shared.set_state()
        self.of.surface.bind_textures()
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LESS)


def _matrix(rows: Matrix) -> QMatrix4x4:
    return QMatrix4x4(*rows.ravel().tolist())


def coordinates(plane: Plane, scene: Scene) -> QMatrix4x4:
    """From the coordinates of a plane, in which added items are drawn, to its box.

    They are the coefficients along both axes in steps and a loss in nats: (0, 0, 2.3) is the origin
    of the subspace at a loss of 2.3 nats. Where heights aren't linear, the lowest and the highest
    loss on show stand where the surface shows them, and those between are spread evenly. A map is
    flat: items lie just above it, in the order of their heights.
    """
    step, scale = step_of(plane), scene.scale
    low, high = (0.0, scene.height) if scene.height else (_MAP_FROM, _MAP_TO)
    a, b = (step / half for half in plane.half)
    up = (high - low) / max(scale.span, 1e-12)
    return QMatrix4x4(
        a, 0.0, 0.0, -plane.centre[0] / plane.half[0],
        0.0, b, 0.0, -plane.centre[1] / plane.half[1],
        0.0, 0.0, up, low - scale.low * up,
        0.0, 0.0, 0.0, 1.0,
    )  # fmt: skip
