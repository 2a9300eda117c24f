"""Freed memory goes back to the system."""

import sys

import numpy as np
import psutil
import pytest

from hudes_desktop.engine.memory import Trimmer


def resident():
    return psutil.Process().memory_info().rss


@pytest.mark.skipif(sys.platform != "linux", reason="other allocators give back by themselves")
def test_what_lies_free_between_long_lived_objects_goes_back():
    trimmer = Trimmer(period_s=0.0)
    trimmer.trim()
    before = resident()
    # 100 MB in pieces too small for pages of their own, with a small one kept after each.
    large, kept = [], []
    for _ in range(2000):
        large.append(np.ones(50_000, np.uint8))
        kept.append(np.ones(2_000, np.uint8))
    del large
    left = resident()
    trimmer.trim()
    if left - before < 50e6:
        pytest.skip("this allocator gives back by itself")
    assert resident() - before < 30e6
    assert len(kept) == 2000


def test_within_a_period_nothing_happens(monkeypatch):
    trimmer = Trimmer(period_s=60.0)
    calls = []
    monkeypatch.setattr(trimmer, "_trim", calls.append)
    for _ in range(100):
        trimmer.trim()
    assert calls == []
