"""The demo plays in the real window and leaves a picture and numbers that agree with each other."""

import csv
import json
import math

import pytest
from PyQt6.QtGui import QImage

from hudes_desktop import demo
from hudes_desktop.cli import main
from hudes_desktop.greedy import HALF_WIDTHS
from hudes_desktop.nets.compiled import find_compiler


def rows(folder):
    with (folder / "losses.csv").open(newline="") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def test_a_short_demo_goes_downhill_and_leaves_its_three_files(qapp, capsys, tmp_path):
    arguments = ["--grid-size", "11", "--subspaces", "3", "--batch-size", "256", "--no-compile"]
    assert main(["demo", "--out", str(tmp_path / "out"), *arguments]) == 0
    line = capsys.readouterr().out.strip()
    assert line.endswith(str(tmp_path / "out" / "window.png"))
    assert line.count("\n") == 0

    table = rows(tmp_path / "out")
    assert tuple(table[0]) == demo.CSV_COLUMNS
    assert [row["subspace"] for row in table] == [0, 1, 2, 3]
    assert table[0]["validation_loss"] == pytest.approx(math.log(10), abs=0.05)
    assert table[-1]["validation_loss"] < table[0]["validation_loss"]
    evaluations = [row["evaluations"] for row in table]
    assert evaluations == sorted(evaluations)
    # Each look is at a surface of 121 points.
    assert evaluations[-1] >= 3 * 3 * len(HALF_WIDTHS) * 121

    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["validation_loss"] == table[-1]["validation_loss"]
    assert summary["seed"] == 0
    assert summary["grid_size"] == 11
    assert summary["batch_size"] == 256

    picture = QImage(str(tmp_path / "out" / "window.png"))
    assert picture.width() >= 1024
    assert picture.height() >= 640
    colours = {picture.pixel(x, y) for x in range(0, 1000, 10) for y in range(0, 600, 10)}
    assert len(colours) > 100


@pytest.mark.full
@pytest.mark.parametrize(("subspaces", "floor"), [(60, 1.25), (200, 1.0)])
def test_a_greedy_player_gets_as_far_as_greed_gets(qapp, capsys, tmp_path, subspaces, floor):
    assert main(["demo", "--out", str(tmp_path), "--subspaces", str(subspaces)]) == 0
    assert rows(tmp_path)[-1]["validation_loss"] <= floor
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["path"] == ("affine, compiled" if find_compiler() else "affine")
