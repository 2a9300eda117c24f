"""MD5 sums of data files, computed once and remembered until a file changes."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault

_STAMP = ".verified.json"


@dataclass(frozen=True)
class _Verified:
    """A file as it was when its sum was last computed."""

    size: int
    mtime_ns: int
    md5: str

    def is_of(self, status: os.stat_result) -> bool:
        return (self.size, self.mtime_ns) == (status.st_size, status.st_mtime_ns)


def check_once(folder: Path, published: Mapping[str, str], names: tuple[str, ...]) -> None:
    """Holds the files `names` in a folder of ours to their published MD5 sums.

    Sums are remembered in the folder and computed anew only for a file whose size or time of
    change is another. A file without a published sum is held to the first one seen, which was
    taken right after a verified download. Raises EnvironmentFault for an altered file.
    """
    stamp_file = folder / _STAMP
    before = _read(stamp_file)
    now: dict[str, _Verified] = {}
    for name in names:
        path = folder / name
        status = path.stat()
        known = before.get(name)
        if known and known.is_of(status):
            now[name] = known
            continue
        expected = published.get(name) or (known.md5 if known else None)
        md5 = check(path, expected, path, f"delete {folder} to have it made anew")
        now[name] = _Verified(status.st_size, status.st_mtime_ns, md5)
    if now != before:
        _write(stamp_file, now)


def check(path: Path, expected: str | None, named: Path, remedy: str) -> str:
    """The MD5 sum of a file, held to `expected` if there is one.

    Raises EnvironmentFault, speaking of the file as `named` and ending with `remedy`, for an
    altered or unreadable file.
    """
    try:
        with path.open("rb") as file:
            md5 = hashlib.file_digest(file, _md5).hexdigest()
    except OSError as error:
        raise EnvironmentFault(f"{named} can't be read ({error.strerror}): {remedy}") from error
    if expected and md5 != expected:
        raise EnvironmentFault(f"{named} is altered (MD5 {md5}, not {expected}): {remedy}")
    return md5


def _md5() -> "hashlib._Hash":
    return hashlib.md5(usedforsecurity=False)


def _read(stamp_file: Path) -> dict[str, _Verified]:
    """What was verified before; an unreadable stamp only means verifying again."""
    try:
        entries = json.loads(stamp_file.read_text("utf-8"))
        return {name: _Verified(**entry) for name, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(stamp_file: Path, verified: Mapping[str, _Verified]) -> None:
    """Best effort: without a stamp the next start takes a tenth of a second more."""
    temporary = stamp_file.with_name(f"{stamp_file.name}.{os.getpid()}")
    try:
        entries = {name: vars(entry) for name, entry in verified.items()}
        temporary.write_text(json.dumps(entries), "utf-8")
        temporary.replace(stamp_file)
    except OSError:
        temporary.unlink(missing_ok=True)
