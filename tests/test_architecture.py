"""The tables of rooms in docs/architecture.md are the layers that import-linter proves."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def layers(container: str) -> list[set[str]]:
    """From the highest to the lowest, as in pyproject.toml."""
    (found,) = (
        contract["layers"]
        for contract in CONTRACTS["contracts"]
        if contract.get("containers") == [container]
    )
    return [{name.strip() for name in layer.split("|")} for layer in found]


def rooms(container: str) -> list[set[str]]:
    """From the first to the last row, as on the page."""
    table = PAGE.split(f"<!-- layers of {container} -->\n")[1].split("\n\n")[0]
    first_cells = [row.split("|")[1] for row in table.splitlines()[2:]]
    return [set(re.findall(r"`(\w+)`", cell)) for cell in first_cells]


@pytest.mark.parametrize("container", ["hudes_desktop.view", "hudes_desktop.inputs"])
def test_rooms_are_listed_as_they_are_layered(container):
    assert rooms(container) == layers(container)


def test_the_house_is_listed_as_it_is_layered():
    listed, proved = rooms("hudes_desktop"), layers("hudes_desktop")
    # The last row stands for all the small modules at the bottom.
    assert listed[:-1] == proved[: len(listed) - 1]
    assert listed[-1] <= set.union(*proved[len(listed) - 1 :])


def test_no_room_is_a_house_of_its_own():
    """The biggest room has less than a quarter of the code."""
    source = ROOT / "src" / "hudes_desktop"
    houses = {source / "view": layers("hudes_desktop.view"), source: layers("hudes_desktop")}
    sizes = {
        house / room: sum(
            len(file.read_bytes().splitlines()) for file in (house / room).rglob("*.py")
        )
        for house, rows in houses.items()
        for row in rows
        for room in row
        if (house / room).is_dir() and house / room != source / "view"
    }
    total = sum(len(file.read_bytes().splitlines()) for file in source.rglob("*.py"))
    biggest = max(sizes, key=sizes.__getitem__)
    assert sizes[biggest] < total / 4, f"{biggest.name} has {sizes[biggest]} of {total} lines"
