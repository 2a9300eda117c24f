"""IDX files on disk: finding, unpacking and checking them before anything reads them."""

import gzip
import hashlib
import math
import os
import struct
import zlib
from io import BufferedReader
from pathlib import Path

import numpy as np

from hudes_desktop.data.sources import IDX_FILES, IMAGE_SHAPE, Source
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import atomic

Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

_UNSIGNED_BYTE = 8
"""The IDX code of the element type, third byte of the magic number."""

_CHUNK_BYTES = 1 << 18


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


def is_unpacked(packed: Path, target: Path) -> bool:
    """Whether `target` has the length and CRC-32 that the gzip file ends with (RFC 1952)."""
    buffer = bytearray(_CHUNK_BYTES)
    found = length = 0
    try:
        with packed.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            promised = struct.unpack("<2I", file.read())
        # Read, not mapped: a bad block is then an error, not the end of the process.
        with target.open("rb", buffering=0) as file:
            while count := file.readinto(buffer):
                found = zlib.crc32(memoryview(buffer)[:count], found)
                length += count
    except OSError:  # not there, shorter than that, or not to be read
        return False
    return (found, length) == promised


def unpack(packed: Path, target: Path, remedy: str) -> None:
    """Writes the content of a gzip file to `target`, which appears complete or not at all.

    Raises EnvironmentFault, ending with `remedy`, for a missing or damaged gzip file and for one
    that unpacks to something else than its header promises; also when the target can't be written.
    """
    try:
        with gzip.open(packed) as content, atomic.replacing(target) as unpacked:
            header = content.read(_header_bytes(target))
            left = _promised_bytes(header, packed, remedy) - len(header)
            unpacked.write(header)
            while left and (chunk := content.read(min(left, _CHUNK_BYTES))):
                unpacked.write(chunk)
                left -= len(chunk)
            if left or content.read(1):
                raise EnvironmentFault(
                    f"{packed} is altered (not as long as its header promises): {remedy}"
                )
    except FileNotFoundError as error:
        raise EnvironmentFault(f"{packed} is missing: {remedy}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise EnvironmentFault(f"{packed} is truncated or damaged ({error}): {remedy}") from error
    except OSError as error:
        raise EnvironmentFault(
            f"can't unpack the data into {target.parent} ({error.strerror or error}): make room "
            f"there or make it writable, or set HUDES_DESKTOP_HOME to a folder that is"
        ) from error


def check(path: Path, named: Path, remedy: str, md5: str | None) -> None:
    """Makes sure that a file is what its name says, as long as its header promises, and unaltered.

    md5: of the file, where it is published. Raises EnvironmentFault for a missing, unreadable,
    foreign, truncated, overlong or altered file, and for images that aren't 28 by 28. It speaks of
    the file as `named` (what the user has may be packed) and ends with `remedy`.
    """
    try:
        with path.open("rb") as file:
            promised = _promised_bytes(file.read(_header_bytes(path)), named, remedy)
            size = path.stat().st_size
            found = md5 and _md5(file)
    except FileNotFoundError as error:
        raise EnvironmentFault(f"{named} is missing: {remedy}") from error
    except OSError as error:
        raise EnvironmentFault(f"{named} can't be read ({error.strerror}): {remedy}") from error
    if size != promised:
        fault = "truncated" if size < promised else "altered"
        raise EnvironmentFault(
            f"{named} is {fault} ({size:,} bytes, its header promises {promised:,}): {remedy}"
        )
    if found != md5:
        raise EnvironmentFault(f"{named} is altered (MD5 {found}, not {md5}): {remedy}")


def read(path: Path, *, mapped: bool) -> Bytes:
    """The bytes of a whole IDX file: images (N, 28, 28) or labels (N,).

    mapped: into memory page by page when they are wanted, for a file that is replaced and never
    written to. Writing to the array never changes the file.
    """
    content = np.memmap(path, mode="c") if mapped else np.fromfile(path, np.uint8)
    content, shape = content[_header_bytes(path) :], _shape(path)
    return content.reshape(len(content) // math.prod(shape), *shape)


def _shape(path: Path) -> tuple[int, ...]:
    """Of one element of the file of that name."""
    return IMAGE_SHAPE if "idx3" in path.name else ()


def _header_bytes(path: Path) -> int:
    """The magic number, how many elements, and their sizes."""
    return 4 * (2 + len(_shape(path)))


def _promised_bytes(header: bytes, named: Path, remedy: str) -> int:
    """The length of a whole file with that header; EnvironmentFault for what is none of ours."""
    expected = _shape(named)
    if len(header) < _header_bytes(named):
        raise EnvironmentFault(f"{named} is truncated ({len(header)} bytes): {remedy}")
    magic, count, *shape = struct.unpack(f">{len(header) // 4}I", header)
    if magic != _UNSIGNED_BYTE << 8 | 1 + len(expected):
        raise EnvironmentFault(f"{named} is altered (not an IDX file of this kind): {remedy}")
    if tuple(shape) != expected:
        raise EnvironmentFault(
            f"{named} holds images of {shape[0]} by {shape[1]} and the networks take 28 by 28: "
            f"{remedy}"
        )
    return len(header) + int(count) * math.prod(expected)


def _md5(file: BufferedReader) -> str:
    file.seek(0)
    return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
