"""θ is the parameters in order, and filters say where each of them lies."""

import pytest
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

from hudes_desktop.nets.parameters import ParameterLayout

MODULE = nn.Sequential(nn.Conv2d(2, 3, (2, 4)), nn.Flatten(), nn.Linear(5, 7, bias=False))


def test_splitting_the_flat_vector_gives_back_the_parameters():
    layout = ParameterLayout.of(MODULE)
    flat = parameters_to_vector(MODULE.parameters()).detach()
    assert layout.size == len(flat)
    parts = layout.split(flat)
    assert list(parts) == [name for name, _ in MODULE.named_parameters()]
    for name, parameter in MODULE.named_parameters():
        assert torch.equal(parts[name], parameter)


def test_splitting_keeps_leading_axes_and_copies_nothing():
    layout = ParameterLayout.of(MODULE)
    flat = torch.zeros(4, 2, layout.size)
    parts = layout.split(flat)
    assert parts["0.weight"].shape == (4, 2, 3, 2, 2, 4)
    parts["2.weight"].fill_(1.0)
    assert float(flat.sum()) == 4 * 2 * 35


def test_a_vector_of_another_length_is_refused():
    layout = ParameterLayout.of(MODULE)
    with pytest.raises(ValueError, match=f"{layout.size} parameters"):
        layout.split(torch.zeros(layout.size + 1))


def test_filters_tile_the_vector():
    layout = ParameterLayout.of(MODULE)
    covered = [i for filter in layout.filters for i in range(layout.size)[filter.slice]]
    assert covered == list(range(layout.size))
    assert [(f.name, f.shape) for f in layout.filters] == [
        (name, tuple(p.shape)) for name, p in MODULE.named_parameters()
    ]


def test_scalar_parameters_have_a_place():
    module = nn.Module()
    module.scale = nn.Parameter(torch.tensor(3.0))
    layout = ParameterLayout.of(module)
    assert layout.size == 1
    assert layout.split(torch.tensor([[5.0], [6.0]]))["scale"].tolist() == [5.0, 6.0]
