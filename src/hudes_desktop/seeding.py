"""Random generators addressed by (seed, purpose, index): the one source of randomness."""

from __future__ import annotations

import zlib

import numpy as np
import torch


def generator(seed: int, purpose: str, index: int = 0) -> torch.Generator:
    """A CPU generator of its own for this address.

    The three parts are mixed by numpy's SeedSequence, whose algorithm is fixed across versions and
    platforms, so neighbouring addresses give unrelated streams.
    """
    entropy = (seed % 2**64, zlib.crc32(purpose.encode()), index)
    state = int(np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0])
    return torch.Generator().manual_seed(state)
