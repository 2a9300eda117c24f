"""Long use: no exception, no Qt message, and memory stays flat."""

import os
import random
import time

import numpy as np
import psutil
import pytest

from hudes_desktop import app
from hudes_desktop.engine.results import Surface
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.options import Options
from hudes_desktop.store.paths import controllers_dir

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
ALLOWED_GROWTH = 30 * 2**20  # of which unlimited undo and the loss history are a few MB
UPDATES = 10_000
ALLOWED_GROWTH_OF_UPDATES = 8 * 2**20
# What opens a dialog, ends the program, or begins anew with another network or device.
# And the last minute's film, which takes as much memory as it may.
LEFT_OUT = (
    "save_",
    "record_",
    "wing.film",
    "quit",
    "about",
    "full_screen",
    "network",
    "dataset",
    "device",
)


@pytest.mark.full
def test_random_keys(qtbot, caplog):
    program = app.Program(Options(batch_size=64), {"wing.film.keep": False})
    window = program.window
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    program.frame_loop.start()
    profile = load(controllers_dir() / "keyboard_3d.toml")
    keys = [
        str(binding.control.name) for binding in profile.bindings if not binding.hold
    ]  # all but quitting
    commands = [
        action for action in program.handlers.commands.actions()
        if not action.objectName().startswith(LEFT_OUT)
    ]  # fmt: skip
    random.seed(0)
    process = psutil.Process()
    memory = []
    held = []
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < 60 * MINUTES:
        if held and random.random() < 0.5:
            window.key_released.emit(held.pop(random.randrange(len(held))))
        else:
            held.append(random.choice(keys))
            window.key_pressed.emit(held[-1])
        if random.random() < 0.002:
            window.resize(random.randrange(1024, 1500), random.randrange(640, 950))
        if random.random() < 0.01:
            random.choice(commands).trigger()
        qtbot.wait(random.randrange(5, 60))
        if len(memory) < elapsed / 5:
            memory.append((elapsed, process.memory_info().rss))
    window.key_released.emit("")
    for key in held:
        window.key_released.emit(key)
    descent = program.session.descent
    qtbot.waitUntil(lambda: len(descent.losses) == descent.frame + 1, timeout=60_000)
    program.handlers.leaving.close()
    program.close()
    after_a_minute = [rss for elapsed, rss in memory if elapsed > 60] or [memory[-1][1]]
    growth = memory[-1][1] - after_a_minute[0]
    print(f"{descent.frame} frames, memory {after_a_minute[0] / 1e6:.0f} + {growth / 1e6:.1f} MB")
    assert growth < ALLOWED_GROWTH


@pytest.mark.full
def test_surface_updates_leave_nothing_behind(qtbot):
    program = app.Program(Options())
    window, frame_loop = program.window, program.frame_loop
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    frame_loop._show_descent()  # start() without an engine
    hills = [hill(phase) for phase in range(16)]
    process = psutil.Process()
    memory = {}
    for update in range(UPDATES + 1):
        frame_loop._take(
            Surface(
                generation=update,
                plane=update % 3,
                axes=(2 * (update % 3), 2 * (update % 3) + 1),
                centre=(0.01 * update, -0.01 * update),
                spacing=0.05,
                heights=hills[update % 16].copy(),
                exact_points=41**2,
                masked=0,
            )
        )
        qtbot.wait(1)
        if update % 1000 == 0:
            memory[update] = process.memory_info().rss
    window.close()
    program.close()
    growth = memory[UPDATES] - memory[2000]
    print(f"memory {memory[2000] / 1e6:.0f} MB after 2,000 updates, {growth / 1e6:+.1f} MB since")
    assert growth < ALLOWED_GROWTH_OF_UPDATES


def hill(phase):
    a, b = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41), indexing="ij")
    return 2.3 + 0.4 * a * b + 0.3 * np.sin(2 * a + phase) + 0.2 * np.cos(3 * b - phase)
