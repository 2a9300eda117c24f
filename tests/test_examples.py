"""A stranger's package, installed beside the program, adds one of each without touching ours."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "hudes-example-wing"
HELPERS = Path(__file__).parent / "helpers"


@pytest.fixture
def run(tmp_path):
    """run(arguments …): Python in a process of its own, where the example is installed."""
    with (EXAMPLE / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    info = tmp_path / f"hudes_example_wing-{project['version']}.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(about, "utf-8")
    points = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in rows.items())
        for group, rows in project["entry-points"].items()
    )
    (info / "entry_points.txt").write_text(points, "utf-8")
    path = [str(tmp_path), str(EXAMPLE / "src"), *filter(None, sys.path)]

    def started(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return started


def test_what_a_package_adds_is_seen_everywhere(run):
    seen = json.loads(run(str(HELPERS / "stranger.py")).splitlines()[-1])
    assert seen["messages"] == []
    assert seen["menu"] == ["Measure how flat it is here", "Ctrl+M"]
    assert seen["network"] == "wide: 784-64-10"
    assert {"Measure how flat it is here", "Flatness"} <= set(seen["palette"])
    assert "measure how flat it is here" in seen["learn"]
    assert "measure how flat it is here" in seen["help"]
    assert seen["dock"] == "Flatness"
    assert seen["before"] == ["not measured yet"]
    assert "nats at a distance of" in seen["after"][0]
    assert seen["parameters"] == 784 * 64 + 64 + 64 * 10 + 10
    assert seen["counted"] == 0  # its evaluations are not the hand's


def test_its_options_stand_on_the_command_line(run):
    said = run("-m", "hudes_desktop", "--help")
    assert "--flatness-steps" in said
    assert "so far away flatness is measured, in steps (default 4)" in " ".join(said.split())
    assert "wide" in said


def test_it_is_looked_at_without_torch_and_without_a_window(run):
    looked = "import sys; from hudes_desktop.seam import find; names = [w.name for w in find()];"
    said = run("-c", looked + "print(names, 'torch' in sys.modules, 'PyQt6' in sys.modules)")
    assert said.strip() == "['inspection', 'film', 'guidance', 'flatness'] False False"


def test_its_dot_is_drawn_on_the_surface(top_view, surface, pixels, pixel_of, monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLE / "src")
    from hudes_example_wing.item import ORIGIN

    top_view.show_surface(surface(lambda a, b: 3.0 - a**2 - 0.5 * b, centre=(0.3, -0.2)))
    top_view.add_item(ORIGIN)
    dotted = pixels(top_view)
    at = pixel_of(top_view, 0, 0.0, 0.0)
    top_view.remove_item(ORIGIN)
    bare = pixels(top_view)
    brighter = dotted.min(axis=2).astype(int) - bare.min(axis=2)
    rows, columns = np.nonzero(brighter > 60)
    assert 40 < len(rows) < 200  # 12 pixels across
    assert (columns.mean(), rows.mean()) == pytest.approx((at.x(), at.y()), abs=1.5)
