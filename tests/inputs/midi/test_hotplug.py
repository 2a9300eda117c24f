"""Desks that come and go, while a real MIDI stream runs; ports that another program has."""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from clock import Clock
from far_desk import FarDesk
from far_plug import FarPlug

from hudes_desktop.inputs.midi.driver import LOOK_EVERY, RETRY_AFTER, MidiDriver
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent

pytest_plugins = ["midi_server"]

NAME = "X-TOUCH MINI"


@pytest.fixture
def driver(midi_server: str, clock: Clock) -> Iterator[MidiDriver]:
    driver = MidiDriver(clock)
    driver.open()
    yield driver
    driver.close()


def after(clock: Clock, driver: MidiDriver, seconds: float = LOOK_EVERY) -> list[ControlEvent]:
    """What a poll gives some time later."""
    clock.now += seconds
    return driver.poll()


def soon(driver: MidiDriver, count: int) -> list[ControlEvent]:
    """What polls give until there are so many events."""
    events: list[ControlEvent] = []
    deadline = time.monotonic() + 30.0
    while len(events) < count and time.monotonic() < deadline:
        time.sleep(0.005)
        events += driver.poll()
    return events


def in_use() -> dict[str, int]:
    """Threads of ours and of the libraries, and open files, of this process."""
    return {
        "threads": threading.active_count(),
        "tasks": len(os.listdir("/proc/self/task")),  # noqa: PTH208
        "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
    }


def grown(before: dict[str, int]) -> dict[str, int]:
    """What there is more of than before, and how much; others may have let go of theirs."""
    return {name: count for name, count in in_use().items() if count > before[name]}


def test_a_desk_comes_goes_and_comes_again(driver: MidiDriver, clock: Clock) -> None:
    driver.poll()
    states = [driver.state]
    for turn in range(2):
        with FarDesk(NAME) as desk:
            assert after(clock, driver, 0.3 * LOOK_EVERY) == []
            after(clock, driver)
            states.append(driver.state)
            desk.send([0xB0, 16, turn + 1])
            control = Control("control_change", 16, 1)
            assert soon(driver, 1) == [ControlEvent(NAME, control, turn + 1)]
        assert driver.poll() == []
        after(clock, driver)
        states.append(driver.state)
        assert driver.devices() == []
    assert states == ["absent", "ready", "lost", "ready", "lost"]


def test_what_was_held_on_a_desk_that_went_is_let_go(driver: MidiDriver, clock: Clock) -> None:
    with FarDesk(NAME) as desk:
        driver.poll()
        desk.send([0x90, 32, 127], [0xB0, 16, 1])
        assert len(soon(driver, 2)) == 2
        desk.send([0xB0, 16, 3])  # nobody looks before it is gone
        time.sleep(0.1)
    events = after(clock, driver)
    assert events == [
        ControlEvent(NAME, Control("control_change", 16, 1), 3),
        ControlEvent(NAME, Control("note", 32, 1), 0),
    ]


def test_a_desk_without_lights_takes_them_in_silence(driver: MidiDriver) -> None:
    with FarDesk(NAME, output_only=True) as desk:
        driver.poll()
        driver.show(NAME, [Light(Control("note", 89, 1), 127)])
        desk.send([0xB0, 16, 1])
        assert len(soon(driver, 1)) == 1
        assert driver.troubles() == {}


def test_one_that_goes_leaves_the_others_their_names(driver: MidiDriver, clock: Clock) -> None:
    with FarDesk("MIDI Mix") as mix:
        first = FarDesk(NAME)
        driver.poll()
        with FarDesk(NAME) as second:
            after(clock, driver)
            assert [each.id for each in driver.devices()] == ["MIDI Mix", NAME, f"{NAME} 2"]
            first.unplug()
            after(clock, driver)
            assert [each.id for each in driver.devices()] == ["MIDI Mix", f"{NAME} 2"]
            second.send([0xB0, 1, 7])
            mix.send([0xB0, 1, 8])
            assert {(each.device, each.value) for each in soon(driver, 2)} == {
                (f"{NAME} 2", 7),
                ("MIDI Mix", 8),
            }
            with FarDesk(NAME):
                after(clock, driver)
                assert [each.id for each in driver.devices()] == ["MIDI Mix", f"{NAME} 2", NAME]


def test_a_quick_replug_between_two_looks_is_noticed_and_greeted(
    driver: MidiDriver, clock: Clock
) -> None:
    driver.set_messages(NAME, connect=[b"\xb0\x7f\x01"])
    with FarDesk(NAME) as desk:
        driver.poll()
        assert desk.received(1) == [[0xB0, 127, 1]]
        desk.send([0x90, 32, 127])
        assert len(soon(driver, 1)) == 1
    with FarDesk(NAME) as desk:
        events = after(clock, driver) + after(clock, driver)
        assert events == [ControlEvent(NAME, Control("note", 32, 1), 0)]
        assert desk.received(1) == [[0xB0, 127, 1]]
        desk.send([0xB0, 16, 1])
        assert soon(driver, 1) == [ControlEvent(NAME, Control("control_change", 16, 1), 1)]
        assert [each.id for each in driver.devices()] == [NAME]


@pytest.fixture
def bare_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports are listed as on a Mac: by the device alone, and nobody says who is connected."""
    from hudes_desktop.inputs.midi.ports import keys_of
    from hudes_desktop.inputs.midi.rtmidi_ports import RtmidiPorts

    def keys(_: RtmidiPorts, names: list[str]) -> list[tuple[str, int]]:
        return keys_of(re.sub(r"^desk(-\d+)?:", "", name) for name in names)

    monkeypatch.setattr(RtmidiPorts, "_keys", keys)
    monkeypatch.setattr(RtmidiPorts, "plain_name", lambda _, port: port[0])
    monkeypatch.setattr(RtmidiPorts, "is_connected", lambda *_: True)


@pytest.mark.parametrize("gone", [0, 1])
def test_of_two_desks_of_one_name_the_one_that_stays_plays_on(
    bare_names: None, driver: MidiDriver, clock: Clock, gone: int
) -> None:
    with FarDesk(NAME) as first, FarDesk(NAME) as second:
        driver.poll()
        names = [each.id for each in driver.devices()]
        assert names == [NAME, f"{NAME} 2"]
        desks, stays = [first, second], 1 - gone
        desks[gone].unplug()
        assert after(clock, driver) == []
        desks[stays].send([0xB0, 17, 1])
        said = ControlEvent(names[stays], Control("control_change", 17, 1), 1)
        assert soon(driver, 1) == [said]
        assert after(clock, driver) == []
        assert [each.id for each in driver.devices()] == [names[stays]]
        driver.show(names[stays], [Light(Control("note", 89, 1), 127)])
        after(clock, driver)
        assert desks[stays].received(1)[-1] == [0x90, 89, 127]


def test_a_third_desk_of_that_name_is_heard_beside_the_one_that_stayed(
    bare_names: None, driver: MidiDriver, clock: Clock
) -> None:
    with FarDesk(NAME) as first, FarDesk(NAME) as second:
        driver.poll()
        first.unplug()
        after(clock, driver)
        with FarDesk(NAME) as third:
            after(clock, driver)
            second.send([0xB0, 17, 2])
            third.send([0xB0, 17, 3])
            events = soon(driver, 2)
            assert sorted(event.value for event in events) == [2, 3]
            assert {event.device for event in events} == {NAME, f"{NAME} 2"}


BRIDGES = {
    "alsa_midi": ("alsa_midi", "X-TOUCH MINI MIDI 1 (out)", "X-TOUCH MINI MIDI 1 (in)"),
    "a2jmidid": (
        "a2j",
        "X-TOUCH MINI [20] (capture): X-TOUCH MINI MIDI 1",
        "X-TOUCH MINI [20] (playback): X-TOUCH MINI MIDI 1",
    ),
    "PipeWire": (
        "Midi-Bridge",
        "X-TOUCH MINI:(capture_0) X-TOUCH MINI MIDI 1",
        "X-TOUCH MINI:(playback_0) X-TOUCH MINI MIDI 1",
    ),
    "PipeWire 1.4": (
        "Midi-Bridge",
        "X-TOUCH MINI MIDI 1 (capture)",
        "X-TOUCH MINI MIDI 1 (playback)",
    ),
}


@pytest.mark.parametrize("bridge", BRIDGES)
def test_both_ways_of_a_desk_belong_together_however_a_bridge_spells_them(
    driver: MidiDriver, bridge: str
) -> None:
    client, sends_as, listens_as = BRIDGES[bridge]
    driver.set_messages(NAME, connect=[b"\xb0\x7f\x01"])
    with FarDesk(sends_as, client=client, listens_as=listens_as) as desk:
        driver.poll()
        assert [each.id for each in driver.devices()] == [NAME]
        assert desk.received(1) == [[0xB0, 127, 1]]


def test_what_only_echoes_is_no_desk_behind_a_bridge_either(driver: MidiDriver) -> None:
    with FarDesk("Midi Through:(capture_0) Midi Through Port-0", client="Midi-Bridge"):
        driver.poll()
        assert driver.devices() == []


@pytest.mark.parametrize("way", ["input", "output"])
def test_a_port_that_is_taken_is_one_line_and_tried_again(
    driver: MidiDriver,
    clock: Clock,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """JACK lets everybody in, so the refusal of ALSA or Windows is played here."""
    import rtmidi

    from hudes_desktop.inputs.midi.rtmidi_ports import RtmidiPorts

    tried: list[float] = []
    real = RtmidiPorts.open

    def open_port(ports: RtmidiPorts, asked: str, port: tuple[str, int]) -> Any:
        if asked == way and NAME in port[0]:
            tried.append(clock.now)
            raise rtmidi.SystemError("could not open the port")
        return real(ports, asked, port)

    with FarDesk(NAME) as desk, FarDesk("MIDI Mix") as mix:
        with monkeypatch.context() as refusing, caplog.at_level(logging.INFO):
            refusing.setattr(RtmidiPorts, "open", open_port)
            driver.poll()
            for _ in range(4):
                after(clock, driver)
        assert len([each for each in caplog.records if "can't be opened" in each.message]) == 1
        assert list(driver.troubles()) == [NAME]
        assert "another program may have it" in driver.troubles()[NAME]
        assert all(b - a >= RETRY_AFTER for a, b in pairwise(tried))
        assert len(tried) == 3
        mix.send([0xB0, 1, 8])
        assert [each.device for each in soon(driver, 1)] == ["MIDI Mix"]

        after(clock, driver, RETRY_AFTER)
        assert driver.troubles() == {}
        desk.send([0xB0, 1, 7])
        assert [each.device for each in soon(driver, 1)] == [NAME]
        driver.show(NAME, [Light(Control("note", 89, 1), 127)])
        driver.poll()
        assert desk.received(1) == [[0x90, 89, 127]]


def test_the_trouble_with_a_port_goes_with_the_port(
    driver: MidiDriver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rtmidi

    from hudes_desktop.inputs.midi.rtmidi_ports import RtmidiPorts

    def refused(ports: RtmidiPorts, way: str, port: tuple[str, int]) -> Any:
        raise rtmidi.SystemError("could not open the port")

    monkeypatch.setattr(RtmidiPorts, "open", refused)
    with FarDesk(NAME):
        driver.poll()
        assert driver.troubles()
    after(clock, driver)
    assert driver.troubles() == {}


def assert_nothing_is_left(plug: FarPlug, cycle: Callable[[], None], cycles: int) -> None:
    """No more ports, threads and open files after so many cycles than before them."""
    ports, before = plug.ports(), in_use()
    for _ in range(cycles):
        cycle()
    assert plug.ports() == ports
    deadline = time.monotonic() + 30.0
    while grown(before) and time.monotonic() < deadline:  # a thread takes a moment to end
        time.sleep(0.01)
    assert not grown(before)


def plug_and_unplug(driver: MidiDriver, clock: Clock, cycles: int) -> None:
    """A desk comes and goes, and nothing is left of it."""
    with FarPlug(NAME) as plug:

        def cycle() -> None:
            plug.plug()
            after(clock, driver)
            assert [each.id for each in driver.devices()] == [NAME]
            plug.pull()
            after(clock, driver)
            assert driver.devices() == []

        for _ in range(3):  # rtmidi's clients are made, which stay
            cycle()
        assert_nothing_is_left(plug, cycle, cycles)


def open_and_close(cycles: int) -> None:
    """A driver that is opened and closed leaves nothing behind."""

    def cycle() -> None:
        driver = MidiDriver()
        driver.open()
        driver.poll()
        assert [each.id for each in driver.devices()] == [NAME]
        driver.close()

    with FarPlug(NAME) as plug:
        plug.plug()
        cycle()
        assert_nothing_is_left(plug, cycle, cycles)


def test_cycles_of_plugging_leave_nothing_behind(driver: MidiDriver, clock: Clock) -> None:
    plug_and_unplug(driver, clock, 200)


@pytest.mark.full
def test_a_thousand_cycles_of_plugging_leave_nothing_behind(
    driver: MidiDriver, clock: Clock
) -> None:
    plug_and_unplug(driver, clock, 1000)


def test_opening_and_closing_leaves_nothing_behind(midi_server: str) -> None:
    open_and_close(5)


@pytest.mark.full
def test_opening_and_closing_a_hundred_times_leaves_nothing_behind(midi_server: str) -> None:
    open_and_close(100)
