"""The kernel's list of ALSA's sequencer says whether we are still connected to a port."""

from pathlib import Path

import pytest

from hudes_desktop.inputs.midi.connections import AlsaConnections

CLIENTS = """\
Client info
  cur  clients : 5
  peak clients : 6
  max  clients : 192

Client   0 : "System" [Kernel Legacy]
  Port   0 : "Timer" (Rwe-) [In/Out]
  Port   1 : "Announce" (R-e-) [Out]
Client  20 : "X-TOUCH MINI" [Kernel Legacy]
  Port   0 : "X-TOUCH MINI MIDI 1" (RWeX) [In/Out]
    Connecting To: 130:0, 128:0[real:0]
    Connected From: 129:0
  Port   1 : "X-TOUCH MINI MIDI 2" (RWeX) [In/Out]
Client 128 : "hudes-desktop" [User Legacy]
  Port   0 : "X-TOUCH MINI" (-We-) [In]
    Connected From: 20:0
Client 129 : "hudes-desktop" [User Legacy]
  Port   0 : "X-TOUCH MINI" (R-e-) [Out]
    Connecting To: 20:0
Client 130 : "aseqdump" [User Legacy]
  Port   0 : "aseqdump" (-We-) [In]
    Connected From: 20:0
"""


@pytest.mark.parametrize(
    ("port", "count"),
    [
        ("X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0", 2),
        ("X-TOUCH MINI:X-TOUCH MINI MIDI 2 20:1", 0),
        ("X-TOUCH MINI:X-TOUCH MINI MIDI 1 24:0", 0),
    ],
)
def test_our_connections_with_a_port_are_counted(tmp_path: Path, port: str, count: int) -> None:
    file = tmp_path / "clients"
    file.write_text(CLIENTS, encoding="utf-8")
    assert AlsaConnections(file).count(port) == count


def test_without_the_list_nothing_is_known(tmp_path: Path) -> None:
    assert AlsaConnections(tmp_path / "none").count("X-TOUCH MINI:MIDI 1 20:0") == 0
