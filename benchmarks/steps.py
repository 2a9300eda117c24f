"""Which step size and batch to begin with: where the lowest point in sight lies.

Without a window. From the initial weights of each seed every plane of the first subspace is
scanned as the window shows it (41 × 41 points, half a step apart: ten steps each way).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.store.directions import DirectionStore

POINTS = 41
STEPS_SHOWN = (POINTS - 1) / 4
CHOICES = (
    (-0.5, 512), (-0.25, 512), (0.0, 512), (0.25, 512), (0.5, 512), (0.0, 256), (0.0, 2048),
)  # fmt: skip
"""Exponents of the step size, and digits of the batch."""


def first_planes(
    loaded: NetworkOnDevice, seed: int, exponent: float, batch: int
) -> list[tuple[float, float, float]]:
    """For each plane: how far out the lowest point lies (1: at the rim), and how many nats lower
    it is on the digits of the batch and on all digits of the test set."""
    found = []
    for plane in range(3):
        descent = Descent(seed=seed, step_exponent=exponent, batch_size=batch)
        user, axes = (descent.id, "benchmark"), (2 * plane, 2 * plane + 1)
        scan = loaded.scan(descent.place, axes, POINTS, descent.step_size / 2, user)
        while not scan.finished:
            level = scan.advance()
        before = loaded.losses(descent.place)
        lowest = np.unravel_index(level.heights.argmin(), level.heights.shape)
        away = [(index - POINTS // 2) / 2 for index in lowest]
        descent.apply([Step(axis, steps) for axis, steps in zip(axes, away, strict=True)])
        after = loaded.losses(descent.place)
        out = max(map(abs, away)) / STEPS_SHOWN
        gains = [now.loss - then.loss for now, then in zip(before, after, strict=True)]
        found.append((out, *gains))
        loaded.forget_descent(descent.id)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--net", default="mlp")
    parser.add_argument("--seeds", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options = EngineOptions(network=arguments.net, compile=False)
        store = DirectionStore(Path(folder))
        loaded = NetworkOnDevice(options, Path(folder), store)
        print("step size  digits  lowest point (median)  at the rim  lower by  on all digits")
        for exponent, batch in CHOICES:
            seeds = range(arguments.seeds)
            planes = [first_planes(loaded, seed, exponent, batch) for seed in seeds]
            out, here, everywhere = np.concatenate(planes).T
            print(
                f"{10**exponent:9.2f}  {batch:6,}  {np.median(out):21.0%}  "
                f"{np.mean(out > 0.999):10.0%}  {here.mean():8.3f}  {everywhere.mean():13.3f}"
            )
        loaded.close()


if __name__ == "__main__":
    main()
