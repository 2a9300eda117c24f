"""Text over the 3-D view: axes in steps, and plane names."""

from dataclasses import dataclass
from math import hypot

from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.number_text import signed
from hudes_desktop.view.kit.ticks import decimals_for, multiples, nice_interval
from hudes_desktop.view.landscape.model.camera import Slot
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Pixel, Scene
from hudes_desktop.words import text

_LAST_TICK = 0.95  # labels further out would meet those of the other axis at the corner
_LINES_FOR_NAMES = 20  # of text: lower views have no names beside the axes
_TICKS = 4  # marks along an axis, about


def step_of(plane: Plane) -> float:
    """The distance of one step: surfaces have two points a step."""
    return 2.0 * plane.surface.spacing if plane.surface is not None else plane.half[0] / 10.0


def tick_every(plane: Plane) -> float:
    """Coefficients between two marks of the floor: a round number of steps."""
    step = step_of(plane)
    return max(1.0, nice_interval(2.0 * plane.half[0] / step, _TICKS * 1.25)) * step


@dataclass(frozen=True)
class _Edge:
    """A front edge of the floor on the screen: pixels of its ends and the way outwards."""

    axis: int
    side: float
    start: Pixel
    end: Pixel
    outward: Pixel

    def beside(self, g: float, away: float) -> Pixel:
        """The pixel that lies `away` pixels outside the edge's point at g."""
        share = (g + 1.0) / 2.0
        return (
            self.start[0] + (self.end[0] - self.start[0]) * share + self.outward[0] * away,
            self.start[1] + (self.end[1] - self.start[1]) * share + self.outward[1] * away,
        )

    def in_box(self, g: float) -> tuple[float, float]:
        """a and b in −1..1 of the point at g."""
        return (g, self.side) if self.axis == 0 else (self.side, g)

    def distance(self, pixel: Pixel, g: float) -> float:
        """How far outside the edge's point at g a pixel is."""
        x, y = self.beside(g, 0.0)
        return (pixel[0] - x) * self.outward[0] + (pixel[1] - y) * self.outward[1]


def lay_axes(lettering: Lettering, plane: Plane, scene: Scene, strength: float) -> None:
    """Tick labels in steps and axis names along the two front edges of the floor."""
    unit = lettering.theme.unit
    step, every = step_of(plane), tick_every(plane)
    for edge in _front_edges(scene):
        centre, half = plane.centre[edge.axis], plane.half[edge.axis]
        for mark in multiples(centre - half, centre + half, every):
            g = (mark - centre) / half
            if abs(g) > _LAST_TICK:
                continue
            at = edge.beside(g, 14.0 * unit + _room(plane, scene, edge, g))
            steps = signed(round(mark / step), 0, plus=False)
            lettering.write(*at, steps, lettering.theme.dim_text, opacity=strength)
        if scene.height_px < _LINES_FOR_NAMES * lettering.small.height:
            continue  # it would lie on the plane's own name
        name = f"axis {plane.axes[edge.axis] + 1}, steps"
        at = edge.beside(0.0, 34.0 * unit + _room(plane, scene, edge, 0.0))
        lean = 0.5 - 0.5 * edge.outward[0]
        lettering.write(*at, name, lettering.theme.text, lean, opacity=strength)


def lay_caption(
    lettering: Lettering,
    plane: Plane,
    slot: Slot,
    selected: bool,
    own_lines: float | None,
    working: bool = False,
) -> None:
    """Which plane this is, at the top left of its slot.

    own_lines: nats between its lines where they are not those that the colour bar tells of.
    working: that the engine is working on it is said.
    """
    # The selected plane fills the middle; the corner below it is always free.
    x, y = slot.left + 12, slot.top + (slot.height - 16 if selected else 14)
    colour = lettering.theme.text if selected else lettering.theme.dim_text
    box = lettering.write(x, y, f"plane {plane.index + 1}", colour, 0.0, bold=True)
    axes = "axes " + " × ".join(str(axis + 1) for axis in plane.axes)
    lines = "" if own_lines is None else f"· {lines_text(own_lines)}"
    for words, bold in (
        (axes, False),
        (text("scale.working") if working else "", True),
        (lines, False),
    ):
        writer = lettering.bold if bold else lettering.small
        if words and box.right() + 8 + writer.width(words) < slot.left + slot.width:
            ink = colour if bold else lettering.theme.dim_text
            box = lettering.write(box.right() + 8, y, words, ink, 0.0, bold)


def lines_text(interval: float) -> str:
    """How many nats lie between two contour lines."""
    return text("scale.lines", interval=f"{interval:.{decimals_for(interval)}f}")


def _room(plane: Plane, scene: Scene, edge: _Edge, g: float) -> float:
    """Pixels that the surface leans out over the edge at g."""
    a, b = edge.in_box(g)
    loss = plane.loss_at(plane.centre[0] + a * plane.half[0], plane.centre[1] + b * plane.half[1])
    if loss is None:
        return 0.0
    top = scene.scale.share(loss) * scene.height
    return max(edge.distance(scene.pixel_of(a, b, top), g), 0.0)


def _front_edges(scene: Scene) -> list[_Edge]:
    """The floor's edge along each axis that is nearer to the eye."""
    edges = []
    depth = scene.floor_depth
    middle = scene.pixel_of(0.0, 0.0, -depth)
    for axis in (0, 1):
        # The row of the view that measures nearness says on which side the nearer edge lies.
        nearer = float(scene.view[2, 1 - axis])
        side = 1.0 if nearer > 1e-6 or (abs(nearer) <= 1e-6 and axis == 1) else -1.0
        if axis == 0:
            start, end = (scene.pixel_of(g, side, -depth) for g in (-1.0, 1.0))
        else:
            start, end = (scene.pixel_of(side, g, -depth) for g in (-1.0, 1.0))
        along = (end[0] - start[0], end[1] - start[1])
        length = max(hypot(*along), 1e-6)
        outward = (-along[1] / length, along[0] / length)
        away = ((start[0] + end[0]) / 2 - middle[0], (start[1] + end[1]) / 2 - middle[1])
        if outward[0] * away[0] + outward[1] * away[1] < 0:
            outward = (-outward[0], -outward[1])
        edges.append(_Edge(axis, side, start, end, outward))
    return edges
