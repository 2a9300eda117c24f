"""The user's settings file: defaults for the command line's options, in TOML."""

import tomllib
from dataclasses import dataclass
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
    directions: str | None = None
    keyboard: str | None = None
    compile: bool | None = None
    data_dir: Path | None = None


_TYPES: dict[str, type] = {
    "net": str,
    "dataset": str,
    "device": str,
    "dtype": str,
    "seed": int,
    "planes": int,
    "grid_size": int,
    "batch_size": int,
    "axes": int,
    "directions": str,
    "keyboard": str,
    "compile": bool,
    "data_dir": str,
}
_WANTED = {str: "text in quotes", int: "a whole number", bool: "true or false"}


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


def _checked(path: Path, key: str, value: object) -> Any:
    expected = _TYPES.get(key)
    if expected is None:
        raise EnvironmentFault(
            f"the settings {path} have an unknown key {key!r}: known are {', '.join(_TYPES)}"
        )
    # Not isinstance: a bool is an int to Python, but `seed = true` is a slip.
    if type(value) is not expected:
        raise EnvironmentFault(
            f"the settings {path} have {key} = {value!r}: it must be {_WANTED[expected]}"
        )
    return Path(str(value)).expanduser() if key == "data_dir" else value
