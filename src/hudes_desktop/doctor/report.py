"""All that the doctor finds, on the terminal, or in a file for a bug report."""

import importlib.metadata
import platform
from pathlib import Path

from hudes_desktop import __version__
from hudes_desktop.doctor import folder_looks
from hudes_desktop.doctor.bug_report import write_report
from hudes_desktop.doctor.child import look
from hudes_desktop.doctor.finding import Finding
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.free_memory import free_memory
from hudes_desktop.inputs.seam import drivers
from hudes_desktop.store import paths

_COMPILED_WITHIN_S = 330.0


def report() -> list[Finding]:
    """All findings. Needs no screen; fetches nothing; unpacks MNIST into the cache, and builds the
    kernel there."""
    screen = look("screen", "Screen", needed=True)
    return [
        *_program(),
        *screen,
        *(look("opengl", "OpenGL", needed=True) if screen[0].ok else []),
        *look("torch", "torch", needed=True),
        *look("kernel", "C++ compiler", _COMPILED_WITHIN_S),
        *look("data", "MNIST", needed=True),
        *folder_looks.folders(),
        *folder_looks.settings(),
        *folder_looks.profiles(),
        *look("devices", "Devices"),
    ]


def controllers() -> list[Finding]:
    """All that can be said of devices: libraries, what is plugged in, and what is in the way."""
    return [
        *look("pads", "Game pads"),
        *look("midi", "MIDI"),
        *look("devices", "Devices"),
        Finding("Drivers", True, ", ".join(drivers.driver_names())),
        *folder_looks.profiles(),
    ]


def main(*, only_controllers: bool = False, watch: bool = False, file: Path | None = None) -> int:
    """Prints the report; 0 when the program can play here, else 1.

    only_controllers: what there is to know of devices, and nothing else. watch: after that, what
    they do, until Ctrl+C. file: where a bug report is written to. Raises EnvironmentFault for a
    file that can't be written.
    """
    if file is not None and file.exists():
        raise EnvironmentFault(f"{file} is there already: name another file for the report")
    findings = controllers() if only_controllers else report()
    lines = shown(findings)
    print("\n".join(lines))
    if file is not None:
        more = [] if only_controllers else shown(controllers())
        write_report(file, [*lines, "", *more])
    if watch:
        print("Move something; Ctrl+C ends it.", flush=True)
        _watch()
    if only_controllers:
        return 0
    lacking = [finding.name for finding in findings if finding.needed and not finding.ok]
    print(f"It can't play here yet: {', '.join(lacking)}." if lacking else "It can play here.")
    return 1 if lacking else 0


def shown(findings: list[Finding]) -> list[str]:
    """The findings as lines, in columns."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        mark = "ok" if finding.ok else "MISSING" if finding.needed else "none"
        lines.append(f"{mark:9}{finding.name:{width}}  {finding.text}")
        if finding.hint:
            lines.append(f"{'':9}{'':{width}}  → {finding.hint}")
    return lines


def _program() -> list[Finding]:
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("PyQt6", "PyQt6-Qt6", "pyqtgraph")
    )
    free = free_memory()
    return [
        Finding("Human Descent Desktop", True, __version__),
        Finding("Python", True, python),
        Finding("Memory", True, f"{free / 1e9:.1f} GB free" if free else "unknown"),
        Finding("Qt", True, versions, needed=True),
    ]


def _watch() -> None:
    from hudes_desktop.inputs.hub.watch import watch
    from hudes_desktop.inputs.pads.mappings import FILE_NAME
    from hudes_desktop.inputs.profiles.library import Library

    folder = paths.config_dir() / "controllers"
    library = Library([folder, paths.controllers_dir()])
    ours = (drivers.make("pad", folder / FILE_NAME), drivers.make("midi"))
    watch((*ours, *drivers.foreign_drivers()), library, lambda line: print(line, flush=True))
