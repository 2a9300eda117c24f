import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest
from far_desk import FarDesk

from hudes_desktop.inputs.midi.driver import MidiDriver
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control

pytest_plugins = ["midi_server"]

NAME = "X-TOUCH MINI"
ENTER_MC = bytes([0xB0, 127, 1])
LEAVE_MC = bytes([0xB0, 127, 0])

PLAYER = f"""
import sys, time
from hudes_desktop.inputs.midi.driver import MidiDriver
driver = MidiDriver()
driver.open()
driver.set_messages({NAME!r}, [{ENTER_MC!r}], [{LEAVE_MC!r}])
driver.poll()
print(len(driver.devices()), flush=True)
if sys.argv[1] == "end":
    sys.exit()
time.sleep(100)
"""
"""A program that configures the desk, and then ends without closing the driver, or waits."""


@pytest.fixture
def driver(midi_server: str) -> Iterator[MidiDriver]:
    driver = MidiDriver()
    driver.open()
    yield driver
    driver.close()


def playing(how: str) -> "subprocess.Popen[str]":
    player = subprocess.Popen(
        [sys.executable, "-c", PLAYER, how], stdout=subprocess.PIPE, text=True
    )
    assert player.stdout is not None
    assert player.stdout.readline().strip() == "1"
    return player


def assert_restored(desk: FarDesk) -> None:
    """The disconnect message comes, and nothing else."""
    came, deadline = [], time.monotonic() + 30.0
    while list(LEAVE_MC) not in came and time.monotonic() < deadline:
        came += desk.received(1, seconds=1.0)
    # The connect messages may get lost on this server; that they are sent, other tests say.
    assert [each for each in came if each != list(ENTER_MC)] == [list(LEAVE_MC)]


def test_a_desk_is_configured_lit_and_restored(driver: MidiDriver) -> None:
    with FarDesk(NAME) as desk:
        driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC])  # before it is there
        driver.show(NAME, [Light(Control("control_change", 48, 1), 6)])
        driver.poll()
        assert desk.received(2) == [list(ENTER_MC), [0xB0, 48, 6]]
        driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC])
        driver.show(NAME, [Light(Control("control_change", 48, 1), 0)])
        driver.close()
        assert desk.received(3, seconds=0.5) == [[0xB0, 48, 0], list(LEAVE_MC)]


def test_other_messages_first_undo_those_before_and_then_all_lights_are_sent_again(
    driver: MidiDriver,
) -> None:
    with FarDesk(NAME) as desk:
        driver.poll()
        driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC])
        driver.show(NAME, [Light(Control("control_change", 48, 1), 6)])
        driver.poll()
        driver.set_messages(NAME)
        driver.poll()
        light = [0xB0, 48, 6]
        assert desk.received(4) == [list(ENTER_MC), light, list(LEAVE_MC), light]
        driver.close()
        assert desk.received(1, seconds=0.3) == []


def test_a_desk_that_is_connected_again_is_configured_and_lit_again(driver: MidiDriver) -> None:
    driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC])
    for _ in range(2):
        with FarDesk(NAME) as desk:
            deadline = time.monotonic() + 30
            while driver.state != "ready" and time.monotonic() < deadline:
                driver._look_at = 0.0
                driver.poll()
            driver.show(NAME, [Light(Control("note", 89, 1), 127)])
            driver.poll()
            assert desk.received(2) == [list(ENTER_MC), [0x90, 89, 127]]
        driver._look_at = 0.0
        driver.poll()
        assert driver.state == "lost"


def test_no_process_is_started_for_a_desk_without_disconnect_messages(driver: MidiDriver) -> None:
    with FarDesk(NAME) as desk:
        before = set(psutil.Process().children())
        driver.set_messages(NAME, [ENTER_MC])
        driver.poll()
        assert desk.received(1) == [list(ENTER_MC)]
        assert set(psutil.Process().children()) == before


@pytest.mark.parametrize("how", ["wait", "end"])
def test_the_mode_is_restored_when_the_program_dies(impatient_midi_server: str, how: str) -> None:
    with FarDesk(NAME) as desk:
        player = playing(how)
        children = psutil.Process(player.pid).children() if how == "wait" else []
        if how == "wait":
            player.kill()  # SIGKILL: the program can do nothing any more
        player.communicate()
        assert_restored(desk)
        psutil.wait_procs(children, timeout=10)
        assert not any(child.is_running() for child in children)


def test_the_child_survives_what_is_meant_for_the_terminal(impatient_midi_server: str) -> None:
    """Ctrl+C, and a terminal that is closed, reach the whole group of processes."""
    with FarDesk(NAME) as desk:
        player = subprocess.Popen(
            [sys.executable, "-c", PLAYER, "wait"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert player.stdout is not None
        assert player.stdout.readline().strip() == "1"
        os.killpg(player.pid, signal.SIGINT)
        player.communicate()
        assert_restored(desk)


def test_a_child_that_was_killed_is_started_again_when_it_is_needed(driver: MidiDriver) -> None:
    with FarDesk(NAME) as desk:
        driver.poll()
        before = set(psutil.Process().children())
        driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC])
        (child,) = set(psutil.Process().children()) - before
        child.kill()
        deadline = time.monotonic() + 10.0
        while child.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(0.01)
        driver.set_messages(NAME, [ENTER_MC], [LEAVE_MC, LEAVE_MC])
        assert set(psutil.Process().children()) - before - {child}
        driver.close()
        came: list[list[int]] = []
        while came[-2:] != [list(LEAVE_MC)] * 2:
            came += (more := desk.received(1))
            assert more, came


def test_the_child_is_a_module_that_loads_little() -> None:
    code = "import sys, hudes_desktop.inputs.midi.disconnect_guard; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "PyQt6", "numpy", "pygame"} & set(ended.stdout.split())
