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
    """The shots of the last `seconds`, in `budget` bytes at most; threads may share it.

    Where all of them would be more, every other one goes, not the oldest: the film is as long, with
    fewer pictures.
    """

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
        """Keep a shot, later than those before."""
        with self._lock:
            self._shots.append(shot)
            self._bytes += len(shot.jpeg)
            # The one before the beginning stays: it is what was seen then.
            while len(self._shots) > 1 and self._shots[1].time <= shot.time - self._seconds:
                self._bytes -= len(self._shots.popleft().jpeg)
            while self._bytes > self._budget and len(self._shots) > 1:
                kept = list(self._shots)[:-1:2] if len(self._shots) > 2 else []
                self._shots = deque([*kept, shot])
                self._bytes = sum(len(each.jpeg) for each in self._shots)

    def clear(self) -> None:
        """Forget all shots."""
        with self._lock:
            self._shots.clear()
            self._bytes = 0

    def shots(self) -> list[Shot]:
        """All shots, the oldest first."""
        with self._lock:
            return list(self._shots)
