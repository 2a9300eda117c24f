"""Looks up the text that people read by its id: code names a text, and never compares what it says.

The English text of an id stands in one place. Rows that have a name (actions, commands) carry their
own, under an id made of that name; everything else is in english.py. A catalogue for another
language maps the same ids, for gettext with the ids as msgid: `text` would ask it first, and take
the English text for what it doesn't have. An entry of two forms is what ngettext chooses from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter

from hudes_desktop.english import ENGLISH

Words = str | tuple[str, str]
"""A text with {placeholders} as for str.format, or its singular and plural, chosen by `count`."""

_catalogue: dict[str, Words] = dict(ENGLISH)


def add(words: Mapping[str, Words]) -> None:
    """Add texts by id. Raises ValueError for an id that stands for another text already."""
    for key, value in words.items():
        if _catalogue.get(key, value) != value:
            raise ValueError(f"there are other words for {key!r} already")
    _catalogue.update(words)


def remove(keys: Iterable[str]) -> None:
    """Take out what `add` added, where it is still there."""
    for key in keys:
        _catalogue.pop(key, None)


def ids() -> frozenset[str]:
    """Every id that there is a text for."""
    return frozenset(_catalogue)


def text(key: str, **values: object) -> str:
    """The text of an id, with values for its placeholders. Raises KeyError for an unknown id."""
    words = _catalogue[key]
    if isinstance(words, tuple):
        words = words[0] if values["count"] == 1 else words[1]
    return words.format(**values) if values else words


def of_row(key: str, english: str) -> str:
    """The text of a row of a table that carries its own English."""
    words = _catalogue.get(key, english)
    return words if isinstance(words, str) else words[0]


def sentence(key: str, **values: object) -> str:
    """The text of an id with a capital letter at its beginning, as menus and headings have it."""
    words = text(key, **values)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Message:
    """A text not looked up yet. Equal messages say the same, whatever the language.

    values: (name, value) of every placeholder, in order of their names.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return text(self.key, **dict(self.values))


def message(key: str, **values: object) -> Message:
    """The message of an id with those of the values that its text says."""
    words = _catalogue[key]
    forms = words if isinstance(words, tuple) else (words,)
    said = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
    if isinstance(words, tuple):
        said.add("count")
    return Message(key, tuple((name, values[name]) for name in sorted(said)))
