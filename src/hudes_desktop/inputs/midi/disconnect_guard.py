"""Sends disconnect messages to MIDI devices when the program has died: a small child process.

A desk that was switched to another mode must be switched back also after a crash, and a process
that was killed can't do that itself. So the driver starts this module as a child for a device that
has disconnect messages, and tells it what to send. Its pipe breaks when the program ends, however
that happens; if the driver has not sent them by then, the child does.
"""

import json
import logging
import subprocess
import sys
import time

from hudes_desktop.inputs.midi.ports import PortKey, open_ports
from hudes_desktop.inputs.seam.driver import DriverFault

log = logging.getLogger(__name__)

_END_S = 2.0
"""How long the child may take to end when it has nothing to do."""

_TRIES, _PAUSE_S = 10, 0.2
"""A port may be given free only a moment after the program that had it is gone."""

DisconnectMessages = dict[PortKey, list[bytes]]
"""Messages by the key of the output port that they go to."""


class DisconnectGuard:
    """The driver's end of the pipe. The child is started when it is first needed, and stays."""

    def __init__(self, system: str) -> None:
        self._system = system
        self._child: subprocess.Popen[str] | None = None
        self._kept: DisconnectMessages = {}

    def keep(self, by_port: DisconnectMessages) -> None:
        """Send these, and no others any more, if the program dies."""
        if by_port == self._kept:
            return
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = _started(self._system)
        self._kept = dict(by_port)
        if self._child is None or self._child.stdin is None:
            return
        lines = [[*port, [m.hex() for m in messages]] for port, messages in by_port.items()]
        try:
            self._child.stdin.write(json.dumps(lines) + "\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            log.info("the process that restores MIDI devices after a crash is gone")

    def close(self) -> None:
        """Nothing is left to be sent: end the child."""
        child, self._child = self._child, None
        self._kept = {}
        if child is None:
            return
        try:
            child.communicate("[]\n", timeout=_END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()


def _started(system: str) -> "subprocess.Popen[str] | None":
    # A session of its own: Ctrl+C and the end of the terminal are not meant for it.
    command = [sys.executable, "-m", __name__, system]
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        return subprocess.Popen(
            command,
            stdin=pipe,
            stdout=quiet,
            stderr=quiet,
            text=True,
            start_new_session=True,
            creationflags=flags,
        )
    except OSError as error:
        log.info("MIDI devices won't be restored after a crash: %s", error)
        return None


def _send(system: str, by_port: DisconnectMessages) -> None:
    """Send what there is to send, with patience for ports that are not free yet."""
    from mido import Message  # the driver, which imports this module, is quicker without

    ports = open_ports(system)
    left = dict(by_port)
    for _ in range(_TRIES):
        for port, messages in list(left.items()):
            try:
                output = ports.open("output", port)
            except (ports.Error, LookupError):
                continue
            for message in messages:
                output.send(Message.from_bytes(message))
            output.close()
            del left[port]
        if not left:
            break
        time.sleep(_PAUSE_S)
    ports.close()


def _main() -> int:
    last = "[]"
    for line in sys.stdin:
        last = line
    by_port = {
        (name, count): [bytes.fromhex(message) for message in messages]
        for name, count, messages in json.loads(last)
    }
    if by_port:
        try:
            _send(sys.argv[1], by_port)
        except DriverFault:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
