"""Surfaces and lines are what the plain module gives point by point."""

import pytest
import torch
from torch import nn

import hudes_desktop.nets.first_layer as first_layer
from hudes_desktop.nets.affine_slices import AffineEngine, AffineSlice, AffineSubspace
from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.zoo import build

CPU = torch.device("cpu")


def grid(rows, columns, spacing=0.4):
    first = (torch.arange(rows) - rows // 2) * spacing
    second = (torch.arange(columns) - columns // 2) * spacing
    return torch.cartesian_prod(first, second)


SHAPES = {
    "square": grid(5, 5),
    "7 by 13": grid(7, 13),
    "line": (torch.arange(9) - 4).unsqueeze(1) * 0.4,
    "one point": torch.zeros(1, 2),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["mlp", "cnn3"])
def test_slices_of_every_shape(name, shape, walk, point_by_point):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 4, 9)
    coordinates = SHAPES[shape]
    axes = (3, 1)[: coordinates.shape[1]]
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    got = subspace.slice(theta, axes).losses(coordinates)
    expected = point_by_point(network, theta, directions[list(axes)], coordinates, inputs, targets)
    torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["cnn", "lenet", "fc200"])
def test_slices_of_the_other_networks(name, walk, point_by_point):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 2, 5)
    coordinates = grid(3, 3)
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    got = subspace.slice(theta, (0, 1)).losses(coordinates)
    expected = point_by_point(network, theta, directions, coordinates, inputs, targets)
    torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-5)


def head(inputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(inputs, 3), nn.LogSoftmax(dim=-1))


CUSTOM = {
    "softmax regression": head(36),
    "a nonlinearity first": nn.Sequential(nn.Tanh(), nn.Conv2d(1, 2, 3), head(32)),
    "average pooling of the terms": nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.Dropout(0.5), nn.AvgPool2d(2), nn.GELU(), head(36)
    ),
    "pooling with a remainder": nn.Sequential(
        nn.Conv2d(1, 2, 2), nn.LeakyReLU(0.1), nn.MaxPool2d(2), nn.SiLU(), head(8)
    ),
    "a slope that turns the order round": nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.LeakyReLU(-0.5), nn.MaxPool2d(2), head(18)
    ),
    "GELU before pooling": nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.GELU(), nn.MaxPool2d(2), head(18)
    ),
    "overlapping pooling": nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, 1), head(18)
    ),
    "normalisation": nn.Sequential(
        nn.BatchNorm2d(1),
        nn.Conv2d(1, 4, 3, bias=False),
        nn.GroupNorm(2, 4),
        nn.ReLU(),
        nn.LayerNorm((4, 4, 4)),
        head(64),
    ),
    "a residual network": nn.Sequential(
        Residual(nn.Conv2d(1, 1, 3, padding=1), activation=nn.ReLU()),
        nn.Conv2d(1, 2, 3, groups=1, dilation=2),
        Residual(
            nn.Sequential(nn.Conv2d(2, 2, 3, padding=1, groups=2), nn.BatchNorm2d(2)),
            nn.Conv2d(2, 2, 1),
            nn.ReLU(inplace=True),
        ),
        head(8),
    ),
    "Unflatten": nn.Sequential(
        nn.Flatten(), nn.Linear(36, 18), nn.Unflatten(1, (2, 3, 3)), nn.Conv2d(2, 2, 2), head(8)
    ),
    "a linear layer on rows": nn.Sequential(
        nn.Linear(6, 5), nn.Sigmoid(), nn.Linear(5, 2), nn.Softmax(dim=-1), head(12)
    ),
}


@pytest.mark.parametrize("kind", CUSTOM)
def test_slices_of_custom_networks(kind, walk, point_by_point):
    network = Network.of(CUSTOM[kind], kind)
    assert network.twin is not None, network.reason
    theta, directions, inputs, targets = walk(network, 2, 6, (1, 6, 6), 3)
    coordinates = grid(3, 5)
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    got = subspace.slice(theta, (0, 1)).losses(coordinates)
    expected = point_by_point(network, theta, directions, coordinates, inputs, targets)
    torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-5)


class Own(nn.Module):
    """A forward that no converter knows."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(36, 8)
        self.second = nn.Linear(8, 3)

    def forward(self, x):
        h = self.first(x.flatten(1)).sin()
        return (self.second(h) - h.square().mean(1, keepdim=True)).log_softmax(1)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_any_module_has_slices(dtype, walk, point_by_point):
    network = Network.of(Own())
    theta, directions, inputs, targets = walk(network, 3, 6, (1, 6, 6), 3)
    evaluator = Evaluator(network, CPU, dtype)
    assert evaluator.path == "vmap"
    assert "Own" in evaluator.reason
    subspace = evaluator.subspace(directions, inputs, targets)
    for axes, coordinates in (((2, 0), grid(3, 5)), ((1,), SHAPES["line"])):
        part = subspace.slice(theta, axes)
        assert part.chunk_size >= 1
        rows = directions[list(axes)]
        expected = point_by_point(network, theta, rows, coordinates, inputs, targets)
        torch.testing.assert_close(part.losses(coordinates), expected, rtol=1e-5, atol=1e-5)


def test_the_centre_is_the_loss_at_the_place(walk):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 64)
    evaluator = Evaluator(network, CPU)
    centre = evaluator.subspace(directions, inputs, targets).slice(theta, (0, 1))
    loss = evaluator.evaluate(theta, inputs, targets).loss
    assert float(centre.losses(torch.zeros(1, 2))) == pytest.approx(loss, rel=1e-6)


def test_a_subspace_follows_theta(walk, point_by_point):
    """Terms of θ are remembered: they must change when θ does, and come back with it."""
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 5)
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    coordinates = grid(3, 3)
    for place in (theta, theta + directions[0], theta):
        got = subspace.slice(place, (0, 1)).losses(coordinates)
        expected = point_by_point(network, place, directions, coordinates, inputs, targets)
        torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["mlp", "cnn3"])
def test_chunks_leave_the_losses_of_others_alone(name, walk):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 4, 9)
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    first, second = subspace.slice(theta, (0, 1)), subspace.slice(theta, (2,))
    points, line = grid(5, 5), SHAPES["line"]
    kept = first.losses(points)
    as_they_came = kept.clone()
    alone = second.losses(line)
    assert torch.equal(kept, as_they_came)
    assert torch.equal(first.losses(points), as_they_came)
    assert torch.equal(second.losses(line), alone)
    in_pieces = torch.cat([first.losses(points[:7]), first.losses(points[7:])])
    torch.testing.assert_close(in_pieces, kept, rtol=1e-6, atol=1e-6)


def test_kept_terms_are_bounded_and_made_again(walk, monkeypatch):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 6, 5)
    engine = AffineEngine(SlicePlan.of(network.twin), network.layout, None)
    of = engine, directions.float(), inputs, targets
    free, tight = AffineSubspace(*of), AffineSubspace(*of)
    expected = [free.slice(theta, (axis,)).losses(SHAPES["line"]) for axis in range(6)]
    two_terms = 2 * 32 * 5 * 4
    assert free.terms.kept_bytes == 3 * two_terms
    monkeypatch.setattr(first_layer, "_TERM_BYTES", two_terms)
    for axis in (0, 1, 2, 3, 4, 5, 0):
        got = tight.slice(theta, (axis,)).losses(SHAPES["line"])
        torch.testing.assert_close(got, expected[axis])
        assert tight.terms.kept_bytes <= two_terms


@pytest.mark.parametrize("name", ["mlp", "cnn3", "lenet"])
def test_shared_products_and_weights_of_each_point_agree(name, walk):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 2, 6)
    evaluator = Evaluator(network, CPU)
    part = evaluator.subspace(directions, inputs, targets).slice(theta, (0, 1))
    assert isinstance(part, AffineSlice)
    coordinates = grid(3, 3)
    part.losses(coordinates)
    choices = part.choices
    assert choices  # what was measured
    results = []
    for shared in (True, False):
        choices.update(dict.fromkeys(choices, shared))
        results.append(part.losses(coordinates))
    torch.testing.assert_close(results[0], results[1], rtol=1e-5, atol=1e-5)


def test_the_chunk_is_smaller_where_a_point_needs_more(walk):
    def chunk(name, batch):
        network = build(name)
        theta, directions, inputs, targets = walk(network, 2, batch)
        subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
        return subspace.slice(theta, (0, 1)).chunk_size

    assert chunk("mlp", 64) > chunk("mlp", 512) >= 1
    assert chunk("mlp", 64) > chunk("cnn3", 64) > chunk("cnn", 64) >= 1


def test_float64_is_a_reference(walk, point_by_point):
    network = build("cnn3")
    theta, directions, inputs, targets = walk(network, 2, 5)
    subspace = Evaluator(network, CPU, torch.float64).subspace(directions, inputs, targets)
    got = subspace.slice(theta, (0, 1)).losses(grid(3, 3))
    expected = point_by_point(network, theta, directions, grid(3, 3), inputs, targets)
    torch.testing.assert_close(got, expected, rtol=1e-12, atol=1e-12)


def test_losses_that_overflow_are_not_finite_numbers(walk):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 5)
    subspace = Evaluator(network, CPU).subspace(directions, inputs, targets)
    losses = subspace.slice(theta, (0, 1)).losses(torch.tensor([[0.0, 0.0], [1e30, 1e30]]))
    assert bool(losses[0].isfinite())
    assert not bool(losses[1].isfinite())
