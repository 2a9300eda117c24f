"""SDL's game controllers, straight from the SDL library that pygame brings.

Why not pygame's own modules: its events need a video system of its own beside Qt's; its Controller
objects are never freed, and don't know their instance ids; a mapping can be given only to a pad
that has one already; and importing pygame takes fractions of a second in which a window stands
still. The library alone is loaded in milliseconds.
"""

import ctypes
import functools
import importlib.util
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Literal, NamedTuple, NewType

from hudes_desktop.inputs.seam.driver import DriverFault
from hudes_desktop.words import text

AXES = ("leftx", "lefty", "rightx", "righty", "lefttrigger", "righttrigger")
"""SDL's names of a controller's axes, in the order of its numbers."""

BUTTONS = (
    *("a", "b", "x", "y", "back", "guide", "start", "leftstick", "rightstick"),
    *("leftshoulder", "rightshoulder", "dpup", "dpdown", "dpleft", "dpright"),
    *("misc1", "paddle1", "paddle2", "paddle3", "paddle4", "touchpad"),
)
"""SDL's names of a controller's buttons, in the order of its numbers."""

MAX_RUMBLE_S = 65.0
"""SDL counts a rumble's time in 16 bits of milliseconds."""

_GAMECONTROLLER = 0x2000
_GET_EVENTS = 2
_RAW_MOTION = (0x600, 0x604)
_OF_INTEREST = (0x605, 0x6FF)
Kind = Literal["added", "removed", "axis", "button", "remapped"]
_KINDS: dict[int, Kind] = {
    0x605: "added",
    0x606: "removed",
    0x650: "axis",
    0x651: "button",
    0x652: "button",
    0x655: "remapped",
}
_BATCH = 128
_EVENT_SIZE = 56
_EVENT = struct.Struct("=I4xiBB2xh")  # type, (time), which, number, pressed, axis value

_HINTS = (
    ("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1"),  # SDL has no window that could have the focus
    ("SDL_NO_SIGNAL_HANDLERS", "1"),  # else SDL swallows SIGTERM, and the program can't be ended
)

Pad = NewType("Pad", int)
"""An open game controller."""

Stick = NewType("Stick", int)
"""An open joystick, whose raw values can be read."""


class SdlEvent(NamedTuple):
    """What SDL reports: which is an instance id (but nothing of use for "added")."""

    kind: Kind
    which: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Joystick:
    """What is plugged in.

    Attributes:
        instance: SDL's id, never used twice while SDL runs.
        guid: 32 hexadecimal digits, the same for all devices of one make.
        mapped: SDL knows it as a game controller.
    """

    instance: int
    guid: str
    name: str
    mapped: bool


RawReading = Mapping[str, float]
"""Where the controls of a joystick are, by the names of SDL's mapping strings.

Axes "a0", …: −1 … 1, without those that have not reported yet. Buttons "b0", …, and directions of
hats, "h0.1" (up), "h0.2" (right), "h0.4" (down), "h0.8" (left): 0 or 1."""


class _Guid(ctypes.Structure):
    _fields_ = (("data", ctypes.c_uint8 * 16),)


_int, _i16, _text, _handle = ctypes.c_int, ctypes.c_int16, ctypes.c_char_p, ctypes.c_void_p
_u8, _u16, _u32 = ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32
_SIGNATURES: dict[str, tuple[object, ...]] = {  # functions, without SDL_: result, arguments
    "GetError": (_text,),
    "SetMainReady JoystickUpdate": (None,),
    "NumJoysticks GameControllerNumMappings": (_int,),
    "InitSubSystem": (_int, _u32),
    "QuitSubSystem": (None, _u32),
    "FlushEvents": (None, _u32, _u32),
    "PeepEvents": (_int, _handle, _int, _int, _u32, _u32),
    "SetHint": (_int, _text, _text),
    "GameControllerAddMapping": (_int, _text),
    "JoystickNameForIndex": (_text, _int),
    "JoystickGetDeviceGUID": (_Guid, _int),
    "JoystickGetDeviceInstanceID": (ctypes.c_int32, _int),
    "IsGameController": (_int, _int),
    "JoystickOpen GameControllerOpen": (_handle, _int),
    "GetVersion JoystickClose GameControllerClose": (None, _handle),
    "JoystickNumAxes JoystickNumButtons JoystickNumHats": (_int, _handle),
    "JoystickGetAxis GameControllerGetAxis": (_i16, _handle, _int),
    "JoystickGetButton JoystickGetHat GameControllerGetButton": (_u8, _handle, _int),
    "JoystickGetAxisInitialState": (_int, _handle, _int, _handle),
    "GameControllerGetJoystick": (_handle, _handle),
    "GameControllerRumble": (_int, _handle, _u16, _u16, _u32),
}


class Sdl:
    """The calls of SDL that a driver of game pads needs; on the main thread only.

    Attributes: version, as in "2.28.4".
    """

    def __init__(self) -> None:
        """Raises DriverFault where pygame or its SDL can't be used."""
        self._sdl = library()
        version = (ctypes.c_uint8 * 3)()
        self._sdl.SDL_GetVersion(version)
        self.version = ".".join(map(str, version))
        self._events = ctypes.create_string_buffer(_BATCH * _EVENT_SIZE)

    def start(self) -> None:
        """Begin to watch for joysticks; as often as stop. Raises DriverFault."""
        self._sdl.SDL_SetMainReady()
        for hint, value in _HINTS:
            self._sdl.SDL_SetHint(hint.encode(), value.encode())
        if self._sdl.SDL_InitSubSystem(_GAMECONTROLLER) < 0:
            raise DriverFault(text("pad.no_sdl", error=self.error()))

    def stop(self) -> None:
        """Watch no longer; whatever is open must be closed before."""
        self._sdl.SDL_QuitSubSystem(_GAMECONTROLLER)

    def error(self) -> str:
        """SDL's reason for what failed last, one line."""
        return " ".join(str(self._sdl.SDL_GetError().decode(errors="replace")).split())

    def events(self) -> list[SdlEvent]:
        """Looks at all devices; what happened since the last call, in order."""
        self._sdl.SDL_JoystickUpdate()
        self._sdl.SDL_FlushEvents(*_RAW_MOTION)
        events: list[SdlEvent] = []
        count = _BATCH
        while count == _BATCH:
            count = self._sdl.SDL_PeepEvents(self._events, _BATCH, _GET_EVENTS, *_OF_INTEREST)
            for index in range(count):
                kind, which, number, pressed, moved = _EVENT.unpack_from(
                    self._events, index * _EVENT_SIZE
                )
                if name := _KINDS.get(kind):
                    value = moved if name == "axis" else pressed
                    events.append(SdlEvent(name, which, number, value))
        return events

    def joysticks(self) -> list[Joystick]:
        """What is plugged in; their places in the list are SDL's indices until the next events."""
        return [
            Joystick(
                self._sdl.SDL_JoystickGetDeviceInstanceID(index),
                bytes(self._sdl.SDL_JoystickGetDeviceGUID(index).data).hex(),
                (self._sdl.SDL_JoystickNameForIndex(index) or b"game pad").decode(errors="replace"),
                bool(self._sdl.SDL_IsGameController(index)),
            )
            for index in range(self._sdl.SDL_NumJoysticks())
        ]

    def open_pad(self, index: int) -> Pad | None:
        """The game controller of an index, from now on with events; None where it can't be."""
        handle = self._sdl.SDL_GameControllerOpen(index)
        return Pad(handle) if handle else None

    def close_pad(self, pad: Pad) -> None:
        """Give a game controller back."""
        self._sdl.SDL_GameControllerClose(pad)

    def has_reported(self, pad: Pad) -> bool:
        """Whether a game controller has said where its axes are; some need a moment for that."""
        stick = Stick(self._sdl.SDL_GameControllerGetJoystick(pad))
        return all(self._reported(stick, axis) for axis in self._axes(stick))

    def held(self, pad: Pad) -> Iterator[tuple[Literal["axis", "button"], int, int]]:
        """Every axis and button that is not at its zero now: kind, number, raw value."""
        for number in range(len(AXES)):
            if value := self._sdl.SDL_GameControllerGetAxis(pad, number):
                yield "axis", number, value
        for number in range(len(BUTTONS)):
            if self._sdl.SDL_GameControllerGetButton(pad, number):
                yield "button", number, 1

    def rumble(self, pad: Pad, low: float, high: float, seconds: float) -> bool:
        """Runs both motors at 0 … 1 for at most MAX_RUMBLE_S; False where it has none."""
        strengths = (round(min(1.0, max(0.0, each)) * 0xFFFF) for each in (low, high))
        milliseconds = max(1, round(1000 * min(seconds, MAX_RUMBLE_S)))
        return bool(self._sdl.SDL_GameControllerRumble(pad, *strengths, milliseconds) == 0)

    def open_stick(self, index: int) -> Stick | None:
        """The joystick of an index; it may be open as a game controller too."""
        handle = self._sdl.SDL_JoystickOpen(index)
        return Stick(handle) if handle else None

    def has_buttons(self, index: int) -> bool:
        """Whether the joystick of an index has any button or hat; True where that can't be told."""
        stick = self.open_stick(index)
        if stick is None:
            return True
        sdl = self._sdl
        found = sdl.SDL_JoystickNumButtons(stick) + sdl.SDL_JoystickNumHats(stick)
        self.close_stick(stick)
        return bool(found)

    def close_stick(self, stick: Stick) -> None:
        """Give a joystick back."""
        self._sdl.SDL_JoystickClose(stick)

    def raw(self, stick: Stick) -> RawReading:
        """Where the controls of a joystick were at the last events."""
        sdl = self._sdl
        reading = {
            f"a{axis}": max(-1.0, sdl.SDL_JoystickGetAxis(stick, axis) / 32767)
            for axis in self._axes(stick)
            if self._reported(stick, axis)
        }
        for button in range(sdl.SDL_JoystickNumButtons(stick)):
            reading[f"b{button}"] = float(sdl.SDL_JoystickGetButton(stick, button))
        for hat in range(sdl.SDL_JoystickNumHats(stick)):
            bits = sdl.SDL_JoystickGetHat(stick, hat)
            reading |= {f"h{hat}.{bit}": float(bits & bit != 0) for bit in (1, 2, 4, 8)}
        return reading

    def _axes(self, stick: Stick) -> range:
        return range(self._sdl.SDL_JoystickNumAxes(stick))

    def _reported(self, stick: Stick, axis: int) -> bool:
        start = ctypes.c_int16()
        return bool(self._sdl.SDL_JoystickGetAxisInitialState(stick, axis, ctypes.byref(start)))

    def add_mapping(self, mapping: str) -> bool:
        """Tells SDL what the controls of a device are; False where it can't read the line."""
        return bool(self._sdl.SDL_GameControllerAddMapping(mapping.encode()) >= 0)

    def mappings(self) -> int:
        """How many mappings SDL knows."""
        return int(self._sdl.SDL_GameControllerNumMappings())


@functools.cache
def library() -> ctypes.PyDLL:
    """The SDL library that pygame uses, with the signatures of what is called here.

    PyDLL keeps the interpreter's lock: these calls take microseconds, and whoever gives the lock up
    while another thread computes gets it back milliseconds later. Raises DriverFault.
    """
    try:
        spec = importlib.util.find_spec("pygame")
    except ValueError:
        spec = None
    if spec is None or spec.origin is None:
        raise DriverFault(text("pad.no_pygame"))
    try:
        sdl = ctypes.PyDLL(str(_leads_to_sdl(Path(spec.origin).parent)))
        for names, (result, *arguments) in _SIGNATURES.items():
            for name in names.split():
                function = getattr(sdl, f"SDL_{name}")
                function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        reason = str(error).splitlines()[0]
        raise DriverFault(text("pad.broken_pygame", reason=reason)) from error
    return sdl


def _leads_to_sdl(folder: Path) -> Path:
    """A library in which SDL's functions are found.

    Linux and macOS find them in whatever a library is linked with, so any of pygame's own modules
    will do, wherever its SDL lies. On Windows SDL lies beside them.
    """
    if sys.platform == "win32":
        return folder / "SDL2.dll"
    for suffix in EXTENSION_SUFFIXES:
        if (module := folder / f"joystick{suffix}").exists():
            return module
    raise OSError(f"{folder.name} has no joystick module")
