"""Unlimited undo and redo: the places before and after this one."""

from array import array
from collections.abc import Sequence

from hudes_desktop.descent.place import Place


class Timeline:
    """Places in the order in which they were reached; an entry is the way between two of them."""

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._numbers = array("q", [0])
        self._next_number = 1
        self._at = 0

    @property
    def entry(self) -> Place:
        """The place that the entry now being made began at."""
        return self._places[self._at]

    @property
    def numbers(self) -> Sequence[int]:
        """One for each place that undo and redo lead along; they rise, and none is used twice."""
        return self._numbers

    @property
    def can_undo(self) -> bool:
        """There is a place before this one."""
        return self._at > 0

    @property
    def depth(self) -> int:
        """How many times one can undo."""
        return self._at

    @property
    def can_redo(self) -> bool:
        """There is a place that was left by undo."""
        return self._at < len(self._places) - 1

    def close_entry(self, place: Place) -> Place:
        """End the entry at `place`; gives back the place to go on from.

        A place equal to the entry's beginning is no entry, and the old object stays.
        """
        if place != self.entry:
            self._at += 1
            del self._places[self._at :], self._numbers[self._at :]
            self._places.append(place)
            self._numbers.append(self._next_number)
            self._next_number += 1
        return self.entry

    def undo(self) -> Place:
        """The place before. Raises IndexError if there is none."""
        return self._travel(self._at - 1)

    def redo(self) -> Place:
        """The place that the last undo left. Raises IndexError if there is none."""
        return self._travel(self._at + 1)

    def go_to(self, place: Place) -> bool:
        """Undo or redo to this very place; False if they don't lead there."""
        for index, known in enumerate(self._places):
            if known is place:
                self._at = index
                return True
        return False

    def place(self, undos: int) -> Place:
        """Where so many undos lead, or redos if negative. Raises IndexError beyond the ends."""
        return self._places[self._index(self._at - undos)]

    def _travel(self, index: int) -> Place:
        self._at = self._index(index)
        return self.entry

    def _index(self, index: int) -> int:
        if not 0 <= index < len(self._places):
            raise IndexError(f"there are {len(self._places)} places, none with index {index}")
        return index
