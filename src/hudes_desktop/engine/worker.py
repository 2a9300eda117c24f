"""What the engine's thread does: pieces of work in order of urgency, whatever errors they raise."""

import logging
import math
import pkgutil
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.engine.jobs import Handler, JobSpec
from hudes_desktop.engine.lanes import Lanes, Task
from hudes_desktop.engine.mailbox import Mailbox
from hudes_desktop.engine.memory import Trimmer
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import Cancel, EngineOptions
from hudes_desktop.engine.results import Banner, Failed, PathChanged, Progress, Result, WingFailed
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.directions import DirectionStore

log = logging.getLogger(__name__)

_DONE = object()
_ERRORS, _WITHIN_S = 3, 60.0
"""After so many errors of ours in so many seconds, the next one ends the engine."""


class Worker:
    """The loop of the engine's thread: takes requests, carries out pieces, delivers results."""

    def __init__(
        self,
        options: EngineOptions,
        cache_dir: Path,
        jobs: Iterable[JobSpec],
        directions: DirectionStore,
        mailbox: Mailbox,
        deliver: Callable[[Result], None],
    ) -> None:
        self._options = options
        self._cache_dir = cache_dir
        self._directions = directions
        self._mailbox = mailbox
        self._deliver = deliver
        self._lanes = Lanes(jobs)
        self._handlers: dict[JobSpec, Handler] = {}
        self._memories: dict[tuple[type, str, str], dict[str, Any]] = {}
        self._errors = deque([-math.inf] * _ERRORS, maxlen=_ERRORS)
        self._path = PathChanged("")

    def run(self) -> None:
        """Load, then work until told to stop."""
        self._deliver(
            Progress(f"reading {self._options.dataset}, building {self._options.network}")
        )
        try:
            self._network = NetworkOnDevice(
                self._options, self._cache_dir, self._directions, lambda: self._mailbox.stopping
            )
        except EnvironmentFault as fault:
            self._deliver(Failed(str(fault), environment=True))
            return
        self._path = PathChanged(self._network.path)
        self._deliver(self._network.ready())
        if notes := self._network.notes:
            self._deliver(Banner("\n".join(notes), error=False))
        trimmer = Trimmer()
        try:
            while not self._mailbox.stopping:
                self._take_requests()
                task = self._lanes.next()
                if task is None:
                    self._mailbox.wait()
                else:
                    self._carry_out(task)
                trimmer.trim()
        finally:
            self._lanes.drop()
            self._network.close()

    def _take_requests(self) -> None:
        for post in self._mailbox.take():
            if isinstance(post, Cancel):
                self._cancel(post.descent, post.owner)
            else:
                self._lanes.add(post)

    def _cancel(self, descent: str, owner: str | None) -> None:
        def meant(of: str, by: str) -> bool:
            return of == descent and owner in (None, by)

        self._lanes.drop(lambda task: meant(task.request.descent, task.request.owner))
        for key in [key for key in self._memories if meant(*key[1:])]:
            del self._memories[key]
        if owner is None:
            self._network.forget_descent(descent)

    def _carry_out(self, task: Task) -> None:
        """Do the next piece of a task; one that fails by our fault is asked once more."""
        done, failed = True, False
        try:
            if task.pieces is None:
                task.pieces = self._handler(task.spec)(self._context(task), task.request)
            result = next(task.pieces, _DONE)
            done = result is _DONE
            if not done and result is not None:
                self._deliver(result)
        except EnvironmentFault as fault:
            self._deliver(Banner(str(fault)))
        except Exception as error:
            # The one place where anything is caught: a bug or a device error in one request must
            # not take the descent with it. It is loud in the log and a banner in the window.
            log.exception("%s could not be answered", task.spec.request.__name__)
            failed = not task.spec.wing
            if not task.again:
                self._recover(task.spec, error)
        self._lanes.put_back(task, done)
        if failed:
            self._lanes.ask_again(task)
        path = PathChanged(self._network.path, self._network.path_reason)
        if path != self._path:
            self._path = path
            self._deliver(path)

    def _handler(self, spec: JobSpec) -> Handler:
        if spec not in self._handlers:
            handler = spec.handler
            if isinstance(handler, str):
                handler = pkgutil.resolve_name(handler)
            self._handlers[spec] = handler
        return self._handlers[spec]

    def _context(self, task: Task) -> JobContext:
        request = task.request
        return JobContext(
            network=self._network,
            request=request,
            memory=self._memories.setdefault((type(request), request.descent, request.owner), {}),
            deliver=self._deliver,
            between_chunks=lambda: self._between_chunks(task),
            cancelled=lambda: self._cancelled(task),
            superseded=lambda: self._superseded(task),
        )

    def _cancelled(self, task: Task) -> bool:
        self._take_requests()
        return self._mailbox.stopping or task.cancelled

    def _superseded(self, task: Task) -> bool:
        self._take_requests()
        return self._lanes.superseded(task)

    def _between_chunks(self, task: Task) -> bool:
        """Do what is more urgent; True when the task under way is to be given up."""
        while not (self._mailbox.stopping or task.cancelled):
            if self._superseded(task) and task.spec.lane == "latest":
                return True
            urgent = self._lanes.next(before=task.urgency)
            if urgent is None:
                return task.cancelled
            self._carry_out(urgent)
        return True

    def _recover(self, spec: JobSpec, error: Exception) -> None:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        if spec.wing:
            self._deliver(WingFailed(spec.wing, f"{type(error).__name__}: {reason}"))
            self._lanes.switch_off(spec)
            return
        self._deliver(Banner(f"the engine could not compute this: {reason}"))
        now = time.monotonic()
        if now - self._errors[0] > _WITHIN_S:
            self._errors.append(now)
            self._network.forget()
        else:
            self._deliver(Failed("the engine failed too often and stopped", environment=False))
            self._mailbox.stop()
