"""Finds the line of a TOML file on which a table or key begins, which tomllib doesn't tell."""

import tomllib
from typing import Any

TomlPath = tuple[str | int, ...]
"""Keys and indices from the top: ("binding", 2, "args", "right")."""


def line_of(text: str, path: TomlPath) -> int | None:
    """Line (from 1) where the value at `path` begins; of the table around it if it isn't there.

    The beginning of a document is a document wherever a statement ends, so the parser itself tells
    which statement brought the value in: no second understanding of TOML. For error messages only:
    it parses once a line. The text must be valid TOML.
    """
    lines = text.split("\n")
    while path:
        statement_begins = 1
        for number in range(1, len(lines) + 1):
            document = _parsed("\n".join(lines[:number]))
            if document is None:
                continue  # within a value of several lines
            if _contains(document, path):
                return statement_begins
            statement_begins = number + 1
        path = path[:-1]
    return None


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _contains(document: object, path: TomlPath) -> bool:
    inner = document
    for part in path:
        if isinstance(part, int):
            if not isinstance(inner, list) or part >= len(inner):
                return False
            inner = inner[part]
        else:
            if not isinstance(inner, dict) or part not in inner:
                return False
            inner = inner[part]
    return True
