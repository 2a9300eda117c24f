"""The user's settings: one TOML file of theirs, whose comments and mistakes are kept."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import atomic
from hudes_desktop.store.migrations import SCHEMA, Table, UnknownSchemaError, migrate
from hudes_desktop.store.paths import config_dir
from hudes_desktop.store.setting_rules import OPTION_RULES, WINDOW_RULES, HeightMode, Mode, Scheme

SET_ASIDE = "set_aside"
"""The table of the file that keeps what couldn't be used."""


@dataclass(frozen=True)
class WindowSettings:
    """How the window was left.

    Attributes:
        geometry, state: what Qt saves of the window and of its splitters, as base64 text.
        theme: "system" follows the desktop.
        font_px: size of the body text in pixels.
        colour_map: a name of view/colormaps.py, which alone knows whether there is such a map.
        height_mode, mode: how heights are scaled; whether surfaces or curves are shown.
        hidden: names of the panels that aren't shown.
        log_loss, accuracy: of the loss history: a logarithmic scale; accuracies below it.
    """

    geometry: str | None = None
    state: str | None = None
    theme: Scheme = "system"
    font_px: int = 13
    colour_map: str = "viridis"
    height_mode: HeightMode = "auto"
    mode: Mode = "planes"
    hidden: tuple[str, ...] = ()
    log_loss: bool = False
    accuracy: bool = True


@dataclass(frozen=True)
class Settings:
    """What the command line assumes where the user gives no option; None: the program's default.

    Only types are checked here. Whether a network, data set or device exists is for those to say
    who use it, in the same words as for an option.
    """

    net: str | None = None
    dataset: str | None = None
    device: str | None = None
    dtype: str | None = None
    seed: int | None = None
    planes: int | None = None
    grid_size: int | None = None
    batch_size: int | None = None
    axes: int | None = None
    directions: str | None = None
    keyboard: str | None = None
    compile: bool | None = None
    data_dir: Path | None = None
    window: WindowSettings = field(default_factory=WindowSettings)

    def options(self) -> dict[str, Any]:
        """The options that have a default of the user's own, by their names."""
        values = {name: getattr(self, name) for name in OPTION_RULES}
        return {name: value for name, value in values.items() if value is not None}


def settings_file() -> Path:
    """Where the settings lie; the file need not exist."""
    return config_dir() / "settings.toml"


def load_settings(path: Path | None = None) -> tuple[Settings, list[str]]:
    """The settings, and what to tell the user: one line if entries couldn't be used, else nothing.

    path: another file than settings_file(); where there is none, all is as by default. An entry
    that nobody knows or that is of the wrong type doesn't count. The file is never written to.
    Raises EnvironmentFault for a file that can't be read, isn't TOML in UTF-8, or is newer than
    this program.
    """
    path = path or settings_file()
    table: Table = tomllib.loads(_text(path))
    settings, odd = _read(_migrated(path, table))
    if not odd:
        return settings, []
    entries = "; ".join(f"{'.'.join(entry)} ({why})" for entry, why in odd.items())
    return settings, [
        f"the settings {path} have what can't be used: {entries}; the default counts, and when "
        f"settings are next saved it moves to [{SET_ASIDE}]"
    ]


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write what differs from the file, and nothing else: the user's comments and order stay.

    path: another file than settings_file(). Entries that can't be used move to [set_aside].
    Raises EnvironmentFault, with the file as it was, when it can't be written, or for what
    load_settings would refuse.
    """
    import tomlkit  # not at the start: the window shall be there first

    path = path or settings_file()
    text = _text(path)
    document: Table = tomlkit.parse(text or _HEADER)
    document = _migrated(path, document)
    before, odd = _read(_migrated(path, tomllib.loads(text)))
    for entry in odd:
        _set_aside(document, entry, tomlkit.table)
    _write_changes(document, before, settings, OPTION_RULES)
    if before.window != settings.window:
        if "window" not in document:
            document["window"] = tomlkit.table()
        _write_changes(document["window"], before.window, settings.window, WINDOW_RULES)
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


_HEADER = f"""\
# Human Descent Desktop. Options on the command line win over what stands here.
schema = {SCHEMA}
"""
_REMEDY = "mend the file, or move it away to start from the defaults"


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
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentFault(f"the settings {path} aren't TOML ({error}): {_REMEDY}") from error
    return text


def _migrated(path: Path, table: Table) -> Table:
    try:
        return migrate(table)
    except UnknownSchemaError as error:
        raise EnvironmentFault(f"the settings {path} {error}") from error


_Entry = tuple[str, ...]
"""Where something stands in the file: ("window", "theme")."""


def _read(table: Mapping[str, Any]) -> tuple[Settings, dict[_Entry, str]]:
    """The settings in a table, and why the other entries can't be used."""
    odd: dict[_Entry, str] = {}
    options: dict[str, Any] = {}
    window: dict[str, Any] = {}
    for key, value in table.items():
        if key == "schema" or (key == SET_ASIDE and isinstance(value, dict)):
            continue
        if key == "window" and isinstance(value, dict):
            for name, inner in value.items():
                _take(window, WINDOW_RULES, (key, name), inner, odd)
        elif key in ("window", SET_ASIDE):
            odd[(key,)] = "must be a table"
        else:
            _take(options, OPTION_RULES, (key,), value, odd)
    return Settings(**options, window=WindowSettings(**window)), odd


def _take(
    into: dict[str, Any],
    rules: Mapping[str, Any],
    entry: _Entry,
    value: object,
    odd: dict[_Entry, str],
) -> None:
    name = entry[-1]
    rule = rules.get(name)
    if rule is None:
        odd[entry] = "unknown key"
    elif not rule.fits(value):
        odd[entry] = f"must be {rule.wanted}"
    else:
        into[name] = rule.read(value)


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


def _write_changes(table: Table, before: object, after: object, rules: Mapping[str, Any]) -> None:
    for name, rule in rules.items():
        value = getattr(after, name)
        if value == getattr(before, name):
            continue
        if value is None:
            table.pop(name, None)
        else:
            table[name] = rule.written(value)
