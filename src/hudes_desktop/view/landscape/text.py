"""What is written and drawn over the planes of the 3-D view."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize

from hudes_desktop.view.kit import colour_maps as colormaps
from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.text_atlas import TextAtlas
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.axis_text import lay_axes, lay_caption
from hudes_desktop.view.landscape.colour_bar import bar_height, lay_colour_bar
from hudes_desktop.view.landscape.gauge import Score, lay_gauge
from hudes_desktop.view.landscape.marks import lay_pointed
from hudes_desktop.view.landscape.model.camera import Slot
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import LARGE, Scene
from hudes_desktop.view.landscape.model.state import LandscapeState

_LINES_OF_TEXT = 12  # a lower view has no names and numbers on its planes: they would hide them
_ATLAS_SIZE = QSize(512, 1024)  # with text of 13 pixels: room for some 400 texts


class LandscapeText:
    """Names and axes of the planes, the colour bar, and what is pointed at."""

    def __init__(self, atlas: TextAtlas, theme: Theme, colour_map: str) -> None:
        self._atlas = atlas
        self.set_theme(theme)
        self.set_colour_map(colour_map)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size of text."""
        self._atlas.renew(_ATLAS_SIZE * theme.unit)
        self._lettering = Lettering(theme, self._atlas)

    def set_colour_map(self, name: str) -> None:
        """Of the colour bar. Raises ValueError for one that colormaps doesn't know."""
        self._colours = colormaps.image(name)

    def paint(
        self,
        state: LandscapeState,
        slots: Sequence[Slot],
        scenes: Sequence[Scene],
        pointed: tuple[QPointF, Plane, tuple[float, float]] | None,
        score: Score | None,
        gauge: QRectF,
    ) -> None:
        """Lay it over what has been drawn.

        pointed: pixel, plane and coefficients, or nothing. gauge: what is kept free for the gauge
        of the score.
        """
        height = scenes[state.selected].height_px
        roomy = height >= _LINES_OF_TEXT * self._lettering.small.height
        for plane, slot, scene in zip(state.planes, slots, scenes, strict=True):
            if not roomy:
                continue
            if scene.size > LARGE:
                lay_axes(self._lettering, plane, scene, (scene.size - LARGE) / (1.0 - LARGE))
            selected = plane.index == state.selected
            shown = plane.new is not None
            own = shown and scene.interval != scenes[state.selected].interval
            lines = scene.interval if own else None
            working = selected and state.working
            lay_caption(self._lettering, plane, slot, selected, lines, working)
        if bar_height(self._lettering.theme, height):
            self._colour_bar(state, scenes[state.selected], score)
        if gauge.width() and score is not None:
            lay_gauge(self._lettering, score, gauge)
        if pointed is not None:
            lay_pointed(self._lettering, *pointed)

    def _colour_bar(self, state: LandscapeState, scene: Scene, score: Score | None) -> None:
        if state.planes[state.selected].new is not None:
            lay_colour_bar(
                self._lettering, state.scale, self._colours, scene.interval,
                state.shown_loss(state.selected), state.train_loss,
                scene.width_px, scene.height_px, None if score is None else score.batch,
            )  # fmt: skip
