"""Films the window: small pictures of the last minute, or of a recording, for a film of them.

Reading the screen takes 3 to 11 ms of the window's thread (1024 × 640 to 1440 × 900, software
renderer), and on a busy machine a hundred times that: pictures are taken only after something
changed, and what is dear is done less often. The rest is done in a thread of its own. A picture of
1440 × 900 takes 1.2 ms of processor time here and 3 ms there: 2 to 4 % of a core while somebody
walks, and nothing at rest (2 cores, software renderer).
"""

from queue import Queue
from threading import Thread
from time import perf_counter

from PyQt6.QtCore import QEvent, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QWidget

from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.wings.film.recent_frames import RecentFrames, Shot

LINES = 1080
"""Of a film, at most."""

MINUTE_BYTES = 64_000_000
"""Of the last minute: at 1440 × 900 and 8 pictures a second it takes as much."""

RECORDING_BYTES = 256_000_000
"""Of a recording, however long it is."""

_SHARE = 0.1  # of the window's time at most is spent on taking pictures


class Recorder(QObject):
    """Films `window` while the last minute is kept, or something is recorded.

    seconds: how long a minute is. fps: pictures a second, fewer while nothing changes or taking
    them is dear. frames: of the last minute. changed: it keeps or records, or no more. Call close()
    before the window goes.
    """

    changed = pyqtSignal()

    def __init__(
        self, window: QWidget, seconds: float = 60.0, fps: int = 8, lines: int = LINES
    ) -> None:
        super().__init__(window)
        self._window = window
        self._lines = lines
        self.frames = RecentFrames(seconds, MINUTE_BYTES)
        self._recorded: RecentFrames | None = None
        self._keeping = self._awake = self._filming = False
        self._not_before = 0.0
        self._waiting: Queue[tuple[float, QImage] | None] = Queue(maxsize=1)
        self._encoder: Thread | None = None
        self._interval = 1.0 / fps
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._take)

    @property
    def keeping(self) -> bool:
        """Whether the last minute is kept."""
        return self._keeping

    @property
    def recording(self) -> bool:
        """Whether something is recorded."""
        return self._recorded is not None

    def set_keeping(self, on: bool) -> None:
        """Keep the last minute, from the next wake() on, or forget it."""
        self._keeping = on
        self._film()
        if not on:
            self.forget()

    def forget(self) -> None:
        """Begin the last minute anew; a recording goes on."""
        self._waiting.join()
        self.frames.clear()

    def wake(self) -> None:
        """Somebody plays: there is something to be kept. A start is left alone."""
        if not self._awake:
            self._awake = True
            self._film()

    def record(self) -> None:
        """Begin to record."""
        if not self.recording:
            self._recorded = RecentFrames(float("inf"), RECORDING_BYTES)
            self._film()
            self._take()

    def end_recording(self) -> list[Shot]:
        """Stop, and give what was recorded; nothing where nothing was."""
        if self._recorded is None:
            return []
        self._waiting.join()
        shots, self._recorded = self._recorded.shots(), None
        self._film()
        return shots

    def last_minute(self) -> list[Shot]:
        """What is kept, and how it looks now if that is nothing yet."""
        if self._keeping and not self.frames:
            self._take()
        self._waiting.join()
        return self.frames.shots()

    def close(self) -> None:
        """Stop filming."""
        self._keeping, self._recorded = False, None
        self._film()
        if self._encoder is not None:
            self._waiting.put(None)
            self._encoder.join()
            self._encoder = None

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        # A window is asked for an update whenever anything in it has changed, OpenGL included.
        if event is not None and event.type() == QEvent.Type.UpdateRequest:
            self._take_later()
        return False

    def _film(self) -> None:
        """Look at what changes in the window, or no more."""
        filming = self.recording or (self._keeping and self._awake)
        if filming and not self._filming:
            self._window.installEventFilter(self)
            self._take_later()
        elif self._filming and not filming:
            self._window.removeEventFilter(self)
            self._timer.stop()
        self._filming = filming
        self.changed.emit()

    def _take_later(self) -> None:
        if not self._timer.isActive():
            wait = max(self._interval, self._not_before - perf_counter())
            self._timer.start(round(1000 * wait))

    def _take(self) -> None:
        if self._window.isMinimized() or not self._window.isVisible():
            return
        if self._waiting.full():
            self._take_later()  # the machine has more urgent work
            return
        began = perf_counter()
        image = picture_of(self._window).toImage()
        if image.height() > 2 * self._lines:
            # A picture of a large screen is dear to keep and to hand on; this much is enough.
            image = image.scaledToHeight(2 * self._lines)
        image.convertTo(QImage.Format.Format_RGB32)
        now = perf_counter()
        self._not_before = began + (now - began) / _SHARE
        if self._encoder is None:
            self._encoder = Thread(target=self._encode, name="film", daemon=True)
            self._encoder.start()
        self._waiting.put((now, image))

    def _encode(self) -> None:
        """In a thread of its own."""
        # Not sooner: it takes as long to import as the window to be drawn for the first time.
        from hudes_desktop.wings.film.pictures import jpeg_of

        while (waiting := self._waiting.get()) is not None:
            time, image = waiting
            bits = image.constBits()
            assert bits is not None
            pixels = bits.asstring(image.sizeInBytes())
            size = (image.width(), image.height())
            shot = Shot(time, jpeg_of(pixels, size, image.bytesPerLine(), self._lines))
            if self._keeping:
                self.frames.add(shot)
            if (recorded := self._recorded) is not None:
                recorded.add(shot)
            self._waiting.task_done()
        self._waiting.task_done()
