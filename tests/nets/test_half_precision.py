"""A fine surface stays smooth whatever the precision of the products."""

import functools

import pytest
import torch

from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.zoo import build

CPU = torch.device("cpu")


@functools.cache
def surface(mnist, dtype, step, compiler=None, shared=None):
    """21² heights around the initial parameters of mlp, spacing step / 2, batch 256.

    shared: whether layers share their products among all points; None: what was measured.
    """
    network = build("mlp")
    generator = torch.Generator().manual_seed(1)
    directions = torch.rand(2, network.layout.size, generator=generator) - 0.5
    directions /= directions.norm(dim=1, keepdim=True)
    inputs = (mnist.train_images[:256].float() / 255 - 0.1307) / 0.3081
    subspace = Evaluator(network, CPU, dtype, compiler).subspace(
        directions, inputs, mnist.train_labels[:256]
    )
    part = subspace.slice(network.initial(), (0, 1))
    reach = (torch.arange(21) - 10) * step / 2
    coordinates = torch.cartesian_prod(reach, reach)
    if shared is not None:
        part.half.choices.update({("3", 256): shared, ("5", 256): shared})
    return torch.cat([part.losses(chunk) for chunk in coordinates.split(part.chunk_size)])


def assert_smooth(heights, exact):
    assert len(heights.unique()) >= 0.9 * len(heights)
    correlation = torch.corrcoef(torch.stack([heights - heights.mean(), exact - exact.mean()]))
    assert float(correlation[0, 1]) > 0.999


@pytest.mark.parametrize("step", [0.05, 0.002])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_heights_are_distinct_and_follow_the_float64_surface(mnist, dtype, step):
    assert_smooth(surface(mnist, dtype, step), surface(mnist, torch.float64, step))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_in_half_precision_products_are_shared_whatever_was_measured(mnist, dtype):
    heights = surface(mnist, dtype, 0.002, shared=False)
    assert_smooth(heights, surface(mnist, torch.float64, 0.002))


@pytest.mark.parametrize("step", [0.05, 0.002])
def test_the_compiled_surface_is_smooth_too(mnist, step, compiler):
    heights = surface(mnist, torch.float32, step, compiler)
    assert_smooth(heights, surface(mnist, torch.float64, step))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_the_surface_is_the_same_to_the_precision_of_the_weights(mnist, dtype):
    heights = surface(mnist, dtype, 0.5)
    exact = surface(mnist, torch.float64, 0.5)
    assert float((heights - exact).abs().max()) < 2 * torch.finfo(dtype).eps
    assert float((heights - exact).abs().max()) > 1e-9  # the products are not in float32 after all


def test_what_overflows_in_half_precision_is_made_again(mnist):
    """Far out, activations pass 65,504 where losses are finite numbers yet."""
    network = build("lenet")
    generator = torch.Generator().manual_seed(1)
    directions = torch.rand(2, network.layout.size, generator=generator) - 0.5
    directions /= directions.norm(dim=1, keepdim=True)
    inputs = (mnist.train_images[:32].float() / 255 - 0.1307) / 0.3081
    reach = (torch.arange(5) - 2) * 100.0
    coordinates = torch.cartesian_prod(reach, reach)
    losses = {}
    for dtype in (torch.float32, torch.float16):
        evaluator = Evaluator(network, CPU, dtype)
        subspace = evaluator.subspace(directions, inputs, mnist.train_labels[:32])
        losses[dtype] = subspace.slice(network.initial(), (0, 1)).losses(coordinates)
    half, full = losses[torch.float16], losses[torch.float32]
    assert bool(full.isfinite().all())
    assert float(full.max()) > 65_504
    assert bool(half.isfinite().all())
    torch.testing.assert_close(half, full, rtol=2e-2, atol=1e-2)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_the_error_of_half_precision_is_known(mnist, dtype):
    network = build("mlp")
    evaluator = Evaluator(network, CPU, dtype)
    inputs = (mnist.train_images[:64].float() / 255 - 0.1307) / 0.3081
    directions = torch.randn(2, network.layout.size, generator=torch.Generator().manual_seed(2))
    directions /= directions.norm(dim=1, keepdim=True)
    theta, labels = network.initial(), mnist.train_labels[:64]
    heights = evaluator.subspace(directions, inputs, labels).slice(theta, (0, 1))
    loss = evaluator.evaluate(theta, inputs, labels).loss
    error = abs(float(heights.losses(torch.zeros(1, 2))) - loss)
    # Which way of the products measured faster, and so their rounding, may differ between the two.
    assert 0 < error <= evaluator.half_error + 1e-6
    assert 0 < evaluator.half_error < 4 * torch.finfo(dtype).eps
    assert Evaluator(network, CPU).half_error is None
