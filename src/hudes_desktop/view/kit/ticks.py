"""Round numbers on a linear or logarithmic scale, and the decimals that tell them apart."""

from itertools import pairwise
from math import ceil, floor, log, log10

# On a logarithmic scale: round numbers within a power of ten, the first that leave room for text.
_FACTORS = ((1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0), (1.0, 2.0, 3.0, 5.0), (1.0, 2.0, 5.0), (1.0,))
_CLOSEST = 0.75  # of the distance that `count` numbers would have
_HARDLY_BENT = log(3.0)  # so little of a logarithmic scale is nearly a linear one


def nice_interval(span: float, parts: float) -> float:
    """The round number (1, 2 or 5 times a power of ten) nearest to span / parts from above."""
    raw = span / parts
    power = 10.0 ** floor(log10(raw))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def multiples(low: float, high: float, interval: float) -> list[float]:
    """The multiples of `interval` in low..high."""
    first = -floor(-low / interval)
    last = floor(high / interval)
    return [k * interval for k in range(int(first), int(last) + 1)]


def round_losses(low: float, high: float, count: float, logarithmic: bool) -> list[float]:
    """Round numbers in low..high: about `count`, or fewer where they would lie too close.

    logarithmic: they are to be as far apart on a logarithmic scale.
    """
    if not logarithmic or low <= 0.0:
        return multiples(low, high, nice_interval(high - low, count))
    span = log(high / low)
    if span < _HARDLY_BENT:
        return multiples(low, high, nice_interval(high * span, count))
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    for factors in _FACTORS:
        numbers = [factor * 10.0**power for power in powers for factor in factors]
        found = [number for number in numbers if low <= number <= high]
        if all(log(b / a) >= _CLOSEST * span / count for a, b in pairwise(found)):
            return found
    every = ceil(span / log(10) / count)
    return [10.0**power for power in powers if power % every == 0 and low <= 10.0**power <= high]


def decimals_for(interval: float) -> int:
    """Decimals that tell neighbouring multiples of `interval` apart."""
    return max(0, -floor(log10(interval) + 1e-9))
