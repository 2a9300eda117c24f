"""Undo and redo: the places before and after this one."""

from array import array

from hudes_desktop.descent.place import Place

MOST_UNDOS = 10_000
"""Beyond so many the oldest entries become one, which leads to the start."""


class Timeline:
    """Places in the order in which they were reached; an entry is the way between two of them.

    Attributes:
        depth: how many times one can undo.
        numbers: one for each place that undo and redo lead along, the present one at `depth`; they
            rise, a place keeps its number, and none is used twice.
    """

    def __init__(self, start: Place) -> None:
        self.depth = 0
        self.numbers = array("q", [0])
        self._places = [start]
        self._next_number = 1

    @property
    def present(self) -> Place:
        """The place that the entry now being made began at."""
        return self._places[self.depth]

    @property
    def can_redo(self) -> bool:
        """There is a place that was left by undo."""
        return self.depth < len(self._places) - 1

    def close_entry(self, place: Place) -> Place:
        """End the entry at `place`; gives back the place to go on from.

        A place equal to the entry's beginning is no entry, and the old object stays.
        """
        if place != self.present:
            self.depth += 1
            del self._places[self.depth :], self.numbers[self.depth :]
            self._places.append(place)
            self.numbers.append(self._next_number)
            self._next_number += 1
            if self.depth > MOST_UNDOS:
                self._fold()
        return self.present

    def _fold(self) -> None:
        """Forget the tenth of the places that follows the start, all at once: that is cheaper."""
        forgotten = slice(1, MOST_UNDOS // 10)
        del self._places[forgotten], self.numbers[forgotten]
        self.depth = len(self._places) - 1

    def travel(self, undos: int) -> bool:
        """Undo so many times, or redo if negative; False, and it stays, beyond the ends."""
        possible = 0 <= self.depth - undos < len(self._places)
        if possible:
            self.depth -= undos
        return possible

    def go_to(self, place: Place) -> None:
        """Undo or redo to this very place, if they lead there."""
        for index, known in enumerate(self._places):
            if known is place:
                self.depth = index

    def place(self, undos: int) -> Place:
        """Where so many undos lead, or redos if negative. Raises IndexError beyond the ends."""
        if undos > self.depth:
            raise IndexError(f"{undos} undos lead beyond the start, {self.depth} to it")
        return self._places[self.depth - undos]
