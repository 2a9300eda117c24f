"""Texts have ids: a text is looked up by its id, with values and plurals; an unknown id is loud."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hudes_desktop import words
from hudes_desktop.english import ENGLISH
from hudes_desktop.words import Message, message, sentence, text


def test_a_text_has_places_for_values_and_a_plural() -> None:
    words.add({"t.hello": "hello {name}", "t.sheep": ("{count} sheep alone", "{count} sheep")})
    try:
        assert text("t.hello", name="world", other=1) == "hello world"
        assert sentence("t.hello", name="world") == "Hello world"
        assert (text("t.sheep", count=1), text("t.sheep", count=2)) == ("1 sheep alone", "2 sheep")
        assert message("t.hello", name="you", other=3) == Message("t.hello", (("name", "you"),))
        assert str(message("t.sheep", count=2)) == "2 sheep"
        with pytest.raises(ValueError, match=r"other words for 't\.hello'"):
            words.add({"t.new": "new", "t.hello": "hi"})
        assert "t.new" not in words.ids()
    finally:
        words.remove(("t.hello", "t.sheep"))
    assert "t.hello" not in words.ids()


def test_an_id_without_a_text_is_loud() -> None:
    with pytest.raises(KeyError, match="no_such"):
        text("no_such")
    with pytest.raises(KeyError, match="layer"):
        text("help.layer", control="knob")


SOURCES = Path(words.__file__).parent
ENGLISH_FILE = SOURCES / "english.py"
FAMILIES = (
    *("group.", "shape.", "ask.", "device.", "driver.", "learn.", "profile.kind.", "wizard.ask."),
    *("control.", "key.", "mouse.", "pad.", "how.", "midi.taken.", "number.", "mark.", "chart."),
    *("scale.", "gauge.", "help.curves.", "curves.", "guide."),
)
"""Ids whose last part is a name of the program: an f-string or a constant makes them."""


def constants() -> Iterator[tuple[Path, ast.Constant, ast.AST | None]]:
    """Every text in the program's modules, and the call that it is an argument of."""
    for file in SOURCES.rglob("*.py"):
        if file == ENGLISH_FILE:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        first = {id(node.args[0]): node for node in ast.walk(tree)
                 if isinstance(node, ast.Call) and node.args}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file, node, first.get(id(node))


def test_every_id_that_is_used_has_a_text_and_every_text_is_used() -> None:
    used: set[str] = set()
    for file, node, call in constants():
        used.add(node.value)
        name = (
            call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        )
        if name in ("text", "sentence", "message"):
            assert node.value in words.ids(), f"{file.name}: no text for {node.value!r}"
    unused = {key for key in ENGLISH if key not in used and not key.startswith(FAMILIES)}
    assert unused == set()


ROOMS = (
    "inputs/learning",
    "inputs/midi",
    "inputs/pads",
    "inputs/profiles",
    "view/controllers",
    "view/devices",
    "view/help",
)
"""Rooms whose texts all go through ids; a text of theirs is written in no module of them."""


def test_no_module_of_these_rooms_writes_or_compares_a_text_that_has_an_id() -> None:
    written = {each for each in ENGLISH.values() if isinstance(each, str) and " " in each.strip()}
    rooms = tuple(SOURCES / room for room in ROOMS)
    found = [
        (file.name, node.value)
        for file, node, _ in constants()
        if node.value in written and any(file.is_relative_to(room) for room in rooms)
    ]
    assert found == []
