"""Losses are found at the points they belong to and nowhere else, within a bound of memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudes_desktop.landscape.lattice import KnownLosses, Window

coordinate = st.integers(-60, 60)
exponents = st.integers(-3, 3)


def loss(key, places):
    """Another number at every place (M, axes) of every lattice."""
    return np.sin(places @ np.arange(1, places.shape[1] + 1)) + 10 * key[0]


puts = st.lists(
    st.tuples(
        st.integers(0, 2),
        exponents,
        st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=40),
    ),
    max_size=12,
)


@given(puts, st.sampled_from([0.3, 0.5]), exponents, coordinate, coordinate, st.integers(0, 2))
def test_what_is_found_was_put_there_by_somebody(done, spacing, exponent, a, b, key):
    known = KnownLosses()
    there = {}
    for of, power, points in done:
        points = np.array(points, dtype=np.int64)
        known.put((of,), spacing * 2.0**power, points, loss((of,), points * spacing * 2.0**power))
        for i, j in points.tolist():
            there.setdefault((of, power), set()).add((i, j))
    window = Window((a, b), 41, spacing * 2.0**exponent)
    losses, found = known.find((key,), window)
    i, j = np.meshgrid(*(first + np.arange(41) for first in window.first), indexing="ij")
    places = np.stack([i, j], -1).reshape(-1, 2)
    expected = loss((key,), places * window.spacing).reshape(41, 41)
    np.testing.assert_allclose(losses[found], expected[found])

    def put(i, j):
        same = (i, j) in there.get((key, exponent), ())
        finer = (2 * i, 2 * j) in there.get((key, exponent - 1), ())
        coarser = (i / 2, j / 2) in there.get((key, exponent + 1), ())
        return same or finer or coarser

    assert found.reshape(-1).tolist() == [put(i, j) for i, j in places.tolist()]


@given(st.lists(coordinate, max_size=50), coordinate)
def test_lines_too(points, middle):
    known = KnownLosses()
    places = np.array(points, dtype=np.int64).reshape(-1, 1)
    known.put(("line",), 0.3, places, places[:, 0] * 0.5)
    losses, found = known.find(("line",), Window((middle,), 41, 0.3))
    shown = middle - 20 + np.arange(41)
    assert found.tolist() == [int(i) in points for i in shown]
    assert losses[found].tolist() == (shown[found] * 0.5).tolist()


def test_a_spacing_that_is_not_a_half_or_a_double_shares_nothing():
    known = KnownLosses()
    known.put(("a",), 0.5, np.array([[0, 0], [4, 4]]), np.ones(2))
    assert not known.find(("a",), Window((0, 0), 41, 0.4999))[1].any()
    assert not known.find(("a",), Window((0, 0), 41, 2.0))[1].any()


def test_memory_stays_within_the_bound_and_what_was_used_last_is_kept():
    known = KnownLosses(most_bytes=100_000)
    for walked in range(400):
        window = Window((walked, 0), 41, 0.5)
        i, j = np.nonzero(~known.find(("a",), window)[1])
        known.put(("a",), 0.5, np.stack([i, j], 1) + window.first, np.ones(len(i)))
        assert known.find(("a",), window)[1].all()
        assert known.kept_bytes <= 100_000
    assert not known.find(("a",), Window((0, 0), 41, 0.5))[1].any()


def test_lattices_are_let_go_of_by_their_keys():
    known = KnownLosses()
    for key in ("a", "b"):
        known.put((key,), 0.5, np.array([[0, 0]]), np.ones(1))
    known.forget(lambda key: key == ("a",))
    assert not known.find(("a",), Window((0, 0), 3, 0.5))[1].any()
    assert known.find(("b",), Window((0, 0), 3, 0.5))[1].any()


@pytest.mark.parametrize("here", [(0.74, -0.26), (12.3, 1e-9), (-7.0, 7.0)])
def test_the_middle_is_the_point_nearest_to_the_place(here):
    window = Window.around(here, 41, 0.5)
    assert all(abs(c - h) <= 0.25 for c, h in zip(window.centre, here, strict=True))
    assert all(c / 0.5 == round(c / 0.5) for c in window.centre)
