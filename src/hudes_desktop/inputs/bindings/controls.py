"""The names of controls in profiles and on help pages, for each driver."""

import re
from collections.abc import Sequence

from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.keyboard_mouse import key_names as keynames
from hudes_desktop.inputs.keyboard_mouse import mouse
from hudes_desktop.inputs.seam.events import Control, ControlKind
from hudes_desktop.words import text

PAD_BUTTONS = (
    *("a", "b", "x", "y", "back", "guide", "start", "leftstick", "rightstick"),
    *("leftshoulder", "rightshoulder", "dpup", "dpdown", "dpleft", "dpright"),
    *("misc1", "paddle1", "paddle2", "paddle3", "paddle4", "touchpad"),
)
PAD_AXES = ("leftx", "lefty", "rightx", "righty", "lefttrigger", "righttrigger")
PAD_MOTORS = ("rumble_low", "rumble_high")

_STICKS = {("leftx", "lefty"): "pad.left", ("rightx", "righty"): "pad.right"}
_MIDI = re.compile(r"(cc|note|nrpn) (\d{1,5}|\*)|pitch bend")
_MIDI_KINDS: dict[str, ControlKind] = {"cc": "control_change", "note": "note", "nrpn": "nrpn"}
_OTHER_KINDS: dict[str, ControlKind] = {each: each for each in ("key", "button", "axis", "motion")}
_OTHER = re.compile(rf"({'|'.join(_OTHER_KINDS)}) (\S.*)")


def control_named(driver: str, name: str, channel: int | None = None) -> Control:
    """The control that a profile means; channel of MIDI, None for every channel.

    Raises ValueError, one line, for what the driver's devices don't have.
    """
    if driver == "keyboard":
        if not keynames.is_key_name(name):
            raise ValueError(
                f'"{name}" is no key; examples: W, [, Left, Space, Ctrl+Shift+Z, ShiftLeft'
            )
        return Control("key", name)
    if driver == "mouse":
        control = mouse.mouse_control(name)
        if control is None:
            known = ", ".join((*mouse.MOTIONS, *mouse.CLICKS))
            raise ValueError(f'"{name}" is nothing a mouse has; known: {known}')
        return control
    if driver == "pad":
        return _pad_control(name)
    midi = _midi_control(name, channel)
    if midi is not None:
        return midi
    if driver == "midi":
        raise ValueError(f'"{name}" is nothing in MIDI; examples: cc 16, note 8, pitch bend, cc *')
    other = _OTHER.fullmatch(name)
    if other is None:
        raise ValueError(f'"{name}" is no control; examples: button 3, axis x, key up, cc 16')
    return Control(_OTHER_KINDS[other[1]], int(other[2]) if other[2].isdigit() else other[2])


def name_of(driver: str, control: Control) -> str:
    """How a profile names a control: the other way round than `control_named`."""
    match control.kind:
        case "control_change":
            return f"cc {control.name}"
        case "note" | "nrpn" as kind:
            return f"{kind} {control.name}"
        case "pitch_bend":
            return "pitch bend"
        case kind:
            plain = driver in ("keyboard", "mouse", "pad")
            return str(control.name) if plain else f"{kind} {control.name}"


def shown(controls: Sequence[Control]) -> str:
    """One control, or the pair of axes of a stick, as people read it on a help page."""
    control = controls[0]
    name = str(control.name)
    match control.kind:
        case "key":
            return keynames.shown(name)
        case "motion":
            return mouse.shown(name)
        case "button":
            if name.isdigit():
                return text("control.button", number=name)
            return pad_name(name) if name in PAD_BUTTONS else mouse.shown(name)
        case "axis":
            pair = tuple(str(each.name) for each in controls)
            if (pair[0], pair[-1]) in _STICKS:
                return text(_STICKS[pair[0], pair[-1]])
            return text("learn.and").join(map(pad_name, pair))
        case "control_change" | "note" | "nrpn" as kind:
            return (
                text(f"control.any.{kind}") if name == ANY else text(f"control.{kind}", number=name)
            )
        case "pitch_bend":
            return text("control.pitch_bend")


def pad_name(name: str) -> str:
    """A button or axis of a pad as people read it; its bare name where it is no game pad's."""
    return text(f"pad.{name}") if name in PAD_BUTTONS or name in PAD_AXES else name


def _pad_control(name: str) -> Control:
    if name in PAD_AXES:
        return Control("axis", name)
    if name in PAD_BUTTONS or name in PAD_MOTORS:
        return Control("button", name)
    known = ", ".join((*PAD_AXES, *PAD_BUTTONS))
    raise ValueError(f'"{name}" is nothing a game pad has; known: {known}')


def _midi_control(name: str, channel: int | None) -> Control | None:
    found = _MIDI.fullmatch(name)
    if found is None:
        return None
    if name == "pitch bend":
        return Control("pitch_bend", 0, channel)
    if found[2] == ANY:
        return Control(_MIDI_KINDS[found[1]], ANY, channel)
    number, last = int(found[2]), 16383 if found[1] == "nrpn" else 127
    if number > last:
        raise ValueError(f'"{name}": numbers go from 0 to {last}')
    return Control(_MIDI_KINDS[found[1]], number, channel)
