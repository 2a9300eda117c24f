"""Files of ours that nobody else may have written: code and numbers trusted as they lie."""

import errno
import os
from pathlib import Path

_OTHERS_MAY_WRITE = 0o022


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, with mode 0700.

    One that is there, is ours and can be written by others becomes 0700 too. Raises OSError where
    it can't be made or changed.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    status = folder.stat()
    if os.name == "posix" and status.st_uid == os.geteuid() and status.st_mode & _OTHERS_MAY_WRITE:
        folder.chmod(0o700)


def check_private(file: Path) -> None:
    """Raises PermissionError, an OSError, where another user may have written the file: it or its
    folder is neither ours nor root's, or others may write to it. Raises OSError for a missing one.
    """
    for path in (file, file.parent):
        status = path.stat()
        if os.name != "posix":
            continue
        if status.st_uid not in (0, os.geteuid()):
            raise PermissionError(errno.EPERM, "it belongs to another user", str(path))
        if status.st_mode & _OTHERS_MAY_WRITE:
            raise PermissionError(errno.EPERM, "other users may write to it", str(path))
