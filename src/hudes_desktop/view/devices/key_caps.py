"""Where the keys of a keyboard are, what is printed on them, and what a profile binds to each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRectF

from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.keyboard_mouse import key_names
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT, POSITIONS, SHIFTED, UNSHIFTED
from hudes_desktop.inputs.profiles.profile import Binding
from hudes_desktop.words import text

_WIDE = {
    "Backspace": 2.0, "Tab": 1.5, "\\": 1.5, "CapsLock": 1.75, "Return": 2.25,
    "ShiftLeft": 2.25, "ShiftRight": 2.75, "Control": 1.25, "Meta": 1.25, "Alt": 1.25,
    "Space": 6.25, "Menu": 1.25,
}  # fmt: skip
_ROWS: tuple[tuple[str, ...], ...] = (
    (*"`1234567890-=", "Backspace"),
    ("Tab", *"QWERTYUIOP[]\\"),
    ("CapsLock", *"ASDFGHJKL;'", "Return"),
    ("ShiftLeft", *"ZXCVBNM,./", "ShiftRight"),
    ("Control", "Meta", "Alt", "Space", "Alt", "Meta", "Menu", "Control"),
)
_SHORT = ("PageUp", "PageDown", "Insert", "Delete", "ShiftLeft", "ShiftRight")
_FIELD = 15.4  # in widths of a key: where the keys for moving the cursor begin
_APART: dict[str, tuple[float, float]] = {
    "Insert": (0, 0), "Home": (1, 0), "PageUp": (2, 0),
    "Delete": (0, 1), "End": (1, 1), "PageDown": (2, 1),
    "Up": (1, 3), "Left": (0, 4), "Down": (1, 4), "Right": (2, 4),
}  # fmt: skip
KEYBOARD_WIDTH = _FIELD + 3.0
_FUNCTION_ROW = 1.25


@dataclass(frozen=True)
class Cap:
    """One key, and what it does alone and with modifiers.

    Attributes: name, of its position; printed, what this keyboard has on it; area, in widths of a
    key from the left top corner.
    """

    name: str
    printed: str
    area: QRectF
    bindings: tuple[Binding, ...]


def caps(bindings: Sequence[Binding]) -> list[Cap]:
    """Every key of the drawing with the bindings that need it.

    The row of Escape and the function keys is there only when one of them is bound.
    """
    by_key: dict[str, list[Binding]] = {}
    positions = _positions(bindings)
    for binding in bindings:
        name = str(binding.control.name)
        key = key_names.split(name)[1]
        key = positions.get(name, UNSHIFTED.get(key, key))
        by_key.setdefault(key, []).append(binding)
    function_keys = ("Escape", *(f"F{number}" for number in range(1, 13)))
    top = _FUNCTION_ROW if any(key in by_key for key in function_keys) else 0.0
    placed: list[tuple[str, QRectF]] = []
    if top:
        placed += [
            (name, QRectF(index * 15 / 13, 0, 1, 1)) for index, name in enumerate(function_keys)
        ]
    for row, names in enumerate(_ROWS):
        left = 0.0
        for name in names:
            width = _WIDE.get(name, 1.0)
            placed.append((name, QRectF(left, top + row, width, 1)))
            left += width
    placed += [(name, QRectF(_FIELD + x, top + y, 1, 1)) for name, (x, y) in _APART.items()]
    return [Cap(name, _printed(name), area, tuple(by_key.get(name, ()))) for name, area in placed]


def _printed(position: str) -> str:
    if position in _SHORT:
        return text(f"key.cap.{position}")
    return LAYOUT.printed(position) if len(position) == 1 else key_names.shown(position)


def _positions(bindings: Sequence[Binding]) -> dict[str, str]:
    """The positions of keys by the names that they have now, with the modifiers that are bound."""
    choice = KeyChoice(LAYOUT, bindings)
    found: dict[str, str] = {}
    for modifiers in {tuple(key_names.split(str(each.control.name))[0]) for each in bindings}:
        before = "".join(f"{modifier}+" for modifier in modifiers)
        for position in POSITIONS.values():
            for each in (position, SHIFTED.get(position, position)):
                letter = LAYOUT.printed(each)
                is_letter = len(letter) == 1 and letter.isascii()
                name = choice.name(before + each, before + letter if is_letter else None)
                found.setdefault(name or "", position)
    return found
