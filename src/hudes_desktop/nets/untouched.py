"""What somebody else's code may have changed for the whole process is put back behind it."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

_STATE: tuple[tuple[Callable[[], Any], Callable[[Any], object]], ...] = (
    (lambda: tuple(sys.path), lambda path: sys.path.__setitem__(slice(None), path)),
    (lambda: (sys.stdout, sys.stderr), lambda streams: _set_streams(*streams)),
    (lambda: sys.dont_write_bytecode, lambda no: setattr(sys, "dont_write_bytecode", no)),
    (os.getcwd, os.chdir),
    (torch.get_default_dtype, torch.set_default_dtype),
    (torch.get_default_device, torch.set_default_device),
    (torch.is_grad_enabled, torch.set_grad_enabled),
    (torch.get_num_threads, torch.set_num_threads),
    (torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
    (torch.are_deterministic_algorithms_enabled, torch.use_deterministic_algorithms),
)
"""How each is read and written. Written only where it differs: to set a default device, even the
same, slows every call of torch that follows."""


@contextmanager
def untouched() -> Iterator[None]:
    """Run what stands below with all global state as it is, and leave it so.

    Import path, standard streams, working folder, torch's defaults and modes, and the global
    generators of Python, numpy and torch's CPU.
    """
    _keep_triton_out()
    before = [read() for read, _ in _STATE]
    python, arrays = random.getstate(), np.random.get_state()  # noqa: NPY002 - it is theirs
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        random.setstate(python)
        np.random.set_state(arrays)  # noqa: NPY002
        for (read, write), value in zip(_STATE, before, strict=True):
            if read() != value:
                write(value)


def _keep_triton_out() -> None:
    """No import of triton where Mesa's renderer has loaded LLVM: with triton's own beside it the
    process ends in a segmentation fault. torch then does without its compiler."""
    try:
        libraries = Path("/proc/self/maps").read_text()
    except OSError:  # not Linux, where triton has no builds either
        return
    if "libLLVM" in libraries and "triton" not in sys.modules:
        blocked: dict[str, Any] = {"triton": None}
        sys.modules.update(blocked)


def _set_streams(out: Any, err: Any) -> None:
    sys.stdout, sys.stderr = out, err
