"""Whatever network is put together at random: the right number by every path, or one clear line."""

import copy
import math

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.func import functional_call
from torch.nn import functional

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network

CPU = torch.device("cpu")
CLASSES = 4
POINTS = torch.tensor([[0.0, 0.0], [0.3, -0.2]])


class Unknown(nn.Module):
    """Another type around a module, as far as a converter can tell."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)


class Added(nn.Module):
    """x + module(x), written by somebody else."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return x + self.module(x)


class Overwriting(nn.Module):
    """Standardises its input where it lies."""

    def forward(self, x):
        return x.sub_(0.1).mul_(1.5)


class Counting(nn.Module):
    """Changes a buffer at each call."""

    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        self.calls += 1
        return x * 1.0


KEEPING = (  # the shape, whatever it is
    lambda: nn.ReLU(),
    lambda: nn.ReLU(inplace=True),
    lambda: nn.LeakyReLU(0.2, inplace=True),
    lambda: nn.LeakyReLU(-0.4),
    lambda: nn.SiLU(inplace=True),
    lambda: nn.GELU("tanh"),
    lambda: nn.Tanh(),
    lambda: nn.Hardswish(inplace=True),
    lambda: nn.ELU(),
    lambda: nn.PReLU(),
    lambda: nn.Identity(),
    lambda: nn.Dropout(0.3, inplace=True),
    Overwriting,
    Counting,
    lambda: nn.Softmax(-1),
    lambda: nn.LogSoftmax(1),
)


@st.composite
def layers(draw, shape, depth):
    """Some modules one after the other for samples of that shape, and the shape after them."""
    made = []
    for _ in range(draw(st.integers(0, depth))):
        if made and draw(st.integers(0, 4)) == 0 and (again := [m for m, s in made if s == shape]):
            made.append((draw(st.sampled_from(again)), shape))  # the same module once more
            continue
        module, after = draw(st.one_of(keeping(shape, depth), changing(shape)))
        if draw(st.integers(0, 9)) == 0:
            module = Unknown(module)
        made.append((module, shape if after == shape else None))
        shape = after
    return [module for module, _ in made], shape


@st.composite
def keeping(draw, shape, depth):
    """One module that gives as many numbers as it takes."""
    kinds = list(KEEPING)
    if len(shape) == 1:
        kinds += [lambda: nn.Linear(shape[0], shape[0]), lambda: nn.BatchNorm1d(shape[0])]
        kinds += [lambda: nn.BatchNorm1d(shape[0], track_running_stats=False)]
    if len(shape) == 3:
        kinds += [lambda: nn.BatchNorm2d(shape[0]), lambda: nn.GroupNorm(1, shape[0])]
        kinds += [lambda: nn.MaxPool2d(3, 1, 1), lambda: nn.Conv2d(shape[0], shape[0], 1)]
    kinds += [lambda: nn.LayerNorm(shape[-1])]
    if depth > 1 and draw(st.integers(0, 3)) == 0:
        inner, after = draw(layers(shape, depth - 2))
        if after == shape:
            around = draw(st.sampled_from([Residual, Added, Unknown]))
            return around(nn.Sequential(*inner)), shape
    return draw(st.sampled_from(kinds))(), shape


@st.composite
def changing(draw, shape):
    """One module that gives another shape, and that shape."""
    if len(shape) == 3 and min(shape[1:]) >= 3:
        channels, kernel = draw(st.integers(1, 4)), draw(st.integers(1, 3))
        module = draw(
            st.sampled_from(
                [
                    nn.Conv2d(shape[0], channels, kernel, stride=draw(st.integers(1, 2))),
                    nn.MaxPool2d(2),
                    nn.AvgPool2d(2, ceil_mode=True),
                    nn.AdaptiveAvgPool2d((2, 3)),
                    nn.Flatten(draw(st.integers(1, 2)), -1),
                    nn.Flatten(1, -2),
                ]
            )
        )
    elif len(shape) == 1:
        module = nn.Linear(shape[0], draw(st.integers(1, 9)), bias=draw(st.booleans()))
    else:
        module = draw(st.sampled_from([nn.Flatten(), nn.Linear(shape[-1], 5)]))
    after = tuple(copy.deepcopy(module)(torch.zeros(2, *shape)).shape[1:])
    return module, after


ENDS = {
    "log-softmax": lambda: [nn.LogSoftmax(1)],
    "log-softmax from behind": lambda: [nn.LogSoftmax(-1)],
    "raw": list,
    "probabilities": lambda: [nn.Softmax(-1)],
    "hidden probabilities": lambda: [Unknown(nn.Softmax(1))],
    "along the batch": lambda: [nn.LogSoftmax(-2)],
}


@st.composite
def networks(draw):
    """A module, the shape of its samples, and how it ends."""
    shape = draw(st.sampled_from([(5,), (3, 4), (2, 6, 6), (1, 5, 7)]))
    body, after = draw(layers(shape, 5))
    end = draw(st.sampled_from(list(ENDS)))
    last = nn.Linear(math.prod(after), CLASSES)
    return nn.Sequential(*body, nn.Flatten(), last, *ENDS[end]()), shape, end


def right(module, network, theta, inputs, labels, end):
    """The loss at θ of the given module in float64."""
    module = copy.deepcopy(module).double().eval()
    with torch.no_grad():
        parameters = network.layout.split(theta)
        output = functional_call(module, parameters, (inputs.double().clone(),))
        if "probabilities" in end:
            return float(functional.nll_loss(output.log(), labels))
        return float(functional.cross_entropy(output, labels))


@pytest.mark.filterwarnings("ignore:There is a performance drop")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.integers(0, 2**16))
def test_surfaces_of_any_network_are_those_of_plain_torch(compiler, described, seed):
    module, shape, end = described
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(6, *shape, generator=generator)
    labels = torch.randint(CLASSES, (6,), generator=generator)
    network = Network.of(module)
    size = network.layout.size
    theta = network.initial() + 0.1 * torch.randn(size, generator=generator, dtype=torch.float64)
    directions = torch.randn(2, size, generator=generator, dtype=torch.float64)
    directions /= directions.norm(dim=1, keepdim=True)
    kept = inputs.clone(), copy.deepcopy(network.module.state_dict())
    evaluator = Evaluator(network, CPU, compiler=compiler)
    if end == "along the batch":
        with pytest.raises(EnvironmentFault, match="along the batch"):
            evaluator.evaluate(theta, inputs, labels)
        return
    expected = [
        right(module, network, theta + point @ directions, inputs, labels, end)
        for point in POINTS.double()
    ]
    surface = evaluator.subspace(directions, inputs, labels).slice(theta, (0, 1))
    found = [evaluator.evaluate(theta, inputs, labels).loss, *surface.losses(POINTS).tolist()]
    assert found == pytest.approx([expected[0], *expected], rel=1e-4, abs=1e-5), evaluator.path
    assert torch.equal(inputs, kept[0])
    for name, value in network.module.state_dict().items():
        assert torch.equal(value, kept[1][name]), name
