"""The card and the hints in the running program: real keys, a real pad, a real desk."""

import pytest
import virtual_pad
from far_desk import FarDesk
from open_program import SMALL, open_program, wait_for_surfaces
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QToolButton
from virtual_pad import VirtualPad

from hudes_desktop.descent.actions import SetStepSize
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.help.how_it_works import HowItWorks
from hudes_desktop.wings.guidance.card import Card
from hudes_desktop.wings.guidance.controls import control_for
from hudes_desktop.wings.guidance.hint_line import HintLine
from hudes_desktop.wings.guidance.rules import Hint

pytest_plugins = ["midi_server"]

HINTS = "wing.guidance.hints"
LEFT = Qt.MouseButton.LeftButton


class Beginner:
    """Sees what guides, and touches what it says."""

    def __init__(self, qtbot, program):
        self.qtbot, self.program, self.window = qtbot, program, program.window
        self.descent = program.session.descent
        (self.card,) = self.window.findChildren(Card)
        (self.line,) = self.window.findChildren(HintLine)
        wait_for_surfaces(qtbot, program)
        self.wait(self.card.isVisible)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=30_000)

    def press(self, key):
        QTest.keyPress(self.window, key)
        QTest.keyRelease(self.window, key)

    def drawn(self, *names):
        """The card draws these controls."""
        said = self.card.accessibleName()
        return said.partition(": ")[2] == ", ".join(names)

    def names_a_control_of(self, profile):
        """A hint is shown, with the control for it on such a device."""
        hint = self.line.hint
        if hint is None:
            return False
        return (
            self.line.control == control_for(hint, load(controllers_dir() / f"{profile}.toml"))[0]
        )

    def buttons(self, of):
        return [button for button in of.findChildren(QToolButton) if button.isVisible()]

    def switched_on(self):
        return self.program.handlers.value(HINTS)


@pytest.fixture
def beginner(qtbot):
    with open_program(qtbot, playing=True) as program:
        yield Beginner(qtbot, program)


def test_keys_are_drawn_until_the_ball_moves_and_then_a_hint_names_its_key(beginner):
    assert beginner.drawn("S", "W", "A", "D")
    assert beginner.line.hint is None
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: not beginner.card.isVisible())
    beginner.wait(lambda: (beginner.line.hint, beginner.line.control) == (Hint.ROLL, "G"))
    while (
        beginner.line.hint is Hint.ROLL
    ):  # so small a landscape shows the lowest point at its edge
        before = beginner.descent.frame
        beginner.press(Qt.Key.Key_G)
        beginner.wait(
            lambda before=before: (
                beginner.descent.frame > before or beginner.line.hint is not Hint.ROLL
            )
        )
    assert (beginner.line.hint, beginner.line.control) == (Hint.NEXT_PLANE, "Tab")


def test_what_moves_no_ball_leaves_the_card(beginner, qtbot):
    beginner.press(Qt.Key.Key_Left)
    beginner.press(Qt.Key.Key_Tab)
    beginner.wait(lambda: beginner.descent.selected_plane == 1)
    assert beginner.card.isVisible()
    assert not beginner.card.leaving


def test_it_fades_but_with_reduced_motion_it_is_gone_at_once(beginner):
    beginner.program.handlers.choose("window.reduced_motion", "on")
    seen = []
    beginner.window.feed.subscribe(object, lambda _: seen.append(beginner.card.leaving))
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: not beginner.card.isVisible())
    assert not any(seen)


@pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")
def test_a_pad_is_drawn_when_it_is_there_and_keys_again_when_they_are_touched(beginner):
    beginner.program.plug_in()
    pad = VirtualPad()
    beginner.wait(lambda: beginner.drawn("left stick"))
    beginner.press(Qt.Key.Key_Left)  # turns the view
    beginner.wait(lambda: beginner.drawn("S", "W", "A", "D"))
    pad.axis("leftx", 1.0)
    beginner.wait(lambda: not beginner.card.isVisible())
    pad.axis("leftx", 0.0)
    beginner.wait(lambda: beginner.names_a_control_of("xbox"))
    pad.unplug()
    beginner.wait(lambda: beginner.names_a_control_of("keyboard_3d"))


def test_knobs_of_a_desk_are_drawn_and_its_buttons_named(midi_server, beginner):
    beginner.program.plug_in()
    with FarDesk() as desk:
        beginner.wait(lambda: beginner.drawn("encoder 1", "encoder 2"))
        desk.send([0xB0, 16, 1])
        beginner.wait(lambda: not beginner.card.isVisible())
        beginner.wait(lambda: beginner.names_a_control_of("xtouch_mini_mc"))


def test_curves_have_keys_of_their_own(beginner):
    beginner.program.handlers.choose("window.mode", "lines")
    beginner.wait(lambda: beginner.drawn("S", "W", "D", "E", "F", "R"))
    assert beginner.card.isVisible()


def test_one_click_ends_hints_for_good_and_the_menu_brings_them_back(beginner, qtbot):
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: beginner.line.hint is not None)
    *_, off = beginner.buttons(beginner.line)
    QTest.mouseClick(off, LEFT)
    assert not beginner.line.isVisible()
    assert beginner.window.hasFocus(), "keys still walk"
    kept = beginner.program.handlers.remembered()
    assert kept[HINTS] is False
    with open_program(qtbot, SMALL, playing=True, settings=kept) as again:
        wait_for_surfaces(qtbot, again)
        assert not again.window.findChildren(Card)[0].isVisible()
        assert not again.window.findChildren(HintLine)[0].isVisible()
    beginner.program.handlers.commands.action("wing.guidance.hints").trigger()
    assert beginner.switched_on()
    assert beginner.line.isVisible()


@pytest.mark.parametrize("moved", [False, True])
def test_the_tour_is_one_click_away(beginner, moved):
    if moved:
        beginner.press(Qt.Key.Key_S)
        beginner.wait(lambda: beginner.line.hint is not None)
    tour = beginner.buttons(beginner.line if moved else beginner.card)[0]
    QTest.mouseClick(tour, LEFT)
    assert beginner.window.findChildren(HowItWorks)[0].isVisible()


def test_another_descent_has_its_card_and_another_engine_for_the_same_one_has_not(beginner):
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: not beginner.card.isVisible())
    beginner.program.change(dtype="float64")
    wait_for_surfaces(beginner.qtbot, beginner.program)
    beginner.wait(lambda: beginner.line.hint is not None)
    assert not beginner.card.isVisible()
    beginner.program.change(directions="gaussian")
    beginner.wait(beginner.card.isVisible)
    assert beginner.line.hint is None


def test_on_the_stage_there_is_no_guidance(beginner):
    beginner.program.handlers.stage.show(True)
    assert not beginner.card.isVisible()
    assert not beginner.line.isVisible()
    beginner.program.handlers.stage.show(False)
    beginner.wait(beginner.card.isVisible)


@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
def test_the_card_lies_beside_the_ball_and_clicks_beside_it_reach_the_landscape(
    beginner, pixel_of, size
):
    beginner.window.resize(*size)
    beginner.window.docks.arrange()
    beginner.wait(lambda: beginner.window.width() == size[0])
    beginner.qtbot.wait(1)  # laid out
    view, card = beginner.window.landscape, beginner.card
    assert view.rect().contains(card.geometry())
    ball = pixel_of(view, 0, 0.0, 0.0).toPoint()
    assert not card.geometry().contains(ball)
    beside = QPoint(card.geometry().right() + 5, card.geometry().center().y())
    assert beginner.window.childAt(view.mapTo(beginner.window, beside)) is not card


@pytest.mark.parametrize("px", [12, 13, 20, 40])
@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
def test_nothing_is_cut_at_any_size_of_text(beginner, px, size):
    beginner.program.handlers.choose("window.font_px", px)
    beginner.window.resize(*size)
    beginner.wait(lambda: beginner.window.width() == size[0])
    beginner.program.frame_loop.apply([SetStepSize(0.5)])
    for hint in Hint:
        for control in ("G", "lower button 4"):
            beginner.line.say(hint, control, "walk")
            if not beginner.line.isVisible():
                continue
            beginner.qtbot.wait(1)  # laid out
            parts = beginner.line.findChildren((QLabel, QToolButton))
            for part in (each for each in parts if each.isVisible()):
                assert part.width() >= part.sizeHint().width(), (hint, control, part.text())
                assert beginner.line.rect().contains(part.geometry())


def test_a_new_visitor_has_the_card_and_hints_even_if_the_one_before_wanted_none(beginner):
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: beginner.line.hint is not None)
    *_, off = beginner.buttons(beginner.line)
    QTest.mouseClick(off, LEFT)
    beginner.program.new_visitor()
    beginner.wait(beginner.card.isVisible)
    beginner.press(Qt.Key.Key_S)
    beginner.wait(lambda: beginner.line.hint is Hint.ROLL and beginner.line.isVisible())
