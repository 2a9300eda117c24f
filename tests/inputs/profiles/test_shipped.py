"""Every shipped profile: sound, complete, explained, and proof against whatever a device says."""

import math
from dataclasses import fields
from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver
from help_lines import help_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from hudes_desktop.descent.actions import NextBatch, NextSubspace, Step, Undo
from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.bindings.window_actions import (
    Intent,
    Orbit,
    Quit,
    ResetView,
    ToggleHelp,
    Walk,
)
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.profiles.file import load, parse
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.profiles.text import save, text_of
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.store.paths import controllers_dir

FILES = sorted(controllers_dir().glob("*.toml"))
NAMES = [file.stem for file in FILES]
PROFILES = {file.stem: load(file) for file in FILES}
VALUES = {
    "key": st.sampled_from([0.0, 1.0]),
    "button": st.sampled_from([0.0, 1.0]),
    "motion": st.floats(-1e9, 1e9),
    "axis": st.floats(-1.5, 1.5),
    "control_change": st.integers(0, 127),
    "note": st.integers(0, 127),
    "pitch_bend": st.integers(0, 16383),
    "nrpn": st.integers(0, 16383),
}


def test_all_that_are_promised_are_there() -> None:
    assert NAMES == [
        "akai_midimix",
        "generic_mixer",
        "keyboard_1d",
        "keyboard_1d_alt",
        "keyboard_3d",
        "korg_nanokontrol2",
        "mackie_control",
        "mouse",
        "xbox",
        "xtouch_mini",
        "xtouch_mini_mc",
    ]


def controls_of(profile: Profile) -> list[Control]:
    """All that it binds, and something that it doesn't; * as some number."""
    bound = [control for binding in profile.bindings for control in binding.controls]
    bound += [layer.control for layer in profile.layers]
    named = [
        Control(each.kind, 5 if each.name == ANY else each.name, _channel(each)) for each in bound
    ]
    return [*named, Control("note", 126, 16), Control("key", "F35"), Control("axis", "none")]


def _channel(control: Control) -> int | None:
    midi = control.kind in ("control_change", "note", "pitch_bend")
    return (control.channel or 4) if midi else None


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_device_says_makes_finite_actions(name: str, data: st.DataObject) -> None:
    profile = PROFILES[name]
    clock, driver = Clock(), FakeDriver(profile.driver)
    hub = Hub(clock)
    hub.set_profile(profile.driver, profile)
    hub.add(driver)
    controls = st.sampled_from(controls_of(profile))
    for _ in range(data.draw(st.integers(1, 12))):
        for control in data.draw(st.lists(controls, max_size=6)):
            driver.say(control, data.draw(VALUES[control.kind]))
        if data.draw(st.booleans()):
            told = st.sampled_from(["step_exponent", "position.0", "slope.1", "loss_increase"])
            hub.set_values({data.draw(told): data.draw(st.floats(-1e9, 1e9))})
        clock.now += data.draw(st.floats(0, 3))
        for made in hub.poll():
            assert isinstance(made, Intent)
            numbers = [getattr(made, field.name) for field in fields(made)]
            assert all(math.isfinite(number) for number in numbers)
        for _, light in driver.shown:
            assert 0 <= light.value <= (16383 if light.control.kind == "pitch_bend" else 127)
        driver.shown.clear()


@pytest.mark.parametrize("name", NAMES)
def test_the_help_page_names_every_control_in_words(name: str) -> None:
    profile = PROFILES[name]
    rows = help_lines(profile.bindings)
    assert all(controls and meaning for controls, meaning in rows)
    assert len({meaning for _, meaning in rows}) == len(rows)
    labels = [binding for binding in profile.bindings if binding.label]
    if profile.driver == "midi" and name != "generic_mixer":
        assert len(labels) == len(profile.bindings)  # nobody knows what CC 17 is


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_written_as_it_was_read(name: str, tmp_path: Path) -> None:
    profile = PROFILES[name]
    assert parse(text_of(profile), tmp_path / "x.toml") == profile
    file = tmp_path / "new" / f"{name}.toml"
    save(profile, file)
    assert load(file) == profile


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("mouse", "generic_mixer")])
def test_whoever_has_only_this_device_can_play(name: str) -> None:
    actions = [binding.action for binding in PROFILES[name].bindings]
    kinds = {type(action) for action in actions}
    assert {NextSubspace, NextBatch, Undo, ToggleHelp, ResetView, Quit} <= kinds
    assert kinds & {Step, Walk}
    holds = {b.hold for b in PROFILES[name].bindings if isinstance(b.action, Quit)}
    assert holds == {1.0}


def axes_of(name: str) -> list[int]:
    made = [binding.action for binding in PROFILES[name].bindings]
    return sorted({action.axis for action in made if isinstance(action, Step)})


def test_desks_have_the_axes_that_they_have_knobs_for() -> None:
    assert axes_of("akai_midimix") == list(range(32))
    assert axes_of("xtouch_mini") == axes_of("xtouch_mini_mc") == list(range(16))
    assert axes_of("korg_nanokontrol2") == list(range(15))
    rows = dict(help_lines(PROFILES["akai_midimix"].bindings))
    assert rows["knob 1–24  fader 1–8"] == "walk along axes 1–32"


def test_the_left_stick_walks_as_one_sees_it_and_the_right_one_turns() -> None:
    sticks = {b.control.name: b.action for b in PROFILES["xbox"].bindings if b.second}
    assert sticks["leftx"].right > 0 > sticks["leftx"].forward  # up is the negative side
    assert isinstance(sticks["leftx"], Walk)
    assert isinstance(sticks["rightx"], Orbit)
    assert ("left stick", "walk on the selected plane") in help_lines(PROFILES["xbox"].bindings)


def test_the_other_1d_keyboard_goes_forward_with_the_right_hand_only() -> None:
    steps = {
        str(b.control.name): b.action
        for b in PROFILES["keyboard_1d_alt"].bindings
        if isinstance(b.action, Step)
    }
    assert {key for key, step in steps.items() if step.amount > 0} == set("UIOJKL")
    assert {key for key, step in steps.items() if step.amount < 0} == set("WERSDF")
    assert [steps[key].axis for key in "UIOJKL"] == [steps[key].axis for key in "WERSDF"]
