"""A desk and the driver at the two ends of a real MIDI stream."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import mido
import pytest
from far_desk import FarDesk

from hudes_desktop.inputs.midi.driver import MidiDriver
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming

pytest_plugins = ["midi_server"]

DATA = Path(__file__).parents[1] / "data"
NAME = "X-TOUCH MINI"


def cc(number: int, channel: int = 1) -> Control:
    return Control("control_change", number, channel)


def note(number: int, channel: int = 1) -> Control:
    return Control("note", number, channel)


@pytest.fixture
def desk(midi_server: str) -> Iterator[FarDesk]:
    with FarDesk(NAME) as far:
        yield far


@pytest.fixture
def driver(midi_server: str) -> Iterator[MidiDriver]:
    driver = MidiDriver()
    driver.open()
    yield driver
    driver.close()


def polled(
    driver: MidiDriver, enough: Callable[[list[ControlEvent]], bool], seconds: float = 30.0
) -> list[ControlEvent]:
    """What the driver gives, asked as often as a window does, until it is enough."""
    events = driver.poll()
    deadline = time.monotonic() + seconds
    while not enough(events) and time.monotonic() < deadline:
        time.sleep(0.01)
        events += driver.poll()
    return events


def messages_of(log: str) -> list[list[int]]:
    lines = (DATA / log).read_text(encoding="utf-8").splitlines()
    stream = bytes.fromhex("".join(line.partition("#")[0] for line in lines))
    return [message.bytes() for message in mido.parse_all(stream)]


def test_a_desk_is_found_and_told_by_its_name(desk: FarDesk, driver: MidiDriver) -> None:
    assert driver.state == "absent"
    driver.poll()
    assert driver.state == "ready"
    assert driver.devices() == [Device(NAME, "midi", NAME)]
    assert driver.troubles() == {}


@pytest.mark.parametrize(
    ("log", "moves", "first", "last"),
    [
        ("xtouch_mini_standard.txt", 16, (cc(1, 11), 64), (cc(9, 11), 127)),
        ("xtouch_mini_mc.txt", 18, (cc(16), 1), (Control("pitch_bend", 0, 9), 16383)),
    ],
)
def test_a_log_of_the_desk_arrives_move_by_move(
    desk: FarDesk,
    driver: MidiDriver,
    log: str,
    moves: int,
    first: tuple[Control, int],
    last: tuple[Control, int],
) -> None:
    driver.poll()
    desk.send(*messages_of(log))
    desk.send([0xBF, 119, 1])  # the end
    events = polled(driver, lambda events: cc(119, 16) in [event.control for event in events])
    told = [(event.control, event.value) for event in events[:-1]]
    assert (len(told), told[0], told[-1]) == (moves, first, last)
    assert {event.device for event in events} == {NAME}


def test_rings_and_buttons_are_lit_by_the_bytes_of_the_manual(
    desk: FarDesk, driver: MidiDriver
) -> None:
    driver.poll()
    lights = [
        (Light(cc(1), 1), [0xB0, 1, 1]),  # standard mode: ring 1 in pan style,
        (Light(cc(9), 7), [0xB0, 9, 7]),  # ... at the seventh place
        (Light(note(0), 2), [0x90, 0, 2]),  # button 1 blinks
        (Light(cc(48), 22), [0xB0, 48, 22]),  # MC mode: ring 1 in pan style, in the middle
        (Light(cc(55), 33), [0xB0, 55, 33]),  # ring 8 filled from the left
        (Light(note(89), 127), [0x90, 89, 127]),  # button 1 is lit
        (Light(note(95), 1), [0x90, 95, 1]),  # the last one blinks
        (Light(Control("pitch_bend", 0, 9), 8192), [0xE8, 0, 64]),
    ]
    driver.show(NAME, [light for light, _ in lights])
    driver.poll()
    assert desk.received(len(lights)) == [message for _, message in lights]
    driver.show(NAME, [light for light, _ in lights[:-1]] + [Light(cc(48), 23)])
    driver.poll()
    assert desk.received(2, seconds=0.3) == [[0xB0, 48, 23]]


def test_a_ring_that_changes_all_the_time_is_sent_a_hundred_times_a_second(
    desk: FarDesk, driver: MidiDriver
) -> None:
    driver.poll()
    end = time.monotonic() + 1.0
    value = 0
    while time.monotonic() < end:
        for _ in range(10):
            value = (value + 1) % 128
            driver.show(NAME, [Light(cc(48 + ring), value) for ring in range(8)])
        driver.poll()
        time.sleep(0.002)
    polled(driver, lambda _: False, seconds=0.3)
    came = desk.received(1000, seconds=0.2)
    assert 60 <= len(came) <= 150
    shown = {message[1]: message[2] for message in came}
    assert shown == {48 + ring: value for ring in range(8)}


def test_a_flood_loses_no_movement_and_does_not_lag(desk: FarDesk, driver: MidiDriver) -> None:
    driver.poll()
    turns = [[0xB0, 16 + count % 8, 65 if count % 3 == 0 else 1] for count in range(4000)]
    desk.start_sending(*turns, [0xB0, 100, 127], per_second=2000)
    arrived: list[float] = []

    def ended(events: list[ControlEvent]) -> bool:
        if events and events[-1].control == cc(100) and not arrived:
            arrived.append(time.monotonic())
        return bool(arrived)

    events = polled(driver, ended, seconds=20.0)
    assert arrived[0] - desk.wait_until_sent() < 0.3
    moved: Counter[int | str] = Counter()
    for event in events[:-1]:
        moved[event.control.name] += 1 if event.value < 64 else -1
    meant: Counter[int | str] = Counter()
    for _, number, value in turns:
        meant[number] += 1 if value < 64 else -1
    assert moved == meant


def test_a_stall_longer_than_the_queue_is_said_once_and_nothing_stays_held(
    midi_server: str,
    desk: FarDesk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("hudes_desktop.inputs.midi.rtmidi_ports.QUEUE_LIMIT", 64)
    monkeypatch.setattr("hudes_desktop.inputs.midi.device.QUEUE_LIMIT", 64)
    driver = MidiDriver()
    driver.open()
    try:
        driver.poll()
        desk.send([0x90, 8, 127], *([0xB0, 16, 1] for _ in range(200)), [0x90, 8, 0])
        time.sleep(0.3)
        with caplog.at_level(logging.INFO):
            events = driver.poll()
        said = [record for record in caplog.records if "some is lost" in record.message]
        assert len(said) == 1
        assert events[-1] == ControlEvent(NAME, note(8), 0)
        desk.send([0xB0, 17, 9])
        events = polled(driver, lambda events: bool(events))
        assert events == [ControlEvent(NAME, cc(17), 9)]
    finally:
        driver.close()


def test_a_held_button_repeats_until_everything_is_let_go(
    desk: FarDesk, driver: MidiDriver
) -> None:
    driver.poll()
    driver.timing = lambda device, control: (
        RepeatTiming(0.05, 0.02) if (device, control) == (NAME, note(8)) else None
    )
    desk.send([0x90, 8, 100], [0x90, 9, 90])
    events = polled(driver, lambda events: sum(event.repeat for event in events) >= 3)
    assert events[:2] == [ControlEvent(NAME, note(8), 100), ControlEvent(NAME, note(9), 90)]
    assert set(events[2:]) == {ControlEvent(NAME, note(8), 100, repeat=True)}
    driver.release_all()
    assert driver.poll() == [ControlEvent(NAME, note(8), 0), ControlEvent(NAME, note(9), 0)]
    assert polled(driver, lambda events: bool(events), seconds=0.2) == []


def test_two_desks_of_one_name_are_told_apart(desk: FarDesk, driver: MidiDriver) -> None:
    driver.poll()
    with FarDesk(NAME) as second:
        driver._look_at = 0.0
        driver.poll()
        assert [device.id for device in driver.devices()] == [NAME, f"{NAME} 2"]
        assert {device.title for device in driver.devices()} == {NAME}
        second.send([0xB0, 1, 2])
        desk.send([0xB0, 1, 1])
        events = polled(driver, lambda events: len(events) >= 2)
        assert {(event.device, event.value) for event in events} == {(NAME, 1), (f"{NAME} 2", 2)}
        driver.show(NAME, [Light(cc(9), 1)])
        driver.show(f"{NAME} 2", [Light(cc(9), 2)])
        driver.poll()
        assert desk.received(1) == [[0xB0, 9, 1]]
        assert second.received(1) == [[0xB0, 9, 2]]


@pytest.mark.parametrize("client", ["Midi Through", "hudes-desktop", "PipeWire-System"])
def test_ports_that_echo_and_our_own_are_no_devices(driver: MidiDriver, client: str) -> None:
    with FarDesk(NAME, client=client):
        driver.poll()
        assert driver.devices() == []
