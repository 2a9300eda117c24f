"""Looks at what MIDI this machine has, for `doctor --controllers`."""

import importlib.metadata
import sys
from dataclasses import dataclass

from hudes_desktop.extras import install_line
from hudes_desktop.inputs.midi.ports import (
    CHOICE,
    SEQUENCER,
    SYSTEMS,
    MidiPorts,
    PortKey,
    find_ports,
    sequencer_trouble,
)
from hudes_desktop.inputs.seam.driver import DriverFault


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """One thing looked at: whether it works, what was found, and what to do when it doesn't."""

    name: str
    ok: bool
    text: str
    hint: str = ""


def probe() -> list[ProbeLine]:
    """MIDI's library, system, permissions and ports, a line each; it connects to no device.

    Under Linux the libraries below may write to stderr by themselves.
    """
    lines = [_library()]
    if sys.platform == "linux":
        lines.append(_permissions())
    try:
        ports = find_ports()
    except DriverFault as fault:
        hint = "a desk that is plugged in works once the lines above do"
        return [*lines, ProbeLine("MIDI system", False, str(fault), hint)]
    if ports is None:
        return [*lines, ProbeLine("MIDI system", False, f"off: {CHOICE} says so")]
    try:
        title = SYSTEMS.get(ports.system, ports.system)
        lines.append(ProbeLine("MIDI system", True, title, ports.limits))
        lines.append(_listed("MIDI inputs", ports, ports.listed("input")))
        lines.append(_listed("MIDI outputs", ports, ports.listed("output")))
    except DriverFault as fault:
        lines.append(ProbeLine("MIDI ports", False, str(fault)))
    finally:
        ports.close()
    return lines


def _library() -> ProbeLine:
    try:
        version = importlib.metadata.version("python-rtmidi")
    except importlib.metadata.PackageNotFoundError:
        return ProbeLine("python-rtmidi", False, "missing", install_line("midi"))
    return ProbeLine("python-rtmidi", True, version)


def _permissions() -> ProbeLine:
    trouble, remedy = sequencer_trouble()
    return ProbeLine("ALSA sequencer", not trouble, trouble or f"{SEQUENCER} can be opened", remedy)


def _listed(name: str, ports: MidiPorts, found: list[PortKey]) -> ProbeLine:
    text = ", ".join(f"{ports.plain_name(port)} ({port[0]})" for port in found)
    hint = "" if found else "plug a desk in; look at its cable, and at its USB mode"
    return ProbeLine(name, bool(found), text or "none", hint)
