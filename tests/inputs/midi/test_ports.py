import errno
import subprocess
import sys
import time
from pathlib import Path

import pytest
from far_desk import FarDesk

from hudes_desktop.inputs.midi import ports as midi_ports
from hudes_desktop.inputs.midi.driver import MidiDriver
from hudes_desktop.inputs.midi.ports import choose_system, open_ports, sequencer_trouble
from hudes_desktop.inputs.midi.probe import probe
from hudes_desktop.inputs.seam.driver import DriverFault

pytest_plugins = ["midi_server"]

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="ALSA and JACK are Linux's")


@pytest.mark.parametrize(
    ("system", "port", "plain"),
    [
        ("alsa", "X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0", "X-TOUCH MINI"),
        ("alsa", "X-TOUCH MINI:X-TOUCH MINI MIDI 1 128:0", "X-TOUCH MINI"),
        ("alsa", "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTRL 24:0", "nanoKONTROL2"),
        ("jack", "desk-01:X-TOUCH MINI", "X-TOUCH MINI"),
        ("jack", "a2j:X-TOUCH MINI [20] (capture): X-TOUCH MINI MIDI 1", "X-TOUCH MINI"),
        ("jack", "a2j:X-TOUCH MINI [20] (playback): X-TOUCH MINI MIDI 1", "X-TOUCH MINI"),
        ("winmm", "X-TOUCH MINI 0", "X-TOUCH MINI"),
        ("winmm", "nanoKONTROL2 1 CTRL 12", "nanoKONTROL2 1 CTRL"),
        ("core", "MIDI Mix", "MIDI Mix"),
    ],
)
def test_the_name_of_a_device_has_no_number_that_changes(
    system: str, port: str, plain: str
) -> None:
    rtmidi_ports = pytest.importorskip("hudes_desktop.inputs.midi.rtmidi_ports")
    assert rtmidi_ports.plain_name(system, port) == plain


@needs_linux
def test_alsa_where_its_sequencer_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "seq"
    there.touch()
    monkeypatch.setattr(midi_ports, "SEQUENCER", there)
    assert choose_system({}) == "alsa"
    assert sequencer_trouble() == ("", "")


@needs_linux
def test_without_a_sequencer_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(midi_ports, "SEQUENCER", tmp_path / "seq")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-none")
    monkeypatch.delenv(midi_ports.CHOICE, raising=False)
    driver = MidiDriver()
    with pytest.raises(DriverFault, match=r"^no MIDI: .*seq can't be opened .*modprobe snd-seq$"):
        driver.open()
    assert driver.state == "absent"
    assert driver.poll() == []
    driver.close()
    assert capfd.readouterr() == ("", "")


@needs_linux
def test_a_sequencer_that_may_not_be_opened_names_the_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(path: Path, flags: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(midi_ports.os, "open", refused)
    assert "usermod -aG audio" in sequencer_trouble()[1]


def test_without_python_rtmidi_jack_is_out_of_reach_and_one_line_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(midi_ports.CHOICE, "jack")
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    with pytest.raises(DriverFault, match=r'"hudes-desktop\[midi\]"$') as raised:
        MidiDriver().open()
    assert "\n" not in str(raised.value)


def test_a_system_that_nobody_knows_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(midi_ports.CHOICE, "alsa2")
    with pytest.raises(DriverFault, match="alsa2"):
        MidiDriver().open()


def test_midi_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(midi_ports.CHOICE, "off")
    driver = MidiDriver()
    driver.open()
    assert driver.poll() == []
    assert driver.state == "absent"
    assert not driver.devices()
    assert any("off" in line.text for line in probe())


def test_the_program_starts_without_loading_a_midi_library() -> None:
    code = (
        "import sys, hudes_desktop.inputs.midi.driver; "
        "print([name for name in ('rtmidi', 'mido') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_what_nobody_read_is_not_told_to_the_next_who_opens_a_port(midi_server: str) -> None:
    ports = open_ports("jack")
    with FarDesk("MIDI Mix") as desk:
        (port,) = ports.listed("input")
        opened = ports.open("input", port)
        desk.send([0xB0, 1, 1], [0xB0, 1, 2])
        time.sleep(0.1)
        assert opened.poll() is not None
        opened.close()
        opened = ports.open("input", port)
        assert opened.poll() is None
        opened.close()
    ports.close()


def test_the_probe_tells_the_ports(midi_server: str) -> None:
    with FarDesk("MIDI Mix"):
        found = {line.name: line for line in probe()}
    assert found["python-rtmidi"].ok
    assert found["MIDI system"].text == "JACK"
    for name in ("MIDI inputs", "MIDI outputs"):
        assert found[name].ok
        assert "MIDI Mix (desk" in found[name].text
    found = {line.name: line for line in probe()}
    assert found["MIDI inputs"].text == "none"
    assert "cable" in found["MIDI inputs"].hint


@needs_linux
def test_the_probe_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(midi_ports, "SEQUENCER", tmp_path / "seq")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-none")
    monkeypatch.delenv(midi_ports.CHOICE, raising=False)
    found = {line.name: line for line in probe()}
    assert not found["ALSA sequencer"].ok
    assert "modprobe" in found["ALSA sequencer"].hint
    assert not found["MIDI system"].ok
