"""IDX files as the user might have them, written without the code under test."""

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

COUNTS = {"train": 60, "t10k": 20}
Writer = Callable[..., dict[str, np.ndarray]]


def _write(folder: Path, *, packed: bool = False, side: int = 28) -> dict[str, np.ndarray]:
    """Four small files of random images and labels; returns what they hold, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    content = {}
    for half, count in COUNTS.items():
        images = random.integers(0, 256, (count, side, side), dtype=np.uint8)
        labels = random.integers(0, 10, count, dtype=np.uint8)
        content[f"{half}-images-idx3-ubyte"] = images
        content[f"{half}-labels-idx1-ubyte"] = labels
    for name, array in content.items():
        header = struct.pack(f">{1 + array.ndim}I", 0x0800 + array.ndim, *array.shape)
        data = header + array.tobytes()
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / name).write_bytes(data)
    return content


@pytest.fixture
def write_idx() -> Writer:
    return _write


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of the test's own, so that it may spoil the cache."""
    folder = tmp_path / "home"
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(folder))
    return folder
