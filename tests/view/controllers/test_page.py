"""The page of controllers in the real window, with a real SDL pad: seen, taught, calibrated."""

import legible
import pytest
import virtual_pad
import xkb
from fake_desk import FakeDriver, cc
from PyQt6.QtCore import QPoint, Qt, QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel
from virtual_pad import UNKNOWN, VirtualPad

from hudes_desktop import app
from hudes_desktop.descent.actions import NextBatch, NextSubspace, PreviousBatch, SgdStep, Step
from hudes_desktop.inputs.bindings.window_actions import Walk
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.drivers import make
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.options import Options
from hudes_desktop.store.paths import controllers_dir

pytestmark = pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")

LEFT = Qt.MouseButton.LeftButton


class Living:
    """A person at the window: opens the page, clicks, moves a pad and a MIDI desk."""

    def __init__(self, qtbot, folder, monkeypatch):
        monkeypatch.setattr("hudes_desktop.program.config_dir", lambda: folder)
        self.qtbot, self.folder = qtbot, folder / "controllers"
        self.program = app.Program(Options(batch_size=64, grid_size=11, compile=False))
        self.window, self.hub = self.program.window, self.program.hub
        self.made = []
        self.polls = self.ticks = 0
        poll = self.hub.poll

        def counted():
            self.polls += 1
            self.made.extend(poll())
            return ()

        monkeypatch.setattr(self.hub, "poll", counted)
        monkeypatch.setattr(self.program.router, "dispatch", lambda: None)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        pads = make("pad", self.folder / "gamecontrollerdb.txt")
        self.hub.add(pads)
        self.program.controllers.set_pads(pads)
        self.desk = FakeDriver("midi", "DJ Desk")
        self.hub.add(self.desk)
        self.program.frame_loop._timer.start()
        self.plugged = []
        self.pad = self.plug("Sofa pad")
        self.wait(lambda: "pad 1" in self.ids())
        qtbot.wait(300)  # until the pad has said where its axes are
        self.view = self.program.controllers
        self.page = self.view.page
        self.bar = self.page.bar
        self.view.findChild(QTimer).timeout.connect(self.tick)

    def tick(self):
        self.ticks += 1

    def plug(self, name, **kwargs):
        self.plugged.append(VirtualPad(name, **kwargs))
        return self.plugged[-1]

    def close(self):
        for pad in self.plugged:
            pad.unplug()
        self.window.close()
        self.program.close()

    def ids(self):
        return [device.id for device in self.hub.devices()]

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=60_000)

    def look_on(self):
        """Until what was done has been polled, and the page, if it is open, has followed."""
        polls, ticks = self.polls + 3, self.ticks + 2
        self.wait(lambda: self.polls >= polls)
        self.wait(lambda: self.ticks >= ticks or not self.view.isVisible())

    def open(self):
        self.program.handlers.commands.action("controllers").trigger()
        self.wait(self.view.isVisible)
        self.look_on()

    def press(self, name="y"):
        self.pad.button(name, True)
        self.look_on()
        self.pad.button(name, False)
        self.look_on()

    def say(self, control, *values):
        for value in values:
            self.desk.say(control, value)
            self.look_on()
        self.look_on()

    def touch(self, name="pad 1"):
        self.press() if name == "pad 1" else self.say(cc(50), 1, 64)
        self.wait(lambda: self.view.devices.current() == name)

    def choose(self, device):
        """A click on a device in the list."""
        self.view.devices.chosen.emit(device)

    def learn(self, key):
        """Click on what is to be learnt."""
        actions = self.page.actions_list
        actions.choose(key)
        place = actions.visualRect(actions.currentIndex()).center()
        QTest.mouseClick(actions.viewport(), LEFT, pos=QPoint(20, place.y()))

    def answer(self, text):
        button = next(each for each in self.bar.buttons if each.text() == text)
        QTest.mouseClick(button, LEFT)
        self.look_on()

    def done_now(self, move):
        """What a movement makes once the page is closed."""
        self.view.hide()
        self.look_on()
        self.made.clear()
        move()
        return self.made

    def chips(self, key):
        return next(row.chips for row in self.page.actions_list.rows if row.id == key)


@pytest.fixture
def living(qtbot, tmp_path, monkeypatch):
    made = Living(qtbot, tmp_path, monkeypatch)
    yield made
    made.close()


def key(which, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifiers)


def test_every_device_is_listed_with_its_state_and_its_profile(living):
    living.open()
    assert [(row.title, row.line, row.tone) for row in living.view.devices.rows] == [
        ("Keyboard", "Keyboard, 3-D", "good"),
        ("Mouse and touch", "Mouse and touch", "good"),
        ("Sofa pad", "pad 1 · Game pad", "good"),
        ("DJ Desk", "Any mixer", "good"),
    ]
    living.pad.unplug()
    living.desk.fault = "the MIDI system is gone"
    living.wait(lambda: [row.kind for row in living.view.devices.rows][2:] == ["lost", "driver"])
    assert [(row.title, row.line, row.tone) for row in living.view.devices.rows][2:] == [
        ("Sofa pad", "unplugged", "idle"),
        ("MIDI desks", "the MIDI system is gone", "bad"),
    ]
    living.plug("Other pad")
    living.wait(lambda: "Other pad" in [row.title for row in living.view.devices.rows])


def test_the_device_that_is_touched_is_the_one_that_is_shown(living):
    living.open()
    for name in ("pad 1", "midi 1", "pad 1"):
        living.touch(name)


def test_nothing_moves_while_the_page_is_open_and_it_says_so(living):
    living.open()
    living.made.clear()
    living.press("y")
    living.pad.axis("leftx", 1.0)
    living.look_on()
    living.say(cc(50), 0, 64, 80)
    key(Qt.Key.Key_W)
    living.look_on()
    assert living.made == []
    texts = [label.text() for label in living.view.findChildren(QLabel) if label.isVisible()]
    assert "●  Controls move nothing while this page is open" in texts
    living.view.hide()
    living.look_on()
    assert living.made == []  # nor does the stick that is still held
    living.pad.axis("leftx", 0.0)
    living.look_on()
    living.pad.axis("leftx", 1.0)
    living.wait(lambda: any(isinstance(each, Walk) for each in living.made))


def test_controls_are_drawn_as_they_are_moved(living):
    living.open()
    living.touch()
    gauges = living.page.gauges
    still = gauges.grab().toImage()
    living.pad.axis("leftx", 0.8)
    left = Control("axis", "leftx")
    living.wait(lambda: gauges.raw.get(left, 0) == pytest.approx(0.8, abs=0.01))
    assert gauges.grab().toImage() != still
    assert "left stick 80 % 0 %" in gauges.accessibleDescription()
    living.say(cc(9), 0, 64, 127)
    living.touch("midi 1")
    assert "CC 9" in [gauge.name for gauge in gauges.gauges]


def test_an_action_is_clicked_a_button_pressed_and_that_is_all(living):
    living.open()
    living.touch()
    living.learn("previous_batch")
    assert living.bar.text == "Now press or move the control: previous batch."
    living.press("guide")
    assert living.bar.text == "Guide does it now: previous batch. Saved."
    assert living.chips("previous_batch") == ("Guide",)
    assert load(living.folder / "xbox.toml") == living.hub.profile("pad 1")
    made = living.done_now(lambda: living.press("guide"))
    assert [type(each).__name__ for each in made] == ["PreviousBatch"]


def test_what_a_control_does_already_is_said_before_it_is_replaced(living):
    living.open()
    living.touch()
    living.learn("undo")
    living.press("y")
    assert living.bar.text == "Y already does: next subspace: new directions. Replace that?"
    assert not (living.folder / "xbox.toml").exists()
    living.answer("Cancel (Esc)")
    assert living.chips("next_subspace") == ("Y",)

    living.learn("undo")
    living.press("y")
    living.answer("Replace")
    assert set(living.chips("undo")) == {"Y", "D-pad left"}
    assert living.chips("next_subspace") == ()
    living.answer("Undo")
    assert living.chips("next_subspace") == ("Y",)
    assert living.done_now(lambda: living.press("y")) == [NextSubspace()]


def test_escape_leaves_everything_as_it_was_and_only_then_closes_the_page(living):
    living.open()
    living.touch()
    before = living.hub.profile("pad 1")
    living.learn("undo")
    key(Qt.Key.Key_Escape)
    assert living.view.isVisible()
    assert living.bar.text == "Nothing was changed."
    living.press("b")
    assert living.hub.profile("pad 1") is before
    key(Qt.Key.Key_Escape)
    assert not living.view.isVisible()
    assert living.done_now(lambda: living.press("b")) == [NextBatch()]


def test_unplugged_in_the_middle_nothing_changes_and_it_goes_on_when_it_is_back(living):
    living.open()
    living.touch()
    living.learn("undo")
    living.press("y")
    living.pad.unplug()
    living.wait(lambda: "was unplugged" in living.page.wizard_view.words)
    assert not living.view.teacher.busy
    assert living.view.devices.current() == "pad 1"
    assert not living.bar.isVisible()
    living.pad = living.plug("Sofa pad")
    living.wait(living.bar.isVisible)
    living.qtbot.wait(300)
    assert living.chips("next_subspace") == ("Y",)
    living.learn("previous_batch")
    living.press("guide")
    assert living.chips("previous_batch") == ("Guide",)


def test_a_stick_and_a_trigger_are_taught(living):
    living.open()
    living.touch()
    living.learn("orbit")
    living.pad.axis("lefty", 0.9)
    living.wait(lambda: living.view.teacher.busy and bool(living.bar.buttons[1:]))
    living.pad.axis("lefty", 0.0)
    living.answer("Replace")
    assert set(living.chips("orbit")) == {"left stick", "right stick"}
    living.learn("larger_step")
    living.pad.axis("righttrigger", 0.9)
    living.wait(lambda: "next plane" in living.bar.text)
    living.pad.axis("righttrigger", 0.0)
    living.answer("Replace")
    assert "right trigger" in living.chips("larger_step")


def test_what_cannot_do_it_is_said_and_the_next_one_is_waited_for(living):
    living.open()
    living.touch()
    living.learn("walk")
    living.press("b")
    assert living.bar.text.startswith("A button can't do that; it takes both ways of a stick.")
    assert living.view.teacher.waits


def test_an_endless_knob_of_a_mixer_is_recognised_and_the_mixer_gets_a_file_of_its_own(living):
    living.open()
    living.touch("midi 1")
    living.learn("step:2")
    living.say(cc(16), 1, 1, 1)
    assert living.bar.text == "Now turn it the other way: walk along axis 3."
    living.say(cc(16), 65, 65)
    assert living.chips("step:2") == ("CC 16",)
    profile = load(living.folder / "dj_desk.toml")
    binding = profile.binding(cc(16))
    assert (binding.transform.mode, binding.transform.encoding) == ("relative", "signed_bit")
    made = living.done_now(lambda: living.say(cc(16), 1, 1))
    assert [type(each) for each in made] == [Step, Step]
    assert (made[0].axis, made[0].amount > 0) == (2, True)


def test_where_it_is_not_clear_one_line_asks(living):
    living.open()
    living.touch("midi 1")
    living.learn("undo")
    living.say(cc(70), 127)
    living.wait(lambda: living.bar.text == "Is that a button?")
    living.answer("A button")
    assert living.chips("undo") == ("CC 70",)

    living.learn("step:0")
    living.say(Control("note", 5, 1), 100, 0)
    assert living.bar.text == "Which way shall note 5 walk?"
    living.answer("Down (−)")
    assert living.chips("step:0") == ("note 5 (−)",)


def test_a_key_is_taught_though_a_menu_would_have_it(living):
    living.open()
    living.view.devices.setFocus()
    key(Qt.Key.Key_Home)
    assert living.view.devices.current() == "keyboard"
    living.learn("sgd_step")
    assert living.program.handlers.commands.action("wireframe").shortcut().toString() == "Ctrl+G"
    key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    living.wait(lambda: "Ctrl+G" in living.chips("sgd_step"))
    assert not living.program.handlers.commands.action("wireframe").isChecked()
    assert living.program.handlers.commands.action("wireframe").shortcut().isEmpty()
    living.view.hide()
    living.made.clear()
    QTest.keyClick(living.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    living.wait(lambda: bool(living.made))
    assert living.made == [SgdStep()]


@pytest.mark.skipif(bool(xkb.why_not()), reason=xkb.why_not() or "-")
@pytest.mark.parametrize(("layout", "walk"), [("ru", "ЦФЫВ"), ("fr", "ZQSD")])
def test_keys_are_called_what_is_printed_on_this_keyboard(living, xvfb, layout, walk):
    living.open()
    living.choose("keyboard")
    assert [gauge.name for gauge in living.page.gauges.gauges][:4] == list("WASD")
    with xkb.restored(xvfb):
        xkb.lay_out(layout)
        xkb.tap(living.window, "W")  # the first key tells that it is another keyboard
        living.wait(lambda: living.page.gauges.gauges[0].name == walk[0])
        living.wait(lambda: living.page.gauges.raw.get(Control("key", "W")) == 0)  # let go of
        assert "".join(gauge.name for gauge in living.page.gauges.gauges[:4]) == walk
        assert living.chips("walk_away") == (walk[0],)
        living.learn("previous_batch")
        xkb.tap(living.window, "V")
        learnt = "М" if layout == "ru" else "V"
        living.wait(lambda: learnt in living.chips("previous_batch"))


@pytest.mark.skipif(bool(xkb.why_not()), reason=xkb.why_not() or "-")
def test_a_keyboard_that_was_changed_is_known_when_the_page_or_the_help_is_opened(living, xvfb):
    with xkb.restored(xvfb):
        xkb.lay_out("ru")
        living.open()
        living.choose("keyboard")
        assert living.chips("walk_away") == ("Ц",)
        living.view.hide()
        xkb.lay_out("fr")
        living.window.toggle_help()
        assert "Z, Q, S, D: walk" in living.window._help.drawing.accessibleDescription()


def test_the_mouse_is_taught_in_its_own_place(living):
    living.open()
    living.choose("mouse")
    living.learn("undo")
    QTest.mouseClick(living.page.practice, Qt.MouseButton.MiddleButton)
    living.wait(lambda: living.chips("undo") == ("middle click",))


def test_a_binding_is_removed_by_its_cross_and_by_a_key(living):
    living.open()
    living.touch()
    actions = living.page.actions_list
    actions.choose("next_batch")
    cross = actions._removes(actions.currentRow())[0]
    QTest.mouseClick(actions.viewport(), LEFT, pos=cross.center())
    assert living.chips("next_batch") == ()
    assert load(living.folder / "xbox.toml").binding(Control("button", "b")) is None
    actions.choose("redo")
    key(Qt.Key.Key_Delete)
    assert living.chips("redo") == ()
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (living.chips("redo"), living.chips("next_batch")) == (("D-pad right",), ("B",))
    assert not (living.folder / "xbox.toml").exists()


def test_a_stick_that_is_stuck_has_its_line_and_the_rest_goes_on(living):
    living.open()
    living.touch()
    living.pad.axis("rightx", 0.9)
    living.look_on()
    living.learn("previous_batch")
    living.press("guide")  # another profile is in force, and everything is let go of
    living.wait(lambda: any("was held" in row.line for row in living.view.devices.rows))
    assert living.chips("previous_batch") == ("Guide",)
    living.pad.axis("rightx", 0.0)
    living.wait(lambda: not any("was held" in row.line for row in living.view.devices.rows))


def test_of_several_it_is_asked_which_one(living):
    living.open()
    living.choose("keyboard")
    actions = living.page.actions_list
    actions.choose("sgd_step")
    actions.setFocus()
    key(Qt.Key.Key_Delete)
    assert [each.text() for each in living.bar.buttons] == ["Delete", "/", "Cancel (Esc)"]
    living.answer("/")
    assert living.chips("sgd_step") == ("Delete",)


def test_a_folder_that_cannot_be_written_is_one_line_and_the_binding_holds(living):
    living.folder.write_text("a file where the folder should be")
    living.open()
    living.touch()
    living.learn("previous_batch")
    living.press("guide")
    assert "can't be written" in living.bar.text
    assert living.chips("previous_batch") == ("Guide",)
    assert len(living.done_now(lambda: living.press("guide"))) == 1


def test_a_key_that_could_not_be_saved_survives_another_view(living):
    living.folder.write_text("a file where the folder should be")
    living.open()
    living.choose("keyboard")
    living.learn("previous_batch")
    key(Qt.Key.Key_J)
    living.wait(lambda: "can't be written" in living.bar.text)
    living.view.hide()
    for mode in ("lines", "planes"):
        living.program.handlers.choose("window.mode", mode)
    assert living.hub.profile("keyboard").binding(Control("key", "J")).action == PreviousBatch()
    living.program.handlers.choose("window.mode", "lines")
    assert living.hub.profile("keyboard").binding(Control("key", "J")).action == Step(3, -1.0)


def test_calibration_suggests_a_dead_zone_and_it_is_kept(living):
    living.open()
    living.touch()
    living.pad.axis("leftx", 0.3)  # so that it has been seen
    living.look_on()
    living.pad.axis("leftx", 0.06)
    living.look_on()
    QTest.mouseClick(living.page.calibrate_button, LEFT)
    living.wait(lambda: "2 of 2" in living.page.wizard_view.words)
    for x, y in ((0.9, 0.0), (-0.92, 0.0), (0.0, 1.0), (0.0, -1.0), (0.0, 0.0)):
        living.pad.axis("leftx", x)
        living.pad.axis("lefty", y)
        living.look_on()
    living.answer("Done")
    assert "left stick: dead zone 14 % of the way (was 24 %)" in living.page.wizard_view.words
    living.answer("Use it")
    walk = load(living.folder / "xbox.toml").binding(Control("axis", "leftx"))
    assert walk.transform.dead_zone == pytest.approx(0.14, abs=0.01)
    assert walk.transform.scale > 1.1
    assert walk.transform == living.hub.profile("pad 1").binding(walk.control).transform


def test_the_profile_is_exchanged_brought_back_and_exported(living, tmp_path, monkeypatch):
    living.open()
    living.choose("keyboard")
    menu = living.page.menu

    def choose(start):
        menu.aboutToShow.emit()
        next(each for each in menu.actions() if each.text().startswith(start)).trigger()

    other = load(controllers_dir() / "keyboard_1d_alt.toml")
    choose(f"Use “{other.name}”")
    assert living.hub.profile("keyboard").bindings == other.bindings
    assert load(living.folder / "keyboard_3d.toml").bindings == other.bindings
    file = tmp_path / "mine.toml"
    asked = "hudes_desktop.view.controllers.menu.ask_for_file"
    monkeypatch.setattr(asked, lambda *asked: asked[-1](file))
    choose("Export")
    assert living.bar.text == f"Saved as {file}"
    assert load(file) == living.hub.profile("keyboard")
    choose("Back to the one that came with the program")
    assert living.hub.profile("keyboard") == load(controllers_dir() / "keyboard_3d.toml")


def test_a_pad_that_sdl_does_not_know_is_shown_its_buttons(living):
    living.pad.unplug()
    living.open()
    odd = living.plug("Odd stick", kind=UNKNOWN, axes=2, buttons=4)
    living.wait(lambda: any(row.joystick for row in living.view.devices.rows))
    row = next(row for row in living.view.devices.rows if row.joystick)
    living.choose(row.id)
    living.wait(lambda: "Press the lower of the four buttons" in living.page.wizard_view.words)
    for number, name in enumerate(("right one", "left one", "upper")):
        odd.raw_button(number, True)
        living.look_on()
        odd.raw_button(number, False)
        living.wait(lambda name=name: f"the {name} of the four" in living.page.wizard_view.words)
    living.answer("It has none")
    living.wait(lambda: "up on the D-pad" in living.page.wizard_view.words)
    living.answer("Save")
    living.wait(lambda: "pad 1" in living.ids())
    assert "a:b0,b:b1,x:b2" in (living.folder / "gamecontrollerdb.txt").read_text()
    living.wait(lambda: living.view.devices.current() == "pad 1")
    assert living.bar.text == "Odd stick is a game pad from now on. Saved."


def test_it_can_be_used_without_a_mouse(living):
    living.open()
    living.touch()
    stops = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert living.view.isAncestorOf(focus)
        stops.append(focus.accessibleName() or focus.text())
        key(Qt.Key.Key_Tab)
    assert {"Devices", "Profile", "Calibrate …", "Close (Esc)"} <= set(stops)
    assert len(set(stops)) >= 6
    living.page.search.setFocus()
    QTest.keyClicks(living.page.search, "previous batch")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return)
    assert living.view.teacher.waits
    living.press("guide")
    assert living.chips("previous_batch") == ("Guide",)
    living.page.actions_list.choose("previous_batch")
    key(Qt.Key.Key_Return)
    living.press("y")
    key(Qt.Key.Key_Return)  # Replace
    assert living.chips("previous_batch") == ("Y", "Guide")
    assert QApplication.focusWidget() is living.page.actions_list


@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
@pytest.mark.parametrize("px", [13, 20, 32])
def test_nothing_is_cut_off(living, size, px, monkeypatch):
    painted = legible.PaintedText(monkeypatch)
    living.program.handlers.choose("window.font_px", px)
    living.window.resize(*size)
    living.open()
    actions = living.page.actions_list

    def faults():
        living.look_on()
        painted.forget()
        for part in (actions.viewport(), living.page.gauges):
            part.repaint()  # once: a list paints anew what it scrolls, elsewhere
        low = [
            f"row {actions.rows[row].text!r} is too low"
            for row in range(actions.rowCount())
            if actions.rowHeight(row) < actions.sizeHintForRow(row)
        ]
        return legible.faults(living.view) + painted.faults(living.view) + low

    living.touch("midi 1")
    assert faults() == []
    living.touch()
    assert faults() == []
    living.learn("undo")
    living.press("rightstick")
    assert "already does" in living.bar.text
    assert faults() == []
    living.answer("Cancel (Esc)")
    living.choose("keyboard")
    assert faults() == []
    living.choose("mouse")
    assert faults() == []
