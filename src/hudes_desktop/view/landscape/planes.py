"""Draws all planes with OpenGL, and owns what lies on the graphics card for them."""

from collections.abc import Sequence

from OpenGL import GL

from hudes_desktop.view.gl.canvas import CardCanvas, PictureCanvas
from hudes_desktop.view.kit import colour_maps as colormaps
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.added_items import AddedItems
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.plane_item import PlaneItem
from hudes_desktop.view.landscape.programs import SharedResources
from hudes_desktop.view.landscape.shader_values import tell_colours, tell_picture, tell_plane


class PlanesPainter:
    """The items of a view's planes, on its canvas.

    In every call but set_colour_map the context is current. items: one for each plane, none while
    nothing lies on the card. colour_map: of losses.
    """

    def __init__(self, canvas: CardCanvas | PictureCanvas, added: AddedItems) -> None:
        self._canvas, self._added = canvas, added
        self._shared: SharedResources | None = None
        self._told_theme: Theme | None = None
        self.items: list[PlaneItem] = []
        self.colour_map = colormaps.COLOUR_MAPS[0]

    @property
    def ready(self) -> bool:
        """Whether there is something on the card to draw with."""
        return self._shared is not None

    def create(self, planes: Sequence[Plane]) -> None:
        """Put what drawing these planes needs on the card."""
        self._shared = SharedResources(self.colour_map, len(planes))
        self._told_theme = None
        for index, plane in enumerate(planes):
            self.items.append(PlaneItem(plane, index, self._shared, self._added))
            self._canvas.addItem(self.items[-1])

    def release(self) -> None:
        """Free it; create() builds it anew, and then every surface is uploaded again."""
        if self._shared is None:
            return
        for item in self.items:
            self._canvas.removeItem(item)
            item.destroy()
        self.items = []
        self._shared.destroy()
        self._shared = None

    def set_colour_map(self, name: str) -> None:
        """One of colormaps.COLOUR_MAPS."""
        self.colour_map = name
        if self._shared is not None:
            self._canvas.makeCurrent()
            self._shared.set_colour_map(name)
            self._canvas.doneCurrent()

    def paint(self, scenes: Sequence[Scene], theme: Theme) -> None:
        """Draw the planes into what is bound, those behind first."""
        assert self._shared is not None
        self._shared.set_state()
        GL.glClearColor(*theme.gl("background"), 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        if theme is not self._told_theme:
            self._told_theme = theme
            tell_colours(self._shared.picture.values[0], theme)
        self._tell(self._shared, scenes)
        for item, scene in sorted(
            zip(self.items, scenes, strict=True), key=lambda each: each[1].size
        ):
            item.scene = scene
            item.paint()
        self._shared.quad.release()
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glUseProgram(0)

    def _tell(self, shared: SharedResources, scenes: Sequence[Scene]) -> None:
        """Everything that the shaders need to know, in two uploads: each call has its price."""
        tell_picture(shared.picture.values[0], scenes[0])
        for values, item, scene in zip(shared.planes.values, self.items, scenes, strict=True):
            tell_plane(values, item.plane, scene)
        shared.picture.upload()
        shared.planes.upload()
        shared.picture.bind(0)
