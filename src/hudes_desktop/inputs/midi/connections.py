"""Whether we are still connected to a port: one that was quickly replugged has its old name.

RtMidi doesn't tell, but the systems below it do.
"""

import ctypes
import re
from pathlib import Path
from typing import Protocol

from hudes_desktop.inputs.midi.ports import CLIENT

ALSA_CLIENTS = Path("/proc/asound/seq/clients")


class Connections(Protocol):
    """Counts the connections between a port and our own clients."""

    def count(self, port: str) -> int:
        """How many there are now; 0 where that can't be told."""

    def close(self) -> None:
        """Nothing is asked any more."""


class JackConnections:
    """Asks JACK, as a client that is never active."""

    def __init__(self, library: str) -> None:
        """library: the file of one that is linked with JACK's."""
        jack = ctypes.CDLL(library)
        handle, text = ctypes.c_void_p, ctypes.c_char_p
        jack.jack_client_open.restype = handle
        jack.jack_client_close.argtypes = [handle]
        jack.jack_port_by_name.argtypes = [handle, text]
        jack.jack_port_by_name.restype = handle
        jack.jack_port_get_all_connections.argtypes = [handle, handle]
        jack.jack_port_get_all_connections.restype = ctypes.POINTER(text)
        jack.jack_free.argtypes = [handle]
        self._jack = jack
        no_start = 1
        self._client = jack.jack_client_open(CLIENT.encode(), no_start, None)

    def count(self, port: str) -> int:
        """See Connections."""
        jack = self._jack
        found = jack.jack_port_by_name(self._client, port.encode()) if self._client else None
        names = jack.jack_port_get_all_connections(self._client, found) if found else None
        if not names:
            return 0
        count = place = 0
        while (name := names[place]) is not None:
            count += name.startswith(CLIENT.encode())
            place += 1
        jack.jack_free(names)
        return count

    def close(self) -> None:
        """Leave JACK."""
        if self._client:
            self._jack.jack_client_close(self._client)
        self._client = None


class AlsaConnections:
    """Reads what the kernel says about ALSA's sequencer."""

    def __init__(self, file: Path = ALSA_CLIENTS) -> None:
        self._file = file

    def count(self, port: str) -> int:
        """See Connections. port: ends with its numbers, "20:0"."""
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return 0
        client, _, number = port.rpartition(" ")[2].partition(":")
        clients = re.split(r"^Client +(?=\d)", text, flags=re.MULTILINE)
        ours = {each.split()[0] for each in clients if f': "{CLIENT}"' in each.partition("\n")[0]}
        for each in clients:
            if each.split(" ", 1)[0] == client:
                for about in re.split(r"^  Port +(?=\d)", each, flags=re.MULTILINE)[1:]:
                    if about.split(" ", 1)[0] == number:
                        return sum(peer in ours for peer in re.findall(r"[ ,](\d+):\d+", about))
        return 0

    def close(self) -> None:
        """Nothing is held."""
