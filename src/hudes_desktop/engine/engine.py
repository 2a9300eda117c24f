"""The worker thread that owns every tensor: requests in, frozen results out."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from pathlib import Path

from hudes_desktop.engine.memory import Trimmer, give_large_blocks_back
from hudes_desktop.engine.requests import (
    EngineOptions,
    InspectRequest,
    LandscapeRequest,
    LossRequest,
)
from hudes_desktop.engine.results import Failed, Progress, Result
from hudes_desktop.engine.thread_priority import let_others_go_ahead, wait_briefly

log = logging.getLogger(__name__)


class Engine:
    """What the main thread holds: post requests, collect results, start and stop the worker.

    Every call returns at once. Loss requests are answered in order, each of them; of the landscape
    requests only the latest counts, and of the inspections, which wait until all else is done.
    """

    def __init__(self, options: EngineOptions, cache_dir: Path) -> None:
        self.options = options
        self._mailbox = Mailbox()
        self._results: deque[Result] = deque()
        self._thread = threading.Thread(
            target=self._run, args=(cache_dir,), name="engine", daemon=True
        )

    def start(self) -> None:
        """Begin loading; Ready or Failed arrives among the results."""
        self._thread.start()

    def ask_losses(self, request: LossRequest) -> None:
        """Train and validation loss of an applied frame."""
        self._mailbox.post_losses(request)

    def ask_landscape(self, request: LandscapeRequest) -> None:
        """The surfaces around a place, in the stead of any asked for before."""
        self._mailbox.post_landscape(request)

    def ask_inspection(self, request: InspectRequest) -> None:
        """What the network makes of the digits, in the stead of any asked for before."""
        self._mailbox.post_inspection(request)

    @property
    def waiting_losses(self) -> int:
        """How many loss requests the worker has not taken up yet."""
        return self._mailbox.waiting_losses

    def collect(self) -> list[Result]:
        """The results that have arrived since the last call, oldest first."""
        results = []
        while self._results:
            results.append(self._results.popleft())
        return results

    def close(self, timeout: float = 10.0) -> None:
        """Stop the worker, between two chunks of its work, and wait for it."""
        self._mailbox.post_stop()
        if self._thread.is_alive():
            self._thread.join(timeout)
            if self._thread.is_alive():
                log.warning("the engine did not stop within %g s", timeout)

    def _run(self, cache_dir: Path) -> None:
        wait_briefly()
        give_large_blocks_back()
        let_others_go_ahead()
        self._results.append(Progress("loading torch"))
        # Imported here: torch takes seconds to load, and the window must not wait for it.
        from hudes_desktop.engine.worker import Worker

        try:
            Worker(self.options, cache_dir, self._mailbox, self._results.append).run()
        except Exception:
            log.exception("the engine ended by a bug")
            self._results.append(Failed("the engine stopped: see the log", environment=False))
        Trimmer().trim_now()


class Mailbox:
    """Requests on their way to the worker, under one lock that is never held across work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._losses: deque[LossRequest] = deque()
        self._landscape: LandscapeRequest | None = None
        self._inspection: InspectRequest | None = None
        self._stopping = False

    def post_losses(self, request: LossRequest) -> None:
        with self._changed:
            self._losses.append(request)
            self._changed.notify()

    def post_landscape(self, request: LandscapeRequest) -> None:
        with self._changed:
            self._landscape = request
            self._changed.notify()

    def post_inspection(self, request: InspectRequest) -> None:
        with self._changed:
            self._inspection = request
            self._changed.notify()

    def post_stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()

    @property
    def stopping(self) -> bool:
        """Whether the worker has been told to stop."""
        return self._stopping

    @property
    def has_landscape(self) -> bool:
        """Whether a newer landscape request is waiting."""
        return self._landscape is not None

    @property
    def waiting_losses(self) -> int:
        """How many loss requests have not been taken."""
        return len(self._losses)

    def take_losses(self) -> LossRequest | None:
        """The oldest unanswered loss request, if any."""
        with self._changed:
            return self._losses.popleft() if self._losses else None

    def take_landscape(self) -> LandscapeRequest | None:
        """The latest landscape request, if one came since the last call."""
        with self._changed:
            request, self._landscape = self._landscape, None
            return request

    def take_inspection(self) -> InspectRequest | None:
        """The latest inspection asked for, if one came since the last call."""
        with self._changed:
            request, self._inspection = self._inspection, None
            return request

    def wait(self) -> None:
        """Sleep until something was posted."""
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._stopping
                    or self._losses
                    or self._landscape is not None
                    or self._inspection is not None
                )
            )


class RestartBudget:
    """How often the worker may begin anew: `limit` times in any `window` seconds."""

    def __init__(self, limit: int = 3, window: float = 60.0) -> None:
        self._limit = limit
        self._window = window
        self._times: deque[float] = deque()

    def spend(self, now: float | None = None) -> bool:
        """Take one restart; False when there is none left."""
        now = time.monotonic() if now is None else now
        while self._times and now - self._times[0] > self._window:
            self._times.popleft()
        if len(self._times) >= self._limit:
            return False
        self._times.append(now)
        return True
