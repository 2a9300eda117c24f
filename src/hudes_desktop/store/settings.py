"""The user's settings: one TOML file of theirs, whose comments and mistakes are kept.

A setting is known by its key: where it stands in the file, as "seed" or "window.theme". What may
stand there is handed in: rules by key.
"""

import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import atomic
from hudes_desktop.store.migrations import SCHEMA, Table, UnknownSchemaError, migrate
from hudes_desktop.store.paths import config_dir
from hudes_desktop.store.setting_rules import Rule

SET_ASIDE = "set_aside"
"""The table of the file that keeps what couldn't be used."""
WINGS = "wing"
"""The table of the file that has one of its own for each wing."""

Rules = Mapping[str, Rule]
"""By key."""


def settings_file() -> Path:
    """Where the settings lie; the file need not exist."""
    return config_dir() / "settings.toml"


def load_settings(rules: Rules, path: Path | None = None) -> tuple[dict[str, Any], list[str]]:
    """What stands in the file, by key, and what to tell the user: one line if entries, or all of
    it, couldn't be used, else nothing.

    path: another file than settings_file(); where there is none, nothing is set. Nothing is set
    either by one that can't be read, isn't TOML in UTF-8, or is newer than this program. An entry
    that no rule is about, or that doesn't fit, doesn't count; tables of wings that no rule is about
    are left alone. The file is never written to.
    """
    path = path or settings_file()
    try:
        values, odd = _read(_migrated(path, tomllib.loads(_text(path))), rules)
    except EnvironmentFault as fault:
        return {}, [str(fault)]
    if not odd:
        return values, []
    entries = "; ".join(f"{'.'.join(entry)} ({why})" for entry, why in odd.items())
    return values, [
        f"the settings {path} have what can't be used: {entries}; the default counts, and when "
        f"settings are next saved it moves to [{SET_ASIDE}]"
    ]


def save_settings(values: Mapping[str, Any], rules: Rules, path: Path | None = None) -> None:
    """Write what differs from the file, and nothing else: the user's comments and order stay.

    values: by key; what isn't among them stays as it is. path: another file than settings_file().
    Entries that can't be used move to [set_aside]. Raises EnvironmentFault, with the file as it
    was, when it can't be written, or for what load_settings can't use.
    """
    import tomlkit  # not at the start: the window shall be there first

    path = path or settings_file()
    text = _text(path)
    document = _migrated(path, tomlkit.parse(text or _HEADER))
    before, odd = _read(_migrated(path, tomllib.loads(text)), rules)
    for entry in odd:
        _set_aside(document, entry, tomlkit.table)
    for key, value in values.items():
        if key not in before or before[key] != value:
            _write(document, key, rules[key].written(value), tomlkit.table)
    new = tomlkit.dumps(document)
    if new == text:
        return
    try:
        atomic.write(path, new.encode())
    except OSError as error:
        raise EnvironmentFault(
            f"the settings {path} can't be written ({error.strerror}): make room on the disk, or "
            "the folder writable"
        ) from error


def why_not_kept() -> list[str]:
    """One line where nothing can be written beside the settings, else nothing; it tries."""
    folder = config_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError as error:
        return [
            f"settings won't be kept: {folder} can't be written ({error.strerror}); make room on "
            "the disk, or the folder writable"
        ]


_HEADER = f"""\
# Human Descent Desktop. Options on the command line win over what stands here.
schema = {SCHEMA}
"""
_REMEDY = "defaults count, and nothing is saved, until you mend the file or move it away"


def _text(path: Path) -> str:
    """The file, which is TOML; empty where there is none. Raises EnvironmentFault."""
    try:
        text = path.read_bytes().decode("utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise EnvironmentFault(
            f"the settings {path} can't be read ({error.strerror}): {_REMEDY}"
        ) from error
    except UnicodeDecodeError as error:
        raise EnvironmentFault(f"the settings {path} aren't UTF-8 text: {_REMEDY}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EnvironmentFault(f"the settings {path} aren't TOML ({error}): {_REMEDY}") from error
    return text


def _migrated(path: Path, table: Table) -> Table:
    try:
        return migrate(table)
    except UnknownSchemaError as error:
        raise EnvironmentFault(f"the settings {path} {error}: {_REMEDY}") from error


_Entry = tuple[str, ...]
"""Where something stands in the file: ("window", "theme")."""


def _read(table: Mapping[str, Any], rules: Rules) -> tuple[dict[str, Any], dict[_Entry, str]]:
    """The settings in a table, and why the other entries can't be used."""
    of_entries = {tuple(key.split(".")): (key, rule) for key, rule in rules.items()}
    tables = {entry[:depth] for entry in of_entries for depth in range(1, len(entry))}
    values: dict[str, Any] = {}
    odd: dict[_Entry, str] = {}

    def take(inner: Mapping[str, Any], above: _Entry) -> None:
        for name, value in inner.items():
            entry = (*above, name)
            if entry in of_entries:
                key, rule = of_entries[entry]
                if rule.fits(value):
                    values[key] = rule.read(value)
                else:
                    odd[entry] = f"must be {rule.wanted}"
            elif entry in tables or entry in ((WINGS,), (SET_ASIDE,)) or above == (WINGS,):
                if not isinstance(value, dict):
                    odd[entry] = "must be a table"
                elif entry in tables or entry == (WINGS,):
                    take(value, entry)
            elif entry != ("schema",):
                odd[entry] = "unknown key"

    take(table, ())
    return values, odd


def _set_aside(document: Table, entry: _Entry, make_table: Any) -> None:
    """Move an entry to [set_aside]; one of that name which is there already stays."""
    *tables, name = entry
    home = document
    for table in tables:
        home = home[table]
    value = home.pop(name)
    away = document.setdefault(SET_ASIDE, make_table())
    for table in tables:
        if not isinstance(away.get(table, {}), dict):
            table = f"{table}_entries"
        away = away.setdefault(table, make_table())
    free, number = name, 2
    while free in away:
        free, number = f"{name}_{number}", number + 1
    away[free] = value


def _write(document: Table, key: str, value: object, make_table: Any) -> None:
    *tables, name = key.split(".")
    home = document
    for depth, table in enumerate(tables, 1):
        if table not in home:
            # One that has nothing but tables in it needs no line of its own.
            home[table] = make_table(depth < len(tables))
        home = home[table]
    home[name] = value
