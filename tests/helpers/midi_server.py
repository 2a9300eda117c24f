"""A pytest plug-in with a MIDI server for tests: JACK on a clock of its own, without a sound card.

A test module that wants it has the line `pytest_plugins = ["midi_server"]`, and its tests ask for
the fixture `midi_server`. While such a test runs, our driver and every process that the test starts
use the server and see no other MIDI port; before and after it, they see what the machine has. The
other end of the cable is in far_desk.py.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PERIOD = 512  # samples of 48,000 a second: messages travel in steps of 11 ms
_LONG_PERIOD = 8192  # a client that is late by less than 170 ms loses nothing
_START_S = 60.0
_PLACES = 8  # that JACK has for servers


@pytest.fixture(scope="session")
def _patient_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # -S: the server waits for its clients in every period, so that nothing is lost on a machine
    # that is busy.
    yield from _running("patient", ["-S", "-t", "5000"], tmp_path_factory.mktemp("midi"))


@pytest.fixture
def midi_server(_patient_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a running MIDI server, which this test and its child processes use.

    It loses nothing, but stands still for a minute when a process that uses it is killed.
    """
    return _used(_patient_server, monkeypatch)


@pytest.fixture
def impatient_midi_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same for a test that kills a process: half a second, but messages may get lost."""
    for name in _running("impatient", [], tmp_path, _LONG_PERIOD):
        yield _used(name, monkeypatch)


def _used(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for variable, value in environment(name).items():
        monkeypatch.setenv(variable, value)
    return name


def environment(name: str) -> dict[str, str]:
    """What makes a process use the server of that name, and never start one."""
    return {
        "HUDES_DESKTOP_MIDI": "jack",
        "JACK_DEFAULT_SERVER": name,
        "JACK_NO_START_SERVER": "1",
    }


def why_not() -> str:
    """Why there can be no MIDI server here; empty if there can."""
    if sys.platform != "linux" or shutil.which("jackd") is None:
        return "no MIDI server: jackd isn't installed (Debian: apt-get install jackd2)"
    try:
        import rtmidi
    except ImportError as error:
        return f"no MIDI ports: python-rtmidi is missing ({error})"
    if rtmidi.get_compiled_api_by_name("jack") == rtmidi.API_UNSPECIFIED:
        return "no MIDI server: python-rtmidi was built without JACK"
    return ""


def _running(kind: str, options: list[str], folder: Path, period: int = _PERIOD) -> Iterator[str]:
    if why_not():
        pytest.skip(why_not())
    with serving(kind, options, folder, period) as name:
        yield name


@contextmanager
def serving(kind: str, options: list[str], folder: Path, period: int = _PERIOD) -> Iterator[str]:
    """A server while the context lasts, and its name; its log goes into `folder`.

    period: samples of 48,000 a second, in steps of which messages travel.
    """
    log = folder / f"jackd-{kind}.log"
    with _free_name() as name, log.open("w") as output:
        command = ["jackd", "-r", *options, "-n", name]
        if shutil.which("setpriv"):  # the server ends with the tests also when they are killed
            command = ["setpriv", "--pdeathsig", "KILL", *command]
        server = subprocess.Popen(
            [*command, "-d", "dummy", "-r", "48000", "-p", str(period)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "JACK_NO_AUDIO_RESERVATION": "1"},
        )
        try:
            _wait_until_there(name, server, log)
            yield name
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def _free_name() -> Iterator[str]:
    """A name that no running server of ours has, without what a killed one has left behind.

    A machine has eight places for servers, and one that is killed keeps its place until a server
    of the same name is started. So there are eight names, each locked while it is in use.
    """
    import fcntl  # not on Windows

    for number in range(1, _PLACES + 1):
        name = f"hudes-test-{number}"
        with Path(tempfile.gettempdir(), f"{name}-{os.getuid()}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            for left in Path("/dev/shm").glob(f"jack_{name}_{os.getuid()}_*"):
                left.unlink()
            yield name
            return
    pytest.fail(f"{_PLACES} MIDI servers of tests are running already", pytrace=False)


def _wait_until_there(name: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    socket = Path("/dev/shm") / f"jack_{name}_{os.getuid()}_0"
    deadline = time.monotonic() + _START_S
    while not socket.exists():
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the MIDI server doesn't start:\n{log.read_text()}", pytrace=False)
        time.sleep(0.02)
