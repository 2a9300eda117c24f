"""Where the keys of a keyboard are (US layout), and what a profile binds to each."""

from collections.abc import Iterable
from dataclasses import dataclass

from PyQt6.QtCore import QRectF

from hudes_desktop.inputs.keyboard_mouse import key_names as keynames
from hudes_desktop.inputs.profiles.profile import Binding

_UNSHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))
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
    """One key, in widths of a key from the left top corner, and what it does with modifiers."""

    name: str
    area: QRectF
    bindings: tuple[Binding, ...]


def caps(bindings: Iterable[Binding]) -> list[Cap]:
    """Every key of the drawing with the bindings that need it.

    The row of Escape and the function keys is there only when one of them is bound.
    """
    by_key: dict[str, list[Binding]] = {}
    for binding in bindings:
        key = keynames.split(str(binding.control.name))[1]
        by_key.setdefault(_UNSHIFTED.get(key, key), []).append(binding)
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
    return [Cap(name, area, tuple(by_key.get(name, ()))) for name, area in placed]
