"""MIDI through a back-end of mido: a real stream between two processes, and pygame's."""

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clock import Clock
from socket_backend import PORTS, SocketDesk

from hudes_desktop.inputs.midi.driver import LOOK_EVERY, MidiDriver
from hudes_desktop.inputs.midi.probe import probe
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device

NAME = "X-TOUCH MINI"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SocketDesk]:
    # PortMidi tells the name of ALSA's port.
    with SocketDesk(f"{NAME} MIDI 1") as far:
        for variable, value in far.environment.items():
            monkeypatch.setenv(variable, value)
        yield far


@pytest.fixture
def driver(desk: SocketDesk, clock: Clock) -> Iterator[MidiDriver]:
    driver = MidiDriver(clock)
    driver.open()
    yield driver
    driver.close()


def polled(driver: MidiDriver, count: int) -> list[ControlEvent]:
    """What polls give until there are so many events."""
    events = driver.poll()
    deadline = time.monotonic() + 5.0
    while len(events) < count and time.monotonic() < deadline:
        time.sleep(0.002)
        events += driver.poll()
    return events


def test_a_desk_is_found_by_its_plain_name_and_its_bytes_are_moves(
    desk: SocketDesk, driver: MidiDriver
) -> None:
    assert driver.poll() == []
    assert driver.state == "ready"
    assert driver.devices() == [Device(NAME, "midi", NAME)]
    # Two turns, a clock between them, sysex, a button and a fader.
    desk.send(0xB0, 16, 1, 0xF8, 0xB0, 16, 65, 0xF0, 1, 2, 0xF7, 0x90, 89, 127, 0xE8, 0, 64)
    assert [(event.control, event.value) for event in polled(driver, 4)] == [
        (Control("control_change", 16, 1), 1),
        (Control("control_change", 16, 1), 65),
        (Control("note", 89, 1), 127),
        (Control("pitch_bend", 0, 9), 8192),
    ]


def test_connect_messages_and_lights_reach_the_desk(desk: SocketDesk, driver: MidiDriver) -> None:
    driver.set_messages(NAME, [bytes([0xB0, 127, 1]), bytes([0xF0, 1, 2, 0xF7])])
    driver.poll()
    driver.show(NAME, [Light(Control("control_change", 48, 1), 22)])
    driver.poll()
    assert desk.received(3) == [[0xB0, 127, 1], [0xF0, 1, 2, 0xF7], [0xB0, 48, 22]]


def test_a_desk_that_goes_lets_go_of_what_is_held(
    desk: SocketDesk, driver: MidiDriver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.poll()
    desk.send(0x90, 5, 127)
    assert [event.value for event in polled(driver, 1)] == [127]
    monkeypatch.setenv(PORTS, "")
    clock.now += LOOK_EVERY
    assert [event.value for event in driver.poll()] == [0]
    assert driver.state == "lost"


def test_a_back_end_that_fails_while_it_is_read_costs_the_device_and_no_more(
    desk: SocketDesk, driver: MidiDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.poll()

    def broken(_port: object) -> None:
        raise RuntimeError("PortMidi: buffer overflow")

    monkeypatch.setattr("mido.sockets.SocketPort.poll", broken)
    assert driver.poll() == []
    assert driver.state == "lost"


def test_the_probe_names_the_back_end_and_its_ports(desk: SocketDesk) -> None:
    found = {line.name: line for line in probe()}
    assert found["MIDI system"].text == "socket_backend"
    assert found["MIDI inputs"].text == f"{NAME} ({NAME} MIDI 1)"


WITHOUT_RTMIDI = """
    import json, sys, tempfile
    from pathlib import Path

    sys.modules["rtmidi"] = None
    from hudes_desktop.inputs.hub.hub import Hub
    from hudes_desktop.inputs.midi import ports
    from hudes_desktop.inputs.midi.driver import MidiDriver
    from hudes_desktop.inputs.midi.probe import probe

    with tempfile.NamedTemporaryFile() as sequencer:
        ports.SEQUENCER = Path(sequencer.name)  # as on a machine that has ALSA
        hub = Hub()
        hub.add(MidiDriver())
        hub.poll()
        (status,) = hub.status()
        hub.close()
        system = {line.name: line for line in probe()}["MIDI system"]
        print(json.dumps([status.state, status.trouble, system.text, system.hint]))
"""


def test_without_python_rtmidi_pygame_serves_and_says_what_that_costs() -> None:
    environment = {
        name: value for name, value in os.environ.items() if name != "HUDES_DESKTOP_MIDI"
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WITHOUT_RTMIDI)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    state, trouble, system, hint = json.loads(done.stdout)
    assert state in ("absent", "ready")  # with a desk plugged in, or without
    assert system == "mido.backends.pygame"
    for line in (trouble, hint):
        assert "sees only what is plugged in at the start" in line
        assert line.endswith('"hudes-desktop[midi]"')
        assert "\n" not in line
    if Path("/usr/share/alsa/alsa.conf").exists():  # else no port would ever be found
        assert "Cannot access file" not in done.stderr
