"""Loss, accuracy and gradient at a place are those of the plain module."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.zoo import build

CPU = torch.device("cpu")


def plain(network, theta):
    """The module with θ for parameters, in float64."""
    module = copy.deepcopy(network.module).double()
    vector_to_parameters(theta.double(), module.parameters())
    return module


def digits(count, seed=0):
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(count, 1, 28, 28, generator=generator)
    return inputs, torch.randint(10, (count,), generator=generator)


def away(network, scale=0.05):
    generator = torch.Generator().manual_seed(3)
    noise = torch.randn(network.layout.size, generator=generator, dtype=torch.float64)
    return network.initial() + scale * noise


@pytest.mark.parametrize("name", ["mlp", "cnn", "cnn3", "lenet", "fc200"])
def test_loss_and_accuracy(name):
    network = build(name)
    theta = away(network)
    inputs, targets = digits(70)
    output = plain(network, theta)(inputs.double())
    result = Evaluator(network, CPU).evaluate(theta, inputs, targets)
    assert result.loss == pytest.approx(functional.nll_loss(output, targets).item(), rel=1e-5)
    assert result.accuracy == pytest.approx((output.argmax(1) == targets).double().mean().item())


def test_many_samples_in_pieces_count_alike():
    """10,000 digits of cnn go through in pieces, the last one shorter."""
    network = build("cnn")
    theta = away(network)
    inputs, targets = digits(1500)
    output = plain(network, theta)(inputs.double())
    result = Evaluator(network, CPU).evaluate(theta, inputs, targets)
    assert result.loss == pytest.approx(functional.nll_loss(output, targets).item(), rel=1e-5)
    assert result.accuracy == pytest.approx((output.argmax(1) == targets).double().mean().item())


def test_between_pieces_others_may_train():
    network = build("cnn")
    inputs, targets = digits(1500)
    pieces = Evaluator(network, CPU).in_pieces(away(network), inputs, targets)
    results = []

    def kept():
        results.append((yield from pieces))

    pauses = [torch.is_inference_mode_enabled() for _ in kept()]
    assert len(pauses) >= 3
    assert not any(pauses)
    assert results == [Evaluator(network, CPU).evaluate(away(network), inputs, targets)]


class Wide(nn.Module):
    """A million numbers a sample, and how many samples came at once."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def __deepcopy__(self, _memo):
        return self  # so that the test hears of the calls to the evaluator's copy

    def forward(self, x):
        self.calls.append(len(x))
        return x.flatten(1).repeat(1, 1300)


def test_samples_go_through_in_pieces_whose_largest_layer_is_16_mb():
    wide = Wide()
    network = Network.of(nn.Sequential(wide, nn.AdaptiveAvgPool1d(10), nn.LogSoftmax(1)))
    inputs, targets = digits(20)
    evaluator = Evaluator(network, CPU)
    wide.calls.clear()
    result = evaluator.evaluate(network.initial(), inputs, targets)
    pieces = wide.calls[-5:]
    assert sum(pieces) == 20
    assert max(pieces) * 1300 * 784 * 4 <= 16 * 2**20
    output = torch.log_softmax(
        functional.adaptive_avg_pool1d(inputs.flatten(1).repeat(1, 1300), 10), 1
    )
    assert result.loss == pytest.approx(functional.nll_loss(output, targets).item(), rel=1e-5)


def test_among_equal_scores_the_first_class_counts():
    network = build("mlp")
    inputs, targets = digits(200)
    nowhere = torch.zeros(network.layout.size)
    result = Evaluator(network, CPU).evaluate(nowhere, inputs, targets)
    assert result.accuracy == pytest.approx((targets == 0).double().mean().item())


@pytest.mark.parametrize("name", ["mlp", "cnn3"])
def test_the_gradient_is_that_of_backpropagation(name):
    network = build(name)
    theta = away(network)
    inputs, targets = digits(20)
    module = plain(network, theta)
    loss = functional.nll_loss(module(inputs.double()), targets)
    expected = parameters_to_vector(torch.autograd.grad(loss, list(module.parameters())))
    got_loss, gradient = Evaluator(network, CPU).gradient(theta, inputs, targets)
    assert got_loss == pytest.approx(loss.item(), rel=1e-5)
    assert gradient.dtype == torch.float64
    assert float((gradient - expected).norm() / expected.norm()) < 1e-5


def test_the_gradient_takes_tensors_made_in_inference_mode():
    network = build("mlp")
    evaluator = Evaluator(network, CPU)
    with torch.inference_mode():
        inputs, targets = digits(8)
        theta = network.initial() * 1.0
        loss, gradient = evaluator.gradient(theta, inputs, targets)
    assert loss == pytest.approx(evaluator.evaluate(theta, inputs, targets).loss, rel=1e-6)
    assert float(gradient.norm()) > 0


def test_in_float64_the_gradient_agrees_with_a_difference_quotient():
    network = build("mlp")
    evaluator = Evaluator(network, CPU, torch.float64)
    theta = network.initial()
    inputs, targets = digits(16)
    _, gradient = evaluator.gradient(theta, inputs, targets)
    direction = torch.randn(network.layout.size, dtype=torch.float64)
    direction /= direction.norm()
    h = 1e-4
    ahead = evaluator.evaluate(theta + h * direction, inputs, targets).loss
    behind = evaluator.evaluate(theta - h * direction, inputs, targets).loss
    assert (ahead - behind) / (2 * h) == pytest.approx(float(gradient @ direction), rel=1e-5)


def test_scores_of_a_half_precision_evaluator_are_float32():
    network = build("mlp")
    inputs, targets = digits(64)
    full = Evaluator(network, CPU).evaluate(network.initial(), inputs, targets)
    half = Evaluator(network, CPU, torch.float16).evaluate(network.initial(), inputs, targets)
    assert half == full


def test_the_callers_network_is_not_touched():
    network = build("mlp")
    before = network.initial()
    inputs, targets = digits(8)
    evaluator = Evaluator(network, CPU)
    evaluator.gradient(away(network), inputs, targets)
    evaluator.evaluate(away(network), inputs, targets)
    assert torch.equal(network.initial(), before)


def test_any_module_can_be_a_network():
    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(784, 10)

        def forward(self, x):
            return self.layer(x.flatten(1)).log_softmax(1)

    network = Network.of(Own(), "own")
    inputs, targets = digits(16)
    output = network.module(inputs)
    result = Evaluator(network, CPU).evaluate(network.initial(), inputs, targets)
    assert result.loss == pytest.approx(functional.nll_loss(output, targets).item(), rel=1e-5)
