import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import settings as store
from hudes_desktop.store.setting_rules import (
    NAMES,
    NUMBER,
    PATH,
    SWITCH,
    TEXT,
    number_within,
    one_of,
)
from hudes_desktop.store.settings import settings_file

RULES = {
    "net": TEXT,
    "seed": NUMBER,
    "planes": NUMBER,
    "axes": NUMBER,
    "compile": SWITCH,
    "data_dir": PATH,
    "window.theme": one_of(("system", "dark", "light")),
    "window.font_px": number_within(12, 40, of=" of pixels"),
    "window.hidden": NAMES,
    "wing.film.fps": NUMBER,
}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    settings_file().parent.mkdir()
    return tmp_path


def load_settings() -> tuple[dict[str, Any], list[str]]:
    return store.load_settings(RULES)


def save_settings(values: Mapping[str, Any]) -> None:
    store.save_settings(values, RULES)


def refuses(content: bytes) -> str:
    """What is said of a settings file of this content: nothing counts, and it stays as it is."""
    settings_file().write_bytes(content)
    values, [line] = load_settings()
    assert values == {}
    assert "\n" not in line
    assert str(settings_file()) in line
    assert "defaults count" in line
    with pytest.raises(EnvironmentFault) as caught:
        save_settings({"seed": 3})
    assert str(caught.value) == line
    assert settings_file().read_bytes() == content
    return line


def message(content: str) -> str:
    """The one line about settings of this content that have something unusable."""
    settings_file().write_text(content, "utf-8")
    settings, [line] = load_settings()
    assert settings == {}
    assert settings_file().read_text("utf-8") == content
    assert "\n" not in line
    assert str(settings_file()) in line
    return line


def saved() -> str:
    return settings_file().read_text("utf-8")


def test_no_file_means_defaults_and_makes_none(home: Path) -> None:
    assert load_settings() == ({}, [])
    assert not settings_file().exists()


def test_everything_that_a_rule_is_about_is_read(home: Path) -> None:
    settings_file().write_text(
        """
        net = "cnn3"
        seed = 7
        compile = false
        data_dir = "~/digits"
        [window]
        theme = "light"
        font_px = 40
        hidden = ["axes"]
        [wing.film]
        fps = 8
        """,
        "utf-8",
    )

    assert load_settings() == (
        {
            "net": "cnn3",
            "seed": 7,
            "compile": False,
            "data_dir": Path.home() / "digits",
            "window.theme": "light",
            "window.font_px": 40,
            "window.hidden": ("axes",),
            "wing.film.fps": 8,
        },
        [],
    )


def test_toml_with_a_slip(home: Path) -> None:
    assert "line 2" in refuses(b'seed = 1\nnet = "mlp\n')


@pytest.mark.parametrize("content", [b"seed = 1\n\0\0", b"a = " + 5000 * b"["])
def test_what_a_broken_disk_or_a_fuzzer_wrote(home: Path, content: bytes) -> None:
    assert "aren't TOML" in refuses(content)


def test_not_utf8(home: Path) -> None:
    assert "UTF-8" in refuses('net = "größer"'.encode("latin-1"))


def test_a_newer_program_wrote_it(home: Path) -> None:
    assert "newer than this program" in refuses(b"schema = 7\nseed = 1")


@pytest.mark.parametrize("schema", ["true", '"1"', "-1", "1.0"])
def test_a_schema_that_is_none(home: Path, schema: str) -> None:
    assert "whole number" in refuses(f"schema = {schema}".encode())


@pytest.mark.parametrize(
    ("content", "named"),
    [("grid = 41", "grid (unknown key)"), ('seed = "7"', "seed (must be a whole number)"),
     ("seed = true", "seed (must"), ("planes = 2.0", "planes (must"), ("net = 3", "net (must be t"),
     ("data_dir = []", "data_dir (must"), ("[axes]\nx = 1", "axes (must"),
     ("compile = 1", "compile (must be true or false)"), ("[sound]\nx = 1", "sound (unknown"),
     ("window = 3", "window (must be a table)"), ("[[window]]\nmode = 'lines'", "window (must"),
     ('[window]\ntheme = "pink"', 'window.theme (must be one of "system", "dark", "light")'),
     ("[window]\nfont_px = 7", "window.font_px (must be a whole number of pixels from 12"),
     ("[window]\nhidden = [1]", "window.hidden (must be a list"),
     ("[window]\nmood = 1", "window.mood (unknown key)"), ("set_aside = 1", "set_aside (must"),
     ("wing = 1", "wing (must be a table)"), ("wing.film = 1", "wing.film (must be a table)"),
     ("wing.game = 1", "wing.game (must be a table)"),
     ("[wing.film]\nfps = 'x'", "wing.film.fps (must be a whole number)"),
     ("[wing.film]\nlength = 1", "wing.film.length (unknown key)")],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_kept(home: Path, content: str, named: str) -> None:
    assert named in message(content)

    save_settings({"net": "cnn"})

    assert tomllib.loads(saved())["set_aside"] == tomllib.loads(content)
    assert load_settings() == ({"net": "cnn"}, [])


def test_several_unusable_entries_make_one_message(home: Path) -> None:
    line = message('seed = "x"\ngrid = 1\n[window]\nfont_px = 1000\n')

    assert all(name in line for name in ("seed", "grid", "window.font_px"))


def test_the_rest_of_a_file_with_a_slip_counts(home: Path) -> None:
    settings_file().write_text('seed = "x"\nnet = "cnn"\n[window]\nfont_px = 20\nx = 1', "utf-8")

    settings, _ = load_settings()

    assert settings == {"net": "cnn", "window.font_px": 20}


def test_what_was_set_aside_before_is_not_lost(home: Path) -> None:
    settings_file().write_text('seed = "b"\n[set_aside]\nseed = "a"\n', "utf-8")

    save_settings(load_settings()[0])

    assert tomllib.loads(saved())["set_aside"] == {"seed": "a", "seed_2": "b"}
    again = saved()
    save_settings(load_settings()[0])
    assert saved() == again


def test_everything_can_be_saved_and_comes_back(home: Path) -> None:
    settings = {
        "net": "cnn",
        "seed": 5,
        "compile": False,
        "data_dir": home / "größer",
        "window.theme": "light",
        "window.font_px": 30,
        "window.hidden": ("examples", "weights"),
        "wing.film.fps": 4,
    }

    save_settings(settings)

    assert load_settings() == (settings, [])
    assert tomllib.loads(saved())["wing"] == {"film": {"fps": 4}}
    assert "[wing.film]" in saved()
    assert "[wing]" not in saved()


def test_nothing_to_save_makes_a_file_that_says_its_schema_only(home: Path) -> None:
    save_settings({})

    assert tomllib.loads(saved()) == {"schema": 1}


def test_what_a_wing_that_is_not_here_has_set_stays(home: Path) -> None:
    text = "schema = 1\n[wing.game]\nlevel = 3 # so far\n[wing.game.keys]\njump = 'J'\n"
    settings_file().write_text(text, "utf-8")

    assert load_settings() == ({}, [])
    save_settings({"wing.film.fps": 4})

    assert saved().startswith(text)
    assert load_settings() == ({"wing.film.fps": 4}, [])


def test_the_folder_is_made(home: Path) -> None:
    settings_file().parent.rmdir()

    save_settings({"seed": 1})

    assert load_settings() == ({"seed": 1}, [])


MINE = """\
# mine, all mine
schema = 1
seed = 7  # lucky

data_dir = "~/digits"
net   =   'cnn'

# how it looks
[window]
font_px = 20   # for the fair
"""


def test_comments_and_order_survive_and_only_what_changed_is_written(home: Path) -> None:
    settings_file().write_text(MINE, "utf-8")

    save_settings({"seed": 8, "window.font_px": 40})

    assert saved() == MINE.replace("seed = 7", "seed = 8").replace("font_px = 20", "font_px = 40")


def test_nothing_changed_writes_nothing(home: Path) -> None:
    settings_file().write_text(MINE, "utf-8")
    before = settings_file().stat()

    save_settings(load_settings()[0])

    assert settings_file().stat().st_ino == before.st_ino


def test_a_file_of_the_first_program_gets_a_number_and_keeps_its_comments(home: Path) -> None:
    settings_file().write_text("# old\nseed = 7  # lucky\n\n[window]\nfont_px = 20\n", "utf-8")
    assert load_settings() == ({"seed": 7, "window.font_px": 20}, [])

    save_settings({"net": "cnn"})

    table = tomllib.loads(saved())
    assert table == {"seed": 7, "schema": 1, "net": "cnn", "window": {"font_px": 20}}
    assert saved().startswith("# old\nseed = 7  # lucky\n")


def test_what_cannot_be_written_is_one_line_and_the_old_file_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    settings_file().write_text(MINE, "utf-8")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))  # what a full disk looks like
    try:
        with pytest.raises(EnvironmentFault, match=r"can't be written \(File too large\)"):
            save_settings({"seed": 1})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert saved() == MINE
    assert list(settings_file().parent.iterdir()) == [settings_file()]


def test_a_folder_in_its_place(home: Path) -> None:
    settings_file().mkdir()

    values, [line] = load_settings()
    assert values == {}
    assert "can't be read (" in line


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read anything")
def test_no_permission(home: Path) -> None:
    settings_file().write_text("seed = 1", "utf-8")
    settings_file().chmod(0)

    assert "Permission denied" in load_settings()[1][0]
