"""The hub: every driver's events through its profile, once a frame; a failed one harms no other."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hudes_desktop.descent.actions import NextSubspace, SgdStep, Step
from hudes_desktop.inputs.driver import DriverFault, DriverState
from hudes_desktop.inputs.events import Control, ControlEvent
from hudes_desktop.inputs.hub import DriverStatus, Hub
from hudes_desktop.inputs.intents import Quit, Walk
from hudes_desktop.inputs.keyboard import KeyboardDriver
from hudes_desktop.inputs.profile import Binding, Profile
from hudes_desktop.inputs.profile_file import load
from hudes_desktop.inputs.repeat import RepeatTiming

CONTROLLERS = Path(__file__).parents[2] / "controllers"


class Clock:
    """A time that stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A second device: buttons that a test pushes, and a cable that it can pull."""

    name = "desk"

    def __init__(self) -> None:
        self.timing: Callable[[Control], RepeatTiming | None] = lambda _: None
        self.events: list[ControlEvent] = []
        self.fault: str | None = None
        self.is_open = False
        self.shown: dict[str, float] = {}

    @property
    def state(self) -> DriverState:
        return "ready" if self.is_open else "absent"

    def push(self, number: int, value: float = 1.0) -> None:
        self.events.append(ControlEvent(self.name, Control("button", number), value))

    def open(self) -> None:
        self._raise()
        self.is_open = True

    def poll(self) -> list[ControlEvent]:
        self._raise()
        events, self.events = self.events, []
        return events

    def feedback(self, values: Mapping[str, float]) -> None:
        self._raise()
        self.shown = dict(values)

    def release_all(self) -> None:
        self.events.clear()

    def close(self) -> None:
        self.is_open = False

    def _raise(self) -> None:
        if self.fault is not None:
            raise DriverFault(self.fault)


DESK = Profile(
    "Desk",
    "desk",
    [
        Binding(Control("button", 1), SgdStep()),
        Binding(Control("button", 2), NextSubspace(), hold=0.5),
    ],
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyboard(clock: Clock) -> KeyboardDriver:
    return KeyboardDriver(clock)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def hub(clock: Clock, keyboard: KeyboardDriver, desk: Desk) -> Hub:
    hub = Hub(clock)
    hub.add(keyboard, load(CONTROLLERS / "keyboard_3d.toml"))
    hub.add(desk, DESK)
    return hub


def test_actions_and_intents_come_in_the_order_of_the_presses(hub, keyboard, desk) -> None:
    desk.push(1)
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


def test_a_repeat_that_the_profile_does_not_want_is_dropped(hub, desk) -> None:
    desk.events.append(ControlEvent("desk", Control("button", 1), 1.0, repeat=True))
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
    desk.push(2)
    hub.poll()
    hub.release_all()
    for _ in range(40):
        clock.now += 0.05
        assert hub.poll() == []


def test_a_driver_that_fails_is_marked_with_its_line_and_the_others_go_on(
    hub, keyboard, desk
) -> None:
    desk.fault = "the cable was pulled"
    keyboard.press("W")
    assert hub.poll() == [Walk(forward=0.25)]
    assert hub.status() == [
        DriverStatus("keyboard", "ready"),
        DriverStatus("desk", "failed", "the cable was pulled"),
    ]
    desk.fault = None
    desk.push(1)
    assert hub.poll() == []
    hub.reopen("desk")
    assert hub.poll() == [SgdStep()]
    assert hub.status()[1] == DriverStatus("desk", "ready")


def test_a_driver_that_cannot_be_opened_is_marked_too(clock, desk) -> None:
    desk.fault = "the library is missing"
    hub = Hub(clock)
    hub.add(desk, DESK)
    assert hub.status() == [DriverStatus("desk", "failed", "the library is missing")]
    assert hub.poll() == []


def test_a_bug_in_a_driver_is_not_taken_for_a_fault_of_the_device(hub, desk) -> None:
    desk.events = [None]
    with pytest.raises(AttributeError):
        hub.poll()


def test_feedback_reaches_every_device_and_a_fault_stays_with_its_own(hub, desk) -> None:
    hub.feedback({"axis.0": math.pi})
    assert desk.shown == {"axis.0": math.pi}
    desk.fault = "no light"
    hub.feedback({"axis.0": 0.0})
    assert hub.status()[1].reason == "no light"


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
        hub.add(KeyboardDriver(), DESK)


def test_closing_gives_every_device_back(hub, desk) -> None:
    hub.close()
    assert not desk.is_open
