"""Random numbers addressed by (seed, purpose, index): the one source of randomness.

The scheme, version 1. Recordings carry the version: what an address stands for never changes, only
a new version may say otherwise. All arithmetic is IEEE 754 binary64, nothing fused.

Words: the ASCII text "hudes-desktop 1 PURPOSE SEED INDEX" (the version, then seed and index as
decimal integers) is hashed by SHA-256; the first sixteen bytes of the digest are the key of
Philox4x64-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), as two
little-endian words, low word first. Word 4b + j of the address is output j of block b, whose
counter is b.

Uniform: u = (2·⌊word / 2¹²⌋ + 1)·2⁻⁵³ - ½, exact: symmetric in (-½, ½), never zero.
Normal: the standard normal quantile of ½ + u, as in exact_math.normal_quantile.
Permutation of n: 0 … n - 1 ordered by their words, the smaller number first where two are equal.

What is drawn from which address:

- Directions (landscape/directions.py): "uniform direction" and "gaussian direction", one index a
  direction, one number a component; norms and scalar products as in exact_math.total.
- Initial weights (nets/initialisation.py): "weights", one index a tensor that is filled.
- Batches (data/batches.py): "batches", one index an epoch.

A place is anchor + c₀·d₀ + c₁·d₁ + …, from the left (engine/anchor_store.py).
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.exact_math import Floats, normal_quantile

SCHEME_VERSION = 1
"""Of everything drawn from a seed: initial weights, directions, batches."""

_BEFORE_ZERO = 2**256 - 1
"""numpy's Philox counts up before it makes a block: so its first block is that of counter 0."""


def words(seed: int, purpose: str, index: int, count: int) -> NDArray[np.uint64]:
    """The first `count` words of an address, (count,)."""
    address = f"hudes-desktop {SCHEME_VERSION} {purpose} {seed} {index}"
    digest = hashlib.sha256(address.encode("ascii")).digest()
    key = int.from_bytes(digest[:16], "little")
    drawn: NDArray[np.uint64] = np.random.Philox(key=key, counter=_BEFORE_ZERO).random_raw(count)
    return drawn


def uniform(seed: int, purpose: str, index: int, count: int) -> Floats:
    """(count,) float64, uniform in (-½, ½): odd multiples of 2⁻⁵³."""
    odd = (words(seed, purpose, index, count) >> np.uint64(12)) * np.uint64(2) + np.uint64(1)
    return odd.astype(np.float64) * 2.0**-53 - 0.5


def normal(seed: int, purpose: str, index: int, count: int) -> Floats:
    """(count,) float64, standard normal; |z| < 8.3."""
    return normal_quantile(uniform(seed, purpose, index, count))


def permutation(seed: int, purpose: str, index: int, count: int) -> NDArray[np.int64]:
    """0 … count - 1 in random order, (count,) int64."""
    return np.argsort(words(seed, purpose, index, count), kind="stable")
