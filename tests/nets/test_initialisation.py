"""Initial weights: whatever fills them draws from the seed, with its own bounds and moments."""

import math
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest
import torch
from torch import nn

from hudes_desktop.nets.initialisation import seeded_initialisation
from hudes_desktop.seeding import normal, uniform


def test_fills_draw_one_address_after_the_other() -> None:
    with seeded_initialisation(9):
        layer = nn.Linear(3, 2)
        table = nn.Embedding(4, 3)
        by_hand = torch.randn(2, 5, dtype=torch.float64)
        flat = torch.rand(7, dtype=torch.float64)
    # PyTorch's bounds of a linear layer: 1/√(fan in), for weight and bias.
    bound = 1 / math.sqrt(3)
    weight, bias = (2 * bound * uniform(9, "weights", k, n) for k, n in ((0, 6), (1, 2)))
    np.testing.assert_allclose(layer.weight.detach().flatten(), weight, rtol=1e-6)
    np.testing.assert_allclose(layer.bias.detach(), bias, rtol=1e-6)
    expected = normal(9, "weights", 2, 12).astype(np.float32).reshape(4, 3)
    assert np.array_equal(table.weight.detach(), expected)
    assert np.array_equal(by_hand, normal(9, "weights", 3, 10).reshape(2, 5))
    assert np.array_equal(flat, uniform(9, "weights", 4, 7) + 0.5)


def test_bounds_and_moments_are_the_ones_that_were_asked_for() -> None:
    with seeded_initialisation(1):
        inside = nn.init.uniform_(torch.empty(100, 100), -3.0, 1.0)
        around = nn.init.normal_(torch.empty(100, 100), 5.0, 0.5)
        cut = nn.init.trunc_normal_(torch.empty(100, 100), std=2.0, a=-1.0, b=3.0)
        rotation = nn.init.orthogonal_(torch.empty(20, 30))
    assert inside.aminmax().min == pytest.approx(-3, abs=0.01)
    assert inside.aminmax().max == pytest.approx(1, abs=0.01)
    assert float(around.mean()) == pytest.approx(5, abs=4 * 0.5 / 100)
    assert float(around.std()) == pytest.approx(0.5, rel=0.03)
    assert cut.min() >= -1
    assert cut.max() <= 3
    torch.testing.assert_close(rotation @ rotation.T, torch.eye(20))


def test_a_generator_of_the_modules_own_is_left_to_it() -> None:
    own = torch.Generator().manual_seed(3)
    with seeded_initialisation(1):
        drawn = torch.empty(5).uniform_(generator=own)
    assert torch.equal(drawn, torch.rand(5, generator=torch.Generator().manual_seed(3)))


@pytest.mark.parametrize("draw", [lambda: nn.Linear(4, 4).weight, lambda: torch.bernoulli(HALVES)])
def test_the_seed_decides_and_the_global_state_is_left_alone(draw) -> None:
    torch.manual_seed(5)
    state = torch.get_rng_state()
    found = []
    for seed in (1, 1, 2):
        torch.rand(3)
        torch.set_rng_state(state)
        with seeded_initialisation(seed):
            found.append(draw().detach().clone())
        assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(found[0], found[1])
    assert not torch.equal(found[0], found[2])


def test_who_draws_beside_changes_nothing_and_notices_nothing() -> None:
    def made() -> torch.Tensor:
        with seeded_initialisation(4):
            layers = [nn.Linear(40, 40), nn.GRU(20, 20), nn.Embedding(30, 30)]
            spared = nn.init.sparse_(torch.empty(50, 50), 0.5)
            tossed = torch.bernoulli(HALVES)
        numbers = [p.detach().flatten() for layer in layers for p in layer.parameters()]
        return torch.cat([*numbers, spared.flatten(), tossed])

    expected = made()
    torch.manual_seed(8)
    alone = torch.rand(20_000)
    begun, over = threading.Event(), threading.Event()
    drawn: list[torch.Tensor] = []

    def draw() -> None:
        torch.manual_seed(8)
        while not over.is_set():
            drawn.append(torch.rand(10))
            begun.set()

    beside = threading.Thread(target=draw)
    beside.start()
    try:
        assert begun.wait(10)
        found = [made() for _ in range(10)]
    finally:
        over.set()
        beside.join()
    assert all(torch.equal(each, expected) for each in found)
    heard = torch.cat(drawn)[:20_000]
    assert torch.equal(heard, alone[: len(heard)])


HALVES = torch.full((200,), 0.5)


WORK = """
    import sys
    import torch
    from torch import nn
    from hudes_desktop.nets.evaluator import Evaluator
    from hudes_desktop.nets.network import Network
    from hudes_desktop.nets.zoo import build

    class Unknown(nn.Module):
        def forward(self, x):
            return torch.log_softmax(x.flatten(1)[:, :10] * x.sum(), 1)

    plain = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), Unknown())
    for network in (build("cnn3"), Network.of(plain)):
        evaluator = Evaluator(network, torch.device("cpu"))
        theta, inputs, labels = network.initial(), torch.rand(4, 1, 28, 28), torch.arange(4)
        evaluator.gradient(theta, inputs, labels)
        directions = torch.rand(2, len(theta))
        evaluator.subspace(directions, inputs, labels).slice(theta, (0, 1)).losses(torch.rand(9, 2))
    print(*{"torch._dynamo", "triton"} & set(sys.modules))
"""


def test_no_compiler_of_torch_is_loaded() -> None:
    """It would take seconds at the start, and triton ends a process that has Mesa's LLVM."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WORK)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
