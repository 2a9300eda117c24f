"""A profile finds the binding of a control; the shipped ones are sound and explain themselves."""

from pathlib import Path

import pytest
from help_lines import help_lines

from hudes_desktop.descent.actions import ChangeStepSize, Redo, SelectPlane, Step, Undo
from hudes_desktop.inputs.bindings.window_actions import Orbit, PageAxes, Quit, Walk
from hudes_desktop.inputs.keyboard_mouse.key_names import is_key_name
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

CONTROLLERS = Path(__file__).parents[3] / "controllers"
SHIPPED = sorted(CONTROLLERS.glob("*.toml"))
KEYBOARDS = [file for file in SHIPPED if file.stem.startswith("keyboard")]


def key(name: str) -> Control:
    return Control("key", name)


def made_by(profile: Profile, name: str) -> object:
    binding = profile.binding(key(name))
    return binding.action if binding else None


def test_both_keyboards_are_shipped() -> None:
    assert {"keyboard_1d.toml", "keyboard_3d.toml"} <= {file.name for file in SHIPPED}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_profile_loads_and_its_help_names_every_control(file: Path) -> None:
    profile = load(file)
    rows = help_lines(profile.bindings)
    assert all(controls and meaning for controls, meaning in rows)
    if profile.driver == "keyboard":  # both directions of a mouse's drag have one name
        assert sum(len(controls.split("  ")) for controls, _ in rows) == len(profile.bindings)
    meanings = [meaning for _, meaning in rows]
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize("file", KEYBOARDS, ids=lambda file: file.stem)
def test_whatever_is_undone_can_be_redone_and_one_can_quit(file: Path) -> None:
    profile = load(file)
    assert made_by(profile, "Ctrl+Z") == Undo()
    assert made_by(profile, "Ctrl+Shift+Z") == Redo()
    quitting = [binding for binding in profile.bindings if binding.action == Quit()]
    assert [binding.hold for binding in quitting] == [1.0]


def test_keyboard_3d_has_the_keys_of_the_field() -> None:
    profile = load(CONTROLLERS / "keyboard_3d.toml")
    assert made_by(profile, "W") == Walk(forward=0.25)
    assert made_by(profile, "S") == Walk(forward=-0.25)
    assert made_by(profile, "A") == Walk(right=-0.25)
    assert made_by(profile, "D") == Walk(right=0.25)
    assert made_by(profile, "Left") == Orbit(yaw=-10)
    assert made_by(profile, "Up") == Orbit(pitch=5)
    assert made_by(profile, "[") == ChangeStepSize(-0.05)
    assert made_by(profile, "}") == ChangeStepSize(0.0125)
    assert made_by(profile, "ShiftLeft") == SelectPlane(-1)
    assert profile.binding(key("W")).repeat == RepeatTiming(0.2, 0.05)
    assert profile.binding(key("Space")).repeat is None
    assert profile.binding(key("F12")) is None
    assert ("W  A  S  D", "walk on the selected plane") in help_lines(profile.bindings)
    assert ("Q", "quit (hold for 1 s)") in help_lines(profile.bindings)


@pytest.mark.parametrize(
    ("name", "turn"),
    [("keyboard_3d", SelectPlane), ("keyboard_1d", PageAxes), ("keyboard_1d_alt", PageAxes)],
)
def test_planes_and_axes_are_chosen_both_ways_without_shift(name: str, turn: type) -> None:
    """With Sticky Keys a tap of Shift holds it down, and five taps ask for Sticky Keys."""
    bindings = load(CONTROLLERS / f"{name}.toml").bindings
    made = [each.action for each in bindings if "Shift" not in str(each.control.name)]
    assert {turn(1), turn(-1)} <= set(made)


def test_keyboard_1d_has_a_pair_of_keys_for_each_of_six_axes() -> None:
    profile = load(CONTROLLERS / "keyboard_1d.toml")
    for axis, (plus, minus) in enumerate(["WS", "ED", "RF", "UJ", "IK", "OL"]):
        assert made_by(profile, plus) == Step(axis, 1.0)
        assert made_by(profile, minus) == Step(axis, -1.0)
        row = (f"{plus}  {minus}", f"walk along axis {axis + 1}: +1, −1 step")
        assert row in help_lines(profile.bindings)


def test_help_says_what_is_bound_not_what_was_meant() -> None:
    bindings = [
        Binding(key("A"), ChangeStepSize(-1.0)),
        Binding(key("Ctrl+Left"), Step(1, 0.5)),
        Binding(key("Return"), Quit(), hold=0.5),
    ]
    assert help_lines(bindings) == [
        ("A", "smaller steps, ÷ 10"),
        ("Ctrl+←", "walk along axis 2: +0.5 step"),
        ("Enter", "quit (hold for 0.5 s)"),
    ]


def test_no_control_is_bound_twice() -> None:
    twice = [Binding(key("A"), Undo()), Binding(key("A"), Redo())]
    with pytest.raises(ValueError, match="twice"):
        Profile("test", "keyboard", twice)


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("W", True),
        ("[", True),
        ("+", True),
        ("Ctrl++", True),
        ("Ctrl+Shift+Z", True),
        ("ShiftLeft", True),
        ("Ctrl+Return", True),
        ("F12", True),
        ("Ä", True),
        ("w", False),
        ("", False),
        (" ", False),
        ("Ctrl+", False),
        ("Shift+Tab", True),
        ("Shift+W", False),
        ("Shift+Ctrl+Z", False),
        ("Ctrl+Ctrl+Z", False),
        ("Control+Z", False),
        ("WW", False),
        ("W+", False),
    ],
)
def test_key_names_have_one_spelling(name: str, valid: bool) -> None:
    assert is_key_name(name) is valid
