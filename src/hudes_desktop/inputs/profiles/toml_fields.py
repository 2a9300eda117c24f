"""A table of a TOML document: gives values of the right type, and says where one is wrong."""

import math
from collections.abc import Collection, Mapping
from typing import Any, Self

from hudes_desktop.inputs.profiles.toml_lines import TomlPath
from hudes_desktop.words import text


class Problem(Exception):
    """What is wrong with the value at a path of the document."""

    def __init__(self, path: TomlPath, id: str, **values: object) -> None:
        """id: of the text; values: for its placeholders."""
        super().__init__(text(id, **values))
        self.path = path


_TYPES = {
    int: "toml.whole",
    float: "toml.number",
    str: "toml.text",
    bool: "toml.flag",
    list: "toml.array",
}


class Fields:
    """The keys of one table; every method that reads one raises Problem.

    Attributes:
        table: the values by key; path: of the table in the document.
    """

    def __init__(self, table: Any, path: TomlPath, known: Collection[str]) -> None:
        """known: the keys that there may be."""
        if not isinstance(table, Mapping):
            raise Problem(path, "toml.no_table", value=table)
        self.table: Mapping[str, Any] = table
        self.path = path
        for key in table:
            if key not in known:
                allowed = ", ".join(sorted(known)) or text("toml.none")
                raise self.problem(key, "toml.unknown_key", known=allowed)

    def problem(self, key: str, id: str, **values: object) -> Problem:
        """What is wrong with the value of a key; id: of the text."""
        return Problem((*self.path, key), id, **values)

    def take(self, key: str, kind: type) -> Any:
        """The value of a key, of the type it must have; an integer will do for a float."""
        if key not in self.table:
            raise self.problem(key, "toml.missing", type=text(_TYPES[kind]))
        return self.checked(key, self.table[key], kind)

    def optional(self, key: str, kind: type, default: Any) -> Any:
        """As `take`, but the key need not be there."""
        return self.take(key, kind) if key in self.table else default

    def checked(self, key: str, value: Any, kind: type) -> Any:
        """A value that stands at a key, if it is of that type."""
        accepted: Any = (int, float) if kind is float else kind
        if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
            raise self.problem(key, "toml.type", type=text(_TYPES[kind]), value=value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self.problem(key, "toml.finite", value=value)
        return float(value) if kind is float else value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = float(self.optional(key, float, default))
        if not low <= value <= high:
            raise self.problem(key, "toml.range", low=low, high=high, value=value)
        return value

    def seconds(self, key: str, default: float, low: float = 0.0) -> float:
        """A time of up to a minute."""
        value = float(self.optional(key, float, default))
        if not low <= value <= 60.0:
            raise self.problem(key, "toml.seconds", low=low, value=value)
        return value

    def choice(self, key: str, known: tuple[str, ...], default: str) -> Any:
        """One of the texts in `known`, or the default."""
        value = self.optional(key, str, default)
        if value != default and value not in known:
            raise self.problem(key, "toml.choice", value=value, known=", ".join(known))
        return value

    def array(self, key: str, kind: type) -> list[Any]:
        """An array of values of one type; empty where the key is missing."""
        return [self.checked(key, value, kind) for value in self.optional(key, list, [])]

    def ends(self, default: tuple[float, float]) -> tuple[float, float]:
        """The two ends of the key "range", which must differ."""
        if "range" not in self.table:
            return default
        found = self.array("range", float)
        if len(found) != 2 or found[0] == found[1]:
            raise self.problem("range", "toml.two_numbers", value=self.table["range"])
        return found[0], found[1]

    def tables(self, key: str, known: Collection[str]) -> list[Self]:
        """An array of tables; empty where there is none."""
        rows = self.optional(key, list, [])
        return [type(self)(row, (*self.path, key, index), known) for index, row in enumerate(rows)]
