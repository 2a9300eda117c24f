"""Between an engine and those on the main thread who ask it and want its results."""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from hudes_desktop.engine.engine import Engine
from hudes_desktop.engine.mailbox import Post
from hudes_desktop.engine.results import PathChanged, Ready, Result
from hudes_desktop.signals import Signal

log = logging.getLogger(__name__)

T = TypeVar("T")

Unsubscribe = Callable[[], None]


class ResultRouter:
    """Posts requests to the present engine, and hands its results to whoever subscribed.

    Subscriptions outlive an engine: another one may take its place at any time.

    ready, path: what the present engine found and chose, once it has loaded, and how it evaluates
    since then, if that has changed.
    """

    def __init__(self, engine: Engine) -> None:
        self.ready: Ready | None = None
        self.path: PathChanged | None = None
        self._engine = engine
        self._closing: list[Engine] = []
        self._results: Signal[Result] = Signal()
        self._arrived: deque[Result] = deque()

    def start(self) -> None:
        """Start the present engine, unless it runs."""
        self._engine.start()

    def post(self, post: Post) -> None:
        """Ask the engine for something, or cancel it; see Engine.post."""
        self._engine.post(post)

    def has_direction(self, digest: str) -> bool:
        """Whether a stored direction can be used on the present network."""
        size = None if self.ready is None else self.ready.parameters
        return self._engine.has_direction(digest, size)

    def subscribe(
        self, result_type: type[T], handler: Callable[[T], object], descent: str | None = None
    ) -> Unsubscribe:
        """Call `handler` with each result of a type (or of one derived from it).

        descent: only with those of the descent of this id. Returns what ends the subscription.
        """

        def subscription(result: Result) -> None:
            of_descent = descent is None or getattr(result, "descent", None) == descent
            if of_descent and isinstance(result, result_type):
                handler(result)

        return self._results.connect(subscription)

    def dispatch(self) -> None:
        """Hand on what has arrived, in order; called once a frame.

        A handler's exception is raised here; results behind it are handed on by the next call.
        """
        self._arrived += self._engine.collect()
        while self._arrived:
            result = self._arrived.popleft()
            if isinstance(result, Ready):
                self.ready = result
            elif isinstance(result, PathChanged):
                self.path = result
            self._results.emit(result)

    def replace(self, engine: Engine) -> None:
        """Go on with another engine; the one before ends by itself, its results are not wanted."""
        self._engine.close()
        self._closing = [old for old in (*self._closing, self._engine) if not old.join(0.0)]
        self._engine = engine
        self.ready = self.path = None
        self._arrived.clear()

    def close(self, timeout: float = 1.0) -> None:
        """Stop the engine, and wait for it and those before it, so many seconds at most in all.

        One that is in the middle of a long operation ends after it, or with the process.
        """
        self._engine.close()
        deadline = time.monotonic() + timeout
        for engine in (*self._closing, self._engine):
            if not engine.join(max(0.0, deadline - time.monotonic())):
                log.info("an engine did not stop within %g s", timeout)
