"""The names that keys have in profiles; the window names its key events in the same way."""

from hudes_desktop.words import text

MODIFIERS = ("Ctrl", "Alt", "Meta", "Shift")
"""In the order in which they are written."""

MODIFIER_KEYS = frozenset({"ShiftLeft", "ShiftRight", "Control", "Alt", "Meta"})

NAMED_KEYS = MODIFIER_KEYS | frozenset(
    {
        *("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown"),
        *("Space", "Tab", "Return", "Backspace", "Delete", "Insert", "Escape"),
        *(f"F{number}" for number in range(1, 36)),
    }
)
_WORDED = {"Left", "Right", "Up", "Down", "Return", "Control", "Escape", "ShiftLeft", "ShiftRight"}


def is_key_name(name: str) -> bool:
    """True for "W", "{", "Ctrl+Shift+Z", "ShiftLeft"; False for "w", "Shift+Ctrl+Z", "Spcae".

    Shift is named beside another modifier only (and with Tab): alone it makes another character
    or none that matters, so that W is W while a Shift key is held.
    """
    modifiers, key = split(name)
    if [modifier for modifier in MODIFIERS if modifier in modifiers] != modifiers:
        return False
    if modifiers == ["Shift"] and key != "Tab":
        return False
    return key in NAMED_KEYS or _is_character(key)


def shown(name: str) -> str:
    """The name as people read it on a help page."""
    modifiers, key = split(name)
    return "+".join([*modifiers, text(f"key.{key}") if key in _WORDED else key])


def split(name: str) -> tuple[list[str], str]:
    """Modifiers and key of a name; the key may itself be a plus ("Ctrl++")."""
    head, plus, key = name[:-1].rpartition("+")
    return (head.split("+") if plus else []), key + name[-1:]


def _is_character(key: str) -> bool:
    return len(key) == 1 and key.isprintable() and not key.isspace() and key == key.upper()
