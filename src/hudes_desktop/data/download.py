"""Fetches a data set's gzipped files with pooch."""

import logging
from collections.abc import Callable
from pathlib import Path

from hudes_desktop.data.sources import IDX_FILES, Source
from hudes_desktop.errors import EnvironmentFault

Progress = Callable[[str, float], None]
"""Called with the file that is being fetched and the fraction of it that has come, 0 to 1."""

_STALLED_AFTER_S = 30.0
_CHUNK_BYTES = 1 << 16


def download(source: Source, folder: Path, progress: Progress | None = None) -> None:
    """Fetches the four gzipped files into `folder`, each held to its published MD5 sum.

    What is there already and unaltered stays. Raises EnvironmentFault when the network or the disk
    refuses, or when what came is not what was published.
    """
    import pooch  # with requests a fifth of a second, and hardly ever wanted
    from requests import RequestException

    pooch.get_logger().setLevel(logging.WARNING)
    registry = {_packed(name): f"md5:{md5}" for name, md5 in source.packed_md5.items()}
    mirror = pooch.create(folder, base_url=source.mirror, registry=registry)
    try:
        for name in map(_packed, IDX_FILES):
            bar = _Bar(progress, name)
            downloader = pooch.HTTPDownloader(bar, _CHUNK_BYTES, timeout=_STALLED_AFTER_S)
            mirror.fetch(name, downloader=downloader)
    except RequestException as error:  # before OSError and ValueError, of which it may be one
        if error.response is None:
            raise _fault(source, "no network?") from error
        error.response.close()  # pooch leaves the connection open
        raise _fault(source, f"the server says {error.response.status_code}") from error
    except ValueError as error:  # what pooch raises for another checksum
        raise _fault(source, f"{name} came altered") from error
    except OSError as error:
        raise EnvironmentFault(
            f"{source.name} can't be saved in {folder} ({error.strerror or error}): make room "
            f"there or make it writable, or set HUDES_DESKTOP_HOME to a folder that is"
        ) from error


def _packed(name: str) -> str:
    return f"{name}.gz"


def _fault(source: Source, why: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"{source.name} can't be downloaded ({why}): put its four files "
        f"({', '.join(map(_packed, IDX_FILES))}) into a folder and name it with --data-dir, or "
        f"choose --dataset mnist"
    )


class _Bar:
    """A progress bar as pooch fills it, one a file: it tells our callback."""

    def __init__(self, progress: Progress | None, name: str) -> None:
        self._progress, self._name = progress, name
        self.total = 0
        self._done = 0

    def update(self, count: int) -> None:
        self._done += count
        if self._progress is not None and self.total:
            self._progress(self._name, min(self._done / self.total, 1.0))

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        """Nothing to close."""
