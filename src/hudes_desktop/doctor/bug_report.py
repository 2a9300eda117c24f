"""What a bug report needs, in a file: findings, versions, environment, settings, the log's end.

Names of the user, of the machine and of their folders are taken out.
"""

import getpass
import importlib.metadata
import os
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import atomic, paths
from hudes_desktop.store.settings import settings_file

_VARIABLES = re.compile(
    "QT_|XDG_|DISPLAY|WAYLAND|PYOPENGL|LIBGL|MESA|SDL_|OMP_|MKL_|CUDA|HUDES|LANG|LC_|CXX|MIDI"
)
_SECRET = re.compile("KEY|TOKEN|SECRET|PASSWORD|COOKIE|AUTH")
_LOG_LINES = 300


def write_report(file: Path, findings: Iterable[str]) -> None:
    """Raises EnvironmentFault where the file can't be written."""
    variables = sorted(name for name in os.environ if _VARIABLES.match(name))
    sections = {
        "Findings": findings,
        "Packages": sorted(_packages()),
        "Environment": [
            f"{name}={os.environ[name]}" for name in variables if not _SECRET.search(name)
        ],
        "Settings": _lines(settings_file()),
        "Log": _lines(paths.cache_dir() / "hudes-desktop.log")[-_LOG_LINES:],
    }
    text = "\n\n".join("\n".join([f"# {title}", *lines]) for title, lines in sections.items())
    try:
        atomic.write(file, (without_names(text) + "\n").encode())
    except OSError as error:
        raise EnvironmentFault(
            f"{file} can't be written ({error.strerror}): name another file for the report"
        ) from error


def without_names(text: str) -> str:
    """The text without the paths of home folders, the user's name and the machine's."""
    for folder, instead in _folders():
        text = text.replace(folder, instead)
    for name, instead in ((_user(), "USER"), (socket.gethostname(), "HOST")):
        if name:
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", instead, text)
    return text


def _folders() -> list[tuple[str, str]]:
    """Folders whose path may tell who somebody is, the longest first."""
    found = {os.environ.get(paths.HOME_VARIABLE, ""): f"${paths.HOME_VARIABLE}"}
    with suppress(RuntimeError):  # a user without a home
        found[str(Path.home())] = "~"
    found |= {str(Path(path).resolve()): instead for path, instead in found.items() if path}
    named = [(path.rstrip("/"), instead) for path, instead in found.items() if len(path) > 1]
    return sorted(named, key=lambda pair: -len(pair[0]))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user that the system doesn't know
        return ""


def _packages() -> set[str]:
    return {
        f"{distribution.metadata['Name']} {distribution.version}"
        for distribution in importlib.metadata.distributions()
    }


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        return [f"{file}: {error.strerror}"]
