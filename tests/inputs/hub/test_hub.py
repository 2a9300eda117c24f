"""The hub: every driver's events through its profile, once a frame; a failed one harms no other."""

import logging
from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver

from hudes_desktop.descent.actions import NextSubspace, SgdStep, Step
from hudes_desktop.inputs.bindings.window_actions import Quit, Roll, Walk
from hudes_desktop.inputs.hub.hub import MAX_CAPTURED, DeviceStatus, Hub
from hudes_desktop.inputs.keyboard_mouse.keyboard import KeyboardDriver
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device

CONTROLLERS = Path(__file__).parents[3] / "controllers"


DESK = Profile(
    "Desk",
    "desk",
    [
        Binding(Control("button", 1), SgdStep()),
        Binding(Control("button", 2), NextSubspace(), hold=0.5),
    ],
)


class TroubledDriver(FakeDriver):
    """One that can be troubled while it works."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.amiss: dict[str, str] = {}

    def troubles(self) -> dict[str, str]:
        return dict(self.amiss)


@pytest.fixture
def keyboard(clock: Clock) -> KeyboardDriver:
    return KeyboardDriver(clock)


@pytest.fixture
def desk() -> FakeDriver:
    return FakeDriver("desk")


@pytest.fixture
def hub(clock: Clock, keyboard: KeyboardDriver, desk: FakeDriver) -> Hub:
    hub = Hub(clock)
    hub.set_profile("keyboard", load(CONTROLLERS / "keyboard_3d.toml"))
    hub.set_profile("desk", DESK)
    hub.add(keyboard)
    hub.add(desk)
    return hub


def test_actions_and_intents_come_in_the_order_of_the_presses(hub, keyboard, desk) -> None:
    desk.say(Control("button", 1), 1)
    keyboard.press("D")
    keyboard.press("Space")
    keyboard.press("W")
    assert hub.poll() == [Walk(right=0.25), NextSubspace(), Walk(forward=0.25), SgdStep()]
    assert hub.poll() == []


def test_two_keys_held_walk_in_both_directions_at_the_rate_of_the_profile(
    hub, keyboard, clock
) -> None:
    keyboard.press("W")
    keyboard.press("D")
    walked = [0.0, 0.0]
    for _ in range(100):  # polls at 0, 10, … 990 ms: the press, then repeats from 200 to 950 ms
        for intent in hub.poll():
            walked[0] += intent.right
            walked[1] += intent.forward
        clock.now += 0.010
    assert walked == pytest.approx([17 * 0.25, 17 * 0.25], abs=0.25)
    assert walked[0] == walked[1]


def test_what_does_not_repeat_acts_once_a_press(hub, keyboard, clock) -> None:
    keyboard.press("Space")
    made = hub.poll()
    for _ in range(100):
        clock.now += 0.05
        made += hub.poll()
    assert made == [NextSubspace()]


def test_what_is_held_says_so_where_that_is_another_thing_than_pressing_again(
    hub, keyboard, clock
) -> None:
    keyboard.press("G")
    assert hub.poll() == [Roll()]
    clock.now += 0.2
    assert hub.poll() == [Roll(on=True)]
    keyboard.release("G")
    clock.now += 1.0
    assert hub.poll() == []
    keyboard.press("G")
    assert hub.poll() == [Roll()]


def test_a_repeat_that_the_profile_does_not_want_is_dropped(hub, desk) -> None:
    desk.events.append(ControlEvent("desk 1", Control("button", 1), 1.0, repeat=True))
    assert hub.poll() == []


def test_free_keys_do_nothing(hub, keyboard) -> None:
    keyboard.press("F7")
    keyboard.press("Ctrl+W")
    assert hub.poll() == []


def test_quit_acts_once_and_only_after_a_second(hub, keyboard, clock) -> None:
    keyboard.press("Q")
    made = hub.poll()
    clock.now += 0.95
    assert made + hub.poll() == []
    clock.now += 0.1
    assert hub.poll() == [Quit()]
    clock.now += 2.0
    assert hub.poll() == []


def test_a_hold_let_go_too_soon_does_nothing(hub, keyboard, clock) -> None:
    keyboard.press("Q")
    hub.poll()
    clock.now += 0.8
    keyboard.release("Q")
    for _ in range(20):
        clock.now += 0.1
        assert hub.poll() == []


def test_losing_the_focus_ends_walks_and_holds(hub, keyboard, desk, clock) -> None:
    keyboard.press("W")
    keyboard.press("Q")
    desk.say(Control("button", 2), 1)
    hub.poll()
    hub.release_all()
    for _ in range(40):
        clock.now += 0.05
        assert hub.poll() == []


def test_a_driver_that_fails_has_its_line_the_others_go_on_and_it_comes_back(
    hub, keyboard, desk, clock
) -> None:
    desk.fault = "the cable was pulled"
    keyboard.press("W")
    assert hub.poll() == [Walk(forward=0.25)]
    assert hub.status() == [
        DeviceStatus("keyboard", "keyboard", "keyboard", "ready", "Keyboard, 3-D"),
        DeviceStatus("desk", "desk", "", "failed", trouble="the cable was pulled"),
    ]
    keyboard.release("W")
    desk.fault = None
    desk.say(Control("button", 1), 1)
    clock.now += 1.9
    assert hub.poll() == []
    clock.now += 0.2
    assert hub.poll() == [SgdStep()]
    assert hub.status()[1] == DeviceStatus("desk 1", "desk", "The Desk", "ready", "Desk")


def test_a_driver_that_cannot_be_opened_is_tried_again_and_again(clock, desk) -> None:
    desk.fault = "the library is missing"
    hub = Hub(clock)
    hub.set_profile("desk", DESK)
    hub.add(desk)
    for _ in range(3):
        assert hub.poll() == []
        assert [line.trouble for line in hub.status()] == ["the library is missing"]
        clock.now += 2.1
    desk.fault = None
    assert hub.poll() == []
    assert [line.state for line in hub.status()] == ["ready"]


def test_a_driver_that_fails_for_the_same_reason_is_logged_once(clock, desk, caplog) -> None:
    caplog.set_level(logging.INFO, "hudes_desktop.inputs.hub.guarded_driver")
    hub = Hub(clock)
    changes: list[str] = []
    hub.changed = lambda: changes.append(hub.status()[0].trouble)
    desk.fault = "no such library"
    hub.add(desk)
    for fault in ("no such library", "no such library", "it is broken", None, "it is broken"):
        desk.fault = fault
        clock.now += 2.1
        hub.poll()
    assert [record.getMessage() for record in caplog.records] == [
        "driver desk failed: no such library",
        "driver desk failed: it is broken",
        "driver desk works",
        "driver desk failed: it is broken",
    ]
    assert changes == [
        "no such library", "it is broken", "no profile is for this device", "it is broken",
    ]  # fmt: skip


def test_what_troubles_a_driver_is_told_of_the_device_or_in_a_line_of_its_own(clock) -> None:
    desk = TroubledDriver("desk")
    hub = Hub(clock)
    hub.set_profile("desk", DESK)
    hub.add(desk)
    changes: list[int] = []
    hub.changed = lambda: changes.append(len(hub.status()))
    hub.poll()
    assert changes == []
    desk.amiss = {"desk 1": "its stick hangs", "desk 2": "another program has it"}
    for _ in range(3):
        hub.poll()
    assert changes == [2]
    assert hub.status() == [
        DeviceStatus("desk 1", "desk", "The Desk", "ready", "Desk", "its stick hangs"),
        DeviceStatus("desk 2", "desk", "", "failed", trouble="another program has it"),
    ]
    desk.amiss = {}
    hub.poll()
    assert changes == [2, 1]
    assert hub.status() == [DeviceStatus("desk 1", "desk", "The Desk", "ready", "Desk")]


def test_a_bug_in_a_driver_is_not_taken_for_a_fault_of_the_device(hub, desk) -> None:
    desk.events = [None]
    with pytest.raises(AttributeError):
        hub.poll()


def test_another_profile_takes_over_and_held_keys_are_let_go(hub, keyboard, clock) -> None:
    keyboard.press("W")
    assert hub.poll() == [Walk(forward=0.25)]
    hub.set_profile("keyboard", load(CONTROLLERS / "keyboard_1d.toml"))
    clock.now += 0.3
    assert hub.poll() == []
    keyboard.press("W")
    assert hub.poll() == [Step(0, 1.0)]
    clock.now += 0.21
    assert hub.poll() == [Step(0, 1.0)]
    clock.now += 0.1
    assert hub.poll() == []  # repeats of whole steps come every 200 ms


def test_a_profile_must_be_for_the_device_and_a_name_is_taken_once(hub, keyboard) -> None:
    with pytest.raises(ValueError, match="is for 'desk'"):
        hub.set_profile("keyboard", DESK)
    with pytest.raises(ValueError, match="already"):
        hub.add(KeyboardDriver())


def test_the_device_touched_last_is_known(hub, keyboard, desk) -> None:
    assert hub.last_device is None
    keyboard.press("F7")
    hub.poll()
    assert hub.last_device.id == "keyboard"
    desk.say(Control("button", 1), 1)
    hub.poll()
    assert hub.last_device == Device("desk 1", "desk", "The Desk")


def test_one_device_can_have_a_profile_of_its_own(hub, desk) -> None:
    desk.say(Control("button", 1), 1)
    assert hub.poll() == [SgdStep()]
    hub.set_profile("desk 1", Profile("Other", "desk", [Binding(Control("button", 1), Quit())]))
    desk.say(Control("button", 1), 1)
    assert hub.poll() == [Quit()]


def test_closing_gives_every_device_back(hub, desk) -> None:
    hub.close()
    assert not desk.is_open


def test_while_listening_nothing_is_made_and_everything_is_heard(hub, keyboard, desk) -> None:
    knob = Control("control_change", 7, 1)
    keyboard.press("W")
    hub.poll()
    hub.listening = True
    desk.say(knob, 12)
    desk.say(knob, 13)
    desk.say(Control("button", 1), 1)
    assert hub.poll() == []
    heard = [(event.device, event.control.name, event.value) for event in hub.take_events()]
    assert heard == [
        ("keyboard", "W", 0.0),  # it was held when the listening began
        ("desk 1", 7, 12),
        ("desk 1", 7, 13),
        ("desk 1", 1, 1),
    ]
    assert hub.take_events() == []
    assert hub.raw("desk 1") == {knob: 13, Control("button", 1): 1}
    hub.listening = False
    assert hub.poll() == []
    desk.say(Control("button", 1), 1)
    assert hub.poll() == [SgdStep()]
    assert hub.take_events() == []


def test_a_flood_while_nobody_asks_is_bounded(hub, desk) -> None:
    hub.listening = True
    for value in range(10_000):
        desk.say(Control("control_change", 7, 1), value % 128)
        hub.poll()
    assert len(hub.take_events()) == MAX_CAPTURED


def test_a_drifting_stick_is_not_a_touch(hub, desk) -> None:
    desk.say(Control("axis", "leftx"), 0.1)
    desk.say(Control("button", 1), 0)
    hub.poll()
    assert hub.last_device is None
    desk.say(Control("axis", "leftx"), -0.8)
    hub.poll()
    assert hub.last_device.id == "desk 1"


def test_two_devices_of_a_driver_have_states_of_their_own(hub, desk, clock) -> None:
    desk.here.append(Device("desk 2", "desk", "The Other Desk"))
    hub.poll()
    desk.say(Control("button", 2), 1, device="desk 1")
    desk.say(Control("button", 2), 1, device="desk 2")
    hub.poll()
    desk.say(Control("button", 2), 0, device="desk 2")  # let go before its hold time
    hub.poll()
    clock.now += 0.6
    assert hub.poll() == [NextSubspace()]
    assert [line.id for line in hub.status()] == ["keyboard", "desk 1", "desk 2"]


def test_a_device_unplugged_in_the_middle_of_a_hold_does_nothing_more(hub, desk, clock) -> None:
    desk.say(Control("button", 2), 1)
    hub.poll()
    here, desk.here = desk.here, []
    hub.poll()
    clock.now += 1.0
    assert hub.poll() == []
    assert hub.status()[1] == DeviceStatus("desk 1", "desk", "The Desk", "lost", "Desk")
    desk.here = here
    desk.say(Control("button", 1), 1)
    assert hub.poll() == [SgdStep()]


def test_the_window_is_told_when_a_device_comes_or_goes(hub, desk) -> None:
    told: list[list[str]] = []
    hub.changed = lambda: told.append([device.id for device in hub.devices()])
    hub.poll()
    assert told == []
    desk.here = []
    hub.poll()
    desk.here = [Device("desk 7", "desk", "New")]
    hub.poll()
    assert told == [["keyboard"], ["keyboard", "desk 7"]]


def test_repeats_follow_the_profile_before_the_first_poll_too(clock) -> None:
    keyboard, hub = KeyboardDriver(clock), Hub(clock)
    hub.set_profile("keyboard", load(CONTROLLERS / "keyboard_3d.toml"))
    hub.add(keyboard)
    keyboard.press("W")
    clock.now += 0.21
    assert hub.poll() == [Walk(forward=0.25)] * 2
