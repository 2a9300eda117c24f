"""Which hint helps a player now: rules over what the screen shows of a descent, without Qt."""

from collections import Counter
from collections.abc import Sequence
from enum import Enum

from hudes_desktop.descent.actions import Action, RollTo, Step
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.lowest_point import lowest_point
from hudes_desktop.engine.results import Losses, Surface

WINDOW = 10
"""Moves over which losses are compared."""

NEAR_STEPS = 0.3
"""Nearer to the lowest point along each axis, one stands on it: points lie half a step apart."""

SMALLEST_GAIN = 0.0005
"""Nats: less than this is no reason to walk."""

WINDOW_GAIN = 0.002
"""Nats: a player who gained less over WINDOW moves gained nothing."""

MOST_SHOWN = 12
"""Times that one hint is shown to one visitor, four rounds of three planes: who has followed it so
often knows it."""


class Hint(Enum):
    """What a player could do now; the value is part of the ids of its words."""

    ROLL = "roll"
    NEXT_PLANE = "next_plane"
    NEXT_CURVE = "next_curve"
    NEW_DIRECTIONS = "new_directions"
    LARGER_STEP = "larger_step"
    SMALLER_STEP = "smaller_step"
    NEW_DIGITS = "new_digits"


class Advisor:
    """Follows one descent, and says what would help: nothing that the screen doesn't show.

    A plane is done when one has stood on its lowest point, or there is nothing to gain on it;
    curves are treated as planes with one axis, the selected one being that moved last.
    """

    def __init__(self, descent: Descent) -> None:
        self._descent = descent
        self._surfaces: dict[int, Surface] = {}
        self._done: set[int] = set()
        self._moves_here = 0  # since the directions, digits or step size are these
        self._last_axis = 0
        self._walked: set[int] = set()  # frames whose losses have not come
        self._losses: list[tuple[float, float]] = []  # these digits, all digits: a row a move

    def move(self, actions: Sequence[Action], change: Change) -> None:
        """A frame of actions was applied to the descent."""
        for each in actions:
            if isinstance(each, Step):
                self._last_axis = each.axis
            elif isinstance(each, RollTo):
                self._last_axis = each.axes[-1]
        if change.new_subspace or change.new_batch or change.rescaled:
            self._surfaces.clear()
            self._done.clear()
            self._moves_here = 0
        elif change.moved:
            self._moves_here += 1
            self._walked.add(change.frame)
        if change.new_batch:
            # Losses on other digits are no progress, and no step back.
            self._losses.clear()
            self._walked.clear()

    def lose(self, losses: Losses) -> None:
        """The losses of a frame."""
        if not self._losses or losses.frame in self._walked:
            self._walked.discard(losses.frame)
            self._losses.append((losses.train_loss, losses.validation_loss))
            del self._losses[: -WINDOW - 1]

    def see(self, surface: Surface) -> None:
        """A surface, or a curve, is shown. What a coarse one lacks may be the way down."""
        kept = {p: s for p, s in self._surfaces.items() if s.heights.ndim == surface.heights.ndim}
        self._surfaces = kept | ({surface.plane: surface} if surface.exact else {})

    def advise(self) -> Hint | None:
        """What would help most now; None where there is nothing to be seen yet."""
        lines = any(surface.heights.ndim == 1 for surface in self._surfaces.values())
        selected = self._last_axis if lines else self._descent.selected_plane
        count = self._descent.axes if lines else self._descent.planes
        surface = self._surfaces.get(selected)
        if surface is None:
            return None
        if self._overfits():
            return Hint.NEW_DIGITS
        if not self._nothing_to_gain(surface):
            far = _at_edge(surface) and self._gained_nothing()
            if selected not in self._done or far:
                return Hint.LARGER_STEP if far else Hint.ROLL
        self._done.add(selected)
        seen = [self._surfaces.get(each) for each in range(count)]
        flat = all(each is not None and self._nothing_to_gain(each) for each in seen)
        if flat and (not self._moves_here or self._gained_nothing()):
            return Hint.SMALLER_STEP if not self._moves_here else Hint.NEW_DIRECTIONS
        if flat or self._done.issuperset(range(count)):
            return Hint.NEW_DIRECTIONS
        return Hint.NEXT_CURVE if lines else Hint.NEXT_PLANE

    def _nothing_to_gain(self, surface: Surface) -> bool:
        """One stands on the surface's lowest point, or as good as that."""
        here, lowest = self._descent.place.coefficients, lowest_point(surface)
        if lowest is None or any(axis >= len(here) for axis in surface.axes):
            return True
        away, nearest = [], []
        for axis, centre, points, there in zip(
            surface.axes, surface.centre, surface.heights.shape, lowest.coefficients, strict=True
        ):
            away.append(abs(there - here[axis]) / self._descent.step_size)
            at = round((here[axis] - centre) / surface.spacing) + points // 2
            nearest.append(min(max(at, 0), points - 1))
        gain = surface.heights[tuple(nearest)] - lowest.loss
        return max(away) <= NEAR_STEPS or bool(gain < SMALLEST_GAIN)

    def _overfits(self) -> bool:
        """These digits gain and all of them lose, over the last moves."""
        if len(self._losses) <= WINDOW:
            return False
        (these, of_all), (these_now, of_all_now) = self._losses[0], self._losses[-1]
        return these_now < these and of_all_now > of_all

    def _gained_nothing(self) -> bool:
        if len(self._losses) <= WINDOW:
            return False
        first, *others = (these for these, _ in self._losses)
        return not min(others) < first - WINDOW_GAIN


class Pacing:
    """Chooses which advice is shown: no hint twice in a row, none more than MOST_SHOWN times.

    shown: the hint on the screen.
    """

    def __init__(self) -> None:
        self.shown: Hint | None = None
        self._last: Hint | None = None
        self._times: Counter[Hint] = Counter()

    def choose(self, advice: Hint | None) -> Hint | None:
        """The hint to show, now that this is the advice; it stays while the advice does, and until
        there is another (None: the landscape is on its way)."""
        if advice in (None, self.shown):
            return self.shown
        self.shown = None
        if advice is not self._last and self._times[advice] < MOST_SHOWN:
            self.shown = self._last = advice
            self._times[advice] += 1
        return self.shown


def _at_edge(surface: Surface) -> bool:
    """The lowest point in sight lies on the border: what is lower may be beyond it."""
    lowest = lowest_point(surface)
    if lowest is None:
        return False
    sides = zip(lowest.coefficients, surface.centre, surface.heights.shape, strict=True)
    return any(abs(there - at) > (n // 2 - 0.5) * surface.spacing for there, at, n in sides)
