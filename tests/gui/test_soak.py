"""Ten minutes of random keys: no exception, no Qt message, and memory flat after a minute."""

import os
import random
import time

import psutil
import pytest

from hudes_desktop import app
from hudes_desktop.inputs.profile_file import load
from hudes_desktop.options import Options
from hudes_desktop.store.paths import controllers_dir

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
ALLOWED_GROWTH = 30 * 2**20  # of which unlimited undo and the loss history are a few MB


@pytest.mark.full
def test_random_keys(qtbot, caplog):
    program = app.Program(Options(batch_size=64))
    window = program.window
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    program.stage.start()
    profile = load(controllers_dir() / "keyboard_3d.toml")
    keys = [
        str(binding.control.name) for binding in profile.bindings if not binding.hold
    ]  # all but quitting
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
        qtbot.wait(random.randrange(5, 60))
        if len(memory) < elapsed / 5:
            memory.append((elapsed, process.memory_info().rss))
    window.key_released.emit("")
    for key in held:
        window.key_released.emit(key)
    descent = program.session.descent
    qtbot.waitUntil(lambda: len(descent.losses) == descent.frame + 1, timeout=60_000)
    window.close()
    program.close()
    after_a_minute = [rss for elapsed, rss in memory if elapsed > 60] or [memory[-1][1]]
    growth = memory[-1][1] - after_a_minute[0]
    print(f"{descent.frame} frames, memory {after_a_minute[0] / 1e6:.0f} + {growth / 1e6:.1f} MB")
    assert growth < ALLOWED_GROWTH
