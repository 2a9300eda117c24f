"""The scheme by which numbers are drawn, against a second one written from its description."""

import hashlib
import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hudes_desktop.seeding import SCHEME_VERSION, normal, permutation, uniform, words

MASK = 2**64 - 1


def philox(counter: int, key: int) -> list[int]:
    """Philox4x64-10 as in Salmon et al. 2011, in whole numbers."""
    x = [counter >> 64 * i & MASK for i in range(4)]
    k0, k1 = key & MASK, key >> 64
    for _ in range(10):
        product_0, product_1 = 0xD2E7470EE14C6C93 * x[0], 0xCA5A826395121157 * x[2]
        x = [
            product_1 >> 64 ^ x[1] ^ k0,
            product_1 & MASK,
            product_0 >> 64 ^ x[3] ^ k1,
            product_0 & MASK,
        ]
        k0, k1 = k0 + 0x9E3779B97F4A7C15 & MASK, k1 + 0xBB67AE8584CAA73B & MASK
    return x


def words_by_hand(seed: int, purpose: str, index: int, count: int) -> list[int]:
    text = f"hudes-desktop {SCHEME_VERSION} {purpose} {seed} {index}"
    key = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "little")
    return [word for block in range(-(-count // 4)) for word in philox(block, key)][:count]


def test_philox_gives_what_its_authors_published() -> None:
    # Known answers that come with Random123.
    assert philox(0, 0) == [
        0x16554D9ECA36314C,
        0xDB20FE9D672D0FDC,
        0xD7E772CEE186176B,
        0x7E68B68AEC7BA23B,
    ]
    assert philox(2**256 - 1, 2**128 - 1) == [
        0x87B092C3013FE90B,
        0x438C3C67BE8D0224,
        0x9CC7D7C69CD777B6,
        0xA09CAEBF594F0BA0,
    ]


@given(seed=st.integers(-(2**70), 2**70), index=st.integers(0, 10**9), count=st.integers(0, 20))
@example(seed=0, index=0, count=9)
def test_the_words_of_an_address_are_as_described(seed: int, index: int, count: int) -> None:
    expected = words_by_hand(seed, "test", index, count)
    assert words(seed, "test", index, count).tolist() == expected


def test_uniform_numbers_are_as_described() -> None:
    expected = [(2 * (w >> 12) + 1 - 2**52) / 2**53 for w in words_by_hand(1, "test", 2, 50)]
    assert uniform(1, "test", 2, 50).tolist() == expected


def test_normal_numbers_are_the_quantiles_of_the_uniform_ones() -> None:
    # Python's own quantile, of the same paper, takes a probability: near 1 it has lost digits.
    probabilities = uniform(1, "test", 2, 5_000) + 0.5
    below = probabilities[probabilities < 0.9]
    expected = [NormalDist().inv_cdf(p) for p in below]
    np.testing.assert_allclose(
        normal(1, "test", 2, 5_000)[probabilities < 0.9], expected, rtol=3e-15, atol=1e-16
    )


def test_a_permutation_is_the_order_of_the_words() -> None:
    keys = words_by_hand(3, "test", 4, 100)
    assert permutation(3, "test", 4, 100).tolist() == sorted(range(100), key=keys.__getitem__)


def test_longer_draws_begin_with_the_shorter() -> None:
    assert np.array_equal(normal(1, "test", 0, 40_000)[:9], normal(1, "test", 0, 9))


@pytest.mark.parametrize("other", [(1, "test", 0), (0, "tesu", 0), (0, "test", 1)])
def test_each_part_of_the_address_counts(other: tuple[int, str, int]) -> None:
    one = normal(0, "test", 0, 10_000)
    another = normal(*other, 10_000)
    # Of independent numbers: deviation of the correlation 1/√n.
    assert abs(np.corrcoef(one, another)[0, 1]) < 4 / math.sqrt(10_000)
