"""Recognises two control changes as the halves of one control of 14 bits, by how they speak."""

from dataclasses import replace

from hudes_desktop.inputs.bindings.binding import LOWER_BITS
from hudes_desktop.inputs.seam.events import Control, ControlEvent

_TURNS = 4  # messages in which the halves have spoken in turns and no other control between
_TOGETHER = 0.02  # seconds within which a device sends both halves of a value


class Pairs:
    """Holds back what may be a lower half: the control change n + 32 right after n.

    After four turns the two are one control. Until then what is held back may still turn out to be
    of a control of its own: as soon as one of them speaks twice, or another control in between.
    """

    def __init__(self) -> None:
        self._wide: set[Control] = set()  # upper halves
        self._turns: list[ControlEvent] = []  # of which the first one was not held back
        self._began = 0.0

    def upper(self, control: Control) -> Control | None:
        """The upper half of the control of 14 bits that this one is known to belong to."""
        upper = _upper(control)
        return upper if upper in self._wide else None

    def feed(self, event: ControlEvent, now: float) -> list[ControlEvent]:
        """The events that can be taken now, in order.

        Those of a pair that has just been recognised are there from its first one on.
        """
        upper, turns = _upper(event.control), self._turns
        if turns and self._goes_on(event.control, now):
            turns.append(event)
            if upper is None or len(turns) < _TURNS:
                return []
            self._wide.add(upper)
            self._turns = []
            return turns
        self._turns = [event] if event.control == upper and upper not in self._wide else []
        self._began = now
        return [*turns[1:], event]

    def _goes_on(self, control: Control, now: float) -> bool:
        """Whether it is the turn of this control."""
        first = self._turns[0].control
        in_turn = _upper(control) == first and control != self._turns[-1].control
        return in_turn and (len(self._turns) > 1 or now - self._began < _TOGETHER)


def _upper(control: Control) -> Control | None:
    number = control.name
    if control.kind != "control_change" or not isinstance(number, int) or number >= 2 * LOWER_BITS:
        return None
    return replace(control, name=number % LOWER_BITS)
