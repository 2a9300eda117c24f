"""Which piece of work the engine does next."""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator

from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.engine.requests import Request

log = logging.getLogger(__name__)

NEW, EVERY, LATEST, IDLE = range(4)
"""How urgent a piece of work is, most urgent first: the first of a request in the latest lane, any
in the every lane, the later ones in the latest lane, any in the idle lane."""


class Task:
    """One request on its way to its answers.

    pieces: the handler's generator, once it has begun. urgency: of its next piece. busy: a piece
    is being carried out. cancelled: nobody wants the answers any more. again: it failed before.
    """

    def __init__(self, spec: JobSpec, request: Request, urgency: int, again: bool = False) -> None:
        self.spec = spec
        self.request = request
        self.key = (type(request), request.descent, request.owner, spec.key(request))
        self.urgency = urgency
        self.again = again
        self.pieces: Generator[object, None, None] | None = None
        self.busy = False
        self.cancelled = False

    def cancel(self) -> None:
        """End it, after the piece that is being carried out, if any."""
        self.cancelled = True
        if self.pieces is None or self.busy:
            return
        try:
            self.pieces.close()
        except Exception:
            # What a handler does to clean up must not end the engine.
            log.exception("%s could not be ended", self.spec.request.__name__)


class Lanes:
    """Tasks in order of urgency; those that are equally urgent take turns.

    For one thread. `next` hands out a task for one piece of it, and `put_back` takes it in again.
    While a piece is carried out, more urgent ones may be handed out: at most one of each urgency.
    """

    def __init__(self, jobs: Iterable[JobSpec]) -> None:
        self._specs = {spec.request: spec for spec in jobs}
        self._new: OrderedDict[Hashable, Task] = OrderedDict()
        self._every: OrderedDict[Hashable, deque[Task]] = OrderedDict()
        self._latest: OrderedDict[Hashable, Task] = OrderedDict()
        self._idle: OrderedDict[str, OrderedDict[Hashable, Task]] = OrderedDict()
        self._idle_next: OrderedDict[Hashable, Task] = OrderedDict()
        self._busy: list[Task] = []

    def add(self, request: Request) -> None:
        """Take in a request; one of a job that was switched off is ignored."""
        spec = self._specs.get(type(request))
        if spec is None:
            return
        if spec.lane == "every":
            turn = (request.descent, request.owner)
            self._every.setdefault(turn, deque()).append(Task(spec, request, EVERY))
        elif spec.lane == "latest":
            task = Task(spec, request, NEW)
            self._new[task.key] = task
        else:
            task = Task(spec, request, IDLE)
            waiting = self._idle.setdefault(request.owner, OrderedDict())
            before = waiting.get(task.key)
            if before is None or before.pieces is None:
                waiting[task.key] = task
            else:
                self._idle_next[task.key] = task

    def ask_again(self, task: Task) -> None:
        """Take in the request of a task that has failed once more, in its old place.

        Not for the second time, and not where nobody waits for it or something newer will come.
        """
        if task.again or task.cancelled or self.superseded(task):
            return
        spec, request = task.spec, task.request
        if spec.lane == "every":
            turn = (request.descent, request.owner)
            self._every.setdefault(turn, deque()).appendleft(Task(spec, request, EVERY, True))
        elif spec.lane == "latest":
            self._new[task.key] = Task(spec, request, NEW, True)
        else:
            waiting = self._idle.setdefault(request.owner, OrderedDict())
            waiting.setdefault(task.key, Task(spec, request, IDLE, True))

    def superseded(self, task: Task) -> bool:
        """Whether a newer request of the same key is waiting."""
        newer = self._idle_next if task.spec.lane == "idle" else self._new
        return task.spec.lane != "every" and task.key in newer

    def next(self, before: int = IDLE + 1) -> Task | None:
        """The task whose next piece is to be carried out, more urgent than `before`, if any."""
        task = self._first(before)
        if task is not None:
            task.busy = True
            self._busy.append(task)
        return task

    def _first(self, before: int) -> Task | None:
        if self._new and before > NEW:
            key, task = self._new.popitem(last=False)
            if key in self._latest:
                self._latest.pop(key).cancel()
            return task
        if self._every and before > EVERY:
            return next(iter(self._every.values()))[0]
        if self._latest and before > LATEST:
            return next(iter(self._latest.values()))
        if self._idle and before > IDLE:
            return next(iter(next(iter(self._idle.values())).values()))
        return None

    def put_back(self, task: Task, done: bool) -> None:
        """A piece has been carried out; done: it was the last one."""
        self._busy.remove(task)
        task.busy = False
        if task.cancelled or (task.urgency == NEW and not done and self.superseded(task)):
            task.cancel()
        elif task.urgency == EVERY:
            if done:
                self._end_turn(task)
        elif task.urgency == IDLE:
            self._end_idle_turn(task, done)
        elif done:
            self._latest.pop(task.key, None)
        else:
            task.urgency = LATEST
            self._latest[task.key] = task
            self._latest.move_to_end(task.key)

    def _end_turn(self, task: Task) -> None:
        turn = (task.request.descent, task.request.owner)
        self._every[turn].popleft()
        self._every.move_to_end(turn)
        if not self._every[turn]:
            del self._every[turn]

    def _end_idle_turn(self, task: Task, done: bool) -> None:
        owner = task.request.owner
        tasks = self._idle[owner]
        if done and task.key in self._idle_next:
            tasks[task.key] = self._idle_next.pop(task.key)
        elif done:
            del tasks[task.key]
        if task.key in tasks:
            tasks.move_to_end(task.key)
        self._idle.move_to_end(owner)
        if not tasks:
            del self._idle[owner]

    def switch_off(self, spec: JobSpec) -> None:
        """Drop every request of a job, and those that will come."""
        del self._specs[spec.request]
        self.drop(lambda task: task.spec is spec)

    def drop(self, unwanted: Callable[[Task], bool] = lambda _task: True) -> None:
        """Cancel tasks; those of which a piece is being carried out end after it."""
        for task in [*self._waiting(), *self._busy]:
            if unwanted(task):
                task.cancel()
        self._new = _wanted(self._new)
        self._latest = _wanted(self._latest)
        self._idle_next = _wanted(self._idle_next)
        for owner in list(self._idle):
            self._idle[owner] = _wanted(self._idle[owner])
            if not self._idle[owner]:
                del self._idle[owner]
        for turn in list(self._every):
            self._every[turn] = deque(t for t in self._every[turn] if not t.cancelled)
            if not self._every[turn]:
                del self._every[turn]

    def _waiting(self) -> Iterator[Task]:
        yield from self._new.values()
        for queue in self._every.values():
            yield from queue
        yield from self._latest.values()
        for tasks in self._idle.values():
            yield from tasks.values()
        yield from self._idle_next.values()


def _wanted(tasks: OrderedDict[Hashable, Task]) -> OrderedDict[Hashable, Task]:
    return OrderedDict((key, task) for key, task in tasks.items() if not task.cancelled)
