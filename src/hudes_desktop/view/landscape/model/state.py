"""What the 3-D view shows: planes, the ball on them, the way it came, and the glide of all that."""

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.kit.ticks import nice_interval
from hudes_desktop.view.landscape.model.arrangement import Arrangement
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.trail import Trail

MAX_PLANES = 5
_CONTOURS, _FEWEST_CONTOURS = 12, 4
_SMALLEST_RELIEF = 1e-6  # nats: below lies rounding


class LandscapeState:
    """1 to MAX_PLANES planes at this moment; knows neither Qt nor OpenGL.

    planes: what is shown on each. trail: the positions walked through. scale: of all heights.
    arrangement: which plane stands where. position: of the ball, a coefficient for every axis of
    the subspace, or None. train_loss: the exact loss there, in nats. working: it is said that the
    engine is.
    """

    def __init__(self, planes: int) -> None:
        self.scale = LossScale()
        self.working = False
        self.begin(planes)

    def begin(self, planes: int, trail: Trail | None = None) -> None:
        """Planes without surfaces, as before the first ones; heights keep their meaning.

        trail: the way that was walked, of a descent that was shown before.
        Raises ValueError for a number of planes that can't be shown.
        """
        if not 1 <= planes <= MAX_PLANES:
            raise ValueError(f"1 to {MAX_PLANES} planes can be shown, not {planes}")
        self._arrived: dict[int, Surface] = {}
        self.planes = [Plane(index) for index in range(planes)]
        self.arrangement = Arrangement(planes)
        self.trail = trail or Trail()
        self.position: tuple[float, ...] | None = None
        self.train_loss: float | None = None
        self._axes_changed = False
        self._intervals = [0.0] * planes
        self._unseen: set[int] = set()  # planes without a surface since directions are others
        self.scale = LossScale(self.scale.mode)

    @property
    def selected(self) -> int:
        """The plane in front."""
        return self.arrangement.selected

    def check_plane(self, plane: int) -> None:
        """Raises IndexError for a plane that is not shown."""
        if not 0 <= plane < len(self.planes):
            raise IndexError(f"plane {plane} is not one of {len(self.planes)}")

    def expect(self, surface: Surface) -> None:
        """Show this surface with the next take_in.

        Raises ValueError for a surface with one axis, IndexError for a plane that is not shown.
        """
        if surface.heights.ndim != 2:
            raise ValueError("a line can't be shown on a plane")
        self.check_plane(surface.plane)
        self._arrived[surface.plane] = surface

    @property
    def up_to_date(self) -> bool:
        """Whether every surface that arrived has been taken in."""
        return not self._arrived

    def take_in(self, now: float, glide: bool) -> None:
        """Show what has arrived: of surfaces that follow each other within a frame, the last.

        glide: whether the surfaces before glide into them.
        """
        if not self._arrived:
            return
        anew = bool(self._unseen)
        for index, surface in self._arrived.items():
            before = self.planes[index].surface
            anew = anew or before is None or surface.spacing != before.spacing
            self.planes[index].show(surface, now, glide)
        self._unseen -= self._arrived.keys()
        self._arrived.clear()
        self.fit_scale(anew)

    def fit_scale(self, anew: bool = False) -> None:
        """Let the scale follow what is shown. anew: see LossScale.fit."""
        self.scale.fit([plane.new for plane in self.planes if plane.new is not None], anew)

    def advance(self, now: float, elapsed: float) -> bool:
        """Glide on to the time `now`, `elapsed` seconds after the last; True while it goes on."""
        moving = self.scale.advance(elapsed)
        for plane in self.planes:
            moving = plane.advance(now) or moving
        return moving

    def move_to(self, coefficients: tuple[float, ...], now: float, glide: bool) -> None:
        """Put the ball at these coefficients on every plane. now, glide: see take_in."""
        if self._axes_changed:
            self.take_in(now, glide)
            self._keep_ball_in_place(coefficients)
            self._axes_changed = False
        self.position = coefficients
        self.trail.append(coefficients)

    def change_axes(self) -> None:
        """The next position is on other axes: what is shown stays where it is under the ball."""
        self.trail.clear()
        self._axes_changed = True
        self._unseen = set(range(len(self.planes)))

    def _keep_ball_in_place(self, coefficients: tuple[float, ...]) -> None:
        for plane in self.planes:
            before, now = plane.place_of(self.position), plane.place_of(coefficients)
            if before is not None and now is not None:
                plane.rebase((now[0] - before[0], now[1] - before[1]))

    def shown_loss(self, plane: int) -> float | None:
        """The loss drawn under the ball on a plane; None before there is a surface."""
        place = self.planes[plane].place_of(self.position)
        return None if place is None else self.planes[plane].loss_at(*place)

    def contour_intervals(self) -> list[float]:
        """A round number of nats for each plane, so that it has a good number of lines.

        The selected plane's, and that of another only where it would have too few of those. It
        changes only when there would be far more or fewer lines.
        """
        shared = self._interval(self.selected, self.scale.span / 8.0)
        return [
            shared if self._relief(index) >= _FEWEST_CONTOURS * shared else self._interval(index)
            for index in range(len(self.planes))
        ]

    def _relief(self, plane: int) -> float:
        field = self.planes[plane].new
        return field.high - field.low if field is not None else 0.0

    def _interval(self, plane: int, least_span: float = 0.0) -> float:
        span = max(self._relief(plane), least_span, _SMALLEST_RELIEF)
        interval = self._intervals[plane]
        if interval <= 0 or not 0.5 < span / interval / _CONTOURS < 1.7:
            interval = self._intervals[plane] = nice_interval(span, _CONTOURS)
        return interval
