"""Our own folders and files: caches, settings, profiles."""

import os
from pathlib import Path

from hudes_desktop.doctor.finding import Finding, of_fault
from hudes_desktop.options import rules
from hudes_desktop.private_files import check_private
from hudes_desktop.store import paths
from hudes_desktop.store.settings import load_settings, settings_file
from hudes_desktop.view.window.commands import all_options


def folders() -> list[Finding]:
    """Whether caches, settings and scores can be kept, and whether nobody else writes to them."""
    found = []
    for name, folder in (
        ("Cache", paths.cache_dir()),
        ("Config", paths.config_dir()),
        ("Data", paths.data_dir()),
    ):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not (there.is_dir() and os.access(there, os.W_OK)):
            hint = f"make it writable, or set {paths.HOME_VARIABLE} to a folder that is"
            found.append(Finding(name, False, f"{there} can't be written to", hint))
        else:
            found.append(
                _owned(name, folder) if folder.exists() else Finding(name, True, f"{folder}")
            )
    return found


def _owned(name: str, folder: Path) -> Finding:
    try:
        check_private(folder / ".")
    except OSError as error:
        hint = f'sudo chown -R "$USER" {folder} && chmod 700 {folder}'
        return Finding(name, False, f"{error.filename}: {error.strerror}", hint)
    return Finding(name, True, str(folder))


def settings() -> list[Finding]:
    """Whether they can be used."""
    file = settings_file()
    _, messages = load_settings(rules(all_options()))
    if messages:
        return [of_fault("Settings", message) for message in messages]
    return [Finding("Settings", True, f"{file}{'' if file.exists() else ' (not there: defaults)'}")]


def profiles() -> list[Finding]:
    """The profiles of devices that come with the program."""
    folder = paths.controllers_dir()
    names = sorted(profile.stem for profile in folder.glob("*.toml"))
    if not names:
        hint = "install the program again"
        return [Finding("Profiles", False, f"none in {folder}", hint, needed=True)]
    return [Finding("Profiles", True, f"{', '.join(names)} in {folder}", needed=True)]
