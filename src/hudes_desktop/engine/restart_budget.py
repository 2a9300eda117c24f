"""How often the engine goes on after an error before it gives up."""

import time
from collections import deque


class RestartBudget:
    """`limit` restarts in any `window` seconds."""

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
