"""Real devices in the real window: polling, event to marker, and eight encoders at full speed.

A virtual pad is plugged into the program's own SDL; a desk plays from another process through a
MIDI server (JACK on a dummy driver, which `make setup` installs where it may). What can't be had
here is said and left out. Needs a screen.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QTimer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "helpers"))

import midi_server
import virtual_pad
from far_desk import FarDesk

from _timing import Row, machine, print_table, write_json
from _window import our_part, pause, wait
from hudes_desktop import app
from hudes_desktop.options import Options
from hudes_desktop.view.window.frame_loop import TICK_MS

FRAME = 1 / 60
TURN = 16  # CC of the first encoder of an X-Touch Mini in MC mode


def polls(program: app.Program, seconds: float) -> list[float]:
    """Processor seconds of the GUI thread that each look at all drivers takes."""
    taken = []
    poll = program.hub.poll

    def timed() -> object:
        began = time.thread_time()
        made = poll()
        taken.append(time.thread_time() - began)
        return made

    program.hub.poll = timed
    pause(seconds)
    program.hub.poll = poll
    return taken


def to_marker(program: app.Program, pad: virtual_pad.VirtualPad, presses: int) -> list[float]:
    """Seconds from a stick's move to the moved marker being asked of the view."""
    moved: list[float] = []
    view = program.window.landscape
    set_position = view.set_position

    def seen(coefficients: tuple[float, ...]) -> None:
        set_position(coefficients)
        moved.append(time.perf_counter())

    view.set_position = seen
    phases, taken = random.Random(0), []
    for press in range(presses):
        moved.clear()
        began = time.perf_counter()
        pad.axis("leftx", 1.0 if press % 2 else -1.0)
        wait(lambda: bool(moved))
        taken.append(moved[0] - began)
        pad.axis("leftx", 0.0)
        pause(0.2 + phases.uniform(0.0, 0.2))
    view.set_position = set_position
    return taken


def encoders(
    program: app.Program, desk: FarDesk, seconds: float
) -> tuple[list[float], list[float], str]:
    """Eight encoders at full speed while surfaces stream.

    Each sends 60 messages a second of one to three detents. Returns processor seconds of our code
    in each frame, seconds between two ticks of the clock that feels hands (what the renderer does
    in between included), and what the detents came to.
    """
    before = program.session.descent.place.coefficients
    rng = random.Random(0)
    messages = []
    turned = [0] * 8
    for _ in range(round(60 * seconds)):
        for encoder in range(8):
            detents = rng.randrange(1, 4)
            turned[encoder] += detents
            messages.append([0xB0, TURN + encoder, detents])
    began: list[float] = []
    frames: list[float] = []
    work = [0.0]
    poll = program.hub.poll

    def polled() -> object:
        began.append(time.perf_counter())
        return poll()

    program.hub.poll = polled
    with our_part(program.window.landscape) as part:
        pictures = part.pictures

        def measured() -> None:
            nonlocal pictures
            start = time.thread_time()
            program.frame_loop.tick()
            work[0] += time.thread_time() - start
            if part.pictures > pictures:
                pictures = part.pictures
                frames.append(work[0] + part.seconds)
                work[0] = 0.0

        clock = QTimer()
        clock.timeout.connect(measured)
        clock.start(TICK_MS)
        desk.start_sending(*messages, per_second=480)
        pause(seconds + 2.0)
        clock.stop()
    program.hub.poll = poll
    desk.wait_until_sent()
    after = program.session.descent.place.coefficients
    size = program.session.descent.step_size
    steps = [(b - a) / size for a, b in zip(before[:8], after[:8], strict=True)]
    lost = [step + 0.5 < least for step, least in zip(steps, turned, strict=True)]
    least = min(step / detents for step, detents in zip(steps, turned, strict=True))
    said = f"{sum(lost)} of 8 encoders lost movement; at least {least:.2f} steps a detent"
    return frames, list(np.diff(began)), said


@contextmanager
def desk_server() -> Iterator[bool]:
    """A MIDI server for this process and the desk's, if there can be one."""
    if midi_server.why_not():
        yield False
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        midi_server.serving("benchmark", ["-S", "-t", "5000"], Path(folder)) as name,
    ):
        os.environ.update(midi_server.environment(name))
        yield True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=6.0)
    arguments = parser.parse_args()
    _application = app.prepare()  # lives as long as it is named
    rows: list[Row] = []
    with desk_server() as midi:
        program = app.Program(Options(batch_size=64, axes=8))
        program.window.show()
        program.frame_loop.start()
        ready: list[object] = []
        program.frame_loop.ready.connect(ready.append)
        wait(lambda: bool(ready))
        program.plug_in()
        pause(4)
        reason = virtual_pad.why_not()
        pads = [] if reason else [virtual_pad.VirtualPad(f"Pad {number}") for number in range(4)]
        desk = FarDesk() if midi else None
        pause(3)
        names = ", ".join(device.id for device in program.hub.devices())
        taken = polls(program, arguments.seconds)
        for quantile in (0.5, 0.99):
            work = f"polling all drivers ({names}), p{100 * quantile:.0f}"
            rows.append(Row(work, float(np.quantile(taken, quantile)), "floor", 0.0005))
        if pads:
            taken = to_marker(program, pads[0], arguments.presses)
            for quantile in (0.5, 0.99):
                work = f"a stick's move to the marker's, p{100 * quantile:.0f}"
                rows.append(Row(work, float(np.quantile(taken, quantile)), "a frame", FRAME))
        said = midi_server.why_not()
        if desk:
            frames, gaps, said = encoders(program, desk, arguments.seconds)
            for what, taken in (("our code a frame", frames), ("between two ticks", gaps)):
                work = f"eight encoders at full speed: {what}, p99"
                rows.append(Row(work, float(np.quantile(taken, 0.99)), "floor", 0.033))
        program.handlers.leaving.close()
        program.close()
        if desk:
            desk.unplug()
        for pad in pads:
            pad.unplug()
    print_table(rows)
    print(said or reason)
    print(machine())
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
