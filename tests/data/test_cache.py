"""The bundled MNIST in the user's cache: unpacked once, checked each time, damage mended."""

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


def cut(file: Path, size: int) -> None:
    os.truncate(file, size)


def zero_after_a_megabyte(file: Path) -> None:
    """What a power cut may leave: the right length, and the right beginning."""
    size = file.stat().st_size
    cut(file, min(2**20, size // 2))
    cut(file, size)


def flip_a_bit_unnoticed(file: Path) -> None:
    status = file.stat()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


DAMAGE = {
    "empty": lambda file: cut(file, 0),
    "cut within the header": lambda file: cut(file, 5),
    "cut": lambda file: cut(file, 9_000),
    "zeroed": zero_after_a_megabyte,
    "one bit": flip_a_bit_unnoticed,
    "another file": lambda file: file.write_bytes(b"<html>Not found, sorry</html>"),
}


@pytest.mark.parametrize("name", [LABELS, "train-images-idx3-ubyte"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_unpacked_again_and_that_is_said(
    raw: Path, name: str, damage: str
) -> None:
    good = (raw / name).read_bytes()
    DAMAGE[damage](raw / name)

    notes = load("mnist").notes

    assert notes == (f"{raw / name} was damaged and has been made anew",)
    assert (raw / name).read_bytes() == good
    assert load("mnist").notes == ()


def test_a_folder_in_a_files_place(raw: Path) -> None:
    (raw / LABELS).unlink()
    (raw / LABELS).mkdir()

    assert f"can't unpack the data into {raw}" in refused()


def test_what_is_written_to_the_data_stays_in_memory(raw: Path) -> None:
    before = (raw / "train-images-idx3-ubyte").read_bytes()

    load("mnist").train_images.zero_()

    assert (raw / "train-images-idx3-ubyte").read_bytes() == before


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
