"""controllers/README.md says what the schema is: its examples load, and no key is left out."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from help_lines import help_lines

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.transform import Encoding, Mode
from hudes_desktop.inputs.profiles import binding_table, light_table
from hudes_desktop.inputs.profiles import file as profile_file
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.inputs.profiles.light_rule import VALUES
from hudes_desktop.store.paths import controllers_dir

README = (controllers_dir() / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def section(title: str) -> str:
    """The text below a heading, up to the next one that is no deeper."""
    depth = re.search(rf"^(#+) {re.escape(title)}$", README, re.MULTILINE)[1]
    below = README.split(f"{depth} {title}\n")[1]
    return re.split(rf"^#{{1,{len(depth)}}} ", below, flags=re.MULTILINE)[0]


def first_cells(text: str) -> set[str]:
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name for cell in rows for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: re.search(r'name = "(.*?)"', text)[1])
def test_an_example_loads(text: str) -> None:
    profile = parse(text, Path("README.md"))
    assert profile.bindings
    assert help_lines(profile.bindings)


def test_every_key_is_said_and_none_that_is_unknown() -> None:
    head = profile_file.KEYS - {"binding", "light", "layer"}
    assert first_cells(section("The head")) == head
    of_modes = set().union(*binding_table.KEYS_OF_MODES.values())
    below = section("[[binding]]")
    keys = first_cells(below.split("### Controls")[0]) | first_cells(section("Modes"))
    assert keys == binding_table.KEYS | of_modes | set(get_args(Mode))
    lights = section("[[light]]")
    assert first_cells(lights) == light_table.KEYS | set(VALUES)


def test_a_key_is_said_to_be_for_the_modes_that_take_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|", section("Modes"), re.MULTILINE)
    said = {
        key: set(get_args(Mode)) if modes == "all" else set(modes.split(", "))
        for key, modes in rows
        if key not in get_args(Mode)
    }
    taken = {
        key: {mode for mode, keys in binding_table.KEYS_OF_MODES.items() if key in keys}
        for key in set().union(*binding_table.KEYS_OF_MODES.values())
    }
    assert said == taken


def test_every_action_is_said_with_all_its_args() -> None:
    table = section("Actions")
    assert first_cells(table) == set(ACTIONS.names())
    for line in table.splitlines():
        for name in re.findall(r"`(\w+)`", line.split("|")[1]) if line.startswith("| `") else ():
            args = {field.name for field in fields(ACTIONS.named(name).type)}
            assert args <= set(re.findall(r"`(\w+)`", line.split("|")[2]))


def test_every_encoding_is_said() -> None:
    assert all(f"`{encoding}`" in README for encoding in get_args(Encoding))


def test_every_shipped_file_is_said() -> None:
    assert all(file.stem in README for file in controllers_dir().glob("*.toml"))
