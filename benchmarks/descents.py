"""Two descents on one engine: what the second costs the first while hands stream on both.

Without a window. The time is from a step of the first descent to the first surface of the place it
led to, or of a later one; and what processor time all threads spent meanwhile, which other programs
on the machine don't change. Rounds with and without the second alternate, so that a busy machine
slows both.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from _timing import Row, machine, print_table, write_json
from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Surface
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.session import Session

FRAME_S = 1 / 60
TICK_S = 0.001


Clocks = tuple[float, float]
"""Seconds: on the wall, and of the process on all processors."""


def clocks() -> Clocks:
    """Both, now."""
    return time.perf_counter(), time.process_time()


class Streaming:
    """A session whose hand makes a step every frame, unless the engine is behind."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.waits: list[Clocks] = []
        self._began: dict[int, Clocks] = {}
        self._next = 0.0
        self._steps = 0
        session.arrived.connect(self._take)

    def tick(self, now: float) -> None:
        """Make a step if it is time."""
        if now >= self._next and not self.session.busy:
            self._next = now + FRAME_S
            self._steps += 1
            self.session.apply([Step(self._steps % self.session.descent.axes, 0.05)])
            self._began[self.session.generation] = clocks()

    def _take(self, result: object) -> None:
        if isinstance(result, Surface):
            now = clocks()
            for generation in [each for each in self._began if each <= result.generation]:
                began = self._began.pop(generation)
                self.waits.append((now[0] - began[0], now[1] - began[1]))

    def forget(self) -> None:
        """Steps that have not been answered are those of another round."""
        self._began.clear()


def stream(router: ResultRouter, hands: list[Streaming], seconds: float) -> None:
    """So long."""
    until = time.perf_counter() + seconds
    while (now := time.perf_counter()) < until:
        for hand in hands:
            hand.tick(now)
        router.dispatch()
        time.sleep(TICK_S)


def settle(router: ResultRouter, hands: list[Streaming]) -> None:
    """Until nothing is owed, and a moment for what is still refined."""
    while any(hand.session.owed for hand in hands):
        router.dispatch()
        time.sleep(TICK_S)
    stream(router, [], 0.3)
    for hand in hands:
        hand.forget()


def measure(
    network: str, batch_size: int, rounds: int, seconds: float
) -> tuple[list[Clocks], list[Clocks]]:
    """Seconds that the first descent's surfaces took: alone, and beside a second descent."""
    with tempfile.TemporaryDirectory() as cache:
        router = ResultRouter(ThreadEngine(EngineOptions(network=network), Path(cache)))
        first, second = (
            Streaming(Session(Descent(seed=seed, batch_size=batch_size), router)) for seed in (1, 2)
        )
        router.start()
        for hand in (first, second):
            hand.session.start()
        settle(router, [first, second])
        stream(router, [first, second], 5.0)  # the kernel is compiled meanwhile
        alone: list[Clocks] = []
        beside: list[Clocks] = []
        for _ in range(rounds):
            for hands, waits in (([first], alone), ([first, second], beside)):
                settle(router, [first, second])
                first.waits = []
                stream(router, hands, seconds)
                waits += first.waits
        router.close()
        return alone, beside


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    rows = []
    for network, batch_size in (("mlp", 64), ("mlp", 512), ("cnn3", 64)):
        alone, beside = measure(network, batch_size, arguments.rounds, arguments.seconds)
        for clock, name in enumerate(("", " of processors")):
            for share in (0.5, 0.99):
                before, after = (
                    float(np.quantile([wait[clock] for wait in waits], share))
                    for waits in (alone, beside)
                )
                what = f"{network} {batch_size}, step to surface, p{100 * share:.0f}{name}"
                rows.append(Row(what, after, "alone", before))
                more = max(after - before, 1e-4)  # below this, or nothing: chance
                rows.append(Row("  of which for the second", more, "frame", FRAME_S))
    print_table(rows)
    print(machine())
    if arguments.json:
        write_json(arguments.json, rows)


if __name__ == "__main__":
    main()
