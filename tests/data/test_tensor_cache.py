"""Tensors are kept beside the files they were read from, and belong to these files only."""

import os
from pathlib import Path

import pytest
import torch

from hudes_desktop.data.tensor_cache import kept_or_read

FILES = ("images", "labels")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes(b"as it was")
    return tmp_path


class Reader:
    """Reads other tensors every time, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, torch.Tensor]:
        self.times += 1
        return {"images": torch.full((2, 3), self.times, dtype=torch.uint8)}


def test_the_second_time_nothing_is_read(folder: Path) -> None:
    read = Reader()
    first = kept_or_read(folder, FILES, read)
    second = kept_or_read(folder, FILES, read)
    assert read.times == 1
    assert torch.equal(first["images"], second["images"])
    assert second["images"].dtype == torch.uint8


def test_another_file_is_read_anew(folder: Path) -> None:
    read = Reader()
    kept_or_read(folder, FILES, read)
    (folder / "labels").write_bytes(b"as it is")
    assert int(kept_or_read(folder, FILES, read)["images"][0, 0]) == 2
    os.utime(folder / "images", (1, 1))
    assert int(kept_or_read(folder, FILES, read)["images"][0, 0]) == 3
    assert int(kept_or_read(folder, FILES, read)["images"][0, 0]) == 3


def test_damaged_tensors_are_read_anew(folder: Path) -> None:
    read = Reader()
    kept_or_read(folder, FILES, read)
    kept = folder / "tensors.safetensors"
    kept.write_bytes(kept.read_bytes()[:20])
    assert int(kept_or_read(folder, FILES, read)["images"][0, 0]) == 2
    assert read.times == 2


def test_where_nothing_can_be_kept_it_is_read_every_time(folder: Path) -> None:
    read = Reader()
    (folder / "tensors.safetensors").mkdir()
    kept_or_read(folder, FILES, read)
    kept_or_read(folder, FILES, read)
    assert read.times == 2
    assert not list(folder.glob("unfinished-*"))
