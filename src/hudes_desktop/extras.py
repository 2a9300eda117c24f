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
    if sys.prefix == sys.base_prefix:
        return f'{first}pip install "hudes-desktop[{extra}]"'
    python = Path(sys.executable)
    shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
    if importlib.util.find_spec("pip") is None:  # an environment made by uv
        return f'{first}uv pip install --python {shown} "hudes-desktop[{extra}]"'
    return f'{first}{shown} -m pip install "hudes-desktop[{extra}]"'
