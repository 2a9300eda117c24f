"""IDX files on disk: finding, unpacking and checking their structure before anything reads them."""

import gzip
import os
import shutil
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np

from hudes_desktop.data.sources import IDX_FILES, IMAGE_SHAPE, Source
from hudes_desktop.errors import EnvironmentFault

_UNSIGNED_BYTE = 8
"""The IDX code of the element type, third byte of the magic number."""


def find_folder(source: Source, data_dir: Path) -> Path:
    """The folder with the IDX files, gzipped or not, in a place the user named.

    Takes torchvision's layout (DIR/MNIST/raw), its inner folders, or the files themselves in DIR.
    Raises EnvironmentFault when none of the four files is in any of them.
    """
    name = source.folder_name
    for folder in (data_dir / name / "raw", data_dir / "raw", data_dir / name, data_dir):
        if any(plain_or_packed(folder / file) for file in IDX_FILES):
            return folder
    raise EnvironmentFault(
        f"no {source.name} files in {data_dir}: it needs {', '.join(IDX_FILES)} "
        f"(gzipped or not), in it or in {name}/raw"
    )


def plain_or_packed(path: Path) -> Path | None:
    """The unpacked file if it is there, else the gzipped one, else None."""
    packed = path.with_name(path.name + ".gz")
    return next((candidate for candidate in (path, packed) if candidate.is_file()), None)


def unpack(packed: Path, target: Path, remedy: str) -> None:
    """Writes the content of a gzip file to `target`, which appears complete or not at all.

    Raises EnvironmentFault, ending with `remedy`, for a missing or damaged gzip file; also when
    the target can't be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise _unwritable(target.parent, error) from error
    try:
        with os.fdopen(handle, "wb") as unpacked, gzip.open(packed) as content:
            shutil.copyfileobj(content, unpacked, 1 << 20)
        Path(name).replace(target)
    except FileNotFoundError as error:
        raise EnvironmentFault(f"{packed} is missing: {remedy}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise EnvironmentFault(f"{packed} is truncated or damaged ({error}): {remedy}") from error
    except OSError as error:
        raise _unwritable(target.parent, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def check_structure(path: Path, named: Path, remedy: str) -> None:
    """Makes sure that the file is what its name says, by its header, and as long as that promises.

    Raises EnvironmentFault for a missing, unreadable, foreign, truncated or overlong file, and for
    images that aren't 28 by 28. It speaks of the file as `named` (what the user has may be packed)
    and ends with `remedy`.
    """
    dimensions = 3 if "idx3" in path.name else 1
    length = 4 * (1 + dimensions)
    try:
        with path.open("rb") as file:
            header = file.read(length)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise EnvironmentFault(f"{named} is missing: {remedy}") from error
    except OSError as error:
        raise EnvironmentFault(f"{named} can't be read ({error.strerror}): {remedy}") from error
    if len(header) < length:
        raise EnvironmentFault(f"{named} is truncated ({size} bytes): {remedy}")
    magic, count, *shape = struct.unpack(f">{1 + dimensions}I", header)
    if magic != _UNSIGNED_BYTE << 8 | dimensions:
        raise EnvironmentFault(f"{named} is altered (not an IDX file of this kind): {remedy}")
    if shape and tuple(shape) != IMAGE_SHAPE:
        raise EnvironmentFault(
            f"{named} holds images of {shape[0]} by {shape[1]} and the networks take 28 by 28: "
            f"{remedy}"
        )
    promised = length + count * (shape[0] * shape[1] if shape else 1)
    if size != promised:
        fault = "truncated" if size < promised else "altered"
        raise EnvironmentFault(
            f"{named} is {fault} ({size:,} bytes, its header promises {promised:,}): {remedy}"
        )


def read(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The bytes of an IDX file that passed `check_structure`: images (N, 28, 28) or labels (N,)."""
    shape = IMAGE_SHAPE if "idx3" in path.name else ()
    header = 4 * (2 + len(shape))
    return np.fromfile(path, np.uint8, offset=header).reshape(-1, *shape)


def _unwritable(folder: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"can't unpack the data into {folder} ({error.strerror or error}): make room there or make "
        f"it writable, or set HUDES_DESKTOP_HOME to a folder that is"
    )
