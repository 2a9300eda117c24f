"""Takes values of the right type out of a TOML document, and says where one is wrong."""

import math
from collections.abc import Mapping
from typing import Any, cast

from hudes_desktop.inputs.profiles.toml_lines import TomlPath

Table = Mapping[str, Any]


class Problem(Exception):
    """What is wrong with the value at a path."""

    def __init__(self, path: TomlPath, text: str) -> None:
        super().__init__(text)
        self.path = path


_WORDS = {
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    bool: "true or false",
    list: "an array",
}


def take(table: Table, path: TomlPath, key: str, kind: type) -> Any:
    """The value of a key, of the type it must have; an integer will do for a float."""
    if key not in table:
        raise Problem((*path, key), f"is missing; it must be {_WORDS[kind]}")
    return checked(table[key], (*path, key), kind)


def optional(table: Table, path: TomlPath, key: str, kind: type, default: Any) -> Any:
    """As `take`, but the key need not be there."""
    return take(table, path, key, kind) if key in table else default


def checked(value: Any, path: TomlPath, kind: type) -> Any:
    """The value, if it is of that type."""
    accepted: Any = (int, float) if kind is float else kind
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise Problem(path, f"must be {_WORDS[kind]}, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise Problem(path, f"must be finite, not {value}")
    return float(cast(float, value)) if kind is float else value


def number(
    table: Table, path: TomlPath, key: str, default: float, low: float, high: float, unit: str = ""
) -> float:
    """A number from `low` to `high`."""
    value = float(optional(table, path, key, float, default))
    if not low <= value <= high:
        raise Problem((*path, key), f"must be from {low:g} to {high:g}{unit}, not {value:g}")
    return value


def seconds(table: Table, path: TomlPath, key: str, default: float) -> float:
    """A time of up to a minute."""
    return number(table, path, key, default, 0.0, 60.0, " seconds")


def choice(table: Table, path: TomlPath, key: str, known: tuple[str, ...], default: str) -> str:
    """One of the texts in `known`."""
    value = str(optional(table, path, key, str, default))
    if value not in known:
        raise Problem((*path, key), f'there is no "{value}"; known: {", ".join(known)}')
    return value


def array(table: Table, path: TomlPath, key: str, kind: type) -> list[Any]:
    """An array of values of one type; empty where the key is missing."""
    values = optional(table, path, key, list, [])
    return [checked(value, (*path, key), kind) for value in values]


def numbers(table: Table, path: TomlPath, key: str, default: tuple[float, float]) -> Any:
    """The two ends of a range, which must differ."""
    if key not in table:
        return default
    found = array(table, path, key, float)
    if len(found) != 2 or found[0] == found[1]:
        raise Problem((*path, key), f"must be two different numbers, not {table[key]!r}")
    return found[0], found[1]


def tables(document: Table, key: str) -> list[tuple[TomlPath, Table]]:
    """An array of tables, each with its path; empty where there is none."""
    found: list[tuple[TomlPath, Table]] = []
    for index, table in enumerate(optional(document, (), key, list, [])):
        path: TomlPath = (key, index)
        if not isinstance(table, dict):
            raise Problem(path, f"must be a table: write [[{key}]]")
        found.append((path, table))
    return found


def refuse_unknown(table: Table, path: TomlPath, known: set[str]) -> None:
    """Nothing but the known keys may be there."""
    for key in table:
        if key not in known:
            allowed = ", ".join(sorted(known)) or "none"
            raise Problem((*path, key), f"unknown key; known here: {allowed}")
