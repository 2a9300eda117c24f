"""From Qt's key events to the key names that profiles use, the same on press and release."""

import sys

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS, NAMED_KEYS

_NAMES = {int(each): name for each in Qt.Key if (name := each.name[4:]) in NAMED_KEYS}
_NAMES |= {int(Qt.Key.Key_Enter): "Return", int(Qt.Key.Key_Backtab): "Shift+Tab"}
"""By Qt's codes: our names are Qt's own, but for these two."""

# Qt reports one Key_Shift; which of the two it was only the platform's own codes tell.
_RIGHT_SHIFT_VIRTUAL_KEYS = {0xFFE2}  # X11 and Wayland keysym XK_Shift_R
if sys.platform == "darwin":
    _RIGHT_SHIFT_VIRTUAL_KEYS = {0x3C}  # kVK_RightShift
elif sys.platform == "win32":
    _RIGHT_SHIFT_VIRTUAL_KEYS = {0xA1}  # VK_RSHIFT
_WINDOWS_RIGHT_SHIFT_SCAN_CODE = 0x36


def _shift_name(event: QKeyEvent) -> str:
    right = event.nativeVirtualKey() in _RIGHT_SHIFT_VIRTUAL_KEYS or (
        sys.platform == "win32" and event.nativeScanCode() == _WINDOWS_RIGHT_SHIFT_SCAN_CODE
    )
    return "ShiftRight" if right else "ShiftLeft"


def _base_name(event: QKeyEvent) -> str | None:
    key = event.key()
    if key == Qt.Key.Key_Shift:
        return _shift_name(event)
    if key in _NAMES:
        return _NAMES[key]
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isspace():
        return text.upper()
    return chr(key) if 0x21 <= key <= 0x7E else None


def key_name(event: QKeyEvent) -> str | None:
    """The name of the event's key, such as "W", "[", "ShiftLeft" or "Ctrl+Shift+Z".

    Shift counts only beside Ctrl, Alt or Meta: elsewhere it is either in the symbol ("{") or a
    key of its own, so that W is "W" while a Shift key is held. None for a key without a name.
    """
    base = _base_name(event)
    if base is None or base in MODIFIER_KEYS:
        return base
    held = event.modifiers()
    prefix = ""
    for modifier, word in (
        (Qt.KeyboardModifier.ControlModifier, "Ctrl+"),
        (Qt.KeyboardModifier.AltModifier, "Alt+"),
        (Qt.KeyboardModifier.MetaModifier, "Meta+"),
    ):
        if held & modifier:
            prefix += word
    if prefix and held & Qt.KeyboardModifier.ShiftModifier and not base.startswith("Shift+"):
        prefix += "Shift+"
    return prefix + base


class KeyNames:
    """Names presses, and gives each release the name that its press had.

    The modifiers may change while a key is down (press {, let go of Shift, let go of [), so the
    name is remembered by the key's own code.
    """

    def __init__(self) -> None:
        self._down: dict[int, str] = {}

    @staticmethod
    def _code(event: QKeyEvent) -> int:
        scan = event.nativeScanCode()
        return scan if scan > 1 else -event.key()

    def press(self, event: QKeyEvent) -> str | None:
        """The name to report for a press; None for auto-repeat and for unnamed keys."""
        if event.isAutoRepeat():
            return None
        name = key_name(event)
        if name is not None:
            self._down[self._code(event)] = name
        return name

    def release(self, event: QKeyEvent) -> str | None:
        """The name to report for a release; None where no press of that key was reported."""
        if event.isAutoRepeat():
            return None
        return self._down.pop(self._code(event), None)

    def clear(self) -> None:
        """Forget every key that is down, because the window lost the keyboard."""
        self._down.clear()
