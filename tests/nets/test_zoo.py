"""The networks of the zoo: size, shape, initialisation."""

import math

import numpy as np
import pytest
import torch

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.zoo import NETWORKS, build
from hudes_desktop.seeding import uniform

SIZES = {"mlp": 26_506, "cnn": 28_938, "cnn3": 13_306, "lenet": 44_426, "fc200": 199_210}


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_give_log_probabilities(name):
    output = build(name).module(torch.randn(3, 1, 28, 28))
    torch.testing.assert_close(output.exp().sum(1), torch.ones(3))


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_the_network_has_its_parameters_and_is_fast(name, size):
    network = build(name)
    assert network.layout.size == size
    assert network.twin is not None


def test_the_seed_decides_the_initial_parameters_and_nothing_else_does():
    torch.manual_seed(1)
    first = build("mlp", 7).initial()
    state = torch.get_rng_state()
    assert torch.equal(first, build("mlp", 7).initial())
    assert not torch.equal(first, build("mlp", 8).initial())
    assert torch.equal(state, torch.get_rng_state())
    assert first.dtype == torch.float64


@pytest.mark.parametrize("name", SIZES)
def test_initial_parameters_are_uniform_in_pytorchs_range(name):
    parameters = list(build(name, 4).module.parameters())
    for k, parameter in enumerate(parameters):
        fan_in = parameters[k - k % 2][0].numel()  # a bias has that of the weights before it
        drawn = 2 / math.sqrt(fan_in) * uniform(4, "weights", k, parameter.numel())
        np.testing.assert_allclose(parameter.detach().flatten(), drawn, rtol=1e-6)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(EnvironmentFault, match=f"resnet.*{', '.join(NETWORKS)}"):
        build("resnet")
