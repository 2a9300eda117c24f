"""A hand walks on the selected plane: from a step to the exact surface around the new place.

Without a window; 512 digits, three planes of 41². Wall time, and what processor time all threads
spent meanwhile, which other programs on the machine don't change much. The walk turns now and then,
but never goes back. Points are evaluations for all planes, with the ball's own. At 60 steps a
second the share of steps is printed after which every plane had a new surface within a frame or
two. Where others use the machine too, --work says more: processor time of the surfaces alone.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from _timing import machine
from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.landscape_job import landscape
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import EngineOptions, LandscapeRequest
from hudes_desktop.engine.results import PathChanged, Surface
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.session import Session
from hudes_desktop.store.directions import DirectionStore

TICK_S = 0.0005
BATCH = 512
FRAME_S = 1 / 60


class Walk:
    """One session on an engine of its own; what its steps took."""

    def __init__(self, network: str, cache: Path) -> None:
        self.router = ResultRouter(ThreadEngine(EngineOptions(network=network), cache))
        self.descent = Descent(batch_size=BATCH, step_exponent=0.0)
        self.session = Session(self.descent, self.router)
        self.path = ""
        self.exact: dict[int, tuple[float, float]] = {}  # by generation: wall, processor time
        self.shown: dict[tuple[int, int], float] = {}  # by generation and plane: the first
        self.session.arrived.connect(self._take)
        self.router.subscribe(PathChanged, self._note)
        self.router.start()
        self.session.start()

    def _note(self, path: PathChanged) -> None:
        self.path = path.path

    def _take(self, result: object) -> None:
        if isinstance(result, Surface):
            now = time.perf_counter(), time.process_time()
            self.shown.setdefault((result.generation, result.plane), now[0])
            if result.exact and result.plane == self.descent.selected_plane:
                self.exact.setdefault(result.generation, now)

    def run(self, seconds: float) -> None:
        """Take in results for so long."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self.router.dispatch()
            time.sleep(TICK_S)

    def settle(self) -> None:
        """Until the exact surface is there and nothing is owed."""
        while self.session.owed or self.session.generation not in self.exact:
            self.run(0.01)
        self.run(0.2)

    def steps(self, count: int, every: float) -> dict[int, tuple[float, float]]:
        """That many steps, `every` so many seconds unless the engine is behind; when each was."""
        began = {}
        following = time.perf_counter()
        for number in range(count):
            while time.perf_counter() < following or self.session.busy:
                self.run(TICK_S)
            following = max(following + every, time.perf_counter())
            self.session.apply([Step(number // 8 % 2, 1.0)])
            began[self.session.generation] = time.perf_counter(), time.process_time()
        return began


def measure(network: str, steps: int) -> dict[str, object]:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as cache:
        walk = Walk(network, Path(cache))
        walk.settle()
        walk.run(8.0)  # the kernel is compiled meanwhile
        walk.steps(5, 0.3)
        walk.settle()
        before = walk.descent.evaluations
        began = walk.steps(steps, 0.1)
        walk.settle()
        points = (walk.descent.evaluations - before) / steps
        taken = np.array(
            [
                [there - then for there, then in zip(walk.exact[g], began[g], strict=True)]
                if g in walk.exact
                else [np.inf, np.inf]
                for g in began
            ]
        )
        began = walk.steps(steps, FRAME_S)
        walk.settle()
        new = [
            all(walk.shown.get((g, plane), np.inf) - then[0] < 2 * FRAME_S for plane in range(3))
            for g, then in began.items()
        ]
        walk.router.close()
        row: dict[str, object] = {"network": network, "path": walk.path}
        for clock, name in enumerate(("wall", "processor")):
            for share in (0.5, 0.95):
                value = np.quantile(taken[:, clock], share, method="lower")
                row[f"{name} p{100 * share:.0f} ms"] = round(1e3 * float(value), 1)
        row["points a step"] = round(points)
        row["steps with all planes in two frames %"] = round(100 * float(np.mean(new)))
        row["left without an exact surface"] = int(np.isinf(taken[:, 0]).sum())
        return row


def work(network: str, steps: int) -> dict[str, object]:
    """What a step takes of the processors, surfaces alone: no thread, no losses on all digits.

    To the first surface of every plane and to the exact one of the selected plane; and points.
    """
    with tempfile.TemporaryDirectory() as cache:
        on = NetworkOnDevice(EngineOptions(network=network), Path(cache), DirectionStore())
        descent = Descent(batch_size=BATCH, step_exponent=0.0)
        points: list[int] = []
        context = SimpleNamespace(
            network=on, memory={}, count=points.append,
            cancelled=lambda: False, between_chunks=lambda: False,
        )  # fmt: skip

        def look() -> tuple[float, float]:
            request = LandscapeRequest(
                1, descent.place, ((0, 1), (2, 3), (4, 5)), 41, 0.5, 0, descent="a"
            )
            points.clear()
            began, seen, first, exact = time.process_time(), set(), 0.0, 0.0
            for surface in landscape(context, request):
                now = time.process_time() - began
                seen.add(surface.plane)
                first = first or (now if len(seen) == 3 else 0.0)
                exact = exact or (now if surface.exact and surface.plane == 0 else 0.0)
                if first and exact:
                    break
            return first, exact

        look()
        time.sleep(8.0)  # the kernel is compiled meanwhile
        taken, counted = [], []
        for number in range(steps + 2):
            descent.apply([Step(number % 2, 1.0)])
            taken.append(look())
            counted.append(sum(points))
        first, exact = 1e3 * np.median(np.array(taken[2:]), axis=0)
        return {
            "network": network, "path": on.path,
            "all planes, processor ms": round(float(first), 1),
            "selected exact, processor ms": round(float(exact), 1),
            "points of both": int(np.median(counted[2:])),
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--work", action="store_true", help="the surfaces' processor time alone")
    parser.add_argument("--networks", nargs="*", default=["mlp", "cnn3", "lenet", "cnn"])
    arguments = parser.parse_args()
    rows = []
    of = work if arguments.work else measure
    for network in arguments.networks:
        rows.append(of(network, arguments.steps))
        print(", ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    print(machine())
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
