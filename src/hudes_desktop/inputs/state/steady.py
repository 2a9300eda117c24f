"""Tells a knob that is moved from one that trembles between two values."""

SETTLES_AFTER, BACK_SETTLES_AFTER = 0.15, 0.5
"""Seconds for which a knob must stay one unit away, onwards or backwards, before that counts."""

_GOES_ON = 0.3  # seconds after a movement in which one more unit the same way belongs to it


class Steady:
    """Where a control counts as being, in raw units.

    A change of more than one unit counts at once, and so does every unit of a movement that goes
    on. A single unit counts only once it has stayed: back and forth is how a worn potentiometer
    trembles.

    Attributes:
        exact: every unit counts at once: an encoder has detents and doesn't tremble.
        at: where it counts as being; None before it has said anything.
    """

    def __init__(self, exact: bool = False) -> None:
        self.exact = exact
        self.at: float | None = None
        self._doubtful: float | None = None
        self._since = 0.0
        self._run = 0  # the direction of the movement that goes on
        self._direction = 0  # of the last movement
        self._moved_at = 0.0

    def feed(self, raw: float, now: float) -> bool:
        """It has said a value; returns whether `at` is this value now."""
        if self.at is None:
            self.at = raw
            return True
        by = raw - self.at
        direction = (by > 0) - (by < 0)
        if direction == 0:  # no movement repeats a value
            self._run, self._doubtful = 0, None
            return False
        goes_on = direction == self._run and now - self._moved_at < _GOES_ON
        if self.exact or abs(by) > 1 or goes_on:
            self._move(raw, direction, now)
            return True
        if self._doubtful is None:
            self._since = now
        self._doubtful = raw
        return False

    def put(self, raw: float) -> None:
        """It was put somewhere, which is no movement of a hand."""
        self.at, self._doubtful = raw, None

    def settle(self, now: float) -> bool:
        """Time has passed; returns whether `at` is a value now that was in doubt."""
        if self._doubtful is None or self.at is None:
            return False
        direction = 1 if self._doubtful > self.at else -1
        back = direction == -self._direction
        if now - self._since < (BACK_SETTLES_AFTER if back else SETTLES_AFTER):
            return False
        self._move(self._doubtful, direction, now)
        return True

    @property
    def in_doubt(self) -> bool:
        """Whether `settle` may bring something."""
        return self._doubtful is not None

    def _move(self, raw: float, direction: int, now: float) -> None:
        self.at, self._doubtful = raw, None
        self._run = self._direction = direction
        self._moved_at = now
