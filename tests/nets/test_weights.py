"""Weights from safetensors: what fits is what a network begins with, what doesn't is one line."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.weights import load_weights
from hudes_desktop.nets.zoo import find


def module() -> nn.Module:
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))


def test_parameters_and_averages_of_the_file_are_the_networks(tmp_path: Path) -> None:
    trained, fresh = module(), module()
    with torch.no_grad():
        trained(torch.rand(4, 1, 5, 5))
    save_file(trained.state_dict(), tmp_path / "w.safetensors")
    load_weights(fresh, tmp_path / "w.safetensors")
    for name, value in trained.state_dict().items():
        assert torch.equal(fresh.state_dict()[name], value), name


def test_a_network_with_weights_begins_there_whatever_the_seed(tmp_path: Path) -> None:
    file = tmp_path / "mlp.safetensors"
    trained = find("mlp").build(seed=5)
    save_file(trained.module.state_dict(), file)
    for seed in (0, 1):
        assert torch.equal(find("mlp", file).build(seed).initial(), trained.initial())


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda tensors: tensors.pop("0.bias"), r"the file has no 0\.bias"),
        (lambda tensors: tensors.update(odd=torch.ones(1)), r"what the network has not: odd"),
        (
            lambda tensors: tensors.update({"0.weight": torch.ones(2, 1, 5, 5)}),
            r"0\.weight is 2 × 1 × 5 × 5 in the file and 2 × 1 × 3 × 3 in the network",
        ),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_changed(tmp_path, change, line) -> None:
    tensors = {name: value + 1 for name, value in module().state_dict().items()}
    change(tensors)
    save_file(tensors, tmp_path / "w.safetensors")
    fresh = module()
    before = {name: value.clone() for name, value in fresh.state_dict().items()}
    with pytest.raises(EnvironmentFault, match=line) as fault:
        load_weights(fresh, tmp_path / "w.safetensors")
    assert "\n" not in str(fault.value)
    assert all(torch.equal(fresh.state_dict()[name], value) for name, value in before.items())


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, None])
def test_what_is_no_such_file_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "w.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EnvironmentFault, match="can't be read") as fault:
        load_weights(module(), file)
    assert "\n" not in str(fault.value)
