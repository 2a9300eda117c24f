"""A MIDI port that is plugged in and pulled in a millisecond, by way of JACK's own library.

It plays a process of its own like far_desk.py, but carries no messages: for cycles in thousands.
"""

import sys
from typing import Any

from far_end import FarEnd, orders, tell


class FarPlug(FarEnd):
    """A desk whose ports, one each way, have its name."""

    def __init__(self, name: str) -> None:
        super().__init__(__file__, name)

    def plug(self) -> None:
        """The ports are there."""
        self._asked("plug")

    def pull(self) -> None:
        """The ports are gone."""
        self._asked("pull")

    def ports(self) -> list[str]:
        """The names of all ports of all programs on the server."""
        return list(self._asked("ports"))


def _play(name: str) -> None:
    import ctypes

    jack: Any = ctypes.CDLL("libjack.so.0")
    jack.jack_client_open.restype = ctypes.c_void_p
    jack.jack_port_register.restype = ctypes.c_void_p
    jack.jack_get_ports.restype = ctypes.POINTER(ctypes.c_char_p)
    no_start = 1
    # Two clients, as no client has two ports of one name. JackPortIsInput is 1, …IsOutput 2.
    clients = {
        flag: ctypes.c_void_p(jack.jack_client_open(b"plug", no_start, None)) for flag in (1, 2)
    }
    # The server waits for every active client, and one without this never answers it.
    process = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p)(lambda *_: 0)
    for client in clients.values():
        assert client.value, "no client of the MIDI server"
        jack.jack_set_process_callback(client, process, None)
        jack.jack_activate(client)
    ports: dict[int, ctypes.c_void_p] = {}
    for order, _ in orders():
        answer: Any = None
        match order:
            case "plug":
                for flag, client in clients.items():
                    kind = b"8 bit raw midi"
                    flags, size = ctypes.c_ulong(flag), ctypes.c_ulong(0)
                    port = jack.jack_port_register(client, name.encode(), kind, flags, size)
                    ports[flag] = ctypes.c_void_p(port)
            case "pull":
                for flag, port in ports.items():
                    jack.jack_port_unregister(clients[flag], port)
                ports.clear()
            case "ports":
                found = jack.jack_get_ports(clients[1], None, None, ctypes.c_ulong(0))
                answer = []
                while found and found[len(answer)]:
                    answer.append(found[len(answer)].decode())
                jack.jack_free(found)
        tell(answer)
    for client in clients.values():
        jack.jack_client_close(client)


if __name__ == "__main__":
    _play(sys.argv[1])
