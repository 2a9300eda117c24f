"""Whatever is drawn from a seed has the same bytes on processors with and without wide vectors."""

import json
import os
import subprocess
import sys

import draws
import numpy as np
import pytest
import torch

HAS = torch.backends.cpu.get_cpu_capability()


def _drawn_on(capability: str) -> dict[str, str]:
    """By what was drawn, in a process whose torch and numpy take this processor for another."""
    # Threads divide sums too: one here, as many as there are in this process.
    environment = {**os.environ, "ATEN_CPU_CAPABILITY": capability, "OMP_NUM_THREADS": "1"}
    if capability == "default":
        features = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
        environment["NPY_DISABLE_CPU_FEATURES"] = " ".join(features)
        environment["OPENBLAS_CORETYPE"] = "PRESCOTT"
    finished = subprocess.run(
        [sys.executable, draws.__file__],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    found: dict[str, str] = json.loads(finished.stdout)
    assert found.pop("processor") == ("DEFAULT" if capability == "default" else "AVX2")
    return found


@pytest.mark.parametrize("capability", ["default", "avx2"])
def test_a_seed_gives_the_same_bytes_on_every_processor(capability: str) -> None:
    if capability == "avx2" and HAS not in ("AVX2", "AVX512"):
        pytest.skip(f"this processor is {HAS}")
    here = draws.digests()
    there = _drawn_on(capability)
    assert [name for name in here if there[name] != here[name]] == []
    assert len(set(here.values())) == len(here)
