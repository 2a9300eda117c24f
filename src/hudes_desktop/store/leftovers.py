"""Sweeps away what a process that was killed has left unfinished in our folders.

Names of what is unfinished hold the number of the process that is at it:
`.settings.toml.4711-….part`, `unfinished-4711-…`.
"""

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

PART = ".part"
"""How the name of a file ends that isn't whole yet."""
UNFINISHED = "unfinished-"
"""How the name of a folder begins in which a compiler is at work."""

_WITHOUT_NUMBER_S = 24 * 3600.0
"""What doesn't say whose it is, is left over when nothing was written to it for so long."""


def sweep(folder: Path) -> None:
    """Delete what is left over in a folder of ours and those below it; what can't be, stays."""
    for pattern in (f".*{PART}", f"{UNFINISHED}*", "tmp*"):  # the last are pooch's
        for path in folder.rglob(pattern):
            if _alive(path):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _alive(path: Path) -> bool:
    """Whether the process that made it may still be at it."""
    number = re.search(r"(\d+)-\w+(\.part)?$", path.name)
    if number is None or os.name != "posix":
        try:
            return time.time() - path.stat().st_mtime < _WITHOUT_NUMBER_S
        except FileNotFoundError:
            return False
    try:
        os.kill(int(number[1]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True
