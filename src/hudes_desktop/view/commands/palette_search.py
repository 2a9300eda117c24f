"""Which commands a few typed letters mean, the likeliest first."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A command that can be found: its name, where it is ("View › Theme"), text, key, and mark.

    checked: whether it is on; None where there is no on and off.
    """

    name: str
    place: str
    text: str
    key: str = ""
    checked: bool | None = None


def found(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that have every word of `query`, best first; all of them for an empty query.

    A word is found where its letters come in their order: best at the start of the text, then at
    the start of a word, then within one, then scattered. The place counts less than the text. Of
    texts that are as good, one that is the query and nothing more comes first.
    """
    words = query.casefold().split()
    ranked = []
    for entry in entries:
        costs = [_cost(word, entry) for word in words]
        if None not in costs:
            ranked.append((sum(cost for cost in costs if cost is not None), entry))

    def place(found: tuple[float, Entry]) -> tuple[float, bool]:
        cost, entry = found
        return cost, entry.text.casefold().split() != words

    return [entry for _, entry in sorted(ranked, key=place)]


_PLACE = 6.0  # found in the name of the menu only


def _cost(word: str, entry: Entry) -> float | None:
    """How far from the likeliest place `word` is found; None where it isn't."""
    costs = [
        cost + extra
        for text, extra in ((entry.text, 0.0), (entry.place, _PLACE))
        if (cost := _cost_in(word, text.casefold())) is not None
    ]
    return min(costs, default=None)


def _cost_in(word: str, text: str) -> float | None:
    at = text.find(word)
    if at == 0:
        return 0.0
    starts = _word_starts(text)
    if any(text.startswith(word, start) for start in starts):
        return 1.0
    if at > 0:
        return 3.0
    return _scattered(word, text, starts)


def _word_starts(text: str) -> set[int]:
    return {
        index
        for index, letter in enumerate(text)
        if letter.isalnum() and (index == 0 or not text[index - 1].isalnum())
    }


def _scattered(word: str, text: str, starts: set[int]) -> float | None:
    """10 and more: one more for each jump that doesn't end at the start of a word."""
    if len(word) < 2:
        return None
    cost, at = 10.0, -1
    for letter in word:
        following = at + 1
        if following < len(text) and text[following] == letter:
            at = following
            continue
        next_start = next((s for s in sorted(starts) if s > at and text[s] == letter), None)
        at = next_start if next_start is not None else text.find(letter, following)
        if at < 0:
            return None
        cost += 0.0 if next_start is not None else 1.0
    # Many jumps are chance, not meaning.
    return cost if cost - 10.0 <= len(word) / 2 else None
