"""Looks at the machine and says what the program can use, what is missing, and what to do.

What might end the process (Qt without a screen) or write to the terminal by itself (SDL, ALSA) is
looked at by a child process: `python -m hudes_desktop.doctor NAME` runs the look NAME.
"""

import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from hudes_desktop import __version__
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.seam import drivers
from hudes_desktop.options import rules
from hudes_desktop.store import paths
from hudes_desktop.store.settings import load_settings, settings_file
from hudes_desktop.view.window.commands import all_options

_CHILD_TIMEOUT_S = 60
_COMPILE_TIMEOUT_S = 300


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    ok: it works. text: what was found. hint: what to do when it doesn't work, else empty.
    needed: without it the program can't play.
    """

    name: str
    ok: bool
    text: str
    hint: str = ""
    needed: bool = False


def report() -> list[Finding]:
    """All findings. Needs no screen; fetches nothing; unpacks MNIST into the cache."""
    looks = (_program, _window, _torch, _compiler, _data, _settings, _profiles, _pads, _midi)
    return [finding for look in looks for finding in look()]


def main(*, only_controllers: bool = False, watch: bool = False) -> int:
    """Prints the report; 0 when the program can play here, else 1.

    only_controllers: what there is to know of devices, and nothing else. watch: after that, what
    they do, until Ctrl+C.
    """
    findings = controllers() if only_controllers else report()
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "ok" if finding.ok else "MISSING" if finding.needed else "none"
        print(f"{mark:9}{finding.name:{width}}  {finding.text}")
        if finding.hint:
            print(f"{'':9}{'':{width}}  → {finding.hint}")
    if watch:
        print("Move something; Ctrl+C ends it.", flush=True)
        _watch()
    if only_controllers:
        return 0
    lacking = [finding.name for finding in findings if finding.needed and not finding.ok]
    print(f"It can't play here yet: {', '.join(lacking)}." if lacking else "It can play here.")
    return 1 if lacking else 0


def _watch() -> None:
    from hudes_desktop.inputs.hub.watch import watch
    from hudes_desktop.inputs.pads.mappings import FILE_NAME
    from hudes_desktop.inputs.profiles.library import Library

    folder = paths.config_dir() / "controllers"
    library = Library([folder, paths.controllers_dir()])
    ours = (drivers.make("pad", folder / FILE_NAME), drivers.make("midi"))
    watch((*ours, *drivers.foreign_drivers()), library, lambda line: print(line, flush=True))


def _program() -> list[Finding]:
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return [Finding("Human Descent Desktop", True, __version__), Finding("Python", True, python)]


def _window() -> list[Finding]:
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("PyQt6", "PyQt6-Qt6", "pyqtgraph")
    )
    qt = Finding("Qt", True, versions, needed=True)
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        text = "none: neither DISPLAY nor WAYLAND_DISPLAY is set"
        hint = "start it on a desktop; the demo also plays on a virtual screen (Xvfb)"
        return [qt, Finding("Screen", False, text, hint, needed=True)]
    try:
        seen = _in_child("window")
    except EnvironmentFault as fault:
        hint = "check that DISPLAY names a screen you may use, and run `make setup`"
        return [qt, Finding("Screen", False, str(fault), hint, needed=True)]
    return [
        qt,
        Finding("Screen", True, seen["screen"], needed=True),
        Finding("OpenGL", seen["ok"], seen["opengl"], seen["hint"], needed=True),
    ]


def _torch() -> list[Finding]:
    import torch

    from hudes_desktop.engine.device import choose_device

    device = choose_device("auto")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    text = f"{torch.__version__}, device {name}, {torch.get_num_threads()} CPU threads"
    return [Finding("torch", True, text, needed=True)]


def _compiler() -> list[Finding]:
    from hudes_desktop.nets.compiled import BodyCompiler, find_compiler

    builder = BodyCompiler(paths.cache_dir() / "compiled")
    built = builder.wait(_COMPILE_TIMEOUT_S)
    reason = builder.reason
    builder.close()
    if built is not None:
        command = " ".join(find_compiler() or ["the one used before"])
        return [Finding("C++ compiler", True, f"{command}: the fast kernel is built and loads")]
    what, _, remedy = str(reason).partition("; ")
    hint = remedy or "surfaces come three times faster with another compiler (set CXX)"
    return [Finding("C++ compiler", False, f"{what}: networks run uncompiled", hint)]


def _data() -> list[Finding]:
    from hudes_desktop.data.datasets import load

    try:
        data = load("mnist")
    except EnvironmentFault as fault:
        text, _, hint = str(fault).rpartition(": ")
        return [Finding("MNIST", False, text, hint, needed=True)]
    digits = f"{len(data.train_labels):,} + {len(data.test_labels):,} digits"
    return [
        Finding("MNIST", True, f"{digits} in {paths.cache_dir()}", needed=True),
        *(Finding("MNIST", True, note) for note in data.notes),
    ]


def _settings() -> list[Finding]:
    file = settings_file()
    _, messages = load_settings(rules(all_options()))
    if messages:
        text, _, hint = messages[0].rpartition(": ")
        return [Finding("Settings", False, text, hint)]
    return [Finding("Settings", True, f"{file}{'' if file.exists() else ' (not there: defaults)'}")]


def _profiles() -> list[Finding]:
    folder = paths.controllers_dir()
    names = sorted(profile.stem for profile in folder.glob("*.toml"))
    if not names:
        hint = "install the program again"
        return [Finding("Profiles", False, f"none in {folder}", hint, needed=True)]
    return [Finding("Profiles", True, f"{', '.join(names)} in {folder}", needed=True)]


def _pads() -> list[Finding]:
    lines = _lines("pads")
    found = [line for line in lines if "GUID" in line.text]
    text = ", ".join(line.text.split(", GUID")[0] for line in found)
    hint = "plug one in; the keyboard does everything too"
    return [Finding("Game pads", bool(found), text or lines[0].text, "" if found else hint)]


def _midi() -> list[Finding]:
    lines = _lines("midi")
    named = {line.name: line for line in lines}
    inputs = named.get("MIDI inputs", lines[-1])
    hint = inputs.hint or "plug a MIDI controller in; the keyboard does everything too"
    limits = named["MIDI system"].hint if "MIDI inputs" in named else ""
    return [Finding("MIDI", inputs.ok, inputs.text, limits or ("" if inputs.ok else hint))]


def controllers() -> list[Finding]:
    """All that can be said of devices: libraries, what is plugged in, and what is in the way."""
    return [*_lines("pads"), *_lines("midi"), *_drivers(), *_profiles()]


def _drivers() -> list[Finding]:
    names = ", ".join(drivers.driver_names())
    return [Finding("Drivers", True, names)]


def _lines(look: str) -> list[Finding]:
    """A child process looks: what it loads may write to the terminal, or end it."""
    try:
        return [Finding(**line) for line in _in_child(look)["lines"]]
    except EnvironmentFault as fault:
        return [Finding(_LOOKED_AT[look], False, str(fault))]


def _in_child(look: str) -> dict[str, Any]:
    """What the look found, or EnvironmentFault with the last line that it said before it failed."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "hudes_desktop.doctor", look],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_CHILD_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentFault(f"no answer in {_CHILD_TIMEOUT_S} seconds") from error
    lines = child.stdout.strip().splitlines()
    if child.returncode == 0 and lines:
        return dict(json.loads(lines[-1]))
    said = [line.strip() for line in child.stderr.splitlines() if line.strip()]
    raise EnvironmentFault(said[-1] if said else f"it ended with exit code {child.returncode}")


def _look_at_window() -> dict[str, Any]:
    from PyQt6.QtGui import QGuiApplication

    from hudes_desktop.view.gl.check import check_drawing

    application = QGuiApplication([])
    screen = application.primaryScreen()
    if screen is None:
        raise SystemExit(f"Qt platform {application.platformName()} has no screen")
    size = screen.size()
    text = f"{size.width()} by {size.height()}, {screen.refreshRate():.0f} Hz, "
    text += f"Qt platform {application.platformName()}"
    try:
        return {"screen": text, "ok": True, "opengl": check_drawing(), "hint": ""}
    except EnvironmentFault as fault:
        opengl, _, hint = str(fault).partition(": ")
        return {"screen": text, "ok": False, "opengl": opengl, "hint": hint}


def _look_at_pads() -> dict[str, Any]:
    from hudes_desktop.inputs.pads.mappings import FILE_NAME
    from hudes_desktop.inputs.pads.probe import probe

    lines = probe(paths.config_dir() / "controllers" / FILE_NAME)
    return {"lines": [{"name": "Game pads", "ok": True, "text": line} for line in lines]}


def _look_at_midi() -> dict[str, Any]:
    from hudes_desktop.inputs.midi.probe import probe

    return {"lines": [asdict(line) for line in probe()]}


_LOOKED_AT = {"pads": "Game pads", "midi": "MIDI"}
_LOOKS: dict[str, Callable[[], dict[str, Any]]] = {
    "window": _look_at_window,
    "pads": _look_at_pads,
    "midi": _look_at_midi,
}

if __name__ == "__main__":
    print(json.dumps(_LOOKS[sys.argv[1]]()))
