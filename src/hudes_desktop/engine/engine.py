"""What the main thread holds of an engine, and the engine that is a thread of this process."""

import logging
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hudes_desktop.engine.jobs import JOBS, JobSpec
from hudes_desktop.engine.mailbox import Mailbox, Post
from hudes_desktop.engine.memory import Trimmer, give_large_blocks_back
from hudes_desktop.engine.requests import Cancel, EngineOptions
from hudes_desktop.engine.results import Failed, Progress, Result
from hudes_desktop.engine.thread_priority import let_others_go_ahead, wait_briefly
from hudes_desktop.extras import pip
from hudes_desktop.store.directions import DirectionStore

log = logging.getLogger(__name__)


class Engine(Protocol):
    """Requests in, results out, for any number of descents. Every call but `join` returns at once.

    How the requests of each kind are answered, engine.jobs says.
    """

    def start(self) -> None:
        """Begin loading, unless that was begun; Ready or Failed arrives among the results."""

    def post(self, post: Post) -> None:
        """Ask for something, or cancel what was asked for; requests may precede `start`.

        Raises TypeError for a request that no job answers.
        """

    def has_direction(self, digest: str, size: int | None) -> bool:
        """Whether a stored direction can be used; size: the network's parameters, if known."""

    def collect(self) -> list[Result]:
        """The results that have arrived since the last call, oldest first."""

    def close(self) -> None:
        """Stop, between two chunks of work."""

    def join(self, timeout: float) -> bool:
        """Whether it has stopped after `close`; waits for that, so many seconds at most."""


class ThreadEngine(Engine):
    """A thread that owns every tensor."""

    def __init__(
        self,
        options: EngineOptions,
        cache_dir: Path,
        jobs: Sequence[JobSpec] = JOBS,
        directions: DirectionStore | None = None,
    ) -> None:
        """cache_dir: where compiled kernels are kept. jobs: what it can be asked. directions:
        those that no seed draws; None for a store that ends with the engine."""
        self._options = options
        self._cache_dir = cache_dir
        self._jobs = tuple(jobs)
        self._directions = directions or DirectionStore()
        self._known = {spec.request for spec in jobs} | {Cancel}
        self._mailbox = Mailbox()
        self._results: deque[Result] = deque()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        if self._thread.ident is None:
            self._thread.start()

    def post(self, post: Post) -> None:
        if type(post) not in self._known:
            raise TypeError(f"no job answers a {type(post).__name__}")
        self._mailbox.post(post)

    def has_direction(self, digest: str, size: int | None) -> bool:
        return self._directions.has(digest, size)

    def collect(self) -> list[Result]:
        return [self._results.popleft() for _ in range(len(self._results))]

    def close(self) -> None:
        self._mailbox.stop()

    def join(self, timeout: float = 10.0) -> bool:
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        wait_briefly()
        give_large_blocks_back()
        let_others_go_ahead()
        self._results.append(Progress("loading torch"))
        # Imported here: torch takes seconds to load, and the window must not wait for it.
        try:
            import torch  # noqa: F401
        except Exception as error:
            # Whatever a half-installed package raises.
            reason = (str(error) or type(error).__name__).splitlines()[0]
            text = (
                f"torch can't be loaded ({reason}): install it anew, with "
                f"{pip()} --force-reinstall torch"
            )
            log.info("%s", text, exc_info=True)
            self._results.append(Failed(text, environment=False))
            return
        try:
            from hudes_desktop.engine.worker import Worker

            Worker(
                self._options,
                self._cache_dir,
                self._jobs,
                self._directions,
                self._mailbox,
                self._results.append,
            ).run()
        except Exception:
            log.exception("the engine ended by a bug")
            self._results.append(Failed("the engine stopped: see the log", environment=False))
        Trimmer().trim_now()
