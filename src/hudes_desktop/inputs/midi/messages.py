"""MIDI channel messages: bytes into controls and values, and lights into bytes."""

from collections.abc import Sequence
from functools import cache

from hudes_desktop.inputs.seam.events import Control, ControlKind

NOTE_OFF, NOTE_ON, CONTROL_CHANGE, PITCH_BEND = 0x80, 0x90, 0xB0, 0xE0
"""Upper four bits of a status byte; the lower four are the channel, from 0."""

_KINDS: dict[int, ControlKind] = {
    NOTE_ON: "note",
    CONTROL_CHANGE: "control_change",
    PITCH_BEND: "pitch_bend",
}
_STATUS = {kind: status for status, kind in _KINDS.items()}


def read_message(message: Sequence[int]) -> tuple[Control, int] | None:
    """The control that a message is of, and its raw value; None for all that passes by.

    What passes by: sysex, clock, active sensing, program change, aftertouch, what is cut off. A
    note-off, whatever its velocity, is value 0 of the note.
    """
    if len(message) != 3:
        return None
    status, first, second = message
    if (first | second) & 0x80:
        return None
    match status & 0xF0:
        case 0xB0 | 0x90:
            return _control(status, first), second
        case 0x80:
            return _control(status | 0x10, first), 0
        case 0xE0:
            return _control(status, 0), first | second << 7
    return None


def light_message(control: Control, value: int) -> list[int]:
    """The bytes that show a value (already in range) at a control.

    Raises ValueError for a control that is none of MIDI's.
    """
    status = _STATUS.get(control.kind)
    if status is None or control.channel is None:
        raise ValueError(f"{control} can't be sent as MIDI")
    status |= control.channel - 1
    if control.kind == "pitch_bend":
        return [status, value & 0x7F, value >> 7]
    return [status, int(control.name), value]


def light_value(control: Control, value: float) -> int:
    """The value as the device can show it: whole, and within the range of the control's kind."""
    return round(min(max(value, 0), 16383 if control.kind == "pitch_bend" else 127))


@cache  # at most 4,112 of them, and a knob that is turned asks for the same one again and again
def _control(status: int, number: int) -> Control:
    return Control(_KINDS[status & 0xF0], number, (status & 0x0F) + 1)
