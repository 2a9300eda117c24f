"""The keyboard: its own repeats, debounce of what X servers invent, and focus loss."""

import pytest
from clock import Clock

from hudes_desktop.descent.actions import ChangeStepSize, Redo, SelectPlane
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.keyboard_mouse.keyboard import KeyboardDriver
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.store.paths import controllers_dir


@pytest.fixture
def keyboard(clock: Clock) -> KeyboardDriver:
    driver = KeyboardDriver(clock)
    driver.open()
    return driver


def told(events: list[ControlEvent]) -> list[str]:
    """ "W+" pressed, "W*" repeated, "W-" released."""
    return [f"{e.control.name}{'*' if e.repeat else '+' if e.value else '-'}" for e in events]


def after(clock: Clock, keyboard: KeyboardDriver, seconds: float) -> list[str]:
    clock.now += seconds
    return told(keyboard.poll())


def test_a_tap_is_a_press_and_a_release_once(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.release("W")
    events = keyboard.poll()
    key = Control("key", "W")
    assert events == [
        ControlEvent("keyboard", key, 1.0),
        ControlEvent("keyboard", key, 0.0),
    ]
    assert after(clock, keyboard, 5) == []


def test_a_held_key_repeats_after_200_ms_and_then_every_50_ms(clock, keyboard) -> None:
    keyboard.press("W")
    assert told(keyboard.poll()) == ["W+"]
    times = [ms for ms in range(1, 500) if after(clock, keyboard, 0.001)]
    assert times == pytest.approx([200, 250, 300, 350, 400, 450], abs=1)


@pytest.mark.parametrize("frame", [0.004, 0.016, 0.033, 0.1])
def test_the_rate_does_not_depend_on_how_often_one_asks(clock, keyboard, frame) -> None:
    keyboard.press("W")
    keyboard.poll()
    repeats = 0
    end = clock.now + 10.0
    while clock.now < end:
        repeats += len(after(clock, keyboard, frame))
    assert repeats == pytest.approx((10.0 - 0.2) / 0.05, abs=3)


def test_all_held_keys_repeat(clock, keyboard) -> None:
    keyboard.press("W")
    clock.now += 0.01
    keyboard.press("D")
    keyboard.poll()
    assert after(clock, keyboard, 0.21) == ["W*", "D*"]
    keyboard.release("W")
    assert after(clock, keyboard, 0.051) == ["D*"]
    assert after(clock, keyboard, 0.051) == ["W-", "D*"]


def test_after_a_stall_at_most_a_quarter_of_a_second_is_made_good(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.poll()
    assert after(clock, keyboard, 2.01) == ["W*"] * 5
    assert after(clock, keyboard, 0.051) == ["W*"]


def test_timing_is_asked_for_each_key_when_it_goes_down(clock, keyboard) -> None:
    slow = RepeatTiming(delay=1.0, interval=0.5)
    keyboard.timing = lambda _, control: slow if control.name == "Z" else None
    keyboard.press("Z")
    keyboard.press("Space")
    keyboard.poll()
    assert after(clock, keyboard, 0.99) == []
    assert after(clock, keyboard, 0.02) == ["Z*"]
    assert after(clock, keyboard, 0.48) == []
    assert after(clock, keyboard, 0.02) == ["Z*"]


def test_the_auto_repeat_of_the_system_is_ignored(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.poll()
    for _ in range(3):
        clock.now += 0.03
        keyboard.press("W")
    assert told(keyboard.poll()) == []


def test_a_release_that_an_x_server_invents_is_not_believed(clock, keyboard) -> None:
    keyboard.press("W")
    clock.now += 0.31
    keyboard.poll()
    keyboard.release("W")
    assert after(clock, keyboard, 0.03) == []
    keyboard.press("W")
    assert after(clock, keyboard, 0.03) == ["W*"]
    assert after(clock, keyboard, 0.05) == ["W*"]
    keyboard.release("W")
    assert after(clock, keyboard, 0.061) == ["W-"]
    assert after(clock, keyboard, 1.0) == []


def test_a_key_let_go_does_not_walk_on_while_its_release_is_in_doubt(clock, keyboard) -> None:
    keyboard.press("W")
    clock.now += 0.249
    keyboard.poll()
    keyboard.release("W")
    assert after(clock, keyboard, 0.04) == []
    assert after(clock, keyboard, 0.03) == ["W-"]


def test_a_press_after_the_debounce_is_a_new_press(clock, keyboard) -> None:
    keyboard.press("W")
    clock.now += 0.21
    keyboard.poll()
    keyboard.release("W")
    clock.now += 0.061
    keyboard.press("W")
    assert told(keyboard.poll()) == ["W-", "W+"]
    assert after(clock, keyboard, 0.19) == []
    assert after(clock, keyboard, 0.02) == ["W*"]


def test_quick_taps_all_count(clock, keyboard) -> None:
    for _ in range(10):
        keyboard.press("W")
        clock.now += 0.02
        keyboard.release("W")
        clock.now += 0.02
    assert told(keyboard.poll()) == ["W+", "W-"] * 10


def test_losing_the_focus_releases_every_key(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.press("Ctrl+Z")
    clock.now += 0.3
    keyboard.poll()
    keyboard.release("W")
    keyboard.release_all()
    assert told(keyboard.poll()) == ["W-", "Ctrl+Z-"]
    assert after(clock, keyboard, 5) == []
    keyboard.release("W")  # seen by the window after the focus is back
    assert after(clock, keyboard, 5) == []
    keyboard.press("W")
    assert told(keyboard.poll()) == ["W+"]


def test_a_modifier_is_no_control_while_it_modifies(clock, keyboard) -> None:
    keyboard.press("Control")
    keyboard.press("ShiftLeft")
    keyboard.press("Ctrl+Shift+Z")
    for key in ("Ctrl+Shift+Z", "ShiftLeft", "Control"):
        keyboard.release(key)
    assert told(keyboard.poll()) == ["Ctrl+Shift+Z+", "Ctrl+Shift+Z-"]
    keyboard.press("ShiftLeft")
    clock.now += 0.5
    keyboard.press("{")
    keyboard.release("{")
    keyboard.release("ShiftLeft")
    assert after(clock, keyboard, 0.1) == ["{+", "{-"]


def test_a_lone_tap_of_a_modifier_is_reported_when_it_is_let_go(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.press("ShiftLeft")
    assert told(keyboard.poll()) == ["W+"]
    keyboard.release("ShiftLeft")
    assert told(keyboard.poll()) == ["ShiftLeft+", "ShiftLeft-"]
    keyboard.release("W")
    keyboard.press("Control")
    keyboard.press("ShiftLeft")  # Ctrl with Shift is neither alone
    keyboard.release("ShiftLeft")
    keyboard.release("Control")
    assert told(keyboard.poll()) == ["W-"]


def test_a_modifier_of_a_drag_is_no_tap(keyboard) -> None:
    keyboard.press("ShiftLeft")
    keyboard.use_modifiers()
    keyboard.release("ShiftLeft")
    assert keyboard.poll() == []


def test_a_held_modifier_that_loses_the_focus_was_not_tapped(keyboard) -> None:
    keyboard.press("ShiftLeft")
    keyboard.release_all()
    assert keyboard.poll() == []


def test_a_release_without_a_press_is_nothing(keyboard) -> None:
    keyboard.release("W")
    assert keyboard.poll() == []


def test_closing_forgets_every_key(clock, keyboard) -> None:
    keyboard.press("W")
    keyboard.close()
    keyboard.open()
    assert after(clock, keyboard, 1.0) == []
    assert keyboard.state == "ready"


@pytest.fixture
def hub(clock, keyboard) -> Hub:
    """The shipped keyboard in use."""
    hub = Hub(clock)
    hub.set_profile("keyboard", load(controllers_dir() / "keyboard_3d.toml"))
    hub.add(keyboard)
    return hub


def test_shift_chooses_a_plane_only_where_it_was_tapped_alone(keyboard, hub) -> None:
    for key in ("Control", "ShiftLeft", "Ctrl+Shift+Z"):
        keyboard.press(key)
    for key in ("Ctrl+Shift+Z", "ShiftLeft", "Control"):
        keyboard.release(key)
    assert hub.poll() == [Redo()]
    keyboard.press("ShiftLeft")
    keyboard.press("{")
    keyboard.release("{")
    keyboard.release("ShiftLeft")
    assert hub.poll() == [ChangeStepSize(-0.0125)]
    keyboard.press("ShiftLeft")
    assert hub.poll() == []
    keyboard.release("ShiftLeft")
    assert hub.poll() == [SelectPlane(-1)]
