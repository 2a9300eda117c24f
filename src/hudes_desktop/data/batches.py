"""Which samples a batch holds: a pure function of seed, number and size."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.seeding import permutation


@dataclass(frozen=True)
class BatchAddress:
    """The number-th batch of `size` samples in the order that `seed` gives; number counts from 0.

    Batches of one epoch are disjoint. When less than a batch is left of an epoch, the next batch
    opens the next epoch, which has an order of its own.
    """

    seed: int
    number: int
    size: int

    def __post_init__(self) -> None:
        if self.number < 0 or self.size < 1:
            raise ValueError(f"a batch needs number >= 0 and size >= 1: {self}")


def sample_indices(address: BatchAddress, samples: int) -> Tensor:
    """Indices (size,) int64 on the CPU into a set of `samples`; none twice within an epoch.

    Not to be written to. Raises EnvironmentFault when the set is smaller than the batch.
    """
    batches_an_epoch = samples // address.size
    if batches_an_epoch == 0:
        raise EnvironmentFault(
            f"a batch of {address.size} samples can't be drawn from a data set of {samples}: "
            f"choose a batch size of {samples} or less"
        )
    epoch, position = divmod(address.number, batches_an_epoch)
    order = _epoch_order(address.seed, epoch, samples)
    return order[position * address.size : (position + 1) * address.size]


@lru_cache(maxsize=4)
def _epoch_order(seed: int, epoch: int, samples: int) -> Tensor:
    return torch.from_numpy(permutation(seed, "batches", epoch, samples))
