"""Tries a network of somebody else's in a process of its own, which may hang, crash or end.

What has gone well there is then loaded here. A child, because a thread that hangs can't be ended.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.user_network import SeveralNetworks, Source

log = logging.getLogger(__name__)

SECONDS = 10.0
"""How long a network may take to be loaded and to look at two images."""

_START_S = 120.0
"""How long torch may take to be imported, on a machine that is busy."""
_POLL_S = 0.02
_CHILD = "hudes_desktop.nets.trial_child"
_LAST_BYTES = 64 * 1024

Stamp = tuple[Source, str, int, int]

_passed: dict[Stamp, Source] = {}
"""What went well, with the times of its files: it isn't tried again until they change."""


def try_out(
    source: Source,
    weights: Path | None = None,
    stopping: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> Source:
    """Load the network in a child process; returns the source, with the name that was found.

    weights: a file to load into it. stopping: asked again and again; once it is true, the trial is
    given up with an EnvironmentFault. Blocks until then; may be called on any thread.

    Raises EnvironmentFault: one line about a file that isn't there, raises, hangs, ends its process
    or has no such network; SeveralNetworks when the name is missing.
    """
    stamp = source, str(weights), _changed(source.file), _changed(weights)
    if stamp not in _passed:
        _passed[stamp] = replace(source, name=_tried(source, weights, stopping, seconds))
    return _passed[stamp]


def _changed(file: Path | None) -> int:
    """When a file was changed last, in nanoseconds; 0 for none. Raises EnvironmentFault."""
    try:
        return file.stat().st_mtime_ns if file is not None else 0
    except OSError as error:
        raise EnvironmentFault(f"{file} can't be read ({error.strerror})") from error


def _tried(
    source: Source, weights: Path | None, stopping: Callable[[], bool], seconds: float
) -> str:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory(prefix="hudes-desktop-") as folder:
        answer, errors = Path(folder) / "answer.json", Path(folder) / "errors"
        with errors.open("wb") as stream:
            child = subprocess.Popen(
                # -P: modules of the working folder don't stand in for ours.
                [sys.executable, "-P", "-m", _CHILD, source.place, source.name,
                 str(weights or ""), str(seconds), str(answer)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stream,
                env={**os.environ, "PYTHONPATH": path},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
            try:
                _wait(child, stopping, _START_S + seconds)
            finally:
                child.kill()
                child.wait()
        said = errors.read_bytes()[-_LAST_BYTES:].decode("utf-8", "replace")
        if said:
            log.info("%s, while it was tried:\n%s", source.title, said)
        if answer.exists():
            return _name_in(json.loads(answer.read_bytes()))
        raise EnvironmentFault(_death(source, child.returncode, said, seconds))


def _wait(child: subprocess.Popen[bytes], stopping: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while child.poll() is None and time.monotonic() < until:
        if stopping():
            raise EnvironmentFault("given up")
        time.sleep(_POLL_S)


def _name_in(answer: dict[str, object]) -> str:
    fault, names = str(answer.get("fault", "")), answer.get("names")
    if isinstance(names, list):
        raise SeveralNetworks(fault, tuple(names))
    if fault:
        raise EnvironmentFault(fault)
    return str(answer["name"])


def _death(source: Source, code: int, errors: str, seconds: float) -> str:
    """The line about a child that has left no answer."""
    _, hung, stack = errors.rpartition("Timeout (")
    if hung:
        lines = re.findall(rf'File "{re.escape(source.place)}", line (\d+)', stack)
        where = f", in line {lines[0]}" if lines else ""
        return f"{source.title} takes longer than {seconds:g} s{where}: given up"
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"{source.title} ends the program that runs it ({how})"
