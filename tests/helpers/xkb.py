"""Another keyboard layout on the tests' virtual screen, and keys pressed by where they are."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest

from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT, POSITIONS, X11_OFFSET

CODES = {name: str(code + X11_OFFSET) for code, name in POSITIONS.items()}


def why_not():
    """Why it can't be tried here; empty if it can."""
    missing = [tool for tool in ("xdotool", "setxkbmap") if not shutil.which(tool)]
    return f"{', '.join(missing)} needed" if missing else ""


def lay_out(layout):
    """layout: as for setxkbmap, "us -variant dvorak"."""
    subprocess.run(["setxkbmap", *layout.split()], check=True)


@contextmanager
def restored(xvfb):
    """At the end the keyboard is a US one again; xvfb: the fixture of pytest-xvfb."""
    if xvfb is None:
        pytest.skip("a real screen keeps its layout")
    try:
        yield
    finally:
        lay_out("us")
        LAYOUT.refresh()


def tap(window, position):
    """Press the key at a position (its name on a US keyboard) in a window, and let it go."""
    focus = ["windowfocus", "--sync", str(int(window.winId()))]
    subprocess.run(["xdotool", *focus, "key", CODES.get(position, position)], check=True)
