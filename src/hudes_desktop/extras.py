"""What to type for the libraries that are optional (extras in pyproject.toml)."""

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Literal

_BUILDS_RTMIDI = "sudo apt-get install g++ pkg-config python3-dev libasound2-dev && "


def install_line(extra: Literal["fast", "midi"]) -> str:
    """The shell command that brings the libraries of an extra into the Python that runs now."""
    # python-rtmidi has no wheels for later Pythons.
    built = extra == "midi" and sys.platform == "linux" and sys.version_info >= (3, 13)
    first = _BUILDS_RTMIDI if built and shutil.which("apt-get") else ""
    return f'{first}{pip()} "hudes-desktop[{extra}]"'


def pip() -> str:
    """How packages are installed into this Python."""
    environment, python = Path(sys.prefix), Path(sys.executable)
    if sys.prefix == sys.base_prefix:
        return "pip install"
    if (environment / "pipx_metadata.json").exists():
        return f"pipx runpip {environment.name} install"
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    if importlib.util.find_spec("pip") is None:  # uv makes environments without it
        return f"uv pip install --python {python}"
    return f"{python} -m pip install"
