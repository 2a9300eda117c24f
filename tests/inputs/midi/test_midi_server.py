"""The MIDI server of the tests starts however often another one was killed."""

import os
import signal
from pathlib import Path

import midi_server
import pytest


def processes(name: str) -> list[int]:
    """The processes that have this name among their arguments."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it has just ended
        if name.encode() in arguments:
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(bool(midi_server.why_not()), reason=midi_server.why_not() or "-")
def test_killed_servers_take_no_place_from_the_next_one(tmp_path: Path) -> None:
    for number in range(9):  # JACK has eight places
        with midi_server.serving(f"killed-{number}", [], tmp_path) as name:
            (server,) = processes(name)
            os.kill(server, signal.SIGKILL)
