"""Texts have ids: a text is looked up by its id, with values and plurals; an unknown id is loud."""

import pytest

from hudes_desktop import words
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
