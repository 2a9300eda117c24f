"""Looks that may end the process or write to the terminal: each is taken by a child process.

Qt ends it without a screen, a damaged library when it is loaded; SDL and ALSA write by themselves.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict

from hudes_desktop.doctor import engine_looks, window_looks
from hudes_desktop.doctor.device_looks import devices, midi, pads
from hudes_desktop.doctor.finding import Finding

LOOKS: dict[str, Callable[[], list[Finding]]] = {
    "screen": window_looks.screen,
    "opengl": window_looks.opengl,
    "torch": engine_looks.torch,
    "kernel": engine_looks.kernel,
    "data": engine_looks.data,
    "pads": pads,
    "midi": midi,
    "devices": devices,
}


def look(name: str, title: str, seconds: float = 60.0, needed: bool = False) -> list[Finding]:
    """What a child process finds; where it fails, the last line that it said, under a title."""
    command = [sys.executable, "-m", "hudes_desktop.doctor", name]
    try:
        child = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return [Finding(title, False, f"no answer in {seconds:g} seconds", needed=needed)]
    lines = child.stdout.strip().splitlines()
    if child.returncode == 0 and lines:
        return [Finding(**found) for found in json.loads(lines[-1])]
    if child.returncode < 0:
        said = f"it ended the process by {signal.Signals(-child.returncode).name}"
    else:
        errors = [line.strip() for line in child.stderr.splitlines() if line.strip()]
        said = errors[-1] if errors else f"it ended with exit code {child.returncode}"
    return [Finding(title, False, said, needed=needed)]


def answer(name: str) -> None:
    """In the child: take the look and print what it finds."""
    print(json.dumps([asdict(found) for found in LOOKS[name]()]))
