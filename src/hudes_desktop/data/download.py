"""Fetches a data set's files with torchvision's downloader, whole or not at all."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError

from hudes_desktop.data.sources import IDX_FILES, Source
from hudes_desktop.data.torchvision_import import torchvision_datasets
from hudes_desktop.errors import EnvironmentFault

Progress = Callable[[str, float], None]
"""Called with the file that is being fetched and the fraction of it that has come, 0 to 1."""

_STALLED_AFTER_S = 30.0


def download(source: Source, folder: Path, progress: Progress | None = None) -> None:
    """Fetches and unpacks the four IDX files into `folder`, each held to torchvision's MD5 sum.

    Nothing is left in `folder` unless all four came. Without `progress`, torchvision's own bar
    goes to stderr. Raises EnvironmentFault when the network or the disk refuses.
    """
    datasets = torchvision_datasets()
    reader = getattr(datasets, source.torchvision_class)
    packed = [name for name, _ in reader.resources]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix=".download-", dir=folder.parent) as root,
            _reporting(datasets.utils, progress, packed),
            _network_timeout(_STALLED_AFTER_S),
        ):
            reader(root=root, download=True)
            folder.mkdir(exist_ok=True)
            for name in IDX_FILES:
                shutil.move(Path(root) / source.torchvision_class / "raw" / name, folder / name)
    except (URLError, TimeoutError, ConnectionError, RuntimeError) as error:
        raise EnvironmentFault(
            f"{source.name} can't be downloaded (no network?): put its four files "
            f"({', '.join(packed)}) into a folder and name it with --data-dir, or choose "
            f"--dataset mnist"
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            f"{source.name} can't be saved in {folder} ({error.strerror or error}): make room "
            f"there or make it writable, or set HUDES_DESKTOP_HOME to a folder that is"
        ) from error


class _Bar:
    """Stands in for tqdm, one a file, in torchvision's downloader and tells our callback."""

    def __init__(self, progress: Progress, name: str, total: int | None) -> None:
        self._progress, self._name, self._total = progress, name, total
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def update(self, count: int) -> None:
        self._done += count
        self._progress(self._name, self._done / self._total if self._total else 0.0)


@contextmanager
def _reporting(utils: Any, progress: Progress | None, names: list[str]) -> Iterator[None]:
    """torchvision takes no callback: for this while its `tqdm` is ours."""
    if progress is None:
        yield
        return
    names = list(names)

    def bar(total: int | None = None, **_: Any) -> _Bar:
        return _Bar(progress, names.pop(0), total)

    original = utils.tqdm
    utils.tqdm = bar
    try:
        yield
    finally:
        utils.tqdm = original


@contextmanager
def _network_timeout(seconds: float) -> Iterator[None]:
    """torchvision sets none, and a network that swallows packets would stop us for ever."""
    original = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(original)
