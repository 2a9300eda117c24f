"""Brings settings of older versions of the program to the present form, one step a version."""

from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

Table = MutableMapping[str, Any]
Migration = Callable[[Table], Table]


def _number_the_form(table: Table) -> Table:
    """0 to 1: the file says which form it has. Every key of before means what it did."""
    return table


MIGRATIONS: Sequence[Migration] = (_number_the_form,)
"""MIGRATIONS[n] turns a table of schema n into one of schema n + 1; it may change what it gets.

A table is a plain dict, or a tomlkit document whose comments are to survive: move entries with
pop and item assignment.
"""

SCHEMA = len(MIGRATIONS)
"""The form that this program reads and writes."""


class UnknownSchemaError(Exception):
    """A table of a form that no migration leads from; the text says why, without the file."""


def migrate(table: Table, migrations: Sequence[Migration] = MIGRATIONS) -> Table:
    """The table in the form of this program, with its `schema` set.

    A table without `schema` is of version 0, from before there were numbers. Raises
    UnknownSchemaError for one that is newer than this program, or isn't a whole number from 0.
    """
    found = table.get("schema", 0)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise UnknownSchemaError(
            f"have schema = {found!r}, which must be a whole number up to {SCHEMA}"
        )
    if found > len(migrations):
        raise UnknownSchemaError(
            f"are of schema {found}, which is newer than this program ({len(migrations)})"
        )
    for step in migrations[found:]:
        table = step(table)
    if table.get("schema") != len(migrations):
        table["schema"] = len(migrations)
    return table
