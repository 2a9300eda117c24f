"""What tests of slices share: the point-by-point reference and the compiled kernel."""

import copy

import pytest
import torch
from torch.func import functional_call

from hudes_desktop.nets.compiled import BodyCompiler


@pytest.fixture(scope="session")
def compiler(tmp_path_factory):
    """A compiler whose kernel is ready; skips where there is no C++ compiler."""
    compiler = BodyCompiler(tmp_path_factory.mktemp("compiled"))
    if compiler.wait(120) is None and "no C++ compiler" in (compiler.reason or ""):
        pytest.skip(compiler.reason)
    yield compiler
    compiler.close()


@pytest.fixture(scope="session")
def point_by_point():
    """(network, θ, directions of the axes, coordinates, inputs, targets) → (M,) float64 losses.

    Each point's parameters go into the plain module, in float64, one point after the other.
    """

    def losses(network, theta, directions, coordinates, inputs, targets):
        module = copy.deepcopy(network.module).double()
        result = []
        for point in coordinates.double():
            moved = theta.double() + point @ directions.double()
            output = functional_call(module, network.layout.split(moved), (inputs.double(),))
            result.append(torch.nn.functional.nll_loss(output, targets))
        return torch.stack(result).detach()

    return losses


@pytest.fixture
def walk():
    """(network, number of directions, batch) → θ, unit directions, inputs, targets."""

    def scene(network, count, batch, shape=(1, 28, 28), classes=10):
        generator = torch.Generator().manual_seed(4)
        noise = torch.randn(network.layout.size, generator=generator, dtype=torch.float64)
        theta = network.initial() + 0.02 * noise
        directions = torch.randn(
            count, network.layout.size, generator=generator, dtype=torch.float64
        )
        directions /= directions.norm(dim=1, keepdim=True)
        inputs = torch.randn(batch, *shape, generator=generator)
        targets = torch.randint(classes, (batch,), generator=generator)
        return theta, directions, inputs, targets

    return scene
