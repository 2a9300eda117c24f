"""SDL's mapping strings, which say what the buttons and axes of a make of pad are; a file of them.

A line is `guid,name,a:b0,leftx:a0,…,platform:Linux,` as in the community's gamecontrollerdb.txt,
and such a file may be put in the place of ours.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from hudes_desktop.inputs.pads.sdl import AXES, BUTTONS
from hudes_desktop.words import text

PLATFORM = {"win32": "Windows", "darwin": "Mac OS X"}.get(sys.platform, "Linux")
"""This system, as mapping strings name it."""

FILE_NAME = "gamecontrollerdb.txt"

SPECIAL = ("xinput", "default")
"""What stands in the place of a GUID in lines of the community's file that are for SDL itself."""

_ELEMENT = re.compile(r"[+-]?a\d+~?|b\d+|h\d+\.\d+")
_OUTPUTS = {*AXES, *BUTTONS}


def checked(mapping: str) -> str:
    """The mapping string as SDL is to have it.

    Raises ValueError, with what is wrong: SDL itself takes nearly every text for a mapping.
    """
    parts = mapping.strip().rstrip(",").split(",")
    if len(parts) < 3:
        raise ValueError(text("mapping.parts"))
    guid, name, *fields = parts
    if not re.fullmatch(r"[0-9a-fA-F]{32}", guid):
        raise ValueError(text("mapping.guid", guid=guid))
    if not name:
        raise ValueError(text("mapping.name"))
    bound = 0
    for field in fields:
        output, colon, element = field.strip().partition(":")
        if output.lstrip("+-") not in _OUTPUTS:
            if not colon:
                raise ValueError(text("mapping.field", field=field))
            continue  # a hint, the platform, or a control of a newer SDL
        if not _ELEMENT.fullmatch(element):
            raise ValueError(text("mapping.element", element=element))
        bound += 1
    if not bound:
        raise ValueError(text("mapping.empty"))
    return ",".join(parts) + ","


def with_mapping(text: str, mapping: str) -> str:
    """A file's text with this mapping in the place of others for the same device and system.

    Raises ValueError for what is no mapping.
    """
    mapping = checked(mapping)
    guid = _guid(mapping)
    kept = [line for line in text.splitlines() if _guid(line) != guid or not _is_for_us(line)]
    return "\n".join([*kept, mapping]) + "\n"


def read(file: Path) -> Iterator[tuple[int, str]]:
    """Line number (from 1) and text of each mapping for this system; none where there is no file.

    Raises OSError for a file that can't be read.
    """
    if not file.exists():
        return
    text = file.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip().lstrip("\ufeff")
        if line and not line.startswith("#") and _guid(line) not in SPECIAL and _is_for_us(line):
            yield number, line


def _guid(line: str) -> str:
    return line.strip().partition(",")[0].lower()


def _is_for_us(line: str) -> bool:
    platform = re.search(r",\s*platform:([^,]*)", line)
    return platform is None or platform[1].strip().lower() == PLATFORM.lower()
