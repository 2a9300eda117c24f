"""From the command to the splash, the window, the engine and the first surface, warm.

Starts the program as a user does, several times, with a home of its own; what it says in its log
gives the times. The first start, which reads MNIST and compiles our modules, is not counted. Needs
a screen.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from _timing import Row, machine, print_table, write_json

FLOORS = {
    "the splash is drawn": 1.0,
    "the window is open": 1.0,
    "the engine is ready": 4.0,
    "the first surface is shown": 4.0,
}
_PATIENCE_S = 60


def start_once(home: Path) -> dict[str, float]:
    """Seconds from the start of the process to each line of its log."""
    log = home / "cache" / "hudes-desktop" / "hudes-desktop.log"
    log.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        # Compiled modules are kept, as they are for a user, whatever is set for developers.
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.time()
    process = subprocess.Popen([sys.executable, "-m", "hudes_desktop"], env=environment)
    try:
        last = list(FLOORS)[-1]
        while last not in (log.read_text("utf-8") if log.exists() else ""):
            if process.poll() is not None or time.time() - began > _PATIENCE_S:
                raise SystemExit(f"the program ended or did not get as far as: {last}")
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE_S)
    times = {}
    for line in log.read_text("utf-8").splitlines():
        for said in FLOORS:
            if line.endswith(said):
                stamp = datetime.strptime(line[:23], "%Y-%m-%d %H:%M:%S,%f")
                times[said] = stamp.timestamp() - began
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        runs = [start_once(Path(home)) for _ in range(arguments.rounds + 1)][1:]
    rows = [
        Row(said, statistics.median(run[said] for run in runs), "floor", floor)
        for said, floor in FLOORS.items()
    ]
    print_table(rows)
    print(machine())
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
