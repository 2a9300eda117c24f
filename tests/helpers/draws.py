"""Prints a digest of everything that is drawn from a seed, as JSON: run with other processors."""

import hashlib
import json

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hudes_desktop.data.batches import BatchAddress, sample_indices
from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.anchor_store import AnchorStore
from hudes_desktop.landscape.choices import KINDS
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.initialisation import seeded_initialisation
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.zoo import NETWORKS, build
from hudes_desktop.seeding import normal


class Unusual(nn.Module):
    """Parameters filled in every way that torch.nn.init has, and by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(32, 4)
        self.embedding = nn.Embedding(50, 32)
        self.recurrent = nn.GRU(32, 32)
        self.scale = nn.Parameter(torch.randn(3, 100) * 0.02)
        self.shift = nn.Parameter(torch.rand_like(self.scale))
        self.filled = nn.ParameterList(torch.empty(60, 40) for _ in range(6))
        nn.init.kaiming_normal_(self.filled[0])
        nn.init.xavier_normal_(self.filled[1].T)
        nn.init.trunc_normal_(self.filled[2], std=0.02)
        nn.init.orthogonal_(self.filled[3], gain=2**0.5)
        nn.init.sparse_(self.filled[4], 0.3)
        nn.init.normal_(self.filled[5][1:, ::2], 1.0, 2.0)
        nn.init.zeros_(self.filled[5][:1])
        nn.init.ones_(self.filled[5][:, 1::2])


def digest(values: Tensor | NDArray[np.generic]) -> str:
    """SHA-256 of dtype, shape and bytes."""
    array = np.ascontiguousarray(values)
    return hashlib.sha256(f"{array.dtype} {array.shape}".encode() + array.tobytes()).hexdigest()


def walked(network: Network) -> Tensor:
    """θ after steps along several directions of two subspaces."""
    descent = Descent(seed=7)
    steps = [Step(axis, 0.3 + axis / 7) for axis in range(6)]
    descent.apply([*steps, NextSubspace(), *steps])
    store = AnchorStore(
        initial=lambda seed: build(network.name, seed).initial(),
        directions=lambda s, _: directions(s.kind, s.seed, s.first, s.count, network.layout.size),
        descend=lambda theta, _batch, _steps: theta,
    )
    return store.theta(descent.place)


def digests() -> dict[str, str]:
    """By what was drawn."""
    found = {"normal": digest(normal(5, "test", 0, 300_000))}
    found["batch"] = digest(sample_indices(BatchAddress(3, 1, 512), 60_000))
    with seeded_initialisation(4):
        found["an unusual network"] = digest(Network.of(Unusual()).initial())
    for name in NETWORKS:
        network = build(name, 7)
        theta = network.initial()
        found[f"network {name}"] = digest(theta)
        found[f"a walk on {name}"] = digest(walked(network))
        for kind in KINDS:
            rows = directions(kind, 7, 3, 6, len(theta), parameters=theta, layout=network.layout)
            found[f"directions {kind} of {name}"] = digest(rows)
    return found


if __name__ == "__main__":
    print(json.dumps({"processor": torch.backends.cpu.get_cpu_capability(), **digests()}))
