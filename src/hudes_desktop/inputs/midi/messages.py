"""MIDI channel messages: mido's messages into controls and values, and lights into messages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hudes_desktop.inputs.seam.events import Control, ControlKind

if TYPE_CHECKING:
    from mido import Message

_CENTRE = 8192
"""mido's pitch is 0 where the raw value is in the middle of its 14 bits."""


def read_message(message: Message) -> tuple[Control, int] | None:
    """The control that a message is of, and its raw value; None for all that passes by.

    What passes by: sysex, clock, active sensing, program change, aftertouch. A note-off, whatever
    its velocity, is value 0 of the note.
    """
    match message.type:
        case "control_change":
            return _control("control_change", message.control, message.channel), message.value
        case "note_on":
            return _control("note", message.note, message.channel), message.velocity
        case "note_off":
            return _control("note", message.note, message.channel), 0
        case "pitchwheel":
            return _control("pitch_bend", 0, message.channel), message.pitch + _CENTRE
    return None


def light_message(control: Control, value: int) -> Message:
    """The message that shows a value (already in range) at a control.

    Raises ValueError for a control that is none of MIDI's.
    """
    from mido import Message  # loaded with the first device, not with the program

    if control.channel is None:
        raise ValueError(f"{control} can't be sent as MIDI")
    channel = control.channel - 1
    match control.kind:
        case "control_change":
            number = int(control.name)
            return Message("control_change", channel=channel, control=number, value=value)
        case "note":
            return Message("note_on", channel=channel, note=int(control.name), velocity=value)
        case "pitch_bend":
            return Message("pitchwheel", channel=channel, pitch=value - _CENTRE)
    raise ValueError(f"{control} can't be sent as MIDI")


def light_value(control: Control, value: float) -> int:
    """The value as the device can show it: whole, and within the range of the control's kind."""
    return round(min(max(value, 0), 16383 if control.kind == "pitch_bend" else 127))


@cache  # at most 4,112 of them, and a knob that is turned asks for the same one again and again
def _control(kind: ControlKind, number: int, channel: int) -> Control:
    return Control(kind, number, channel + 1)
