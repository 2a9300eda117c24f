"""Which plane stands where: the selected one large and in front, and the glide to another."""

from hudes_desktop.view.kit import motion
from hudes_desktop.view.landscape.model.camera import Slot

_GLIDE_SECONDS = 0.18


def slots(count: int, selected: int, width: float, height: float) -> list[Slot]:
    """Where each of `count` planes goes in an area: the selected one large, the others behind it.

    The others stand in a row at the top, in their own order.
    """
    if count == 1:
        return [Slot(0.0, 0.0, width, height)]
    others = [plane for plane in range(count) if plane != selected]
    row_height = height * (0.30 if count <= 3 else 0.26)
    column = width / len(others)
    # Its far corner reaches up between the others, where they leave room.
    top = row_height * (0.66 if count == 3 else 0.92)
    out = [Slot(0.0, 0.0, 1.0, 1.0)] * count
    out[selected] = Slot(0.0, top, width, height - top)
    for position, plane in enumerate(others):
        out[plane] = Slot(position * column, 0.0, column, row_height)
    return out


class Arrangement:
    """The slots of all planes at this moment.

    selected: the plane in front. weights: 1 for it, 0 for the others, in between on the way.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self.selected = 0
        self.weights = self._goal()
        self._from: tuple[list[Slot], list[float]] | None = None
        self._started = 0.0

    def _goal(self) -> list[float]:
        return [1.0 if plane == self.selected else 0.0 for plane in range(self._count)]

    @property
    def moving(self) -> bool:
        return self._from is not None

    def select(self, plane: int, now: float, width: float, height: float) -> None:
        """Begin to glide from how it is now to `plane` in front."""
        if plane == self.selected:
            return
        self._from = (self.advance(now, width, height), self.weights)
        self._started = now
        self.selected = plane

    def advance(self, now: float, width: float, height: float) -> list[Slot]:
        """The slots at the time `now` in an area of that size; brings the weights up to date."""
        goal = slots(self._count, self.selected, width, height)
        share = (now - self._started) / _GLIDE_SECONDS
        if self._from is None or share >= 1.0 or motion.reduced():
            self._from = None
            self.weights = self._goal()
            return goal
        share = share * share * (3.0 - 2.0 * share)
        before, weights = self._from
        self.weights = [a + (b - a) * share for a, b in zip(weights, self._goal(), strict=True)]
        return [a.towards(b, share) for a, b in zip(before, goal, strict=True)]
