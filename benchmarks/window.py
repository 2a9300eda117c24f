"""The window under a streaming engine: latency of a key press, the GUI thread's share, memory.

Needs a screen (a virtual one will do). Times of our own code are measured inside the process, so
what the renderer adds is not in them; the latency ends when the coarse surface reaches the view.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QTimer

from _timing import Row, machine, print_table, write_json
from _window import our_part, pause, resident_mb, wait
from hudes_desktop import app
from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.engine.results import Surface
from hudes_desktop.options import Options
from hudes_desktop.view.window.frame_loop import TICK_MS


def latencies(program: app.Program, presses: int) -> tuple[list[float], list[float]]:
    """Seconds from a key press to the first coarse surface of the place it led to.

    And seconds to the picture with that surface in it. The presses come at random times: a steady
    beat would fall in step with the window's own clocks.
    """
    arrived: list[float] = []
    shown: list[float] = []

    def seen(result: object) -> None:
        if isinstance(result, Surface) and program.session.is_current(result) and not arrived:
            arrived.append(time.perf_counter())

    view = program.window.landscape

    def painted() -> None:
        if arrived and view.up_to_date:
            shown.append(time.perf_counter())

    program.frame_loop.shown.connect(seen)
    view.shown.connect(painted)
    phases = random.Random(0)
    to_surface, to_picture = [], []
    for press in range(presses):
        arrived.clear()
        shown.clear()
        key = "WASD"[press % 4]
        began = time.perf_counter()
        program.window.key_pressed.emit(key)
        program.window.key_released.emit(key)
        wait(lambda: bool(shown))
        to_surface.append(arrived[0] - began)
        to_picture.append(shown[0] - began)
        pause(phases.uniform(0.0, 0.5))
    view.shown.disconnect(painted)
    program.frame_loop.shown.disconnect(seen)
    return to_surface, to_picture


def gui_work(program: app.Program, seconds: float) -> list[float]:
    """Seconds of our code in each frame: every frame brings a step and surfaces."""
    frame_loop = program.frame_loop
    frames: list[float] = []
    with our_part(program.window.landscape) as part:

        def measured() -> None:
            began = time.thread_time()
            frame_loop.apply([Step(len(frames) % 6, 0.05)])
            frame_loop.tick()
            frames.append(time.thread_time() - began + part.seconds)
            part.seconds = 0.0

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
    _application = app.prepare()  # lives as long as it is named
    rows = []
    for batch_size in (64, 512):
        program = app.Program(Options(batch_size=batch_size))
        program.window.show()
        program.frame_loop.start()
        ready: list[object] = []
        program.frame_loop.ready.connect(ready.append)
        wait(lambda ready=ready: bool(ready))
        pause(4)
        idle = resident_mb()
        if batch_size == 64:
            to_surface, to_picture = latencies(program, arguments.presses)
            frames = gui_work(program, arguments.seconds)
            for work, seconds, quantile, floor in (
                ("key press to coarse surface, p50", to_surface, 0.50, 0.05),
                ("key press to coarse surface, p95", to_surface, 0.95, 0.05),
                ("key press to its picture, p50", to_picture, 0.50, 0.1),
                ("key press to its picture, p95", to_picture, 0.95, 0.1),
                ("our Python a frame, streaming, p99", frames, 0.99, 0.016),
            ):
                rows.append(Row(work, float(np.quantile(seconds, quantile)), "floor", floor))
        peak = idle
        for _ in range(40):
            program.frame_loop.apply([Step(0, 0.1), NextSubspace()])
            pause(0.1)
            peak = max(peak, resident_mb())
        print(
            f"batch {batch_size}: resident {idle:.0f} MB when idle, {peak - idle:+.1f} MB at most"
        )
        program.handlers.leaving.close()
        program.close()
        program.window.deleteLater()
        del program, ready
        pause(0.1)
    print_table(rows)
    print(machine())
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
