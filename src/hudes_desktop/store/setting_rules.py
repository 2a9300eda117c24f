"""What each entry of the settings must be, and how its value looks in the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

Scheme = Literal["system", "dark", "light"]
HeightMode = Literal["auto", "locked", "log"]
Mode = Literal["planes", "lines"]
SMALLEST_PX, LARGEST_PX = 12, 40
"""Body text from the desk to the fair stand."""


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Rule:
    """wanted: in words. fits: whether a value will do. read, written: from the file and to it."""

    wanted: str
    fits: Callable[[object], bool]
    read: Callable[[Any], Any] = _as_it_is
    written: Callable[[Any], Any] = _as_it_is


# Not isinstance: a bool is an int to Python, but `seed = true` is a slip.
_TEXT = Rule("text in quotes", lambda value: type(value) is str)
_NUMBER = Rule("a whole number", lambda value: type(value) is int)
_SWITCH = Rule("true or false", lambda value: type(value) is bool)
_FOLDER = Rule(_TEXT.wanted, _TEXT.fits, lambda text: Path(text).expanduser(), str)
_TEXT_SIZE = Rule(
    f"a whole number of pixels from {SMALLEST_PX} to {LARGEST_PX}",
    lambda value: type(value) is int and SMALLEST_PX <= value <= LARGEST_PX,
)
_NAMES = Rule(
    "a list of texts",
    lambda value: type(value) is list and all(type(name) is str for name in value),
    tuple,
    list,
)


def _one_of(choices: object) -> Rule:
    known = get_args(choices)
    quoted = ", ".join(f'"{name}"' for name in known)
    return Rule(f"one of {quoted}", lambda value: value in known)


OPTION_RULES: Mapping[str, Rule] = {
    "net": _TEXT,
    "dataset": _TEXT,
    "device": _TEXT,
    "dtype": _TEXT,
    "seed": _NUMBER,
    "planes": _NUMBER,
    "grid_size": _NUMBER,
    "batch_size": _NUMBER,
    "axes": _NUMBER,
    "directions": _TEXT,
    "keyboard": _TEXT,
    "compile": _SWITCH,
    "data_dir": _FOLDER,
}
"""Top level of the file: the options of the command line."""

WINDOW_RULES: Mapping[str, Rule] = {
    "geometry": _TEXT,
    "state": _TEXT,
    "theme": _one_of(Scheme),
    "font_px": _TEXT_SIZE,
    "colour_map": _TEXT,
    "height_mode": _one_of(HeightMode),
    "mode": _one_of(Mode),
    "hidden": _NAMES,
    "log_loss": _SWITCH,
    "accuracy": _SWITCH,
}
"""The table [window]."""
