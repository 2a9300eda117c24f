"""What the desktop says of motion reaches the view, told by a portal on a real bus."""

import os
import shutil
import subprocess
import sys

import pytest
import settings_portal
from PyQt6.QtCore import QObject

from hudes_desktop.view.kit import motion
from hudes_desktop.view.window.system_motion import SystemMotion

pytestmark = pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="there is no dbus-daemon")


@pytest.fixture
def portal(bus_address):
    """Of a desktop with reduced motion, in a process of its own that is ready."""
    process = subprocess.Popen(
        [sys.executable, settings_portal.__file__, "1"],
        env=os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus_address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.terminate()
    process.communicate()


@pytest.fixture
def home(qapp):
    made = QObject()
    yield made
    made.deleteLater()
    motion.set_of_system(False)


def test_the_system_is_followed_and_the_user_has_the_last_word(home, bus, portal, qtbot):
    SystemMotion(home, bus)
    qtbot.waitUntil(motion.reduced, timeout=20_000)
    motion.choose("off")
    assert not motion.reduced()
    motion.choose("system")
    assert motion.reduced()
    portal.stdin.write("0\n")
    portal.stdin.flush()
    qtbot.waitUntil(lambda: not motion.reduced(), timeout=20_000)
    motion.choose("on")
    assert motion.reduced()
    motion.choose("system")


def test_a_desktop_without_a_portal_moves(home, bus):
    SystemMotion(home, bus)
    assert not motion.reduced()
