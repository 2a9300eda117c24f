"""What is printed on the keys, where no server tells it: it is learnt key by key."""

import pytest

from hudes_desktop.descent.actions import Undo
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.key_choice import KeyChoice, KeyToTeach
from hudes_desktop.inputs.bindings.window_actions import Quit, ToggleHelp, Walk
from hudes_desktop.inputs.keyboard_mouse.layout import POSITIONS, KeyboardLayout
from hudes_desktop.inputs.seam.events import Control

AZERTY = {"Q": "A", "W": "Z", "A": "Q", "Z": "W", ";": "M", "M": ",", "/": "!"}


@pytest.fixture
def layout(monkeypatch: pytest.MonkeyPatch) -> KeyboardLayout:
    """Of a keyboard that can't be asked."""
    monkeypatch.delenv("DISPLAY", raising=False)
    return KeyboardLayout()


def test_what_a_key_makes_is_learnt_once(layout: KeyboardLayout) -> None:
    assert [layout.printed(key) for key in "WA"] == ["W", "A"]
    assert layout.saw("W", "z")
    assert layout.saw("A", "q")
    assert not layout.saw("W", "z")
    assert not layout.saw("A", "q")
    assert not layout.refresh()
    assert [layout.printed(key) for key in "WAS"] == ["Z", "Q", "S"]
    assert layout.saw("W", "w")  # another layout now
    assert layout.printed("W") == "W"


def test_a_sign_above_another_one_is_that_key_with_shift(layout: KeyboardLayout) -> None:
    assert layout.printed("{") == "{"
    layout.saw("[", "ü")
    assert (layout.printed("["), layout.printed("{")) == ("Ü", "Shift+Ü")
    layout.saw("-", "ß")
    assert layout.printed("-") == "ß"  # whose capital would be two letters


def test_a_key_has_one_name_for_the_profile(layout: KeyboardLayout) -> None:
    for position, printed in AZERTY.items():
        layout.saw(position, printed)
    actions = {"W": Walk(forward=1), "A": Walk(right=-1), "Q": Quit(), "X": ToggleHelp()}
    actions["Ctrl+Z"] = Undo()
    bindings = [Binding(Control("key", key), action) for key, action in actions.items()]
    keys = KeyChoice(layout, bindings)
    named = {
        position: keys.name(position, layout.printed(position)) for position in POSITIONS.values()
    }
    assert {key: name for key, name in named.items() if name in actions} == {
        "W": "W", "A": "A", "Q": "Q", "X": "X"}  # fmt: skip
    assert keys.name("Ctrl+W", "Ctrl+Z") == "Ctrl+Z"
    assert named["Z"] is None  # it prints W, and W is a position
    assert keys.name(None, "W") == "W"  # where positions aren't known, letters have to do
    assert [keys.shown(key) for key in ("W", "A", "Q", "X", "Ctrl+Z", "Left")] == [
        "Z", "Q", "A", "X", "Ctrl+Z", "←"]  # fmt: skip


def test_a_key_is_taught_as_a_position_to_walk_with_and_as_a_letter_otherwise(
    layout: KeyboardLayout,
) -> None:
    walk, undo = KeyToTeach(layout, Walk(forward=1)), KeyToTeach(layout, Undo())
    assert (walk.name("W", "Z"), undo.name("W", "Z")) == ("W", "Z")
    assert (walk.name("W", None), undo.name("W", None)) == ("W", "W")
    assert undo.name("/", "!") == "/"
