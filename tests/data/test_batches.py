import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from hudes_desktop.data.batches import BatchAddress, sample_indices
from hudes_desktop.errors import EnvironmentFault

SAMPLES = 1000


@given(
    seed=st.integers(-(2**70), 2**70),
    number=st.integers(0, 10**9),
    size=st.sampled_from([2, 8, 32, 64, 128, 256, 512]),
)
def test_a_batch_is_full_without_repeats_and_the_same_every_time(
    seed: int, number: int, size: int
) -> None:
    indices = sample_indices(BatchAddress(seed, number, size), SAMPLES)

    assert indices.dtype == torch.int64
    assert len(set(indices.tolist())) == size
    assert 0 <= indices.min() <= indices.max() < SAMPLES
    assert torch.equal(indices, sample_indices(BatchAddress(seed, number, size), SAMPLES))


@pytest.mark.parametrize("size", [8, 64, 512])
def test_no_sample_twice_in_an_epoch(size: int) -> None:
    an_epoch = SAMPLES // size

    drawn = [
        index
        for number in range(an_epoch)
        for index in sample_indices(BatchAddress(3, number, size), SAMPLES).tolist()
    ]

    assert len(drawn) == len(set(drawn)) == an_epoch * size


def test_every_sample_comes_in_an_epoch_that_divides_evenly() -> None:
    drawn = {
        index
        for number in range(10)
        for index in sample_indices(BatchAddress(0, number, 100), SAMPLES).tolist()
    }

    assert drawn == set(range(SAMPLES))


def test_seeds_and_epochs_have_orders_of_their_own() -> None:
    an_epoch = SAMPLES // 100
    batches = [
        tuple(sample_indices(BatchAddress(seed, number, 100), SAMPLES).tolist())
        for seed in (0, 1, 2)
        for number in (0, an_epoch, 2 * an_epoch)
    ]

    assert len(set(batches)) == len(batches)


def test_a_smaller_batch_is_the_beginning_of_the_larger() -> None:
    """Changing the batch size must not jump to other samples."""
    large = sample_indices(BatchAddress(5, 0, 512), SAMPLES)

    assert torch.equal(sample_indices(BatchAddress(5, 0, 64), SAMPLES), large[:64])


def test_the_global_generator_is_left_alone() -> None:
    before = torch.get_rng_state()

    sample_indices(BatchAddress(12345, 0, 8), SAMPLES)

    assert torch.equal(torch.get_rng_state(), before)


def test_a_batch_larger_than_the_set_says_which_sizes_fit() -> None:
    with pytest.raises(EnvironmentFault, match="20 or less"):
        sample_indices(BatchAddress(0, 0, 32), 20)


@pytest.mark.parametrize("address", [(0, -1, 8), (0, 0, 0), (0, 0, -2)])
def test_an_address_that_is_none(address: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="number >= 0 and size >= 1"):
        BatchAddress(*address)
