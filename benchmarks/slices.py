"""Times slices of the landscape: ours, eager and compiled, beside two general ways to do it.

The references are functional_call with vmap, and the batched-matmul form, which builds the weights
of every point (θ + coordinates @ directions, 256 points at a time) and multiplies per point: einsum
for linear layers, a grouped convolution with one group a point for convolutions.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hudes_desktop.engine.thread_priority import wait_briefly

wait_briefly()  # as in the engine, for all that is compared; read when torch loads

# ruff: noqa: E402

import torch
from torch import Tensor, nn
from torch.nn import functional

from _timing import Row, interleaved, machine, print_table, write_json
from hudes_desktop.data.datasets import load
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.plain import PlainModule
from hudes_desktop.nets.slices import PlainSubspace, SubspaceEvaluator
from hudes_desktop.nets.zoo import build

GRID = 41
PLANES = 3
STEP = 0.3
CHUNK = 256


def main() -> int:
    """Run the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default: 2)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or mps (default: cpu)")
    parser.add_argument("--only", default="", help="only rows whose name contains this")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    device = torch.device(options.device)
    images = _Images(device)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        compiler = BodyCompiler(Path(folder))
        compiler.wait(120)
        for name, batch in (("mlp", 64), ("mlp", 512), ("cnn3", 64)):
            work = f"{name}, {PLANES} planes of {GRID}², batch {batch}"
            if options.only in work:
                rows += _planes(work, build(name), images, batch, device, compiler, options.rounds)
        work = "validation on 10,000 digits, mlp"
        if options.only in work:
            rows.append(_validation(work, build("mlp"), images, device, 20 * options.rounds))
    if not rows:
        parser.error(f"no row's name contains {options.only!r}")
    print(f"{device}, {torch.get_num_threads()} threads, torch {torch.__version__}")
    print_table(rows)
    print(machine())
    if options.json:
        write_json(options.json, rows)
    return 0


class _Images:
    """MNIST on the device."""

    def __init__(self, device: torch.device) -> None:
        data = load("mnist").to(device)
        self.mean, self.std = data.mean, data.std
        self.train = (data.train_images, data.train_labels)
        self.test = (data.test_images, data.test_labels)

    def batch(self, count: int) -> tuple[Tensor, Tensor]:
        """The first training digits, normalised."""
        images, labels = self.train
        return self._normalised(images[:count]), labels[:count]

    def validation(self) -> tuple[Tensor, Tensor]:
        """All test digits, normalised."""
        images, labels = self.test
        return self._normalised(images), labels

    def _normalised(self, images: Tensor) -> Tensor:
        return (images.float() / 255 - self.mean) / self.std


def _planes(
    work: str,
    network: Network,
    images: _Images,
    batch: int,
    device: torch.device,
    compiler: BodyCompiler,
    rounds: int,
) -> list[Row]:
    inputs, targets = images.batch(batch)
    generator = torch.Generator().manual_seed(0)
    directions = torch.rand(2 * PLANES, network.layout.size, generator=generator) - 0.5
    directions /= directions.norm(dim=1, keepdim=True)
    theta = network.initial()
    reach = (torch.arange(GRID) - GRID // 2) * STEP / 2
    coordinates = torch.cartesian_prod(reach, reach).to(device)

    eager = Evaluator(network, device).subspace(directions, inputs, targets)
    works: dict[str, Callable[[], Tensor]] = {
        "eager": lambda: _ours(eager, theta, coordinates),
    }
    quick = Evaluator(network, device, compiler=compiler)
    compiled = quick.subspace(directions, inputs, targets)
    compiled.slice(theta, (0, 1))
    if quick.path == "compiled":
        works["compiled"] = lambda: _ours(compiled, theta, coordinates)
    else:
        print(f"{work}: not compiled, {quick.reason}", file=sys.stderr)
    module = PlainModule(network, device, torch.float32)
    module.behaviour(inputs)
    mapped = PlainSubspace(module, directions.to(device), inputs, targets, mapped=True)
    network.module.to(device)
    works["functional_call + vmap"] = lambda: _ours(mapped, theta, coordinates)
    batched = _BatchedMatmul(network, directions.to(device), inputs, targets)
    works["batched matmul"] = lambda: batched.planes(theta.float().to(device), coordinates)

    expected = works["batched matmul"]()
    for name, run in works.items():
        difference = float((run() - expected).abs().max())
        if difference > 1e-4:
            raise AssertionError(f"{work}: {name} differs by {difference:.1e}")
    seconds = interleaved(works, rounds)
    ours = [name for name in ("eager", "compiled") if name in works]
    return [
        Row(f"{work}, {name}", seconds[name], reference, seconds[reference])
        for name in ours
        for reference in ("batched matmul", "functional_call + vmap")
    ]


def _ours(subspace: SubspaceEvaluator, theta: Tensor, coordinates: Tensor) -> Tensor:
    """All planes as the engine computes them: the slice anew, then chunk by chunk."""
    losses = []
    for plane in range(PLANES):
        part = subspace.slice(theta, (2 * plane, 2 * plane + 1))
        size = part.chunk_size
        losses += [part.losses(chunk) for chunk in coordinates.split(size)]
    result = torch.cat(losses)
    return result.cpu() if result.device.type != "cpu" else result


class _BatchedMatmul:
    """Every point's weights, built in chunks and multiplied point by point."""

    def __init__(
        self, network: Network, directions: Tensor, inputs: Tensor, targets: Tensor
    ) -> None:
        self._layout = network.layout
        self._layers = list(_named_layers(network.module))
        self._directions = directions
        self._inputs = inputs
        self._targets = targets

    @torch.inference_mode()
    def planes(self, theta: Tensor, coordinates: Tensor) -> Tensor:
        """Losses of all points of all planes."""
        losses = []
        for plane in range(PLANES):
            axes = self._directions[2 * plane : 2 * plane + 2]
            for chunk in coordinates.split(CHUNK):
                parameters = self._layout.split(theta + chunk @ axes)
                output = self._forward(parameters, len(chunk))
                index = self._targets.view(1, -1, 1).expand(len(chunk), -1, 1)
                losses.append(-output.gather(2, index).mean((1, 2)))
        return torch.cat(losses).cpu()

    def _forward(self, parameters: dict[str, Tensor], points: int) -> Tensor:
        """(points, batch, classes)."""
        batch = self._inputs.shape[0]
        x = self._inputs.expand(points, *self._inputs.shape)
        for name, layer in self._layers:
            if isinstance(layer, nn.Linear):
                weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
                x = torch.einsum("moi,mbi->mbo", weight, x) + bias.unsqueeze(1)
            elif isinstance(layer, nn.Conv2d):
                weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
                grouped = x.transpose(0, 1).reshape(batch, -1, *x.shape[3:])
                out = functional.conv2d(
                    grouped,
                    weight.flatten(0, 1),
                    bias.flatten(),
                    layer.stride,
                    layer.padding,
                    groups=points,
                )
                x = out.view(batch, points, -1, *out.shape[2:]).transpose(0, 1)
            elif isinstance(layer, nn.MaxPool2d):
                pooled = layer(x.flatten(0, 1))
                x = pooled.view(points, batch, *pooled.shape[1:])
            elif isinstance(layer, nn.Flatten):
                x = x.flatten(2)
            elif isinstance(layer, nn.ReLU):
                x = functional.relu(x)
            elif isinstance(layer, nn.LogSoftmax):
                x = functional.log_softmax(x, -1)
            else:
                raise TypeError(f"no batched-matmul form of {layer}")
        return x


def _named_layers(module: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The layers of a Sequential in order."""
    if not isinstance(module, nn.Sequential):
        raise TypeError(f"{type(module).__name__} is no Sequential")
    yield from module.named_children()


def _validation(
    work: str, network: Network, images: _Images, device: torch.device, rounds: int
) -> Row:
    inputs, targets = images.validation()
    evaluator = Evaluator(network, device)
    theta = network.initial()
    module = network.module.to(device)

    def plain() -> Tensor:
        with torch.inference_mode():
            output: Tensor = module(inputs)
        if device.type == "cuda":
            torch.cuda.synchronize()
        return output

    works = {"ours": lambda: evaluator.evaluate(theta, inputs, targets), "plain": plain}
    seconds = interleaved(works, rounds)
    return Row(work, seconds["ours"], "nn.Module forward alone", seconds["plain"])


if __name__ == "__main__":
    sys.exit(main())
