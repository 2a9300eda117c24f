import os
from dataclasses import fields
from pathlib import Path

import pytest

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.options import Options
from hudes_desktop.store.settings import Settings, load_settings, settings_file


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    settings_file().parent.mkdir()
    return tmp_path


def refuses(content: bytes) -> str:
    """The fault that a settings file of this content makes; the file must stay as it is."""
    settings_file().write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        load_settings()
    assert settings_file().read_bytes() == content
    line = str(caught.value)
    assert "\n" not in line
    assert str(settings_file()) in line
    return line


def test_no_file_means_defaults_and_makes_none(home: Path) -> None:
    assert load_settings() == Settings()
    assert not settings_file().exists()


def test_every_option_can_have_its_default(home: Path) -> None:
    settings_file().write_text(
        """
        net = "cnn3"
        dataset = "kmnist"
        device = "cpu"
        dtype = "bfloat16"
        seed = 7
        planes = 2
        grid_size = 31
        batch_size = 512
        axes = 8
        directions = "filter"
        keyboard = "1d"
        compile = false
        data_dir = "~/digits"
        """,
        "utf-8",
    )

    assert load_settings() == Settings(
        net="cnn3",
        dataset="kmnist",
        device="cpu",
        dtype="bfloat16",
        seed=7,
        planes=2,
        grid_size=31,
        batch_size=512,
        axes=8,
        directions="filter",
        keyboard="1d",
        compile=False,
        data_dir=Path.home() / "digits",
    )


def test_settings_and_command_line_know_the_same_options() -> None:
    names = {field.name for field in fields(Settings)}

    assert names == {field.name for field in fields(Options)}


def test_toml_with_a_slip(home: Path) -> None:
    assert "line 2" in refuses(b'seed = 1\nnet = "mlp\n')


def test_not_utf8(home: Path) -> None:
    assert "UTF-8" in refuses('net = "größer"'.encode("latin-1"))


def test_unknown_key_is_named(home: Path) -> None:
    assert "'grid'" in refuses(b"grid = 41")


@pytest.mark.parametrize(
    ("content", "key"),
    [(b'seed = "7"', "seed"), (b"seed = true", "seed"), (b"planes = 2.0", "planes"),
     (b"net = 3", "net"), (b"data_dir = []", "data_dir"), (b"[axes]\nx = 1", "axes"),
     (b"compile = 1", "compile")],
)  # fmt: skip
def test_wrong_type_is_named(home: Path, content: bytes, key: str) -> None:
    assert f"have {key} =" in refuses(content)


def test_a_folder_in_its_place(home: Path) -> None:
    settings_file().mkdir()

    with pytest.raises(EnvironmentFault, match=r"can't be read \(.+\)"):
        load_settings()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read anything")
def test_no_permission(home: Path) -> None:
    settings_file().write_text("seed = 1", "utf-8")
    settings_file().chmod(0)

    with pytest.raises(EnvironmentFault, match="Permission denied"):
        load_settings()
