"""From Qt's key events to the key names that profiles use, the same on press and release."""

import sys
from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication, QKeyEvent

from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS, NAMED_KEYS
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT, SHIFTED, X11_OFFSET

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

_SCAN_CODE_OFFSETS = {"xcb": X11_OFFSET, "wayland": X11_OFFSET, "windows": 0}
"""By Qt's platform; on others a native scan code says nothing of the position."""


def _shift_name(event: QKeyEvent) -> str:
    right = event.nativeVirtualKey() in _RIGHT_SHIFT_VIRTUAL_KEYS or (
        sys.platform == "win32" and event.nativeScanCode() == _WINDOWS_RIGHT_SHIFT_SCAN_CODE
    )
    return "ShiftRight" if right else "ShiftLeft"


def _printed(event: QKeyEvent) -> str | None:
    """What the key prints, if that is a character of ASCII."""
    key, text = event.key(), event.text().upper()
    if len(text) == 1 and text.isprintable() and not text.isspace():
        return text if text.isascii() else None
    return chr(key) if 0x21 <= key <= 0x7E else None


def _position(event: QKeyEvent) -> str | None:
    """The name of the key's place; with Shift that of the sign which a US keyboard has there."""
    offset = _SCAN_CODE_OFFSETS.get(QGuiApplication.platformName())
    key = None if offset is None else LAYOUT.position(event.nativeScanCode() - offset)
    shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return SHIFTED.get(key, key) if key and shifted else key


def _with_modifiers(base: str, held: Qt.KeyboardModifier) -> str:
    """Shift counts only beside Ctrl, Alt or Meta: elsewhere it is either in the symbol ("{") or a
    key of its own, so that W is "W" while a Shift key is held."""
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


def key_name(event: QKeyEvent, choice: KeyChoice) -> str | None:
    """The name of the event's key, such as "W", "[", "ShiftLeft" or "Ctrl+Shift+Z".

    None for a key without a name.
    """
    if event.key() == Qt.Key.Key_Shift:
        return _shift_name(event)
    named = _NAMES.get(event.key())
    if named in MODIFIER_KEYS:
        return named
    position, printed = (named, named) if named else (_position(event), _printed(event))
    held = event.modifiers()
    return choice.name(
        _with_modifiers(position, held) if position else None,
        _with_modifiers(printed, held) if printed else None,
    )


def shortcut_by_position(event: QKeyEvent) -> str | None:
    """The shortcut that a key is by its position, where what it prints can't be one.

    That is so for letters of another script, and for digits, which need Shift on some keyboards.
    """
    position = _position(event)
    if position is None or not (event.key() >= 0x80 or position.isdigit()):
        return None
    return _with_modifiers(position, event.modifiers())


class KeyNames:
    """Names presses, and gives each release the name that its press had.

    The modifiers may change while a key is down (press {, let go of Shift, let go of [), so the
    name is remembered by the key's own code.

    Attributes:
        choice: how names are chosen now.
        layout_changed: called when a key has made what this keyboard wasn't known to print.
    """

    def __init__(self, layout_changed: Callable[[], object] = lambda: None) -> None:
        self.choice = KeyChoice(LAYOUT)
        self.layout_changed = layout_changed
        self._down: dict[int, str] = {}

    @staticmethod
    def _code(event: QKeyEvent) -> int:
        scan = event.nativeScanCode()
        return scan if scan > 1 else -event.key()

    def press(self, event: QKeyEvent) -> str | None:
        """The name to report for a press; None for auto-repeat and for unnamed keys."""
        if event.isAutoRepeat():
            return None
        self._look_at_layout(event)
        name = key_name(event, self.choice)
        if name is not None:
            self._down[self._code(event)] = name
        return name

    def _look_at_layout(self, event: QKeyEvent) -> None:
        position, text = _position(event), event.text()
        if position is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return
        if len(text) == 1 and text.isprintable() and LAYOUT.saw(position, text):
            self.layout_changed()

    def release(self, event: QKeyEvent) -> str | None:
        """The name to report for a release; None where no press of that key was reported."""
        if event.isAutoRepeat():
            return None
        return self._down.pop(self._code(event), None)

    def clear(self) -> None:
        """Forget every key that is down, because the window lost the keyboard."""
        self._down.clear()
