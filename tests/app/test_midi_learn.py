"""A mixer that nobody knows is taught on the page of controllers: real MIDI, a real window."""

import pytest
from far_desk import FarDesk
from open_program import open_program
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Control

pytest_plugins = ["midi_server"]

KNOB = 16  # CC of an endless knob on channel 1: 1 is a detent to the right, 127 one to the left
BUTTON = 44  # a note


@pytest.fixture
def program(qtbot, midi_server, tmp_path, monkeypatch):
    monkeypatch.setattr("hudes_desktop.program.config_dir", lambda: tmp_path)
    with open_program(qtbot) as made:
        with qtbot.waitSignal(made.frame_loop.ready, timeout=60_000):
            made.frame_loop.start()
        made.plug_in()
        yield made


@pytest.fixture
def mixer(program, qtbot):
    made = FarDesk("Sofa Mixer")
    qtbot.waitUntil(lambda: "Sofa Mixer" in _ids(program), timeout=10_000)
    yield made
    made.unplug()


def _ids(program):
    return [device.id for device in program.hub.devices()]


def _click(program, key):
    actions = program.controllers.page.actions_list
    actions.choose(key)
    place = actions.visualRect(actions.currentIndex()).center()
    QTest.mouseClick(actions.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, place.y()))


def _chips(program, key):
    rows = program.controllers.page.actions_list.rows
    return next(row.chips for row in rows if row.id == key)


def test_a_knob_and_a_button_are_taught_and_play_at_once(program, mixer, qtbot, tmp_path):
    descent, page = program.session.descent, program.controllers

    def turn(value, times):
        for _ in range(times):
            mixer.send([0xB0, KNOB, value])
            qtbot.wait(40)

    program.handlers.commands.action("controllers").trigger()
    qtbot.waitUntil(page.isVisible)
    turn(1, 2)
    qtbot.waitUntil(lambda: page.devices.current() == "Sofa Mixer")
    _click(program, "step:2")
    turn(1, 3)
    qtbot.waitUntil(lambda: "the other way" in page.page.bar.text)
    turn(127, 3)
    qtbot.waitUntil(lambda: _chips(program, "step:2") == (f"CC {KNOB}",))
    _click(program, "next_subspace")
    mixer.send([0x90, BUTTON, 100])
    qtbot.wait(60)
    mixer.send([0x80, BUTTON, 0])
    qtbot.waitUntil(lambda: "note" in "".join(_chips(program, "next_subspace")))
    assert descent.place.coefficients == (0.0,) * 6  # nothing has moved

    page.hide()
    turn(1, 2)
    qtbot.waitUntil(lambda: descent.place.coefficients[2] > 0.0)
    assert [axis for axis, at in enumerate(descent.place.coefficients) if at] == [2]
    mixer.send([0x90, BUTTON, 100], [0x80, BUTTON, 0])
    qtbot.waitUntil(lambda: descent.place.subspace.first > 0)
    profile = load(tmp_path / "controllers" / "sofa_mixer.toml")
    assert profile.binding(Control("control_change", KNOB, 1)).transform.mode == "relative"
