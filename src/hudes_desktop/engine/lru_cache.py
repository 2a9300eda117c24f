"""A small cache that forgets the least recently used."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """The last few values by key."""

    def __init__(self, capacity: int) -> None:
        """capacity: how many values are kept."""
        self._capacity = capacity
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: K) -> bool:
        return key in self._values

    def get(self, key: K) -> V | None:
        """The value, which now is the most recent; None when it is not known (any more)."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value, and forget the oldest if there are too many."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._capacity:
            self._values.popitem(last=False)

    def forget(self, unwanted: Callable[[K], bool] = lambda _key: True) -> None:
        """Let go of the values of some keys, or of all."""
        for key in [key for key in self._values if unwanted(key)]:
            del self._values[key]
