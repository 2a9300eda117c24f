"""What a value of the settings may be, and how it is read and written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _as_it_is(value: Any) -> Any:
    return value


def _path(text: str) -> Path:
    return Path(text).expanduser()


@dataclass(frozen=True)
class Rule:
    """What a value may be.

    wanted: in words. fits: whether a value of the file will do. read, written: from the file and to
    it. parse: from a word of the command line; raises ValueError.
    """

    wanted: str
    fits: Callable[[object], bool]
    read: Callable[[Any], Any] = _as_it_is
    written: Callable[[Any], Any] = _as_it_is
    parse: Callable[[str], Any] = str


# Not isinstance: a bool is an int to Python, but `seed = true` is a slip.
TEXT = Rule("text in quotes", lambda value: type(value) is str)
NUMBER = Rule("a whole number", lambda value: type(value) is int, parse=int)
SWITCH = Rule("true or false", lambda value: type(value) is bool)
PATH = Rule(TEXT.wanted, TEXT.fits, _path, str, _path)
NAMES = Rule(
    "a list of texts",
    lambda value: type(value) is list and all(type(name) is str for name in value),
    tuple,
    list,
)


def number_within(low: int, high: int, of: str = "") -> Rule:
    """A whole number from `low` to `high`; of: what is counted, as " of pixels"."""
    return Rule(
        f"a whole number{of} from {low} to {high}",
        lambda value: type(value) is int and low <= value <= high,
        parse=int,
    )


def one_of(names: Iterable[str]) -> Rule:
    """One of a few texts."""
    known = tuple(names)
    quoted = ", ".join(f'"{name}"' for name in known)
    return Rule(f"one of {quoted}", lambda value: value in known)
