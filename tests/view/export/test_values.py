import csv
import io
from pathlib import Path

import numpy as np
import pytest

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.export.values import values_of

FACTS = {"program": "Human Descent Desktop 1", "network": "mlp", "seed": 7, "step_size": 0.1}


COARSE = np.zeros((5, 3), bool)
COARSE[::2] = True


def plane(number: int, exact: bool = True) -> Surface:
    heights = np.random.default_rng(number).normal(2.3, 0.1, (5, 3))
    heights[0, 2] = np.nan
    axes = (2 * number, 2 * number + 1)
    computed = None if exact else COARSE
    return Surface(1, number, axes, (1 / 3, -2.0), 0.05, heights, 15 if exact else 9, 1, computed)


def line(axis: int) -> Surface:
    return Surface(1, axis, (axis,), (0.5,), 0.1, np.arange(7.0), 7, 0)


def coefficients(centre: float, points: int, spacing: float) -> np.ndarray:
    """Worked out in another way: neighbours are `spacing` apart, and the middle is the centre."""
    half = spacing * (points - 1) / 2
    return np.linspace(centre - half, centre + half, points)


def test_numpy_reads_planes_without_pickles() -> None:
    planes = [plane(0), plane(2, exact=False)]
    content = io.BytesIO(values_of(planes, FACTS, Path("values.npz")))
    with np.load(content, allow_pickle=False) as read:
        np.testing.assert_array_equal(read["heights"], [each.heights for each in planes])
        assert read["heights"].dtype == np.float64
        assert read["axes"].tolist() == [[1, 2], [5, 6]]
        assert read["plane"].tolist() == [1, 3]
        np.testing.assert_array_equal(read["computed"], [np.ones((5, 3), bool), COARSE])
        for name, centre, points in (("a", 1 / 3, 5), ("b", -2.0, 3)):
            expected = coefficients(centre, points, 0.05)
            np.testing.assert_allclose(read[f"coefficient_{name}"], [expected] * 2, rtol=1e-12)
        assert {name: read[name].item() for name in FACTS} == FACTS


def test_numpy_reads_curves() -> None:
    content = io.BytesIO(values_of([line(0), line(4)], FACTS, Path("curves.NPZ")))
    with np.load(content, allow_pickle=False) as read:
        assert read["heights"].tolist() == [list(range(7))] * 2
        assert read["axes"].tolist() == [[1], [5]]
        np.testing.assert_allclose(read["coefficient_a"][0], coefficients(0.5, 7, 0.1))
        assert "coefficient_b" not in read


def read_table(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What it says of itself, and its rows."""
    lines = content.decode().splitlines()
    facts = dict(each[2:].split(": ", 1) for each in lines if each.startswith("# "))
    rows = csv.DictReader(each for each in lines if not each.startswith("#"))
    return facts, list(rows)


def test_a_table_has_every_point_with_all_digits() -> None:
    planes = [plane(0), plane(2, exact=False)]
    facts, rows = read_table(values_of(planes, FACTS, Path("values.csv")))
    assert facts == {name: str(fact) for name, fact in FACTS.items()}
    assert len(rows) == 30
    losses = np.array([float(row["loss"]) for row in rows]).reshape(2, 5, 3)
    np.testing.assert_array_equal(losses, [each.heights for each in planes])
    assert [(r["plane"], r["axis_a"], r["axis_b"]) for r in rows[::15]] == [
        ("1", "1", "2"),
        ("3", "5", "6"),
    ]
    computed = np.array([row["computed"] == "1" for row in rows]).reshape(2, 5, 3)
    np.testing.assert_array_equal(computed, [np.ones((5, 3), bool), COARSE])
    for name, centre, points, at in (("a", 1 / 3, 5, slice(0, 15, 3)), ("b", -2.0, 3, slice(3))):
        found = [float(row[f"coefficient_{name}"]) for row in rows[at]]
        np.testing.assert_allclose(found, coefficients(centre, points, 0.05), rtol=1e-12)


def test_a_table_of_curves_has_one_axis() -> None:
    _, rows = read_table(values_of([line(3)], FACTS, Path("curves.csv")))
    assert list(rows[0]) == ["plane", "axis_a", "coefficient_a", "loss", "computed"]
    assert [float(row["loss"]) for row in rows] == pytest.approx(range(7))
