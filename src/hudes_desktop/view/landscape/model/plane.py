"""One plane on display: the surface before, the surface now, and the glide between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import exp, inf, log

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.model.height_field import HeightField
from hudes_desktop.view.landscape.model.slopes import index_of, slope

MORPH_SECONDS = 0.12


class Plane:
    """What is shown of one plane at this moment.

    The window is the part of the plane that fills the box: centre in coefficients, half its
    extent along both axes. Old and new heights are mixed by `mix` while the window glides to the
    new surface, so that walking scrolls the ground instead of making it jump.
    """

    def __init__(self, index: int) -> None:
        self.index = index
        self.axes: tuple[int, ...] = (2 * index, 2 * index + 1)
        self.old: HeightField | None = None
        self.new: HeightField | None = None
        self.surface: Surface | None = None
        self.mix = 1.0
        self.centre = (0.0, 0.0)
        self.half = (1.0, 1.0)
        self._start_centre = self.centre
        self._start_half = self.half
        self._started = 0.0

    @property
    def moving(self) -> bool:
        return self.mix < 1.0

    def show(self, surface: Surface, now: float, glide: bool = True) -> None:
        """Begin to glide to `surface`, or be there at once.

        Raises ValueError for a surface with one axis.
        """
        field = HeightField.from_surface(surface)
        self.surface = surface
        self.axes = surface.axes
        if self.new is None or not glide:
            self.old = self.new = field
            self.centre, self.half = field.centre, _half(field)
            self.mix = 1.0
        else:
            self.advance(now)
            if self.moving and self.old is not None:
                spacing = self.half[0] / max(self.new.shape[0] // 2, 1)
                self.old = HeightField.blend(self.old, self.new, self.mix, self.centre, spacing)
            else:
                self.old = self.new
            self.new = field
            self.mix = 0.0
        self._start_centre, self._start_half, self._started = self.centre, self.half, now

    def advance(self, now: float) -> bool:
        """Bring the glide to the time `now`; True while it goes on."""
        if self.new is None or self.mix >= 1.0:
            return False
        share = min(max((now - self._started) / MORPH_SECONDS, 0.0), 1.0)
        # Fast at first: surfaces may follow each other faster than a glide lasts.
        self.mix = 1.0 - (1.0 - share) ** 3
        target, target_half = self.new.centre, _half(self.new)
        self.centre = _mix(self._start_centre, target, self.mix)
        # The extent changes by factors (step sizes are powers of ten), so it glides in logarithms.
        logs = [(log(s), log(t)) for s, t in zip(self._start_half, target_half, strict=True)]
        self.half = (
            exp(logs[0][0] + (logs[0][1] - logs[0][0]) * self.mix),
            exp(logs[1][0] + (logs[1][1] - logs[1][0]) * self.mix),
        )
        if share >= 1.0:
            self.mix, self.centre, self.half = 1.0, target, target_half
        return True

    @contextmanager
    def finer(self) -> Iterator[None]:
        """At the end of its glide, and as fine as for a large picture, in this block."""
        self.advance(inf)
        before = self.old, self.new
        if self.new is not None:
            self.old = self.new = self.new.finer()
        try:
            yield
        finally:
            self.old, self.new = before

    def rebase(self, shift: tuple[float, float]) -> None:
        """Call every place (a, b) from now on (a, b) + shift: the axes have changed."""

        def moved(place: tuple[float, float]) -> tuple[float, float]:
            return (place[0] + shift[0], place[1] + shift[1])

        self.centre = moved(self.centre)
        self._start_centre = moved(self._start_centre)
        if self.old is not None:
            self.old = self.old.moved(moved(self.old.centre))
        if self.new is not None:
            self.new = self.new.moved(moved(self.new.centre))

    def place_of(self, coefficients: tuple[float, ...] | None) -> tuple[float, float] | None:
        """Coefficients (a, b) on this plane of a position, given by one for every axis.

        None where there is no position, or where it has no such axes.
        """
        if coefficients is None or max(self.axes) >= len(coefficients):
            return None
        return coefficients[self.axes[0]], coefficients[self.axes[1]]

    def to_box(self, a: float, b: float) -> tuple[float, float]:
        """Coefficients to the box's −1..1."""
        return (a - self.centre[0]) / self.half[0], (b - self.centre[1]) / self.half[1]

    def loss_at(self, a: float, b: float) -> float | None:
        """The loss drawn at the coefficients (a, b): bilinear, clamped to the edge."""
        if self.new is None or self.old is None:
            return None
        new = self.new.loss_at(a, b)
        return new if self.mix >= 1.0 else self.old.loss_at(a, b) * (1 - self.mix) + new * self.mix

    def lowest(self) -> tuple[float, float] | None:
        """Coefficients of the lowest visible point, gliding like the surface."""
        if self.new is None or self.old is None:
            return None
        return _mix(self.old.lowest, self.new.lowest, self.mix)

    def point_numbers(self) -> tuple[float, float, float, float]:
        """Like texture_map, for the points of the surface as it was asked for."""
        if self.surface is None:
            return (0.0, 0.0, 0.0, 0.0)
        spacing, centre = self.surface.spacing, self.surface.centre
        return (
            self.half[0] / spacing,
            self.half[1] / spacing,
            (self.centre[0] - centre[0]) / spacing,
            (self.centre[1] - centre[1]) / spacing,
        )

    def slope_at(self, a: float, b: float) -> tuple[float, float] | None:
        """Slopes of the newest surface along both axes at (a, b), nats per step, see slopes.

        None where there is none: off the surface or beside a masked point.
        """
        if self.surface is None or self.new is None:
            return None
        index = index_of(self.surface, (a, b), self.new.centre)
        along_a, along_b = (slope(self.surface.heights, index, side) for side in (0, 1))
        return None if along_a is None or along_b is None else (along_a, along_b)

    def texture_map(self, field: HeightField) -> tuple[float, float, float, float]:
        """How the shader gets from the box's −1..1 to the cells of `field`.

        Worked out in double precision here: coefficients may be large beside a step of 1e-4.
        """
        return (
            self.half[0] / field.spacing,
            self.half[1] / field.spacing,
            (self.centre[0] - field.centre[0]) / field.spacing,
            (self.centre[1] - field.centre[1]) / field.spacing,
        )


def _half(field: HeightField) -> tuple[float, float]:
    return (
        max(field.shape[0] // 2, 1) * field.spacing,
        max(field.shape[1] // 2, 1) * field.spacing,
    )


def _mix(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
