"""Signals that end the program, whenever they come: as its close button, and nothing is lost."""

import signal
import sys
import time

import pytest
from own_screen import own_screen
from program import OPEN, READY, SHOWN, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

LIGHT = ("--no-compile", "--batch-size", "64", "--grid-size", "11")
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def settings(home):
    file = home / "config" / "settings.toml"
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_a_signal_closes_the_window_and_what_is_remembered_is_saved(qapp, home, number):
    with Program(home, *LIGHT) as program:
        program.wait_for(SHOWN)
        program.process.send_signal(number)
        assert program.ended() == (0, "", "")
    assert "[window]" in settings(home)


def test_signals_that_come_twice_lose_nothing(qapp, home):
    with Program(home, *LIGHT) as program:
        program.wait_for(READY)
        deadline = time.monotonic() + 60
        while program.process.poll() is None and time.monotonic() < deadline:
            program.process.send_signal(signal.SIGINT)
            time.sleep(0.002)
        assert program.ended() == (0, "", "")
    assert "[window]" in settings(home)


@pytest.fixture
def screen():
    with own_screen("-screen", "0", "1024x768x24") as made:
        yield made


def test_an_x_server_that_dies_ends_it_with_everything_saved(screen, home):
    server, display = screen
    with Program(home, *LIGHT, DISPLAY=display) as program:
        program.wait_for(SHOWN)
        server.kill()
        code, out, err = program.ended()
    assert (code, out) == (2, "")
    assert (
        err.splitlines()[-1] == "hudes-desktop: the screen is gone: start it again on another one"
    )
    assert "Fatal" not in err
    assert "[window]" in settings(home)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says what has been loaded")
@pytest.mark.parametrize("library", ["_struct", "QtCore", "libqxcb", "_multiarray_umath", "torch"])
def test_ctrl_c_while_something_is_being_loaded_is_a_quiet_end(qapp, home, library):
    if library in sys.builtin_module_names:
        pytest.skip("this Python has it built in")
    with Program(home, *LIGHT) as program:
        program.wait_until_loaded(library)
        program.process.send_signal(signal.SIGINT)
        code, out, err = program.ended()
    assert code in (0, 130)
    assert (out, err) == ("", "")


def test_a_signal_that_the_program_was_started_to_ignore_is_ignored(qapp, home):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        program = Program(home, *LIGHT)
    finally:
        signal.signal(signal.SIGHUP, before)
    with program:
        program.wait_for(OPEN)
        program.process.send_signal(signal.SIGHUP)
        program.wait_for(SHOWN)
        program.process.send_signal(signal.SIGTERM)
        assert program.ended()[0] == 0


@pytest.mark.parametrize("moment", [OPEN, READY])
def test_an_engine_in_the_middle_of_its_work_keeps_nobody_waiting(qapp, home, moment):
    heavy = ("--net", "lenet", "--batch-size", "8192", "--planes", "5", "--no-compile")
    with Program(home, *heavy) as program:
        program.wait_for(moment)
        program.process.terminate()
        assert program.ended() == (0, "", "")
