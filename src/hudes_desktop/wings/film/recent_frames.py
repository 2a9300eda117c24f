"""The last pictures of a window, kept small; knows no Qt."""

from collections import deque
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Shot:
    """A picture as JPEG, and when it was taken, in seconds."""

    time: float
    jpeg: bytes


class RecentFrames:
    """The shots of the last `seconds`, and never more than `budget` bytes; threads may share it."""

    def __init__(self, seconds: float, budget: int) -> None:
        self._seconds = seconds
        self._budget = budget
        self._shots: deque[Shot] = deque()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._shots)

    @property
    def held_bytes(self) -> int:
        """What the shots take."""
        return self._bytes

    def add(self, shot: Shot) -> None:
        """Keep a shot, later than those before; what is too old goes, then what is too much."""
        with self._lock:
            self._shots.append(shot)
            self._bytes += len(shot.jpeg)
            while self._shots[0].time < shot.time - self._seconds or (
                self._bytes > self._budget and len(self._shots) > 1
            ):
                self._bytes -= len(self._shots.popleft().jpeg)

    def shots(self) -> list[Shot]:
        """All shots, the oldest first."""
        with self._lock:
            return list(self._shots)
