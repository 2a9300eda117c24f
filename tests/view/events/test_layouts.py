"""Keyboards of other countries: keys to walk with are positions, letters are names of commands."""

import subprocess
from functools import partial

import pytest
import xkb
from PyQt6.QtGui import QAction

from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.store.paths import controllers_dir

pytestmark = pytest.mark.skipif(bool(xkb.why_not()), reason=xkb.why_not() or "-")

NAMES = ("keyboard_3d", "keyboard_1d")
PROFILES = {name: load(controllers_dir() / f"{name}.toml") for name in NAMES}


class Keyboard:
    """A hand on the keys of a window, by where they are; and what the window made of it."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.heard = []
        window.key_pressed.connect(self.heard.append)
        self.use("keyboard_3d")
        with qtbot.waitActive(window):
            command = ["xdotool", "windowfocus", "--sync", str(int(window.winId()))]
            subprocess.run(command, check=True)

    def use(self, profile):
        self.window.show_devices([(Device("keyboard", "keyboard", "keyboard"), PROFILES[profile])])

    def tap(self, *keys, holding=()):
        """The names that the window reports for keys at these positions of a US keyboard."""
        self.heard.clear()
        down = [part for name in holding for part in ("keydown", name)]
        up = [part for name in holding for part in ("keyup", name)]
        taps = [part for key in keys for part in ("key", xkb.CODES.get(key, key))]
        # Escape comes last: when it is heard, everything before it has been.
        process = subprocess.Popen(["xdotool", *down, *taps, *up, "key", "Escape"])
        self.qtbot.waitUntil(lambda: "Escape" in self.heard, timeout=30_000)
        assert process.wait() == 0
        return [name for name in self.heard if name not in ("Escape", "Control", "ShiftLeft")]


@pytest.fixture
def keyboard(window, qtbot, xvfb):
    with xkb.restored(xvfb):
        yield Keyboard(window, qtbot)


WALK = ("W", "A", "S", "D")
SIGNS = ("[", "]", ";", "/", "=", "-")


@pytest.mark.parametrize("layout", ["us", "ru", "gr", "fr", "de", "us -variant dvorak"])
def test_keys_to_walk_with_and_signs_are_where_they_are(keyboard, layout):
    xkb.lay_out(layout)
    assert keyboard.tap(*WALK, *SIGNS) == [*WALK, *SIGNS]
    assert keyboard.tap("[", ";", holding=("Shift_L",)) == ["{", ":"]
    keyboard.use("keyboard_1d")
    pairs = tuple("WSEDRFUJIKOL")
    assert keyboard.tap(*pairs) == list(pairs)


@pytest.mark.parametrize(
    ("layout", "undo", "help_key", "quit_key"),
    [
        ("us", "Z", "X", "Q"),
        ("ru", "Z", "X", "Q"),
        ("gr", "Z", "X", "Q"),
        ("de", "Y", "X", "Q"),
        ("us -variant dvorak", "/", "B", "X"),
        ("fr", "W", "X", "Q"),  # its Q is where one walks to the left
    ],
)
def test_a_letter_names_a_command_wherever_it_is(keyboard, layout, undo, help_key, quit_key):
    xkb.lay_out(layout)
    assert keyboard.tap(help_key, quit_key) == ["X", "Q"]
    assert keyboard.tap(undo, holding=("Control_L",)) == ["Ctrl+Z"]


def test_a_letter_of_a_key_to_walk_with_does_nothing_elsewhere(keyboard):
    xkb.lay_out("us -variant dvorak")
    assert keyboard.tap(",", "H", "D") == ["D"]  # the first two print W and D


@pytest.mark.parametrize("layout", ["us", "ru", "gr", "fr", "us -variant dvorak"])
def test_shortcuts_of_the_menus_work_on_every_keyboard(keyboard, layout):
    done = []
    for shortcut in ("Ctrl+K", "Ctrl+1"):
        action = QAction(shortcut, keyboard.window)
        action.setShortcut(shortcut)
        action.triggered.connect(partial(done.append, shortcut))
        keyboard.window.addAction(action)
    xkb.lay_out(layout)
    keyboard.tap("V" if "dvorak" in layout else "K", "1", holding=("Control_L",))
    assert done == ["Ctrl+K", "Ctrl+1"]


def test_help_says_what_is_printed_on_this_keyboard(keyboard):
    def walk_and_quit():
        rows = {row.meaning: row.controls for row in help_rows(PROFILES["keyboard_3d"].bindings)}
        meanings = ("walk on the selected plane", "quit (hold for 1 s)", "smaller steps, ÷ 1.03")
        return tuple(rows[each] for each in meanings)

    with keyboard.qtbot.waitSignal(keyboard.window.keyboard_changed, timeout=30_000):
        xkb.lay_out("fr")
        keyboard.tap("A")
    assert walk_and_quit() == (("Z", "Q", "S", "D"), ("A",), ("¨",))
    xkb.lay_out("ru")
    keyboard.tap("A")
    assert walk_and_quit() == (("Ц", "Ф", "Ы", "В"), ("Й",), ("Shift+Х",))
