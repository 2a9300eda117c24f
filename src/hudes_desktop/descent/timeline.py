"""Unlimited undo and redo: the places before and after this one."""

from hudes_desktop.descent.place import Place


class Timeline:
    """Places in the order in which they were reached; an entry is the way between two of them.

    Attributes:
        entry: the place that the entry now being made began at.
    """

    def __init__(self, start: Place) -> None:
        self.entry = start
        self._past: list[Place] = []
        self._future: list[Place] = []

    @property
    def can_undo(self) -> bool:
        """There is a place before this one."""
        return bool(self._past)

    @property
    def depth(self) -> int:
        """How many times one can undo."""
        return len(self._past)

    @property
    def can_redo(self) -> bool:
        """There is a place that was left by undo."""
        return bool(self._future)

    def close_entry(self, place: Place) -> Place:
        """End the entry at `place`; gives back the place to go on from.

        A place equal to the entry's beginning is no entry, and the old object stays.
        """
        if place != self.entry:
            self._past.append(self.entry)
            self._future.clear()
            self.entry = place
        return self.entry

    def undo(self) -> Place:
        """The place before. Raises IndexError if there is none."""
        return self._travel(self._past, self._future)

    def redo(self) -> Place:
        """The place that the last undo left. Raises IndexError if there is none."""
        return self._travel(self._future, self._past)

    def _travel(self, source: list[Place], target: list[Place]) -> Place:
        there = source.pop()
        target.append(self.entry)
        self.entry = there
        return there
