"""The user's settings file: defaults for the command line's options, in TOML."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.paths import config_dir


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
    keyboard: str | None = None
    data_dir: Path | None = None


_TYPES: dict[str, type] = {
    field.name: int if field.name in {"seed", "planes", "grid_size", "batch_size", "axes"} else str
    for field in fields(Settings)
}


def settings_file() -> Path:
    """Where the settings lie; the file need not exist."""
    return config_dir() / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Reads the settings; defaults when there is no file. The file is never written to.

    path: another file than settings_file().
    Raises EnvironmentFault for a file that can't be read or isn't TOML in UTF-8, for a key nobody
    knows, and for a value of the wrong type.
    """
    path = path or settings_file()
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise EnvironmentFault(
            f"the settings {path} can't be read ({error.strerror}): {_REMEDY}"
        ) from error
    except UnicodeDecodeError as error:
        raise EnvironmentFault(f"the settings {path} aren't UTF-8 text: {_REMEDY}") from error
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentFault(f"the settings {path} aren't TOML ({error}): {_REMEDY}") from error
    return Settings(**{key: _checked(path, key, value) for key, value in table.items()})


_REMEDY = "mend the file, or move it away to start from the defaults"


def _checked(path: Path, key: str, value: Any) -> Any:
    expected = _TYPES.get(key)
    if expected is None:
        raise EnvironmentFault(
            f"the settings {path} have an unknown key {key!r}: known are {', '.join(_TYPES)}"
        )
    # bool is an int to Python, but `seed = true` is a slip.
    if not isinstance(value, expected) or isinstance(value, bool):
        wanted = "a whole number" if expected is int else "text in quotes"
        raise EnvironmentFault(f"the settings {path} have {key} = {value!r}: it must be {wanted}")
    return Path(str(value)).expanduser() if key == "data_dir" else value
