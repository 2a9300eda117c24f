"""What was done, as rows of a log: who belongs together, and how many undos lead back there."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from hudes_desktop.descent import actions as act
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import LossHistory
from hudes_desktop.descent.place import Place
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.words import Message, message, text

MOST_ROWS = 1000
"""The oldest beyond them go, but the start; what they led to stays in reach by undo."""
_NAMED_AXES = 4  # more than so many are counted, not named
_MERGED = (act.Step, act.SgdStep, act.Undo, act.Redo)


@dataclass(slots=True)
class Row:
    """One row: frames of one kind that followed each other.

    kind: of all its actions, None where they are mixed. messages: what they are called. first,
    last: of its places on the way; frames: how many. before, after: frame numbers, whose losses
    differ by what the row brought; -1 where the losses can't be compared.
    """

    kind: type[act.Action] | None
    messages: tuple[Message, ...]
    first: int
    last: int
    before: int
    after: int
    frames: int = 1
    count: int = 1
    axes: set[int] = field(default_factory=set)

    def what(self) -> str:
        """What was done, in words."""
        if self.kind is act.Step:
            return text("log.steps", times=_times(self.frames), axes=_axes_text(self.axes))
        if self.kind is act.RollTo:
            return text("log.rolled", where=_where_text(self.axes))
        if self.kind is act.SgdStep:
            return str(ACTIONS.of(act.SgdStep()).message("log", count=self.count))
        what = text("log.comma").join(str(each) for each in self.messages)
        return what + _times(self.count) if self.kind in (act.Undo, act.Redo) else what

    def whats(self) -> tuple[str, ...]:
        """What was done, ever shorter."""
        what = self.what()
        shorter = what if self.kind else text("log.many", count=self.count)
        if self.kind is act.RollTo:
            shorter = text("log.rolled.short", where=_where_text(self.axes))
        return what, shorter, what.partition(text("log.comma"))[0], "…"


class Log:
    """The rows, oldest first, beside the way through the places that undo and redo lead along.

    rows: the first is the start. depth: undos possible now. The descent numbers the places on the
    way, and numbers rise along it: so the places of a row are found by halving.
    """

    def __init__(self) -> None:
        self.rows = [Row(None, (message("log.start"),), 0, 0, -1, -1)]
        self.depth = 0
        self._way: Sequence[int] = (0,)
        self._highest = 0

    def add(self, actions: Sequence[act.Action], change: Change, descent: Descent) -> None:
        """Take in one frame."""
        undos = self.depth - descent.timeline.depth
        self._way, self.depth = descent.timeline.numbers, descent.timeline.depth
        place, number = descent.place, self._way[self.depth]
        effective = [a for a in actions if a not in change.stopped and not _looks(a)]
        if number <= self._highest and [type(each) for each in effective] == [act.GoTo]:
            effective = [act.Undo() if undos > 0 else act.Redo()] * abs(undos)
        self._highest = max(self._highest, number)
        if not change.moved or not effective:
            return
        kinds = {type(action) for action in effective}
        kind = kinds.pop() if len(kinds) == 1 else None
        comparable = kind in (act.Step, act.RollTo, act.SgdStep)
        row = Row(
            kind=kind,
            messages=tuple(dict.fromkeys(_message(action, place) for action in effective)),
            first=number,
            last=number,
            before=change.frame - 1 if comparable else -1,
            after=change.frame,
            count=sum(a.count if isinstance(a, act.SgdStep) else 1 for a in effective),
            axes={axis for action in effective for axis in act.axes_of(action)},
        )
        newest = self.rows[-1]
        if kind in _MERGED and newest.kind is kind:
            newest.last, newest.after = row.last, row.after
            if kind in (act.Undo, act.Redo):
                newest.first = row.first
            newest.frames += 1
            newest.count += row.count
            newest.axes |= row.axes
            return
        self.rows.append(row)
        if len(self.rows) > MOST_ROWS:
            del self.rows[1]

    def undos_to(self, row: Row) -> int | None:
        """Undos from here to where a row ended; negative: redos; None: no way leads there.

        Of a row whose end was undone and replaced, what is left counts.
        """
        index = bisect_right(self._way, row.last) - 1
        if index < bisect_left(self._way, row.first):
            return None
        return self.depth - index


def loss_change(row: Row, losses: LossHistory) -> float | None:
    """By how many nats the train loss changed over a row; None where that can't be said yet."""
    if row.before < 0:
        return None
    values = []
    for frame in (row.before, row.after):
        index = bisect_left(losses.frames, frame)
        if index == len(losses.frames) or losses.frames[index] != frame:
            return None
        values.append(losses.train_loss[index])
    change = values[1] - values[0]
    return change if isfinite(change) else None


def _looks(action: act.Action) -> bool:
    """Whether it only changes how one looks: no part of what undo brings back."""
    return isinstance(action, act.SelectPlane | act.ChangeStepSize | act.SetStepSize)


def _times(count: int) -> str:
    return text("log.times", count=count) if count > 1 else ""


def _axes_text(axes: set[int]) -> str:
    if len(axes) > _NAMED_AXES:
        return text("log.many_axes", count=len(axes))
    names = ", ".join(str(axis + 1) for axis in sorted(axes))
    return text("log.axes", names=names, count=len(axes))


def _where_text(axes: set[int]) -> str:
    first = min(axes)
    if len(axes) > 1:
        return text("log.plane", number=first // 2 + 1)
    return text("log.axes", names=first + 1, count=1)


def _message(action: act.Action, place: Place) -> Message:
    """What an action is called once it was done and has led to a place."""
    spec = ACTIONS.of(action)
    return spec.message(
        "log",
        **spec.values(action),
        first=place.subspace.first,
        last=place.subspace.last,
        batch=place.batch.number + 1,
        batch_size=place.batch.size,
    )
