"""Every batched layer gives what functional_call and vmap give, whether points share x or not."""

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.func import functional_call, vmap

from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.convert import convert
from hudes_desktop.nets.layers.base import PointParameters
from hudes_desktop.nets.parameters import ParameterLayout

few = settings(max_examples=12, deadline=None)
batches = st.integers(1, 5)
small = st.integers(1, 4)
sides = st.integers(3, 8)


def assert_like_vmap(module, shape, batch, tolerance=1e-5):
    """float32 twin against a float64 reference, relative to the largest number of the result."""
    generator = torch.Generator().manual_seed(0)

    def noise(*size):
        return torch.randn(*size, generator=generator, dtype=torch.float64)

    module = module.eval().double()
    layout = ParameterLayout.of(module)
    points = 3
    theta = noise(points, layout.size)
    twin = convert(module).float()
    stacked = PointParameters(layout.split(theta.float()))
    # vmap wants something to map over also where a layer has no parameters.
    parameters, index = layout.split(theta), torch.arange(points)
    shared = noise(batch, *shape)
    expected = vmap(lambda p, _: functional_call(module, p, (shared,)))(parameters, index)
    got = twin(stacked, shared.movedim(0, -1).contiguous().unsqueeze(0).float())
    assert got.shape[0] == (points if layout.size else 1)
    assert_close(got.expand(points, *got.shape[1:]), expected, tolerance)

    own = noise(points, batch, *shape)
    expected = vmap(lambda p, x: functional_call(module, p, (x,)))(parameters, own)
    got = twin(stacked, own.movedim(1, -1).contiguous().float())
    assert_close(got, expected, tolerance)


def assert_close(got, expected, tolerance):
    got = got.movedim(-1, 1).double()
    assert got.shape == expected.shape
    scale = max(1.0, float(expected.abs().max()))
    assert float((got - expected).abs().max()) <= tolerance * scale


@few
@given(batches, st.integers(1, 20), small, st.booleans())
def test_linear(batch, inputs, outputs, bias):
    assert_like_vmap(nn.Linear(inputs, outputs, bias=bias), (inputs,), batch)


@few
@given(batches, st.lists(small, min_size=1, max_size=2), small, small)
def test_linear_on_the_last_of_several_axes(batch, leading, inputs, outputs):
    assert_like_vmap(nn.Linear(inputs, outputs), (*leading, inputs), batch)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_conv2d(data):
    groups = data.draw(st.integers(1, 3))
    kernel = data.draw(st.tuples(small, small))
    stride = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    dilation = data.draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    padding = data.draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    height, width = data.draw(sides), data.draw(sides)
    assume(height + 2 * padding[0] > dilation[0] * (kernel[0] - 1))
    assume(width + 2 * padding[1] > dilation[1] * (kernel[1] - 1))
    module = nn.Conv2d(
        groups * data.draw(st.integers(1, 2)),
        groups * data.draw(st.integers(1, 3)),
        kernel,
        stride,
        padding,
        dilation,
        groups,
        bias=data.draw(st.booleans()),
    )
    assert_like_vmap(module, (module.in_channels, height, width), data.draw(batches))


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@few
@given(sides, sides, st.tuples(small, small), st.sampled_from(["same", "valid"]))
def test_conv2d_with_padding_by_name(height, width, kernel, padding):
    assume(padding == "same" or (kernel[0] <= height and kernel[1] <= width))
    assert_like_vmap(nn.Conv2d(2, 3, kernel, padding=padding), (2, height, width), 2)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_max_pool2d(data):
    kernel = data.draw(st.integers(2, 3))
    module = nn.MaxPool2d(
        kernel,
        data.draw(st.sampled_from([None, 1, 2])),
        data.draw(st.integers(0, 1)),
        data.draw(st.integers(1, 2)),
        ceil_mode=data.draw(st.booleans()),
    )
    shape = (data.draw(small), data.draw(st.integers(5, 8)), data.draw(st.integers(5, 8)))
    assert_like_vmap(module, shape, data.draw(batches))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_avg_pool2d(data):
    module = nn.AvgPool2d(
        data.draw(st.integers(2, 3)),
        data.draw(st.sampled_from([None, 1, 2])),
        data.draw(st.integers(0, 1)),
        ceil_mode=data.draw(st.booleans()),
        count_include_pad=data.draw(st.booleans()),
        divisor_override=data.draw(st.sampled_from([None, 3])),
    )
    assert_like_vmap(module, (data.draw(small), data.draw(sides), data.draw(sides)), 2)


@few
@given(batches, small, sides, sides, st.sampled_from([1, 2, (2, 3), (None, 2)]))
def test_adaptive_avg_pool2d(batch, channels, height, width, size):
    assert_like_vmap(nn.AdaptiveAvgPool2d(size), (channels, height, width), batch)


@few
@given(batches, small, small, small, st.sampled_from([(1, -1), (1, 2), (2, 3), (2, -1), (1, -2)]))
def test_flatten(batch, a, b, c, dims):
    assert_like_vmap(nn.Flatten(*dims), (a, b, c), batch)


@few
@given(batches, small, small, st.sampled_from([1, -1]))
def test_unflatten(batch, a, b, dim):
    assert_like_vmap(nn.Unflatten(dim, (a, b)), (a * b,), batch)


@few
@given(
    st.sampled_from(
        [
            nn.ReLU(),
            nn.ReLU(inplace=True),
            nn.LeakyReLU(0.2),
            nn.LeakyReLU(-0.3),
            nn.GELU(),
            nn.GELU(approximate="tanh"),
            nn.Tanh(),
            nn.Sigmoid(),
            nn.SiLU(),
            nn.Identity(),
            nn.Dropout(0.7),
        ]
    ),
    batches,
    st.lists(small, min_size=1, max_size=3),
)
def test_activations(module, batch, shape):
    assert_like_vmap(module, shape, batch)


@few
@given(
    st.sampled_from([nn.Softmax, nn.LogSoftmax]),
    st.sampled_from([1, 2, -1]),
    batches,
    small,
    small,
)
def test_softmaxes(kind, dim, batch, a, b):
    assert_like_vmap(kind(dim=dim), (a, b), batch)


def with_statistics(module):
    """Running statistics as after training, not 0 and 1."""
    generator = torch.Generator().manual_seed(1)
    module.running_mean.copy_(torch.randn(module.num_features, generator=generator))
    module.running_var.copy_(torch.rand(module.num_features, generator=generator) + 0.5)
    return module


@few
@given(batches, small, st.sampled_from([(), (5,)]), st.booleans())
def test_batch_norm1d(batch, channels, rest, affine):
    module = with_statistics(nn.BatchNorm1d(channels, affine=affine))
    assert_like_vmap(module, (channels, *rest), batch)


@few
@given(batches, small, sides, sides, st.booleans())
def test_batch_norm2d(batch, channels, height, width, affine):
    module = with_statistics(nn.BatchNorm2d(channels, affine=affine))
    assert_like_vmap(module, (channels, height, width), batch)


@few
@given(
    batches,
    st.lists(st.integers(2, 4), min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from([(True, True), (True, False), (False, False)]),
)
def test_layer_norm(batch, shape, axes, options):
    affine, bias = options
    module = nn.LayerNorm(shape[-axes:], elementwise_affine=affine, bias=bias)
    assert_like_vmap(module, shape, batch)


@few
@given(batches, st.integers(1, 3), st.integers(2, 3), st.sampled_from([(), (4,), (3, 4)]))
def test_group_norm(batch, groups, per_group, rest):
    channels = groups * per_group
    assert_like_vmap(nn.GroupNorm(groups, channels), (channels, *rest), batch)


@few
@given(batches, st.integers(2, 6))
def test_residual_blocks(batch, width):
    body = nn.Sequential(nn.ReLU(), nn.Linear(width, width), nn.ReLU(inplace=True))
    assert_like_vmap(Residual(body, nn.Linear(width, width), nn.Tanh()), (width,), batch)
    assert_like_vmap(Residual(body), (width,), batch)


@few
@given(batches, st.integers(2, 6))
def test_the_activations_given_are_not_overwritten(batch, width):
    module = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(width, width), nn.ReLU(inplace=True))
    layout = ParameterLayout.of(module)
    x = torch.randn(3, width, batch)
    before = x.clone()
    convert(module)(PointParameters(layout.split(torch.randn(3, layout.size))), x)
    assert torch.equal(x, before)


@few
@given(batches, st.integers(2, 6), st.integers(3, 5))
def test_nested_chains_with_residual_convolutions(batch, channels, side):
    block = nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU()
    )
    module = nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1),
        nn.Sequential(nn.ReLU(), Residual(block, activation=nn.GELU()), nn.Sequential()),
        nn.Flatten(),
        nn.Sequential(nn.Linear(channels * side * side, 4), nn.LogSoftmax(dim=1)),
    )
    # Three convolutions of normal weights reach numbers in the thousands before log-softmax.
    assert_like_vmap(module, (1, side, side), batch, tolerance=2e-5)
