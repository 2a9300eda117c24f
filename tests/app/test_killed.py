"""Killed at any moment, the program starts again and plays on: nothing it had begun is in its way.

A power cut and the OOM killer do that. The moments are drawn from the whole of its life: it loads,
compiles, is played, is closed and saves.
"""

import os
import signal
import sys
import time
import tomllib
from random import Random

import pytest
from program import SHOWN, Program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

OPTIONS = ("--batch-size", "64", "--grid-size", "11")
SETTINGS = "# mine\nschema = 1\nseed = 7\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Of all the runs: what one leaves behind, the next finds."""
    home = tmp_path_factory.mktemp("killed")
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text(SETTINGS)
    return home


def is_sound(home):
    """No half file lies where whole ones are looked for."""
    settings = home / "config" / "settings.toml"
    assert tomllib.loads(settings.read_text())["seed"] == 7
    assert "# mine" in settings.read_text()


def kill_after(program, moment, seconds):
    """moment: a line of the log, a library, or "closing" for the way out."""
    if moment == "closing":
        program.wait_for(SHOWN)
        program.process.terminate()
    elif moment.startswith("lib:"):
        program.wait_until_loaded(moment.removeprefix("lib:"))
    elif moment:
        program.wait_for(moment)
    time.sleep(seconds)  # it is the moment that is wanted, not something to wait for
    os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait()


def plays(home, *options):
    """It starts, shows a surface and ends as it should, and has swept what was left."""
    with Program(home, *OPTIONS, *options) as program:
        program.wait_for(SHOWN)
        program.process.terminate()
        code, out, err = program.ended()
        assert (code, out) == (0, ""), err
    is_sound(home)
    left = [
        path
        for path in home.rglob("*")
        if path.name.startswith("unfinished-") or path.suffix == ".part"
    ]
    assert left == []


MOMENTS = [
    "",
    "lib:QtCore",
    "lib:torch",
    "the window is open",
    "the engine is ready",
    SHOWN,
    "closing",
]
if sys.platform != "linux":
    MOMENTS = [moment for moment in MOMENTS if not moment.startswith("lib:")]


def test_after_five_kills_it_plays(qapp, home):
    for moment in MOMENTS[-5:]:
        with Program(home, *OPTIONS) as program:
            kill_after(program, moment, 0.05)
        is_sound(home)
    plays(home)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
def test_after_fifty_kills_at_random_moments_it_plays(qapp, home, seed):
    random = Random(seed)
    for _ in range(10):
        if random.random() < 0.3:  # and so it compiles again
            for library in (home / "cache" / "compiled").glob("slice-kernel-*"):
                library.unlink()
        with Program(home, *OPTIONS) as program:
            kill_after(program, random.choice(MOMENTS), 2.0 * random.random() ** 2)
        is_sound(home)
    plays(home)
