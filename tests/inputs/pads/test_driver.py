"""Game pads through real SDL: plugged in and out, told apart, moved, held, rumbling."""

import importlib.util
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clock import Clock
from virtual_pad import UNKNOWN, VirtualPad, is_open, plugged_in, why_not

from hudes_desktop.inputs.pads import sdl as pad_sdl
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.seam.driver import DriverFault, Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

Plug = Callable[..., VirtualPad]


@pytest.fixture
def driver(clock: Clock) -> Iterator[PadDriver]:
    driver = PadDriver(clock=clock)
    driver.open()
    yield driver
    driver.close()


@pytest.fixture
def plug() -> Iterator[Plug]:
    pads: list[VirtualPad] = []

    def plug(*args: object, **kwargs: object) -> VirtualPad:
        pads.append(VirtualPad(*args, **kwargs))
        return pads[-1]

    yield plug
    for pad in pads:
        pad.unplug()


def ids(driver: PadDriver) -> list[str]:
    return [device.id for device in driver.devices()]


def told(events: list[ControlEvent]) -> list[str]:
    """As in "pad 1 a 1" and "pad 1 a 1 again"."""
    return [
        f"{e.device} {e.control.name} {e.value:g}{' again' if e.repeat else ''}" for e in events
    ]


def test_a_pad_is_there_while_it_is_plugged_in_and_keeps_its_name(driver, plug) -> None:
    assert (driver.poll(), driver.state, ids(driver)) == ([], "absent", [])

    pad = plug("Sofa pad")
    assert driver.poll() == []
    assert driver.devices() == [Device("pad 1", "pad", "Sofa pad")]
    assert driver.state == "ready"

    pad.unplug()
    assert driver.poll() == []
    assert (driver.state, ids(driver)) == ("lost", [])

    again = plug("Sofa pad")
    driver.poll()
    assert (driver.state, ids(driver)) == ("ready", ["pad 1"])
    again.button("a", True)
    assert told(driver.poll()) == ["pad 1 a 1"]


def test_a_pad_that_is_there_before_the_program_is_found(driver, plug) -> None:
    plug()
    driver.poll()
    assert ids(driver) == ["pad 1"]


@pytest.mark.parametrize("name", pad_sdl.BUTTONS[:15])
def test_every_button_has_sdls_name(driver, plug, name) -> None:
    pad = plug()
    driver.poll()
    pad.button(name, True)
    assert driver.poll() == [ControlEvent("pad 1", Control("button", name), 1.0)]
    pad.button(name, False)
    if name == "guide":
        time.sleep(0.26)  # SDL holds it for a quarter of a second at least
    assert driver.poll() == [ControlEvent("pad 1", Control("button", name), 0.0)]


@pytest.mark.parametrize("name", pad_sdl.AXES)
def test_axes_have_sdls_names_and_their_raw_values(driver, plug, name) -> None:
    pad = plug()
    driver.poll()
    lowest = 0.0 if name.endswith("trigger") else -1.0
    for value in (1.0, 0.5, 0.01, lowest, 0.0):
        pad.axis(name, value)
        events = driver.poll()
        if events:
            assert [e.control for e in events] == [Control("axis", name)]
            assert events[0].value == pytest.approx(value, abs=1e-4)
            assert -1.0 <= events[0].value <= 1.0
        else:  # a trigger's lowest value is 0 already
            assert (name.endswith("trigger"), value) == (True, 0.0)


def test_events_of_one_poll_come_in_the_order_in_which_they_happened(driver, plug) -> None:
    pad = plug()
    driver.poll()
    for _ in range(200):
        for pressed in (True, False):
            pad.button("b", pressed)
            pad_sdl.library().SDL_JoystickUpdate()
    assert told(driver.poll()) == ["pad 1 b 1", "pad 1 b 0"] * 200


def test_plugging_in_walks_nobody_away(driver, plug) -> None:
    held = plug("Held", resting={0: 1.0, 1: -0.8, 2: 0.1})
    held.button("b", True)
    assert [driver.poll() for _ in range(3)] == [[]] * 3
    assert driver.troubles() == {
        "pad 1": "B, left stick ←→, left stick ↑↓ were held and do nothing until let go"
    }

    held.axis("leftx", 0.6)
    held.axis("rightx", 0.9)
    assert told(driver.poll()) == ["pad 1 rightx 0.899991"]
    held.axis("leftx", 0.0)
    held.button("b", False)
    assert driver.poll() == []
    held.axis("leftx", 1.0)
    held.button("b", True)
    assert told(driver.poll()) == ["pad 1 leftx 1", "pad 1 b 1"]
    assert driver.troubles() == {"pad 1": "left stick ↑↓ was held and does nothing until let go"}


def test_a_pad_that_takes_a_moment_to_say_where_it_is_walks_nobody_away(
    driver, plug, clock, monkeypatch
) -> None:
    monkeypatch.setattr(pad_sdl.Sdl, "has_reported", lambda *_: False)
    pad = plug()
    driver.poll()
    pad.axis("leftx", 1.0)
    pad.button("b", True)
    assert driver.poll() == []
    clock.now += 0.3
    assert driver.poll() == []
    pad.axis("leftx", 0.8)
    pad.axis("lefty", 1.0)
    assert told(driver.poll()) == ["pad 1 lefty 1"]


def test_unplugged_in_the_middle_of_a_turn_everything_is_let_go(driver, plug, clock) -> None:
    pad = plug()
    other = plug("Other", product=1)
    driver.poll()
    pad.axis("leftx", 1.0)
    pad.button("dpup", True)
    pad.button("guide", True)
    other.axis("leftx", 0.5)
    driver.poll()

    pad.unplug()
    released = ["pad 1 dpup 0", "pad 1 guide 0", "pad 1 leftx 0"]
    assert sorted(told(driver.poll())) == released
    clock.now += 10
    assert driver.poll() == []
    assert ids(driver) == ["pad 2"]
    other.axis("leftx", 0.0)
    assert told(driver.poll()) == ["pad 2 leftx 0"]


def test_pads_are_told_apart_and_get_their_numbers_back(driver, plug) -> None:
    left, right = plug("Left", product=1), plug("Right", product=2)
    driver.poll()
    left.button("a", True)
    right.button("b", True)
    assert sorted(told(driver.poll())) == ["pad 1 a 1", "pad 2 b 1"]

    left.unplug()
    right.unplug()
    driver.poll()
    plug("Right", product=2)
    driver.poll()
    assert driver.devices() == [Device("pad 2", "pad", "Right")]
    plug("Left", product=1)
    driver.poll()
    assert ids(driver) == ["pad 2", "pad 1"]


def test_a_taken_number_is_not_given_back(driver, plug) -> None:
    left = plug("Left", product=1)
    driver.poll()
    left.unplug()
    driver.poll()
    plug("New", product=3)
    driver.poll()
    plug("Left", product=1)
    driver.poll()
    assert [(d.id, d.title) for d in driver.devices()] == [("pad 1", "New"), ("pad 2", "Left")]


def test_out_and_in_between_two_polls_is_seen(driver, plug) -> None:
    pad = plug()
    driver.poll()
    pad.button("a", True)
    driver.poll()
    pad.unplug()
    plug().button("x", True)
    assert told(driver.poll()) == ["pad 1 a 0"]
    assert ids(driver) == ["pad 1"]
    plug("Gone at once").unplug()
    assert driver.poll() == []
    assert ids(driver) == ["pad 1"]


def test_a_pad_that_lost_its_radio_link_is_let_go_of_when_its_twin_comes(
    driver, plug, clock
) -> None:
    lost = plug("P")
    driver.poll()
    lost.axis("leftx", 1.0)
    lost.button("dpup", True)
    assert len(driver.poll()) == 2
    clock.now += 0.3
    plug("P")
    driver.poll()
    clock.now += 0.6
    assert sorted(told(driver.poll())) == ["pad 1 dpup 0", "pad 1 leftx 0"]
    clock.now += 10
    assert driver.poll() == []
    assert driver.troubles() == {
        "pad 1": "D-pad up, left stick ←→ were held and do nothing until let go"
    }


def test_a_pad_that_goes_on_reporting_keeps_what_it_holds_when_its_twin_comes(
    driver, plug, clock
) -> None:
    pad, other = plug("P"), plug("Q", product=7)
    driver.poll()
    pad.axis("leftx", 1.0)
    other.axis("leftx", 1.0)
    driver.poll()
    plug("P")
    driver.poll()
    clock.now += 0.3
    pad.axis("leftx", 0.9)
    driver.poll()
    clock.now += 2
    assert driver.poll() == []


def test_a_stick_that_is_held_without_the_slightest_change_is_asked_about(
    driver, plug, clock
) -> None:
    pad = plug()
    driver.poll()
    pad.axis("lefty", 1.0)
    pad.button("a", True)
    driver.poll()
    clock.now += 9
    assert driver.troubles() == {}
    clock.now += 2
    assert list(driver.troubles()) == ["pad 1"]
    assert "is the pad still there?" in driver.troubles()["pad 1"]
    pad.axis("lefty", 0.99)
    driver.poll()
    assert driver.troubles() == {}


def test_a_joystick_that_sdl_has_no_mapping_for_is_one_line_with_the_way_out(driver, plug) -> None:
    stranger = plug("Stranger", kind=UNKNOWN, axes=8, buttons=32)
    driver.poll()
    assert driver.troubles() == {
        f"joystick {stranger.instance}": "Stranger is not known as a game pad; "
        "Help → Controllers shows it its buttons"
    }
    assert [each.name for each in driver.joysticks()] == ["Stranger"]
    stranger.unplug()
    driver.poll()
    assert driver.troubles() == {}


def test_the_sensor_of_a_lid_is_no_joystick(driver, plug) -> None:
    plug("lid", kind=UNKNOWN, axes=3, buttons=0)
    driver.poll()
    assert (driver.troubles(), driver.joysticks(), driver.unmapped()) == ({}, [], {})


def test_a_fifth_pad_is_ignored_in_one_line_until_there_is_a_place(driver, plug, caplog) -> None:
    caplog.set_level(logging.INFO)
    pads = [plug(f"Pad {n}", product=n) for n in range(1, 6)]
    driver.poll()
    plug("No game pad", kind=UNKNOWN).unplug()
    driver.poll()
    assert ids(driver) == ["pad 1", "pad 2", "pad 3", "pad 4"]
    line = "a game pad is ignored, Pad 5: only 4 can be used at once"
    assert [r.getMessage() for r in caplog.records if "ignored" in r.getMessage()] == [line]
    assert list(driver.troubles().values()) == [line]
    pads[4].button("a", True)
    assert driver.poll() == []

    pads[4].button("a", False)
    pads[1].unplug()
    driver.poll()
    assert driver.devices()[-1] == Device("pad 2", "pad", "Pad 5")
    assert driver.troubles() == {}


def test_held_buttons_repeat_as_the_profile_wants(driver, plug, clock) -> None:
    timings = {"dpup": RepeatTiming(0.3, 0.1)}
    driver.timing = lambda _, control: timings.get(control.name)
    pad = plug()
    driver.poll()
    pad.button("dpup", True)
    pad.button("a", True)
    assert sorted(told(driver.poll())) == ["pad 1 a 1", "pad 1 dpup 1"]
    made = []
    for _ in range(100):
        clock.now += 0.01
        made += told(driver.poll())
    assert made == ["pad 1 dpup 1 again"] * 8
    pad.button("dpup", False)
    driver.poll()
    clock.now += 1
    assert driver.poll() == []


def test_letting_go_of_all_releases_once_and_wants_a_new_press(driver, plug, clock) -> None:
    pad = plug()
    driver.poll()
    pad.button("dpup", True)
    pad.axis("leftx", 1.0)
    pad.axis("lefttrigger", 0.7)
    driver.poll()

    driver.release_all()
    pad.axis("leftx", 0.9)  # still pushed
    assert sorted(told(driver.poll())) == [
        "pad 1 dpup 0",
        "pad 1 lefttrigger 0",
        "pad 1 leftx 0",
    ]
    pad.button("a", True)
    assert told(driver.poll()) == ["pad 1 a 1"]
    clock.now += 5
    assert set(told(driver.poll())) == {"pad 1 a 1 again"}
    pad.button("a", False)
    assert told(driver.poll()) == ["pad 1 a 0"]
    pad.button("dpup", False)
    pad.axis("leftx", 0.0)
    assert driver.poll() == []
    pad.button("dpup", True)
    pad.axis("leftx", -1.0)
    assert sorted(told(driver.poll())) == ["pad 1 dpup 1", "pad 1 leftx -1"]


def rumble(low: float, high: float, seconds: float) -> list[Light]:
    return [
        Light(Control("button", "rumble_low"), low, seconds),
        Light(Control("button", "rumble_high"), high, seconds),
    ]


def test_a_pad_rumbles_as_strongly_as_it_is_told_and_no_other_does(driver, plug) -> None:
    pad, other = plug("One", product=1), plug("Two", product=2)
    driver.poll()
    driver.show("pad 1", rumble(1.0, 0.25, 5.0))
    driver.poll()
    (strengths,) = pad.rumbles
    assert strengths == pytest.approx((1.0, 0.25), abs=1e-4)
    assert other.rumbles == []


def test_a_rumble_ends_after_its_time(driver, plug) -> None:
    pad = plug()
    driver.poll()
    driver.show("pad 1", rumble(1.0, 1.0, 0.03))
    assert pad.rumbles == [(1.0, 1.0)]
    for _ in range(50):
        time.sleep(0.01)
        driver.poll()
    assert pad.rumbles == [(1.0, 1.0), (0.0, 0.0)]


def test_of_many_rumbles_the_latest_wins_and_a_radio_link_is_not_flooded(
    driver, plug, clock
) -> None:
    pad = plug()
    driver.poll()
    for step in range(1, 101):
        driver.show("pad 1", rumble(step / 100, 0.0, 1.0))
        clock.now += 0.001
    clock.now += 0.02
    driver.poll()
    assert 4 <= len(pad.rumbles) <= 7
    assert pad.rumbles[-1] == pytest.approx((1.0, 0.0), abs=1e-4)


def test_rumble_is_nothing_on_a_pad_without_motors_or_one_that_is_gone(driver, plug) -> None:
    pad = plug(has_motors=False)
    driver.poll()
    driver.show("pad 1", rumble(1.0, 1.0, 0.1))
    pad.unplug()
    driver.show("pad 1", rumble(1.0, 1.0, 0.1))
    driver.poll()
    driver.show("pad 1", rumble(1.0, 1.0, 0.1))
    assert driver.state == "lost"


def test_closing_stops_rumble_and_it_may_be_opened_again(driver, plug) -> None:
    pad = plug()
    driver.poll()
    driver.show("pad 1", rumble(1.0, 1.0, 60.0))
    driver.close()
    assert pad.rumbles[-1] == (0.0, 0.0)
    assert (driver.poll(), driver.state, ids(driver)) == ([], "absent", [])
    driver.open()
    driver.poll()
    assert ids(driver) == ["pad 1"]
    pad.button("y", True)
    assert told(driver.poll()) == ["pad 1 y 1"]


def test_a_thousand_times_in_and_out_leave_nothing_behind(driver, plug) -> None:
    seen = []

    def cycle(times: int) -> None:
        for _ in range(times):
            pad = VirtualPad()
            driver.poll()
            seen.append(pad.instance)
            assert driver.raw(pad.instance) is not None
            pad.button("a", True)
            driver.show("pad 1", rumble(0.5, 0.5, 1.0))
            assert told(driver.poll()) == ["pad 1 a 1"]
            pad.unplug()
            assert told(driver.poll()) == ["pad 1 a 0"]

    def left() -> tuple[int, ...]:
        kept = (driver._pads, driver._sticks, driver._refused, driver._last_guids)
        return (
            len(list(Path("/proc/self/fd").iterdir())),
            len(list(Path("/proc/self/task").iterdir())),
            plugged_in(),
            sum(map(is_open, seen)),
            pad_sdl.library().SDL_PeepEvents(None, 0, 1, 0, 0xFFFF),  # events nobody takes
            *map(len, kept),
        )

    cycle(10)
    before = left()
    cycle(1000)
    assert left() == before
    assert driver.state == "lost"


def test_without_pygame_one_line_says_what_to_install(monkeypatch) -> None:
    pad_sdl.library.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    driver = PadDriver()
    with pytest.raises(DriverFault, match=r"^game pads need pygame.*pip install pygame$"):
        driver.open()
    assert (driver.state, driver.poll(), driver.devices()) == ("absent", [], [])


@pytest.mark.parametrize("content", [None, b"no library"])
def test_with_a_broken_pygame_one_line_says_what_to_do(monkeypatch, tmp_path, content) -> None:
    package = tmp_path / "pygame"
    package.mkdir()
    (package / "__init__.py").touch()
    if content is not None:
        (package / "joystick.abi3.so").write_bytes(content)
    pad_sdl.library.cache_clear()
    monkeypatch.delitem(sys.modules, "pygame", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DriverFault, match=r"--force-reinstall pygame$") as caught:
        PadDriver().open()
    assert "\n" not in str(caught.value)


PROGRAM = """
import os, signal, sys
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.pads.sdl import library
driver = PadDriver()
driver.open()
driver.poll()
assert not library().SDL_WasInit(0x20), "SDL has a video system beside Qt's"
assert "pygame" not in sys.modules, "pygame was imported: that takes time, and is not needed"
print("ready", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
driver.poll()
signal.pause()
"""


def test_sdl_opens_no_screen_and_leaves_the_programs_signals_alone() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("ready\n", "")
    assert done.returncode == -signal.SIGTERM
