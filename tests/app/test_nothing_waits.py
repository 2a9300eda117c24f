"""Nothing in the window waits for an engine that is in the middle of its work."""

import shutil
import subprocess
import threading

import pytest
from program import READY, Program

from hudes_desktop import app
from hudes_desktop.descent.actions import Step
from hudes_desktop.engine.results import Surface
from hudes_desktop.options import Options


def _engines():
    return [thread for thread in threading.enumerate() if thread.name == "engine"]


@pytest.fixture
def heavy(qtbot):
    """A running program whose surfaces take many seconds."""
    made = app.Program(Options(net="lenet", batch_size=2048, planes=5, compile=False))
    qtbot.addWidget(made.window)
    made.window.show()
    made.frame_loop.start()
    qtbot.waitUntil(lambda: made.router.ready is not None, timeout=120_000)
    made.frame_loop.apply([Step(0, 1.0)])
    made.surfaces = []
    made.frame_loop.shown.connect(
        lambda result: made.surfaces.append(result) if isinstance(result, Surface) else None
    )
    yield made
    made.window.close()
    made.close()
    qtbot.waitUntil(lambda: not _engines(), timeout=120_000)


@pytest.mark.full
def test_another_network_is_played_while_the_old_engine_ends(heavy, qtbot):
    [old] = _engines()
    heavy.change(net="mlp", batch_size=64)
    assert old.is_alive()  # in the middle of a surface, and nobody waited for it
    heavy.surfaces.clear()
    qtbot.waitUntil(lambda: bool(heavy.surfaces), timeout=120_000)
    qtbot.waitUntil(lambda: not old.is_alive(), timeout=120_000)


@pytest.mark.full
def test_other_directions_do_not_wait_for_the_surfaces_of_those_before(heavy, qtbot):
    before = heavy.session
    heavy.change(directions="gaussian", batch_size=64)
    assert heavy.session is not before
    heavy.surfaces.clear()
    qtbot.waitUntil(lambda: bool(heavy.surfaces), timeout=120_000)


@pytest.mark.skipif(not shutil.which("xdotool"), reason="xdotool presses the key")
def test_a_window_that_is_closed_is_gone_while_the_engine_works_and_all_is_well(qapp, tmp_path):
    look = "xdotool search --onlyvisible --name '^Human Descent$'"
    options = ("--net", "lenet", "--batch-size", "8192", "--planes", "5", "--no-compile")
    with Program(tmp_path, *options) as program:
        program.wait_for(READY)
        subprocess.run(
            f"{look} windowfocus --sync key ctrl+q",
            shell=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        while program.process.poll() is None:
            gone = subprocess.run(look, shell=True, stdout=subprocess.DEVNULL).returncode != 0
            if gone:
                break
        assert gone
        assert program.ended() == (0, "", "")
