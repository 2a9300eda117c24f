from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message

from hudes_desktop.inputs.midi.device import MidiDevice
from hudes_desktop.inputs.midi.lights import LightQueue
from hudes_desktop.inputs.midi.messages import light_message, read_message
from hudes_desktop.inputs.midi.ports import QUEUE_LIMIT
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device

DATA = Path(__file__).parents[1] / "data"


class Source:
    """A port that messages have come to."""

    def __init__(self, messages: list[Message], again: int = 1) -> None:
        self.left = (message for _ in range(again) for message in messages)

    def poll(self) -> Message | None:
        return next(self.left, None)


def parsed(stream: bytes) -> list[Message]:
    """The messages of a byte stream."""
    return list(mido.parse_all(stream))


def read_all(messages: list[Message]) -> list[ControlEvent]:
    device = MidiDevice(Device("d", "midi", "d"), ("d", 1), Source(messages), LightQueue())
    events: list[ControlEvent] = []
    device.read(events, lambda _, __: None, 0.0)
    return events


def log(name: str) -> bytes:
    """The bytes of a log in tests/inputs/data."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return bytes.fromhex("".join(line.partition("#")[0] for line in lines))


def cc(number: int, channel: int) -> Control:
    return Control("control_change", number, channel)


def note(number: int, channel: int) -> Control:
    return Control("note", number, channel)


def test_the_standard_modes_log_is_what_the_manual_says() -> None:
    moved = [
        (event.control, event.value) for event in read_all(parsed(log("xtouch_mini_standard.txt")))
    ]
    assert moved == [
        *[(cc(1, 11), value) for value in (64, 65, 66)],
        *[(cc(8, 11), value) for value in (126, 127, 127)],
        (cc(11, 11), 0),
        *[(note(0, 11), value) for value in (127, 0)],
        *[(note(8, 11), value) for value in (127, 0)],
        *[(note(23, 11), value) for value in (127, 0)],
        *[(cc(9, 11), value) for value in (0, 64, 127)],
    ]


def test_the_mc_modes_log_is_what_the_manual_says() -> None:
    moved = [(event.control, event.value) for event in read_all(parsed(log("xtouch_mini_mc.txt")))]
    fader = Control("pitch_bend", 0, 9)
    assert moved == [
        *[(cc(16, 1), value) for value in (1, 1, 3)],
        *[(cc(23, 1), value) for value in (65, 69)],
        *[(cc(16, 1), value) for value in (65, 65)],
        *[(note(number, 1), value) for number in (32, 89, 87, 84) for value in (127, 0)],
        *[(fader, value) for value in (0, 8192, 16383)],
    ]


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_without_harm(stream: bytes) -> None:
    messages = parsed(stream)
    events = read_all(messages)
    assert len(events) <= len(messages)
    for event in events:
        top = 16383 if event.control.kind == "pitch_bend" else 127
        assert 0 <= event.value <= top
        assert event.control.channel in range(1, 17)


@given(st.binary(max_size=200))
def test_only_notes_controls_and_pitch_are_of_a_control(stream: bytes) -> None:
    for message in parsed(stream):
        assert (read_message(message) is not None) == (message.bytes()[0] >> 4 in (8, 9, 11, 14))


@given(st.binary(max_size=300))
def test_only_what_is_held_is_released(stream: bytes) -> None:
    device = MidiDevice(Device("d", "midi", "d"), ("d", 1), Source(parsed(stream)), LightQueue())
    events: list[ControlEvent] = []
    device.read(events, lambda _, __: None, 0.0)
    device.release(events)
    last = {event.control: event.value for event in events}
    assert not any(value for control, value in last.items() if control.kind == "note")
    count = len(events)
    device.release(events)
    assert len(events) == count


def test_a_source_without_end_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hudes_desktop.inputs.midi.device.QUEUE_LIMIT", 100)
    source = Source(parsed(bytes([0x90, 5, 127, 0xB0, 1, 1])), again=QUEUE_LIMIT)
    device = MidiDevice(Device("d", "midi", "d"), ("d", 1), source, LightQueue())
    events: list[ControlEvent] = []
    device.read(events, lambda _, __: None, 0.0)
    assert device.overrun
    assert len(events) == 101
    assert events[-1] == ControlEvent("d", note(5, 1), 0)


@pytest.mark.parametrize(
    ("light", "message"),
    [
        # X-Touch Mini, from the byte table: rings and buttons of both modes
        (Light(cc(9, 1), 27), [0xB0, 0x09, 27]),
        (Light(cc(1, 1), 1), [0xB0, 0x01, 1]),
        (Light(note(0, 1), 2), [0x90, 0x00, 2]),
        (Light(cc(48, 1), 22), [0xB0, 0x30, 22]),
        (Light(note(89, 1), 127), [0x90, 0x59, 0x7F]),
        # a motor fader
        (Light(Control("pitch_bend", 0, 9), 8192), [0xE8, 0x00, 0x40]),
        (Light(Control("pitch_bend", 0, 9), 99_999), [0xE8, 0x7F, 0x7F]),
        # a value between two, and beyond the ends
        (Light(cc(7, 16), 63.6), [0xBF, 7, 64]),
        (Light(cc(7, 16), 300), [0xBF, 7, 127]),
        (Light(cc(7, 16), -1), [0xBF, 7, 0]),
    ],
)
def test_lights_are_sent_as_the_bytes_of_the_manual(light: Light, message: list[int]) -> None:
    queue = LightQueue()
    queue.show(light)
    assert [sent.bytes() for sent in queue.due(0.0)] == [message]


@given(
    st.sampled_from(["control_change", "note", "pitch_bend"]),
    st.integers(0, 127),
    st.integers(1, 16),
    st.integers(0, 127),
)
def test_what_is_sent_reads_as_what_was_meant(
    kind: str, number: int, channel: int, value: int
) -> None:
    control = Control(kind, 0 if kind == "pitch_bend" else number, channel)
    assert read_message(light_message(control, value)) == (control, value)


@pytest.mark.parametrize("control", [Control("button", "rumble_low"), Control("note", 3)])
def test_a_light_that_is_none_of_midis_is_refused(control: Control) -> None:
    with pytest.raises(ValueError, match="MIDI"):
        LightQueue().show(Light(control, 1))


def test_the_four_messages_of_a_parameter_are_one_control_however_they_arrive() -> None:
    values = range(0, 2000, 25)
    stream = b"".join(
        bytes([0xB0, 99, 0, 0xB0, 98, 5, 0xB0, 6, value >> 7, 0xB0, 38, value & 127])
        for value in values
    )
    messages = parsed(stream)
    at_once = read_all(messages)
    assert [(e.control, e.value) for e in at_once] == [(Control("nrpn", 5, 1), v) for v in values]
    assert [each for message in _read_one_by_one(messages) for each in message] == at_once


def test_a_knob_with_the_number_of_a_parameter_is_not_kept_waiting() -> None:
    told = _read_one_by_one(parsed(bytes([0xB0, 99, 20])), silences=1)
    assert told == [[], [ControlEvent("d", Control("control_change", 99, 1), 20)]]


def _read_one_by_one(messages: list[Message], silences: int = 0) -> list[list[ControlEvent]]:
    """The events of one message a read, and of so many reads to which nothing comes."""
    source = Source([])
    device = MidiDevice(Device("d", "midi", "d"), ("d", 1), source, LightQueue())
    told: list[list[ControlEvent]] = []
    for each in [*([message] for message in messages), *([[]] * silences)]:
        source.left = iter(each)
        events: list[ControlEvent] = []
        device.read(events, lambda _, __: None, 0.0)
        told.append(events)
    return told
