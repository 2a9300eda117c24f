"""Keeps a data set's tensors beside its files, because torchvision takes seconds to load."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import safetensors
import safetensors.torch
from torch import Tensor

_log = logging.getLogger(__name__)
_FILE = "tensors.safetensors"

Tensors = dict[str, Tensor]


def kept_or_read(folder: Path, files: Sequence[str], read: Callable[[], Tensors]) -> Tensors:
    """The tensors that were kept of the files in `folder` as they are now, or what `read` reads.

    What was read is kept for the next time, if the disk lets it. A file that has changed in size
    or time since then counts as another one.
    """
    file, state = folder / _FILE, _state(folder, files)
    try:
        with safetensors.safe_open(str(file), framework="pt") as kept:
            if (kept.metadata() or {}).get("files") == state:
                # Not a mapping: it has keys(), but can't be iterated.
                return {name: kept.get_tensor(name) for name in kept.keys()}  # noqa: SIM118
    except (OSError, safetensors.SafetensorError) as error:
        _log.info("no kept tensors in %s: %s", folder, error)
    tensors = read()
    _keep(file, tensors, state)
    return tensors


def _state(folder: Path, files: Sequence[str]) -> str:
    stats = [(name, (folder / name).stat()) for name in files]
    return json.dumps([[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats])


def _keep(file: Path, tensors: Tensors, state: str) -> None:
    handle, unfinished = tempfile.mkstemp(prefix="unfinished-", dir=file.parent)
    os.close(handle)
    try:
        whole = {name: tensor.contiguous() for name, tensor in tensors.items()}
        safetensors.torch.save_file(whole, unfinished, {"files": state})
        Path(unfinished).replace(file)
    except (OSError, safetensors.SafetensorError) as error:
        _log.info("%s could not be kept: %s", file, error)
        Path(unfinished).unlink(missing_ok=True)
