"""Directions are unit vectors that their address alone decides."""

import math

import pytest
import torch
from torch import nn

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.landscape.choices import KINDS
from hudes_desktop.landscape.directions import directions, filter_normalised
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.zoo import build

NETWORK = build("mlp", 0)
THETA = NETWORK.initial()


def some(kind, seed=0, first=0, count=6):
    return directions(kind, seed, first, count, len(THETA), parameters=THETA, layout=NETWORK.layout)


@pytest.mark.parametrize("kind", KINDS)
def test_directions_have_unit_length(kind):
    rows = some(kind)
    assert rows.dtype == torch.float64
    torch.testing.assert_close(rows.norm(dim=1), torch.ones(6, dtype=torch.float64))


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_alone_decides_the_vector(kind):
    torch.manual_seed(5)
    one = some(kind, seed=3)
    torch.rand(7)
    assert torch.equal(one, some(kind, seed=3))
    assert not torch.allclose(one, some(kind, seed=4))


@pytest.mark.parametrize("kind", ["uniform", "gaussian", "filter"])
def test_a_direction_is_the_same_in_whatever_subspace(kind):
    assert torch.equal(some(kind, first=6)[0], some(kind, first=4)[2])


def test_uniform_directions_are_uniform_before_they_are_normalised():
    row = some("uniform")[0]
    # The largest of 26,506 uniform components is all but at the bound, sqrt(3) in units of the
    # root mean square.
    assert row.abs().max() * math.sqrt(len(row)) == pytest.approx(math.sqrt(3), rel=0.01)
    assert abs(row.mean() * math.sqrt(len(row))) < 4 / math.sqrt(len(row))


def test_gaussian_directions_have_gaussian_tails():
    row = some("gaussian")[0] * math.sqrt(len(THETA))
    assert abs((row.abs() < 1).double().mean() - 0.6827) < 0.012
    assert 3.5 < row.abs().max() < 6


def test_orthonormal_directions_are_orthonormal_and_near_their_gaussians():
    rows = some("orthonormal", count=8)
    torch.testing.assert_close(rows @ rows.T, torch.eye(8, dtype=torch.float64))
    assert ((rows * some("gaussian", count=8)).sum(1) > 0.99).all()


def test_independent_directions_are_nearly_orthogonal():
    # |cos| of independent Gaussians is sqrt(2 / (pi P)) = 0.005 in the mean.
    rows = some("gaussian", count=8)
    cosines = (rows @ rows.T - torch.eye(8)).abs()
    assert cosines.sum() / 56 == pytest.approx(math.sqrt(2 / math.pi / len(THETA)), rel=0.5)


def test_filter_normalisation_gives_every_filter_the_norm_of_its_weights():
    module = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(16, 3))
    with torch.no_grad():
        module[0].weight[2] = 0.0
    layout = ParameterLayout.of(module)
    theta = torch.cat([p.detach().double().reshape(-1) for p in module.parameters()])
    raw = directions("gaussian", 1, 0, 1, layout.size)[0]
    split = layout.split(filter_normalised(raw, theta, layout))
    for name, weight in module.named_parameters():
        direction = split[name]
        if weight.dim() == 1:
            assert (direction == 0).all()
            continue
        expected = weight.detach().double().flatten(1).norm(dim=1)
        torch.testing.assert_close(direction.flatten(1).norm(dim=1), expected)
    assert (split["0.weight"][2] == 0).all()


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(EnvironmentFault, match=r"unknown directions 'sideways'.*orthonormal"):
        directions("sideways", 0, 0, 2, 10)
    with pytest.raises(ValueError, match="orthonormal"):
        directions("orthonormal", 0, 0, 11, 10)
    with pytest.raises(ValueError, match="filter"):
        directions("filter", 0, 0, 2, 10)
