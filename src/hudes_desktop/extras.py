"""What to type for the libraries that are optional (extras in pyproject.toml)."""

import importlib.util
import sys
from pathlib import Path
from typing import Literal


def install_line(extra: Literal["fast", "midi"]) -> str:
    """The shell command that brings the libraries of an extra into the Python that runs now."""
    if sys.prefix == sys.base_prefix:
        return f'pip install "hudes-desktop[{extra}]"'
    python = Path(sys.executable)
    shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
    if importlib.util.find_spec("pip") is None:  # an environment made by uv
        return f'uv pip install --python {shown} "hudes-desktop[{extra}]"'
    return f'{shown} -m pip install "hudes-desktop[{extra}]"'
