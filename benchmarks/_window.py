"""What the benchmarks of the window share: Qt's loop, and what of a frame is not our work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
from PyQt6.QtCore import QEventLoop, QTimer

from hudes_desktop.view.gl.canvas import Detail
from hudes_desktop.view.landscape.view import LandscapeView


def resident_mb() -> float:
    """Resident memory of this process, in MB."""
    return psutil.Process().memory_info().rss / 1e6


def wait(condition, seconds: float = 120.0) -> None:
    """Run Qt's loop until the condition holds."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: condition() and loop.quit())
    timer.start(1)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    if not condition():
        raise SystemExit("the engine did not answer in time")


def pause(seconds: float) -> None:
    """Run Qt's loop for so long."""
    until = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() > until)


class OurPart:
    """Processor time of our code in the last picture of a view.

    Of the GUI thread: what it waits for (the interpreter's lock, a graphics card) is no work of
    ours, nor is what the renderer does in the calls that draw planes, where a software renderer
    moves every vertex.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.pictures = 0
        self.drawing = 0.0


@contextmanager
def our_part(view: LandscapeView) -> Iterator[OurPart]:
    """Watch what each picture of `view` costs."""
    from OpenGL import GL  # after hudes_desktop, which tells PyOpenGL not to check every call

    part = OurPart()
    paint = view.canvas.draw
    calls = {name: getattr(GL, name) for name in ("glDrawElements", "glDrawArrays")}

    def painted(detail: Detail) -> None:
        part.drawing = 0.0
        paint(detail)
        part.seconds = view.paint_seconds - part.drawing
        part.pictures += 1

    def timed(call: Callable[..., None]) -> Callable[..., None]:
        def drawn(*arguments: object) -> None:
            began = time.thread_time()
            call(*arguments)
            part.drawing += time.thread_time() - began

        return drawn

    view.canvas.draw = painted
    for name, call in calls.items():
        setattr(GL, name, timed(call))
    try:
        yield part
    finally:
        view.canvas.draw = paint
        for name, call in calls.items():
            setattr(GL, name, call)
