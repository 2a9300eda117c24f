"""Which device evaluates the network, and in which precision."""

import torch

from hudes_desktop.engine.choices import DEVICES, DTYPES
from hudes_desktop.errors import EnvironmentFault


def choose_device(name: str) -> torch.device:
    """The device of that name; "auto" takes cuda, then mps, then cpu.

    Raises: EnvironmentFault for an unknown device or one this torch or machine doesn't have.
    """
    kind = name.split(":")[0]
    if kind not in DEVICES:
        raise EnvironmentFault(f"unknown device {name!r}: choose one of {', '.join(DEVICES)}")
    if kind == "auto":
        usable = (option for option in ("cuda", "mps", "cpu") if not _missing(option))
        return torch.device(next(usable))
    if missing := _missing(kind):
        known = ", ".join(kind for kind in DEVICES if not _missing(kind))
        raise EnvironmentFault(f"device {name!r} can't be used: {missing}; those that can: {known}")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
        raise EnvironmentFault(f"device {name!r} can't be used: {reason}") from error
    return device


def absent_devices() -> dict[str, str]:
    """The kinds of devices that can't be used here, each with its reason."""
    return {kind: missing for kind in DEVICES if (missing := _missing(kind))}


def choose_dtype(name: str) -> torch.dtype:
    """The precision of weights and products. Raises: EnvironmentFault for an unknown name."""
    if name not in DTYPES:
        raise EnvironmentFault(f"unknown dtype {name!r}: choose one of {', '.join(DTYPES)}")
    dtype = getattr(torch, name)
    assert isinstance(dtype, torch.dtype)
    return dtype


def _missing(kind: str) -> str | None:
    if kind == "cuda" and not torch.cuda.is_available():
        built = torch.version.cuda is not None
        return "no NVIDIA GPU was found" if built else "this torch was built without CUDA"
    if kind == "mps" and not torch.backends.mps.is_available():
        return "this machine has no Apple GPU that torch can use"
    return None
