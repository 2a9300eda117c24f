"""Where the program's own files lie: caches, settings, scores, and what travels in the wheel.

This module touches the disk only to look: whoever writes makes the folder first.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import platformdirs

from hudes_desktop.errors import EnvironmentFault

APP_NAME = "hudes-desktop"
HOME_VARIABLE = "HUDES_DESKTOP_HOME"
"""One folder for everything below: a portable stick, or a test that must not touch the user's."""

_IN_HOME = {"cache": ".cache", "config": ".config", "data": ".local/share"}
"""XDG's folders where no variable names others."""

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def cache_dir() -> Path:
    """Files that can be made or fetched again: unpacked data sets, compiled kernels.

    This and the next two raise EnvironmentFault for a user without a home.
    """
    return _user_dir("cache", platformdirs.user_cache_path)


def config_dir() -> Path:
    """The user's settings and their own controller profiles."""
    return _user_dir("config", platformdirs.user_config_path)


def data_dir() -> Path:
    """What the user would miss: scores, bookmarks, recordings."""
    return _user_dir("data", platformdirs.user_data_path)


def assets_dir() -> Path:
    """Data and pictures that come with the program."""
    return _bundled("assets")


def asset_text(name: str) -> str:
    """The text of a file in assets. Raises EnvironmentFault where it can't be read."""
    file = assets_dir() / name
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise EnvironmentFault(
            f"{file} can't be read ({error.strerror}): install the program again"
        ) from error


def controllers_dir() -> Path:
    """The controller profiles that come with the program."""
    return _bundled("controllers")


def _user_dir(kind: str, default: Callable[[str, Literal[False]], Path]) -> Path:
    try:
        if named := os.environ.get(HOME_VARIABLE):
            return Path(named).expanduser() / kind
        folder = default(APP_NAME, False)
        # XDG's specification: a path that isn't absolute is invalid, and to be ignored.
        return folder if folder.is_absolute() else Path.home() / _IN_HOME[kind] / APP_NAME
    except RuntimeError as error:
        raise EnvironmentFault(
            "this user has no home folder, so there is no place for settings: set HOME, or "
            f"{HOME_VARIABLE}, to a folder"
        ) from error


def _bundled(name: str) -> Path:
    """In an installed wheel the folder lies inside the package, in a checkout beside src/."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT / name
