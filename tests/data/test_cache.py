"""The bundled MNIST in the user's cache: unpacked once, checked once, faults said in one line."""

import os
import shutil
from pathlib import Path

import pytest

from hudes_desktop.data.datasets import load
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import paths

LABELS = "t10k-labels-idx1-ubyte"


@pytest.fixture
def raw(home: Path, mnist: object) -> Path:
    """A good cache that the test may spoil, copied from the session's."""
    folder = home / "cache" / "MNIST" / "raw"
    session = Path(os.environ["HUDES_DESKTOP_SESSION_HOME"])
    shutil.copytree(session / "cache" / "MNIST" / "raw", folder)
    return folder


def refused() -> str:
    with pytest.raises(EnvironmentFault) as caught:
        load("mnist")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_first_start_unpacks_and_leaves_nothing_else(home: Path) -> None:
    load("mnist")

    names = {path.name for path in (home / "cache" / "MNIST" / "raw").iterdir()}
    assert names == {
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
        ".verified.json",
    }


def test_a_good_cache_is_not_unpacked_again(raw: Path) -> None:
    load("mnist")
    before = {path.name: path.stat().st_mtime_ns for path in raw.iterdir()}

    load("mnist")

    assert {path.name: path.stat().st_mtime_ns for path in raw.iterdir()} == before


def test_a_missing_file_is_unpacked_anew(raw: Path) -> None:
    good = (raw / LABELS).read_bytes()
    (raw / LABELS).unlink()

    load("mnist")

    assert (raw / LABELS).read_bytes() == good


def test_an_altered_file_is_named_and_stays_as_it_is(raw: Path) -> None:
    load("mnist")
    content = bytearray((raw / LABELS).read_bytes())
    content[50] ^= 1
    (raw / LABELS).write_bytes(content)

    line = refused()

    assert f"{raw / LABELS} is altered" in line
    assert f"delete {raw}" in line
    assert (raw / LABELS).read_bytes() == bytes(content)


def test_a_truncated_file_is_named(raw: Path) -> None:
    os.truncate(raw / "train-images-idx3-ubyte", 1_000_000)

    assert "train-images-idx3-ubyte is truncated (1,000,000 bytes" in refused()


@pytest.mark.parametrize("size", [0, 5])
def test_a_file_cut_within_its_header(raw: Path, size: int) -> None:
    os.truncate(raw / LABELS, size)

    assert f"{LABELS} is truncated" in refused()


def test_a_file_of_another_kind(raw: Path) -> None:
    (raw / LABELS).write_bytes(b"<html>Not found, sorry</html>")

    assert f"{LABELS} is altered" in refused()


def test_a_folder_in_a_files_place(raw: Path) -> None:
    (raw / LABELS).unlink()
    (raw / LABELS).mkdir()

    assert f"{LABELS} can't be read" in refused()


@pytest.mark.parametrize("spoiled", ["", "[]", '{"t10k-labels-idx1-ubyte": 3}', "{"])
def test_a_spoiled_stamp_only_means_checking_again(raw: Path, spoiled: str) -> None:
    (raw / ".verified.json").write_text(spoiled, "utf-8")

    assert len(load("mnist").test_labels) == 10_000


def test_a_damaged_bundle_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "assets"
    shutil.copytree(paths.assets_dir() / "mnist", bundle / "mnist")
    os.truncate(bundle / "mnist" / f"{LABELS}.gz", 2000)
    monkeypatch.setattr(paths, "assets_dir", lambda: bundle)

    assert f"{LABELS}.gz is truncated or damaged" in refused()
    assert not list((home / "cache").rglob(f"*{LABELS}*"))

    (bundle / "mnist" / f"{LABELS}.gz").unlink()
    assert f"{LABELS}.gz is missing: install the program again" in refused()


def test_a_cache_that_can_not_be_made(home: Path) -> None:
    home.write_text("a file where the folder should be", "utf-8")

    line = refused()

    assert "can't unpack the data into" in line
    assert "HUDES_DESKTOP_HOME" in line
