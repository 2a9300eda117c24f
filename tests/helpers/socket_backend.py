"""A back-end of mido whose ports are sockets, and the desk at their other end.

mido can send MIDI over TCP. Tests use that where they can't have ports of the operating system:
`SocketDesk` plays a desk in a process of its own, and a program for which HUDES_DESKTOP_MIDI is
"socket_backend" finds the desk's ports. As the back-end of pygame, this one has no call-backs.
"""

import os
import socket
from typing import Any

import mido
import mido.sockets
from far_end import FarEnd, orders, tell

PORTS = "SOCKET_BACKEND"
"""Environment variable: NAME:INPUT:OUTPUT, numbers of TCP ports on this machine; empty: no desk."""


class SocketDesk(FarEnd):
    """A desk with one port each way; gone on leaving."""

    def __init__(self, name: str) -> None:
        super().__init__(__file__)
        self.environment = {
            "HUDES_DESKTOP_MIDI": "socket_backend",
            PORTS: f"{name}:{self._asked('inputs')}:{self._asked('outputs')}",
        }

    def send(self, *raw: int) -> None:
        """Send bytes, as they are, to whoever has opened the input."""
        self._asked("send", raw=raw)

    def received(self, count: int) -> list[list[int]]:
        """The next messages that come to the desk."""
        return list(self._asked("received", count=count))


def get_devices(**_: object) -> list[dict[str, object]]:
    """The desk's two ports, as mido asks for them."""
    name, *_numbers = os.environ.get(PORTS, "").split(":")
    each = {"name": name, "is_input": True, "is_output": True}
    return [each] if name else []


def _connected(name: str, place: int) -> Any:
    told, *numbers = os.environ[PORTS].split(":")
    if told != name:
        raise OSError(f"unknown port {name!r}")
    return mido.sockets.connect("127.0.0.1", int(numbers[place]))


def Input(name: str, **_: object) -> Any:
    """An open port that the desk sends to."""
    return _connected(name, 0)


def Output(name: str, **_: object) -> Any:
    """An open port that the desk listens to."""
    return _connected(name, 1)


def _play() -> None:
    servers = {way: socket.create_server(("127.0.0.1", 0)) for way in ("inputs", "outputs")}
    parser = mido.Parser()
    opened: dict[str, socket.socket] = {}
    for order, arguments in orders():
        if order in servers:
            tell(servers[order].getsockname()[1])
            continue
        way = "inputs" if order == "send" else "outputs"
        if way not in opened:
            opened[way], _ = servers[way].accept()
        if order == "send":
            opened[way].sendall(bytes(arguments["raw"]))
            tell(None)
        else:
            while parser.pending() < arguments["count"]:
                parser.feed(opened[way].recv(1000))
            tell([parser.get_message().bytes() for _ in range(arguments["count"])])


if __name__ == "__main__":
    _play()
