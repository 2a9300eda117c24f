"""Desks of several makes on a real MIDI stream, with the profiles that are shipped."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from clock import Clock
from far_desk import FarDesk

from hudes_desktop.descent.actions import NextSubspace, SetStepSize, Step
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.midi.driver import MidiDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.store.paths import controllers_dir

pytest_plugins = ["midi_server"]

END = Control("control_change", 119, 16)
"""Bound to nothing; its values count the times that `play` was called."""


class Rig:
    """A desk, and a hub whose clock goes only when it is told."""

    def __init__(self, desk: FarDesk, name: str, clock: Clock) -> None:
        self.desk = desk
        self.clock = clock
        self.hub = Hub(clock, Library([controllers_dir()]))
        self.hub.add(MidiDriver(clock))
        self.hub.poll()
        self._name = name
        self._plays = 0

    def play(self, *messages: list[int]) -> list[Intent]:
        """What these messages make."""
        self._plays += 1
        self.desk.send(*messages, [0xBF, 119, self._plays])
        made: list[Intent] = []
        deadline = time.monotonic() + 30.0
        while self.hub.raw(self._name).get(END) != self._plays:
            assert time.monotonic() < deadline
            time.sleep(0.005)
            made += self.hub.poll()
        return made

    def tell(self, values: dict[str, float]) -> None:
        """Values of the application, a second later."""
        self.clock.now += 1.0
        self.hub.set_values(values)
        for _ in range(2):
            self.hub.poll()

    def faders(self, count: int) -> dict[int, int]:
        """Where so many faders were told to go, by the first byte of the message."""
        told: dict[int, int] = {}
        while len(told) < count:
            messages = self.desk.received(1)
            assert messages
            told |= {first: low + 128 * high for first, low, high in messages if first >= 0xE0}
        return told

    def steps(self, *messages: list[int]) -> list[tuple[int, float]]:
        """Axis and amount of the steps that these messages make, and nothing else."""
        made = self.play(*messages)
        assert all(isinstance(each, Step) for each in made)
        return [(each.axis, each.amount) for each in made]


@contextmanager
def plugged_in(name: str, clock: Clock) -> Iterator[Rig]:
    with FarDesk(name) as desk:
        rig = Rig(desk, name, clock)
        yield rig
        rig.hub.close()


@pytest.fixture
def x_touch(midi_server: str, clock: Clock) -> Iterator[Rig]:
    with plugged_in("X-Touch", clock) as rig:
        yield rig


@pytest.fixture
def x_touch_mini(midi_server: str, clock: Clock) -> Iterator[Rig]:
    with plugged_in("X-TOUCH MINI", clock) as rig:
        yield rig


def test_the_touch_of_a_fader_is_no_button_and_each_fader_walks_along_an_axis(x_touch) -> None:
    touched = [[0x90, 0x68, 0x7F], [0xE0, 0, 0x3C], [0xE0, 0, 0x3D], [0x90, 0x68, 0]]
    one_step = 10 * 128 / 16383
    assert x_touch.steps(*touched) == [(8, pytest.approx(one_step))]
    moved = [[0x90, 0x6F, 0x7F], [0xE7, 0, 0x20], [0xE7, 0, 0x1E], [0x90, 0x6F, 0]]
    assert x_touch.steps(*moved) == [(15, pytest.approx(-2 * one_step))]
    (made,) = x_touch.play([0x90, 0x56, 0x7F], [0x90, 0x56, 0])
    assert made == NextSubspace()


def test_v_pots_walk_by_detents(x_touch) -> None:
    assert x_touch.steps([0xB0, 0x10, 1], [0xB0, 0x10, 1]) == [(0, 2.0)]
    assert x_touch.steps([0xB0, 0x17, 0x41]) == [(7, -1.0)]


def test_the_motor_of_a_fader_is_told_where_one_stands_and_moves_nobody(x_touch) -> None:
    x_touch.tell({"position.8": 2.5, "step_exponent": -1.0})
    told = x_touch.faders(2)
    assert told == {0xE0: round(0.75 * 16383), 0xE8: round(0.5 * 16383)}

    at = told[0xE0]
    x_touch.steps([0xE0, at % 128, at // 128])
    x_touch.tell({"position.8": 0.0})  # new directions: the motor goes to the middle
    assert x_touch.faders(1) == {0xE0: 8192}
    assert x_touch.steps([0xE0, 0, 65]) == [(8, pytest.approx(10 * 128 / 16383))]


def test_a_fader_without_a_motor_moves_by_how_far_it_was_moved(x_touch) -> None:
    x_touch.steps([0xE0, 0, 100])
    x_touch.tell({"position.8": 0.0})  # it stays where it is
    assert x_touch.steps([0xE0, 0, 101]) == [(8, pytest.approx(10 * 128 / 16383))]


def test_the_master_fader_is_the_step_size(x_touch) -> None:
    x_touch.tell({"step_exponent": -1.0})
    made = x_touch.play([0xE8, 0, 64], [0xE8, 127, 127])
    assert made == [SetStepSize(2.0)]


def test_a_desk_that_stays_in_its_standard_mode_is_heard(x_touch_mini) -> None:
    assert x_touch_mini.desk.received(1) == [[0xB0, 127, 1]]
    x_touch_mini.play([0xBA, 1, 60], [0x9A, 8, 127], [0x9A, 8, 0])
    (status,) = x_touch_mini.hub.status()
    assert status.profile == "X-Touch Mini, standard mode"
    assert "“X-Touch Mini”" in status.trouble
    x_touch_mini.play([0xBA, 1, 64])
    assert x_touch_mini.steps([0xBA, 1, 66]) == [(0, pytest.approx(2.0))]
