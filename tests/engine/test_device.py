"""Devices and precisions are chosen by name, and refused in one line."""

import pytest
import torch

from hudes_desktop.engine.device import choose_device, choose_dtype
from hudes_desktop.errors import EnvironmentFault


def test_auto_takes_an_accelerator_where_there_is_one():
    if torch.cuda.is_available():
        expected = "cuda"
    else:
        expected = "mps" if torch.backends.mps.is_available() else "cpu"
    assert choose_device("auto").type == expected


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has what is missing here")
def test_cuda_without_a_gpu_is_refused():
    with pytest.raises(
        EnvironmentFault, match=r"device 'cuda' can't be used: .*those that can: auto.*cpu"
    ):
        choose_device("cuda")


@pytest.mark.parametrize("name", ["tpu", "", "cpu0"])
def test_unknown_devices_are_refused(name):
    with pytest.raises(EnvironmentFault, match=r"unknown device .*auto, cuda, mps, cpu"):
        choose_device(name)


def test_dtypes():
    assert choose_dtype("bfloat16") is torch.bfloat16
    with pytest.raises(EnvironmentFault, match=r"unknown dtype 'float8'.*float32"):
        choose_dtype("float8")
