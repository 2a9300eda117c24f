"""Weights from a file of the user's, in the form of safetensors: nothing in it is ever run."""

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from hudes_desktop.errors import EnvironmentFault

_NAMED = 3  # names that a line has room for


def load_weights(module: nn.Module, file: Path) -> None:
    """Put the tensors of a file into the parameters and buffers of a module, by their names.

    Raises EnvironmentFault, with the module unchanged, for a file that can't be read or is no
    safetensors, and for names or shapes that aren't those of the module.
    """
    try:
        tensors = load_file(file)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFault(f"the weights {file} can't be read ({reason})") from error
    own = module.state_dict()
    for names, fault in (
        (own.keys() - tensors.keys(), "has no"),
        (tensors.keys() - own.keys(), "has what the network has not:"),
    ):
        if names:
            raise EnvironmentFault(f"the weights {file} don't fit: the file {fault} {_some(names)}")
    for name, tensor in tensors.items():
        if tensor.shape != own[name].shape:
            raise EnvironmentFault(
                f"the weights {file} don't fit: {name} is {_shape(tensor)} in the file and "
                f"{_shape(own[name])} in the network"
            )
    module.load_state_dict(tensors)


def _some(names: set[str]) -> str:
    listed = sorted(names)
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _shape(tensor: torch.Tensor) -> str:
    return " × ".join(str(size) for size in tensor.shape) or "a single number"
