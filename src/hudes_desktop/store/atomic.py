"""Writes a file whole or not at all: a full disk or a crash leaves the old one as it was."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from hudes_desktop.store.leftovers import PART


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends without an exception.

    Its folder is made where it is missing. A link is followed, and the permissions of the old
    file stay. Raises OSError when it can't be written; the old file is whole then. Where the system
    can, the new file has no name until it is whole: a process that is killed leaves nothing behind.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: os.replace is atomic on one file system only.
    part = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}{PART}")
    nameless = _nameless(path.parent)
    try:
        with nameless or part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if nameless:
                number = file.fileno()
                # Given a folder, os.link calls linkat, which follows the link in /proc to the file.
                os.link(f"/proc/self/fd/{number}", part, src_dir_fd=number)
        part.chmod(_mode(path))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write(path: Path, content: bytes) -> None:
    """Write all of `content` to `path`, as `replacing` does."""
    with replacing(path) as file:
        file.write(content)


def _nameless(folder: Path) -> BinaryIO | None:
    """A file in the folder that has no name yet; None where the system or its disk has no such."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600), "wb")
    except OSError:  # or the folder can't be written to: what comes next says so
        return None


def _mode(path: Path) -> int:
    """The permissions of the file, or those that a new one gets from the user's mask."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
