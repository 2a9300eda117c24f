"""The window under a streaming engine: latency of a key press, the GUI thread's share, memory.

Needs a screen (a virtual one will do). Times of our own code are measured inside the process, so
what the renderer adds is not in them; the latency ends when the coarse surface reaches the view.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from pathlib import Path

import numpy as np
import psutil
from PyQt6.QtCore import QEventLoop, QTimer

from _timing import Row, print_table, write_json
from hudes_desktop import app
from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.engine.results import Surface
from hudes_desktop.options import Options
from hudes_desktop.view.stage import TICK_MS


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


def latencies(program: app.Program, presses: int) -> list[float]:
    """Seconds from a key press to the first coarse surface of the place it led to."""
    took = []
    for press in range(presses):
        arrived: list[float] = []

        def seen(result: object, arrived: list[float] = arrived) -> None:
            if isinstance(result, Surface) and program.session.is_current(result):
                arrived.append(time.perf_counter())

        program.stage.on_result = seen
        key = "WASD"[press % 4]
        began = time.perf_counter()
        program.window.key_pressed.emit(key)
        program.window.key_released.emit(key)
        wait(lambda arrived=arrived: bool(arrived))
        took.append(arrived[0] - began)
        pause(0.15)
    return took


def gui_work(program: app.Program, seconds: float) -> list[float]:
    """Seconds of processor time of our code in each frame: every frame brings a step and surfaces.

    Processor time of the GUI thread: what it waits for (the renderer, the interpreter's lock) is
    no work of ours.
    """
    stage, view = program.stage, program.window.landscape
    frames: list[float] = []
    tick = stage.tick

    def measured() -> None:
        began = time.thread_time()
        stage.apply([Step(len(frames) % 6, 0.05)])
        tick()
        frames.append(time.thread_time() - began + view.paint_seconds)

    clock = QTimer()
    clock.timeout.connect(measured)
    clock.start(2 * TICK_MS)
    pause(seconds)
    clock.stop()
    return frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=15.0)
    arguments = parser.parse_args()
    application = app.prepare()
    rows = []
    for batch_size in (64, 512):
        program = app.build(Options(batch_size=batch_size))
        program.window.show()
        program.stage.start()
        ready: list[object] = []
        program.stage.ready.connect(ready.append)
        wait(lambda ready=ready: bool(ready))
        pause(4)
        idle = resident_mb()
        if batch_size == 64:
            took = latencies(program, arguments.presses)
            rows.append(
                Row(
                    "key press to coarse surface, p95",
                    float(np.quantile(took, 0.95)),
                    "floor",
                    0.05,
                )
            )
            frames = gui_work(program, arguments.seconds)
            rows.append(
                Row(
                    "our Python a frame, streaming, p99",
                    float(np.quantile(frames, 0.99)),
                    "floor",
                    0.016,
                )
            )
        peak = idle
        for _ in range(40):
            program.stage.apply([Step(0, 0.1), NextSubspace()])
            pause(0.1)
            peak = max(peak, resident_mb())
        print(
            f"batch {batch_size}: resident {idle:.0f} MB when idle, {peak - idle:+.1f} MB at most"
        )
        program.window.close()
        program.close()
        application.processEvents()
    print_table(rows)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores")
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
