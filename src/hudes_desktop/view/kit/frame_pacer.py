"""Frames at once where drawing is cheap, and pauses between them where it is dear."""

from collections.abc import Callable
from time import perf_counter

from PyQt6.QtCore import QObject, QTimer

_LONGEST_PAUSE = 0.5  # seconds
LONGEST_HOLD = 0.06


class FramePacer(QObject):
    """Calls `draw` when a frame is wanted, so that dear frames take only a share of the time.

    On a GPU a frame takes a millisecond or two and nothing waits. A software renderer needs
    tens of them on the same cores as the engine: without a pause, hands and surfaces would
    stand in line behind pictures that nobody has time to see.

    share: how much of the time drawing may take, once a frame takes longer than `cheap` seconds.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject, cheap: float) -> None:
        super().__init__(parent)
        self.share = 0.5
        self._cheap = cheap
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(draw)
        self._wanted = False
        self._began: float | None = None
        self._next = 0.0
        self._held_until: float | None = None
        self._took = 0.0

    @property
    def dear(self) -> bool:
        """Whether the last frame took so long that the next one had better show more than a bit."""
        return self._took > self._cheap

    @property
    def at_rest(self) -> bool:
        """Whether the last frame that was asked for is on the screen."""
        return not self._wanted and self._began is None

    def request(self, after: float = 0.0) -> None:
        """Draw a frame, not sooner than `after` seconds from now."""
        self._wanted = True
        now = perf_counter()
        wait = max(after, self._next - now, (self._held_until or 0.0) - now, 0.0)
        if not self._timer.isActive():
            self._timer.start(round(1000 * wait))

    def hold(self) -> None:
        """What a hand waits for is on its way: where frames are dear, draw none until then.

        Without this the answer would come in the middle of a frame that shows nothing new, and
        wait for the one after it. No hold lasts long, and none follows another without a frame.
        """
        if self.dear and self._held_until is None:
            self._held_until = perf_counter() + LONGEST_HOLD
            self._start_anew()

    def release(self) -> None:
        """It has come: draw."""
        if self._held_until is not None:
            self._held_until = 0.0
            self._start_anew()

    def _start_anew(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.request()

    def began(self) -> None:
        """The frame is being drawn."""
        self._began = perf_counter()
        self._wanted = False
        self._held_until = None

    def shown(self) -> None:
        """What was drawn is on the screen."""
        if self._began is None:
            return  # another part of the window was drawn anew
        now = perf_counter()
        took, self._began = now - self._began, None
        self._took = took
        pause = took * (1.0 / self.share - 1.0) if self.dear else 0.0
        self._next = now + min(pause, _LONGEST_PAUSE)

    def stop(self) -> None:
        """Draw no more."""
        self._timer.stop()
        self._wanted, self._began = False, None
