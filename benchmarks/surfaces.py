"""Three planes get new surfaces, and the view is dragged: our own part of each frame.

Needs a screen (a virtual one will do). The surfaces are smooth ones made here, so that no engine
runs beside the window. What the renderer does in the calls that draw is not in our part; how many
frames a second it gives while the view is dragged is printed.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QTimer

from _timing import Row, machine, print_table, write_json
from _window import our_part, pause, wait
from hudes_desktop import app
from hudes_desktop.engine.results import Losses, Surface
from hudes_desktop.options import Options

FLOORS = {41: 0.003, 201: 0.015}
DRAG_FLOOR = 0.004


def hills(points: int, phase: float) -> np.ndarray:
    """(points, points) float64, about as smooth as a loss surface."""
    a, b = np.meshgrid(np.linspace(-1, 1, points), np.linspace(-1, 1, points), indexing="ij")
    return 2.3 + 0.4 * a * b + 0.3 * np.sin(2 * a + phase) + 0.2 * np.cos(3 * b - phase)


def updates(program: app.Program, points: int, rounds: int) -> list[float]:
    """Seconds of our code from three results to the picture with all of them in it."""
    frame_loop, view = program.frame_loop, program.window.landscape
    surfaces = [
        [
            Surface(
                generation=program.session.generation,
                plane=plane,
                axes=(2 * plane, 2 * plane + 1),
                centre=(0.0, 0.0),
                spacing=2.0 / points,
                heights=hills(points, 0.3 * phase + plane),
                exact_points=points**2,
                masked=0,
            )
            for plane in range(3)
        ]
        for phase in range(8)
    ]
    seconds = []
    with our_part(view) as part:
        for turn in range(rounds):
            pictures = part.pictures
            part.seconds = 0.0
            began = time.thread_time()
            for surface in surfaces[turn % len(surfaces)]:
                frame_loop._take(surface)  # what a tick does with each result
            shown = time.thread_time() - began
            wait(lambda before=pictures: part.pictures > before)
            seconds.append(shown + part.seconds)
            pause(0.02)
    return seconds


def drag(program: app.Program, duration: float) -> tuple[list[float], float]:
    """Seconds of our code in each frame while a hand turns the view, and frames a second."""
    view = program.window.landscape
    seconds = []
    with our_part(view) as part:
        spent = [0.0, 0.0]  # by the hand since the last picture; pictures seen

        def turned() -> None:
            began = time.thread_time()
            view.orbit(0.7, 0.1)
            spent[0] += time.thread_time() - began
            if part.pictures > spent[1]:
                seconds.append(spent[0] + part.seconds)
                spent[:] = 0.0, part.pictures

        clock = QTimer()
        clock.timeout.connect(turned)
        clock.start(8)
        pause(duration)
        clock.stop()
        return seconds, part.pictures / duration


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=8.0)
    arguments = parser.parse_args()
    _application = app.prepare()  # lives as long as it is named
    program = app.Program(Options())
    program.window.show()
    frame_loop = program.frame_loop
    frame_loop._show_descent()  # start() without an engine
    frame_loop._take(Losses(0, 2.3, 0.1, 2.3, 0.1))
    rows = []
    for points, floor in FLOORS.items():
        updates(program, points, 5)
        seconds = updates(program, points, arguments.rounds)
        for quantile in (0.5, 0.9):
            work = f"3 x {points}² results to their picture, p{100 * quantile:.0f}"
            rows.append(Row(work, float(np.quantile(seconds, quantile)), "floor", floor))
    updates(program, 41, 1)
    pause(1.0)
    seconds, rate = drag(program, arguments.seconds)
    for quantile in (0.5, 0.99):
        work = f"a frame while the view is dragged, p{100 * quantile:.0f}"
        rows.append(Row(work, float(np.quantile(seconds, quantile)), "floor", DRAG_FLOOR))
    program.handlers.leaving.close()
    program.close()
    print_table(rows)
    print(f"{rate:.0f} frames a second while the view is dragged")
    print(machine())
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
