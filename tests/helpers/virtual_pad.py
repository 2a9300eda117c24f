"""Game pads of software, plugged into the very SDL that the program uses; no display needed.

The pads are those of SDL 2.24 and later (SDL_VirtualJoystickDesc, version 1). What is set on one
comes as events with the next look at the devices.
"""

import ctypes
import functools
from collections.abc import Callable, Mapping

from hudes_desktop.inputs.pads.sdl import AXES, BUTTONS, library
from hudes_desktop.inputs.seam.driver import DriverFault

GAME_CONTROLLER = 1
UNKNOWN = 0

_JOYSTICK = 0x200
_RUMBLE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint16)


class _Description(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_uint16) for name in ("version", "type", "axes", "buttons", "hats")),
        *((name, ctypes.c_uint16) for name in ("vendor", "product", "padding")),
        *((name, ctypes.c_uint32) for name in ("button_mask", "axis_mask")),
        ("name", ctypes.c_char_p),
        *((name, ctypes.c_void_p) for name in ("user", "update", "set_player")),
        ("rumble", _RUMBLE),
        *((name, ctypes.c_void_p) for name in ("rumble_triggers", "set_led", "send_effect")),
    )


@functools.cache
def _sdl() -> ctypes.PyDLL:
    sdl = ctypes.PyDLL(library()._name)
    handle, number = ctypes.c_void_p, ctypes.c_int
    sdl.SDL_GetError.restype = ctypes.c_char_p
    sdl.SDL_SetHint.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    sdl.SDL_JoystickOpen.restype = handle
    sdl.SDL_JoystickFromInstanceID.restype = handle
    sdl.SDL_JoystickClose.argtypes = [handle]
    sdl.SDL_JoystickSetVirtualAxis.argtypes = [handle, number, ctypes.c_int16]
    sdl.SDL_JoystickSetVirtualButton.argtypes = [handle, number, ctypes.c_uint8]
    sdl.SDL_JoystickSetVirtualHat.argtypes = [handle, number, ctypes.c_uint8]
    # An SDL that is started for a pad only must leave signals alone, as the program's does.
    sdl.SDL_SetHint(b"SDL_NO_SIGNAL_HANDLERS", b"1")
    return sdl


def why_not() -> str:
    """Why there can be no virtual pads here; empty if there can."""
    try:
        library()
    except DriverFault as fault:
        return str(fault)
    if not hasattr(_sdl(), "SDL_JoystickAttachVirtualEx"):
        return "this SDL has no virtual joysticks (they came with 2.24)"
    try:
        VirtualPad().unplug()
    except RuntimeError as error:
        return f"virtual joysticks don't work here: {error}"
    return ""


def plugged_in() -> int:
    """How many joysticks SDL sees."""
    return int(_sdl().SDL_NumJoysticks())


def is_open(instance: int) -> bool:
    """Whether somebody has a joystick open, or forgot to close it before it went."""
    return bool(_sdl().SDL_JoystickFromInstanceID(instance))


class VirtualPad:
    """One pad, plugged in from the first to `unplug`.

    Attributes:
        instance: SDL's id.
        rumbles: strengths (low, high), 0 … 1, as the program sent them.
    """

    def __init__(
        self,
        name: str = "Virtual pad",
        *,
        product: int = 0x028E,
        kind: int = GAME_CONTROLLER,
        axes: int = len(AXES),
        buttons: int = 15,
        hats: int = 0,
        resting: Mapping[int, float] | None = None,
        has_motors: bool = True,
    ) -> None:
        """kind UNKNOWN: SDL has no mapping for it, and its axes and buttons are numbers only.

        resting: what axes (by number) rest at, from the beginning, where that isn't 0.
        """
        self.rumbles: list[tuple[float, float]] = []
        self._sdl = _sdl()
        self._on_rumble = _RUMBLE(self._rumbled) if has_motors else _RUMBLE()
        vendor = 0x045E if kind == GAME_CONTROLLER else 0
        description = _Description(
            version=1, type=kind, axes=axes, buttons=buttons, hats=hats, vendor=vendor,
            product=product if vendor else 0, name=name.encode(), rumble=self._on_rumble,
        )  # fmt: skip
        if self._sdl.SDL_InitSubSystem(_JOYSTICK) < 0:
            raise RuntimeError(self._error())
        index = self._sdl.SDL_JoystickAttachVirtualEx(ctypes.byref(description))
        if index < 0:
            self._sdl.SDL_QuitSubSystem(_JOYSTICK)
            raise RuntimeError(self._error())
        self.instance = self._sdl.SDL_JoystickGetDeviceInstanceID(index)
        self._unplugged = False
        for axis, value in (resting or {}).items():
            self.raw_axis(axis, value)

    def axis(self, name: str, value: float) -> None:
        """Move a stick's axis to −1 … 1, a trigger to 0 … 1."""
        trigger = name.endswith("trigger")
        self.raw_axis(AXES.index(name), 2 * value - 1 if trigger else value)

    def button(self, name: str, pressed: bool) -> None:
        self.raw_button(BUTTONS.index(name), pressed)

    def raw_axis(self, number: int, value: float) -> None:
        """value: −1 … 1."""
        raw = max(-32768, round(value * 32768)) if value < 0 else round(value * 32767)
        self._set(self._sdl.SDL_JoystickSetVirtualAxis, number, raw)

    def raw_button(self, number: int, pressed: bool) -> None:
        self._set(self._sdl.SDL_JoystickSetVirtualButton, number, int(pressed))

    def raw_hat(self, number: int, bits: int) -> None:
        """bits: 1 up, 2 right, 4 down, 8 left, and their sums."""
        self._set(self._sdl.SDL_JoystickSetVirtualHat, number, bits)

    def unplug(self) -> None:
        """Pull the plug; a second time is nothing."""
        if not self._unplugged:
            self._unplugged = True
            self._check(self._sdl.SDL_JoystickDetachVirtual(self._index()))
            self._sdl.SDL_QuitSubSystem(_JOYSTICK)

    def _index(self) -> int:
        return next(
            index
            for index in range(self._sdl.SDL_NumJoysticks())
            if self._sdl.SDL_JoystickGetDeviceInstanceID(index) == self.instance
        )

    def _set(self, change: Callable[[int, int, int], int], number: int, value: int) -> None:
        """SDL wants it open for that; but as on a real pad, nobody else keeps it open."""
        handle = self._sdl.SDL_JoystickOpen(self._index())
        self._check(change(handle, number, value))
        self._sdl.SDL_JoystickClose(handle)

    def _rumbled(self, _user: int, low: int, high: int) -> int:
        self.rumbles.append((low / 0xFFFF, high / 0xFFFF))
        return 0

    def _check(self, result: int) -> None:
        if result < 0:
            raise RuntimeError(self._error())

    def _error(self) -> str:
        return str(self._sdl.SDL_GetError().decode())
