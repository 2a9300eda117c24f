"""What the benchmarks share: interleaved timing, the printed table and the JSON rows."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of a table: our seconds beside a reference's, and how many times faster we are."""

    work: str
    ours_s: float
    reference: str
    reference_s: float

    @property
    def ratio(self) -> float:
        """Above 1: ours is faster."""
        return self.reference_s / self.ours_s


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each work, all of them once a round, so that a busy machine slows all.

    Every work runs once before the first round.
    """
    for work in works.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def print_table(rows: Sequence[Row]) -> None:
    """The rows in aligned columns, in milliseconds."""
    width = max(len(row.work) for row in rows)
    other = max(len(row.reference) for row in rows)
    print(f"{'work':<{width}}  {'ours':>10}  {'reference':<{other}}  {'':>10}  {'ratio':>8}")
    for row in rows:
        print(
            f"{row.work:<{width}}  {row.ours_s * 1e3:>7.1f} ms  {row.reference:<{other}}  "
            f"{row.reference_s * 1e3:>7.1f} ms  {row.ratio:>7.1f}x"
        )


def machine() -> str:
    """What the figures were taken on, and how fast it is now: shared machines change by half."""
    start = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number
    milliseconds = 1e3 * (time.perf_counter() - start)
    name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores; 2,000,000 additions in Python: {milliseconds:.0f} ms"


def write_json(path: Path, rows: Sequence[Row]) -> None:
    """A list of objects: work, ours_s, reference, reference_s, ratio."""
    path.write_text(json.dumps([{**asdict(row), "ratio": row.ratio} for row in rows], indent=1))
