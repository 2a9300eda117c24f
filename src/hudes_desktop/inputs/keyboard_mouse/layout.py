"""Where the keys of a keyboard are, and what the layout in use prints on each of them.

A key's position has the name of what a US keyboard prints there: "W" is the key above "S", whatever
is printed on it. A sign that a US keyboard has above another one ("{") is that key with Shift.
"""

import ctypes
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'`", 43: "\\ZXCVBNM,./"}
POSITIONS: Mapping[int, str] = {
    first + place: name for first, row in _ROWS.items() for place, name in enumerate(row)
}
"""By scan code: Linux' input codes are those of the PC keyboard, which Windows has too."""

X11_OFFSET = 8
"""What X11 and Wayland add to a scan code."""

SHIFTED = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
UNSHIFTED = {above: below for below, above in SHIFTED.items()}

_CORE_KEYBOARD = 0x100
_XK_DEAD_GRAVE, _DEAD_KEYS = 0xFE50, "`´^~¯˘˙¨°˝ˇ¸˛"  # in the order of their symbols
_SPACE, _XK_SPACE = 57, 0x20  # a key that every layout has in one place: are its codes the PC's?


class KeyboardLayout:
    """What is printed on the keys, as far as it is known."""

    def __init__(self) -> None:
        self._read: dict[str, str] | None = {}  # None for a keyboard that isn't a PC's
        self._printed: dict[str, str] = {}  # as read, but for what was seen since

    def position(self, scan_code: int) -> str | None:
        """The position of a scan code; None where the keyboard doesn't count as a PC's does."""
        return None if self._read is None else POSITIONS.get(scan_code)

    def printed(self, position: str) -> str:
        """What people read on the key of a position; the position where that isn't known."""
        key = UNSHIFTED.get(position, position)
        without = self._printed.get(key, key)
        here = self._printed.get(position, position if without == key else without)
        # A letter has its capital above it.
        return f"Shift+{here}" if key != position and here == without else here

    def prints(self, character: str) -> bool:
        """Whether a key makes this character, with Shift or without."""
        every = (*POSITIONS.values(), *UNSHIFTED)
        return any(self._printed.get(position, position) == character for position in every)

    def refresh(self) -> bool:
        """Read the layout that is in use now; returns whether it is another one than before.

        Where it can't be read, every key counts as printed with the name of its position, until
        it is seen to make something else.
        """
        before, self._read = self._read, _windows() if sys.platform == "win32" else _x11()
        if self._read == before:
            return False
        self._printed = {key: _capital(each) for key, each in (self._read or {}).items()}
        return True

    def saw(self, position: str, character: str) -> bool:
        """A key without Shift has made a character; returns whether that wasn't known."""
        character = _capital(character)
        if self._printed.get(position, position) == character:
            return False
        self.refresh()
        self._printed[position] = character
        return True


LAYOUT = KeyboardLayout()
"""Of this machine's keyboard; the window reads it again when it may be another one."""


def _capital(character: str) -> str:
    """As it stands on the key: a capital, where a letter has a single one."""
    capital = character.upper()
    return capital if capital.lower() == character else character


def _x11() -> dict[str, str] | None:
    """What the X server's keyboard prints, by position; empty where there is no server to ask.

    None for a keyboard whose codes aren't a PC's: of macOS, say, behind XQuartz.
    """
    try:
        x11, xkbcommon = (ctypes.CDLL(name) for name in ("libX11.so.6", "libxkbcommon.so.0"))
    except OSError:
        return {}
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
    with _display(x11) as display:
        if display is None:
            return {}
        state = (ctypes.c_ubyte * 64)()  # XkbStateRec, whose first byte is the group in use
        x11.XkbGetState(display, _CORE_KEYBOARD, state)

        def symbol(code: int, level: int) -> int:
            keycode = ctypes.c_ubyte(code + X11_OFFSET)
            found: int = x11.XkbKeycodeToKeysym(display, keycode, state[0], level)
            return found or x11.XkbKeycodeToKeysym(display, keycode, 0, level)

        def character(code: int, level: int) -> str:
            found = symbol(code, level)
            if 0 <= found - _XK_DEAD_GRAVE < len(_DEAD_KEYS):
                return _DEAD_KEYS[found - _XK_DEAD_GRAVE]
            number: int = xkbcommon.xkb_keysym_to_utf32(found)
            return chr(number) if number else ""

        if symbol(_SPACE, 0) != _XK_SPACE:
            return None
        plain = {name: character(code, 0) for code, name in POSITIONS.items()}
        shifted = {SHIFTED[name]: character(code, 1)
                   for code, name in POSITIONS.items() if name in SHIFTED}  # fmt: skip
        every = plain | shifted
        return {name: each for name, each in every.items() if each and each.isprintable()}


@contextmanager
def _display(x11: Any) -> Iterator[ctypes.c_void_p | None]:
    opened = x11.XOpenDisplay(None)
    display = ctypes.c_void_p(opened) if opened else None
    try:
        yield display
    finally:
        if display is not None:
            x11.XCloseDisplay(display)


def _windows() -> dict[str, str]:
    """What Windows prints on the keys without Shift."""
    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined]
    layout = ctypes.c_void_p(user32.GetKeyboardLayout(0))
    to_key, to_character, mark_of_dead_keys = 1, 2, 0x80000000
    printed = {}
    for code, name in POSITIONS.items():
        key = user32.MapVirtualKeyExW(code, to_key, layout)
        character = user32.MapVirtualKeyExW(key, to_character, layout) & ~mark_of_dead_keys
        if character:
            printed[name] = chr(character & 0xFFFF)
    return printed
