"""The other end of the cable: a MIDI desk played by a process of its own, by way of mido.

`FarDesk` is the test's handle; the same file, run as a program, is the desk.
"""

import sys
import time
from typing import Any

from far_end import FarEnd, orders, tell

Bytes = list[int]
"""One MIDI message."""


class FarDesk(FarEnd):
    """A desk with one port each way that has its name; plugged in on entering, gone on leaving."""

    def __init__(
        self,
        name: str = "X-TOUCH MINI",
        output_only: bool = False,
        client: str = "desk",
        listens_as: str = "",
    ) -> None:
        """listens_as: the name of the port that it is sent to by; the same as the other's if ""."""
        kind = "output" if output_only else "both"
        super().__init__(__file__, name, kind, client, listens_as or name)

    def unplug(self) -> None:
        """The desk and its ports are gone."""
        self.end()

    def send(self, *messages: Bytes, per_second: float = 0.0) -> None:
        """Send messages, at that rate (0: at once). Returns when the last one was sent."""
        self._asked("send", messages=messages, per_second=per_second)

    def start_sending(self, *messages: Bytes, per_second: float) -> None:
        """Send messages at that rate, without waiting for the end: ask `wait_until_sent`."""
        self._ask("send", messages=messages, per_second=per_second)

    def wait_until_sent(self) -> float:
        """The time.monotonic() at which the last message was sent."""
        return float(self._answer())

    def received(self, count: int, seconds: float = 30.0) -> list[Bytes]:
        """What has come, in order, since the last call: at least `count` messages, else all that
        came within so many seconds."""
        return list(self._asked("received", count=count, seconds=seconds))


def _play(name: str, kind: str, client: str, listens_as: str) -> None:
    import mido

    mido.set_backend("mido.backends.rtmidi/UNIX_JACK", load=True)
    came: list[Bytes] = []
    # A name for the client makes the port one of its own, instead of a connection to another's.
    output = mido.open_output(name, client_name=client)
    if kind == "both":
        # Not to be lost sight of: mido closes a port that nobody refers to.
        source = mido.open_input(
            listens_as, client_name=client, callback=lambda message: came.append(message.bytes())
        )
        assert not source.closed
    for order, arguments in orders():
        if order == "send":
            tell(_send(mido, output, **arguments))
        elif order == "received":
            deadline = time.monotonic() + arguments["seconds"]
            while len(came) < arguments["count"] and time.monotonic() < deadline:
                time.sleep(0.005)
            answer, came[:] = came[:], []
            tell(answer)


def _send(mido: Any, output: Any, messages: list[Bytes], per_second: float) -> float:
    start = time.monotonic()
    for number, message in enumerate(messages):
        if per_second:
            time.sleep(max(0.0, start + number / per_second - time.monotonic()))
        output.send(mido.Message.from_bytes(message))
    return time.monotonic()


if __name__ == "__main__":
    _play(*sys.argv[1:])
