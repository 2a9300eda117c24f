"""The screen saver stays away while somebody plays, told to a service on a real bus."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import screen_saver_service
from PyQt6.QtCore import QObject

from hudes_desktop.view.window.screen_saver import ScreenSaver

pytestmark = pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="there is no dbus-daemon")


@pytest.fixture
def service(bus_address, tmp_path):
    """service(): the lines that it has written since it was ready."""
    out = tmp_path / "said"
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, screen_saver_service.__file__],
            env=os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus_address},
            stdout=file,
        )
    yield lambda: out.read_text().splitlines()
    process.terminate()
    process.wait()


@pytest.fixture
def home(qapp):
    made = QObject()
    yield made
    made.deleteLater()


PLAYS = "inhibited: Human Descent - somebody plays"


def test_it_is_kept_away_once_and_may_come_when_nobody_plays(home, bus, service, qtbot):
    qtbot.waitUntil(lambda: service() == ["ready"], timeout=20_000)
    saver = ScreenSaver(home, bus, quiet_ms=2_000)
    saver.play()
    qtbot.waitUntil(lambda: PLAYS in service(), timeout=20_000)
    saver.play()
    qtbot.waitUntil(lambda: "allowed: 7" in service(), timeout=20_000)
    assert service() == ["ready", PLAYS, "allowed: 7"]
    saver.play()
    qtbot.waitUntil(lambda: PLAYS in service()[3:], timeout=20_000)
    saver.allow()
    qtbot.waitUntil(lambda: service()[4:] == ["allowed: 7"], timeout=20_000)


def test_a_game_that_is_over_before_the_service_answers_keeps_nothing_away(
    home, bus, service, qtbot
):
    qtbot.waitUntil(lambda: service() == ["ready"], timeout=20_000)
    saver = ScreenSaver(home, bus)
    saver.play()
    saver.allow()
    qtbot.waitUntil(lambda: service() == ["ready", PLAYS, "allowed: 7"], timeout=20_000)


def test_a_desktop_without_the_service_is_asked_once(home, bus, qtbot, caplog):
    caplog.set_level("INFO")
    saver = ScreenSaver(home, bus)
    saver.play()
    qtbot.waitUntil(lambda: "the screen saver can't be kept away" in caplog.text)
    caplog.clear()
    saver.play()
    qtbot.wait(50)
    assert caplog.text == ""
    saver.allow()


def test_the_program_keeps_it_away_while_a_hand_acts(bus_address, service, qtbot, tmp_path):
    from program import SHOWN, Program

    if not shutil.which("xdotool"):
        pytest.skip("xdotool is the hand")
    with Program(tmp_path, "--no-compile", DBUS_SESSION_BUS_ADDRESS=bus_address) as program:
        program.wait_for(SHOWN)
        assert service() == ["ready"]
        subprocess.run(
            "xdotool search --onlyvisible --name '^Human Descent$' windowfocus --sync key d",
            shell=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        qtbot.waitUntil(lambda: PLAYS in service(), timeout=20_000)
        program.process.terminate()
        assert program.ended()[0] == 0
    qtbot.waitUntil(lambda: service()[2:] == ["allowed: 7"], timeout=20_000)
    assert Path(tmp_path, "config", "settings.toml").exists()
