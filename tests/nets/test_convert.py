"""What has no batched twin is named, and nothing is left out."""

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.convert import Unconvertible, convert
from hudes_desktop.nets.layers.base import PointParameters
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.parameters import ParameterLayout


class Doubling(nn.Linear):
    """A subclass whose forward is not its parent's."""

    def forward(self, x):
        return 2 * super().forward(x)


UNCONVERTIBLE = [
    (nn.GRU(3, 3), "GRU"),
    (Doubling(3, 3), "Doubling"),
    (nn.PReLU(), "PReLU"),
    (Residual(nn.Sequential(nn.ReLU(inplace=True), nn.Linear(3, 3))), "overwrites"),
    (nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), "padding_mode='reflect'"),
    (nn.MaxPool2d(2, return_indices=True), "return_indices"),
    (nn.Flatten(0), "start_dim=0"),
    (nn.Flatten(-2), "start_dim=-2"),
    (nn.Unflatten(0, (2, 2)), "dim=0"),
    (nn.Softmax(), "dim=None"),
    (nn.LogSoftmax(dim=0), "dim=0"),
    (nn.BatchNorm1d(3, track_running_stats=False), "track_running_stats"),
    (parametrizations.weight_norm(nn.Linear(3, 3)), "ParametrizedLinear"),
]


@pytest.mark.parametrize(("module", "words"), UNCONVERTIBLE, ids=[w for _, w in UNCONVERTIBLE])
def test_the_refusal_names_the_submodule_and_why(module, words):
    whole = nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.ReLU(), module))
    with pytest.raises(Unconvertible) as caught:
        convert(whole)
    assert caught.value.path == "1.1"
    assert "1.1" in str(caught.value)
    assert type(module).__name__ in str(caught.value)
    assert words in str(caught.value)


def test_a_refusal_inside_a_residual_block_names_its_branch():
    with pytest.raises(Unconvertible, match=r"0\.shortcut \(Hardswish\)"):
        convert(nn.Sequential(Residual(nn.Linear(2, 2), nn.Hardswish())))


def test_a_module_with_a_hook_is_refused():
    layer = nn.Linear(2, 2)
    layer.register_forward_hook(lambda _module, _inputs, output: 2 * output)
    with pytest.raises(Unconvertible, match="hooks"):
        convert(nn.Sequential(layer))


def test_a_custom_forward_takes_the_slow_path_and_says_why():
    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(2, 2)

        def forward(self, x):
            return self.layer(x).log_softmax(1)

    network = Network.of(Own())
    assert network.twin is None
    assert network.reason == "the network (Own): no batched twin for this type"


def test_a_parameter_that_two_layers_share_is_one_parameter():
    first = nn.Linear(3, 3)
    second = nn.Linear(3, 3)
    second.weight = first.weight
    module = nn.Sequential(first, nn.Tanh(), second).double()
    layout = ParameterLayout.of(module)
    assert [f.name for f in layout.filters] == ["0.weight", "0.bias", "2.bias"]
    theta = torch.cat([p.detach().flatten() for p in module.parameters()])
    x = torch.randn(5, 3).double()
    got = convert(module)(PointParameters(layout.split(theta[None])), x.T[None].contiguous())
    torch.testing.assert_close(got[0].T, module(x))


def test_the_given_module_stays_as_it_was():
    module = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5)).train()
    Network.of(module)
    assert module.training
    assert module[1].training
