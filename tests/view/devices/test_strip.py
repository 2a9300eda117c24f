"""Devices in the real window: a line that says how they are, another when they come and go."""

import pytest
import virtual_pad
from fake_desk import FakeDriver, cc
from legible import faults
from player import Player
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextDocumentFragment
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel
from virtual_pad import UNKNOWN, VirtualPad
from window_reading import banner_text, help_shown

from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.devices.status_rows import rows_of
from hudes_desktop.view.devices.strip import DeviceStrip
from hudes_desktop.view.kit import theme as themes

needs_pad = pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")

PAD = DeviceStatus("pad 1", "pad", "Xbox 360 Controller", "ready", "Game pad")
DESK = DeviceStatus("X-TOUCH MINI", "midi", "X-TOUCH MINI", "ready", "X-Touch Mini")


@pytest.fixture
def unplugged(qtbot):
    made = Player(qtbot)
    yield made
    made.close()


@pytest.fixture
def player(unplugged, qtbot):
    unplugged.program.plug_in()
    qtbot.wait(50)
    return unplugged


def _pads(player):
    return [row for row in player.program.window.device_strip.rows if row.id.startswith("pad")]


def _shown(strip):
    """What stands on it, without dots and colours."""
    labels = [each for each in strip.findChildren(QLabel) if each.isVisible()]
    return [QTextDocumentFragment.fromHtml(each.text()).toPlainText()[2:] for each in labels]


@needs_pad
def test_a_pad_is_announced_shown_explained_and_said_to_be_gone(player, qtbot):
    window = player.program.window
    assert banner_text(window) is None  # also where MIDI can't be had
    assert _pads(player) == []
    pad = VirtualPad("Sofa pad")
    try:
        player.wait_for(lambda: bool(_pads(player)))
        assert [(row.title, row.line) for row in _pads(player)] == [
            ("Sofa pad", "pad 1 · Game pad")
        ]
        assert _pads(player)[0].tone == "good"
        assert window.device_strip.isVisible()
        player.wait_for(lambda: bool(banner_text(window)))
        assert banner_text(window) == "pad 1 is here: Sofa pad; X shows what it does"
        assert window._banner.objectName() == "notice"

        qtbot.wait(400)  # until the pad has said where its axes are
        pad.button("x", True)
        player.wait_for(lambda: help_shown(window))
        assert window.help_page.devices == ("pad 1",)
        pad.button("x", False)
        qtbot.wait(30)
        pad.button("x", True)
        player.wait_for(lambda: not help_shown(window))
        player.program.handlers.commands.action("help").trigger()
        assert window.help_page.devices == ("keyboard", "mouse")
        window.toggle_help()
        QTest.keyClick(window, Qt.Key.Key_X)
        player.wait_for(lambda: help_shown(window))
        assert window.help_page.devices == ("keyboard", "mouse")
    finally:
        pad.unplug()
    player.wait_for(lambda: banner_text(window) == "pad 1 is gone")
    assert [row.kind for row in _pads(player)] == ["lost"]


def test_a_desk_that_sends_only_what_nobody_bound_is_named_and_taught(unplugged, qtbot):
    player = unplugged
    desk = FakeDriver("midi", "X-TOUCH MINI")
    player.program.hub.add(desk)
    strip, page = player.program.window.device_strip, player.program.controllers
    for value in (1, 2, 3, 4):
        desk.say(cc(77, channel=16), value)
        player.wait_for(lambda: not desk.events)
    player.wait_for(lambda: any(row.offer for row in strip.rows))
    player.program.window.resize(1440, 900)
    player.wait_for(lambda: any("sends CC 77" in words for words in _shown(strip)))
    label = next(each for each in strip.findChildren(QLabel) if "CC 77" in each.text())
    assert label.text().count("<a href") == 1
    label.linkActivated.emit("midi 1")
    player.wait_for(page.isVisible)
    assert page.devices.current() == "midi 1"
    page.page.actions_list.learn.emit("step:4")
    for value in (1, 1, 1):
        desk.say(cc(77, channel=16), value)
        player.wait_for(lambda: not desk.events)
        qtbot.wait(30)
    for value in (65, 65):
        desk.say(cc(77, channel=16), value)
        player.wait_for(lambda: not desk.events)
    player.wait_for(lambda: "In which layer" in page.page.bar.text)
    page.page.bar.buttons[0].click()
    player.wait_for(lambda: not any(row.offer for row in strip.rows))


@needs_pad
def test_a_joystick_that_sdl_does_not_know_has_a_line_that_leads_to_the_wizard(player):
    strip, page = player.program.window.device_strip, player.program.controllers
    odd = VirtualPad("Odd stick", kind=UNKNOWN, axes=8, buttons=32)
    try:
        player.wait_for(lambda: [row.kind for row in strip.rows if row.offer] == ["joystick"])
        row = next(row for row in strip.rows if row.offer)
        assert (row.title, row.line) == ("Odd stick", "not known as a game pad")
        label = next(each for each in strip.findChildren(QLabel) if "Odd stick" in each.text())
        player.wait_for(label.isVisible)
        label.linkActivated.emit(row.id)
        player.wait_for(lambda: "lower of the four buttons" in page.page.wizard_view.words)
    finally:
        odd.unplug()
    player.wait_for(lambda: not any(row.offer for row in strip.rows))


@needs_pad
def test_a_stick_that_was_held_is_told_and_forgotten(player):
    pad = VirtualPad("Sofa pad", resting={0: 1.0})
    try:
        player.wait_for(lambda: [row.tone for row in _pads(player)] == ["bad"])
        assert "left stick ←→ was held" in _pads(player)[0].line
        pad.axis("leftx", 0.0)
        player.wait_for(lambda: _pads(player)[0].tone == "good")
    finally:
        pad.unplug()


def test_what_comes_and_goes_at_once_is_said_together(window, qtbot):
    profile = load(controllers_dir() / "xtouch_mini.toml")
    window.show_devices(
        [
            (Device("keyboard", "keyboard", "Keyboard"), load(controllers_dir() / "mouse.toml")),
            (Device("X-TOUCH MINI", "midi", "X-TOUCH MINI"), profile),
            (Device("pad 1", "pad", "Odd pad"), None),
        ]
    )
    qtbot.waitUntil(lambda: banner_text(window) is not None)
    assert banner_text(window) == (
        "X-TOUCH MINI is here; lower button 8 shows what it does\n"
        "pad 1 is here: Odd pad; no profile is for it"
    )
    window.show_devices([])
    qtbot.waitUntil(lambda: banner_text(window) == "X-TOUCH MINI is gone\npad 1 is gone")


def test_a_driver_that_fails_is_no_news_and_one_without_a_device_is_nothing(window, qtbot):
    failed = DeviceStatus("midi", "midi", "", "failed", trouble="there is no MIDI here")
    window.show_devices([], [failed, DeviceStatus("pad", "pad", "", "absent")])
    qtbot.wait(20)
    assert banner_text(window) is None
    assert _shown(window.device_strip) == ["MIDI desks · not available"]
    assert window.device_strip.rows[0].line == "there is no MIDI here"
    window.show_devices([], [DeviceStatus("pad", "pad", "", "absent")])
    assert not window.device_strip.isVisible()


@pytest.mark.parametrize(("width", "px"), [(400, 13), (700, 13), (640, 20), (640, 32)])
def test_what_has_no_room_is_said_in_fewer_words_and_never_cut(qtbot, width, px):
    theme = themes.with_text_px(themes.DARK, px)
    strip = DeviceStrip(theme)
    strip.setStyleSheet(themes.style_sheet(theme))
    qtbot.addWidget(strip)
    strip.show_status([PAD, DESK, DeviceStatus("midi 2", "midi", "", "failed", trouble="taken")])
    strip.resize(width, strip.sizeHint().height())
    strip.show()
    qtbot.waitExposed(strip)
    assert faults(strip) == []
    texts = _shown(strip)
    assert texts[0].startswith("Xbox 360 Controller")
    if width == 700:
        assert texts == [
            "Xbox 360 Controller · pad 1 · Game pad",
            "X-TOUCH MINI · X-Touch Mini",
            "MIDI desks · trouble",
        ]


def test_under_the_pointer_it_says_what_troubles_a_device(qtbot):
    strip = DeviceStrip()
    qtbot.addWidget(strip)
    strip.show_status([DeviceStatus("pad 1", "pad", "Pad", "ready", "Game pad", "the stick hangs")])
    strip.resize(300, 24)
    strip.show()
    label = next(each for each in strip.findChildren(QLabel) if each.isVisible())
    assert label.toolTip() == "Pad\nthe stick hangs"
    assert strip.accessibleDescription() == "Pad: the stick hangs"


def test_two_ports_of_one_name_are_told_apart():
    second = DeviceStatus("X-TOUCH MINI 2", "midi", "X-TOUCH MINI", "lost", "X-Touch Mini")
    titles = [(row.title, row.line) for row in rows_of([DESK, second])]
    assert titles == [("X-TOUCH MINI", "X-Touch Mini"), ("X-TOUCH MINI 2", "unplugged")]


def test_what_a_driver_cannot_do_though_it_works_is_said_beside_its_devices(qtbot):
    strip = DeviceStrip()
    qtbot.addWidget(strip)
    limits = DeviceStatus("midi", "midi", "", "ready", trouble="pygame serves MIDI; type this")
    strip.resize(700, 24)
    strip.show_status([DESK, limits])
    strip.show()
    assert _shown(strip) == ["X-TOUCH MINI · X-Touch Mini", "MIDI desks · limited"]
    assert strip.rows[1].line == "pygame serves MIDI; type this"
