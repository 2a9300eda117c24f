"""Films the window: small pictures of the last minute, and a GIF of them when it is asked for.

Reading the screen takes 3 to 11 ms of the window's thread (1024 × 640 to 1440 × 900, software
renderer), and on a busy machine a hundred times that: nothing is filmed until the user asks, and
what is dear is done less often. The rest is done in a thread of its own.
"""

from dataclasses import fields
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from time import perf_counter

from PyQt6.QtCore import QEvent, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QWidget

from hudes_desktop.seam import House
from hudes_desktop.store import atomic
from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.view.export.save import Saver, not_written
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.wings.film.recent_frames import RecentFrames, Shot
from hudes_desktop.words import text

BUDGET_BYTES = 40_000_000
"""Of shots; the oldest go first. A minute of 720 × 450 at 8 a second is about 30 MB."""
_TELL_EVERY = 0.1
_SHARE = 0.1  # of the window's time at most is spent on taking pictures


class Recorder(QObject):
    """Films `window` while it is recording.

    seconds: how much is kept. fps: pictures a second, fewer while nothing changes or taking them
    is dear. width: of the film, in pixels. frames: what was filmed. said(text, error) tells the
    user in one line how saving goes. Call close() before the window goes.
    """

    said = pyqtSignal(str, bool)
    saved = pyqtSignal(object)
    """The file, when a film is complete."""

    def __init__(
        self,
        window: QWidget,
        seconds: float = 60.0,
        fps: int = 8,
        width: int = 720,
        theme: Theme = DARK,
    ) -> None:
        super().__init__(window)
        self.saver: Saver | None = None
        self._window = window
        self._theme = theme
        self._width = width
        self.frames = RecentFrames(seconds, BUDGET_BYTES)
        self._changed = True
        self._not_before = 0.0
        self._waiting: Queue[tuple[float, QImage] | None] = Queue(maxsize=1)
        self._encoder: Thread | None = None
        self._writer: Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(round(1000 / fps))
        self._timer.timeout.connect(self._take)

    def set_theme(self, theme: Theme) -> None:
        """Whose colours a film keeps as they are: the ball is small and must stay red."""
        self._theme = theme

    @property
    def recording(self) -> bool:
        return self._timer.isActive()

    @property
    def saving(self) -> bool:
        """A film is being written."""
        return self._writer is not None and self._writer.is_alive()

    def set_recording(self, on: bool) -> None:
        """Begin to film, or stop; what was filmed stays until it is older than the film is long."""
        if on == self.recording:
            return
        if on:
            self._changed = True
            self._encoder = Thread(target=self._encode, name="film", daemon=True)
            self._encoder.start()
            self._window.installEventFilter(self)
            self._timer.start()
        else:
            self._timer.stop()
            self._window.removeEventFilter(self)
            self._waiting.put(None)
            assert self._encoder is not None
            self._encoder.join()
            self._encoder = None

    def ask_and_save(self) -> None:
        """Ask where to, and save what was filmed."""
        if self._refused():
            return
        assert self.saver is not None
        self.saver.ask_for_file(text("film.save"), "film", text("film.gif"), self.save)

    def save(self, file: Path) -> None:
        """Write a GIF in a thread of its own, in place of an older file; `said` tells the rest."""
        if self._refused():
            return
        self._writer = Thread(
            target=self._write,
            args=(file, self.frames.shots(), _colours(self._theme)),
            name="film to file",
            daemon=True,
        )
        self._writer.start()

    def wait(self) -> None:
        """Until the film is written, if one is being written."""
        if self._writer is not None:
            self._writer.join()
            self._writer = None

    def close(self) -> None:
        """Stop filming and finish what is being written: a few seconds at most."""
        self.set_recording(False)
        self.wait()

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        # A window is asked for an update whenever anything in it has changed, OpenGL included.
        if event is not None and event.type() == QEvent.Type.UpdateRequest:
            self._changed = True
        return False

    def _refused(self) -> bool:
        if self.saving:
            self.said.emit("a film is still being saved", True)
        elif not self.frames:
            self.said.emit("nothing was filmed yet: choose Record a film first", True)
        else:
            return False
        return True

    def _take(self) -> None:
        if not self._changed or self._window.isMinimized() or not self._window.isVisible():
            return
        began = perf_counter()
        if began < self._not_before or self._waiting.full():
            return  # the machine has more urgent work
        image = picture_of(self._window).toImage()
        if image.width() > 2 * self._width:
            # A picture of a large screen is dear to keep and to hand on; this much is enough.
            image = image.scaledToWidth(2 * self._width)
        image.convertTo(QImage.Format.Format_RGB32)
        self._changed = False
        now = perf_counter()
        self._not_before = began + (now - began) / _SHARE
        try:
            self._waiting.put_nowait((now, image))
        except Full:
            self._changed = True

    # In threads of their own.

    def _encode(self) -> None:
        # Not sooner: it takes as long to import as the window to be drawn for the first time.
        from hudes_desktop.wings.film.gif import jpeg_of

        while (waiting := self._waiting.get()) is not None:
            time, image = waiting
            bits = image.constBits()
            assert bits is not None
            pixels = bits.asstring(image.sizeInBytes())
            size = (image.width(), image.height())
            jpeg = jpeg_of(pixels, size, image.bytesPerLine(), self._width)
            self.frames.add(Shot(time, jpeg))

    def _write(self, file: Path, shots: list[Shot], keep: list[tuple[int, int, int]]) -> None:
        from hudes_desktop.wings.film.gif import write_gif

        told = 0.0

        def tell(share: float) -> None:
            nonlocal told
            if share >= told:
                self.said.emit(f"saving the film: {share:.0%}", False)
                told = share + _TELL_EVERY

        try:
            with atomic.replacing(file) as out:
                write_gif(shots, out, tell, keep)
        except OSError as error:
            self.said.emit(not_written(file, error), True)
        else:
            seconds = shots[-1].time - shots[0].time
            self.said.emit(f"saved {seconds:.0f} s of film as {file}", False)
            self.saved.emit(file)


def attach(house: House) -> Recorder:
    """Film the window of a house."""
    recorder = Recorder(house.window, theme=house.window.current_theme)
    recorder.saver = house.handlers.saver
    recorder.said.connect(house.window.show_banner)
    house.subscribe(Theme, recorder.set_theme)
    house.at_end(recorder.close)
    return recorder


def _colours(theme: Theme) -> list[tuple[int, int, int]]:
    """Every colour of a theme."""
    values = (getattr(theme, field.name) for field in fields(theme))
    colours = (QColor(value) for value in values if isinstance(value, str))
    return [(c.red(), c.green(), c.blue()) for c in colours if c.isValid()]
