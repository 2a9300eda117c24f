"""Files of ours that a disk has cut, zeroed or changed are made anew or said, never believed."""

import os
import shutil
import zlib
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from hudes_desktop.data.datasets import load
from hudes_desktop.data.sources import IDX_FILES, TRAIN_IMAGES
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.compiled import BodyCompiler, find_compiler
from hudes_desktop.store.directions import DirectionStore

OF_DATA, OF_KERNEL, OF_DIRECTIONS = 30, 50, 50
"""Damages tried of each kind of file."""


def damage(file: Path, random: Random) -> str:
    """Cut, zero or change a file somewhere; its time stays as it was. Says what was done."""
    before = file.stat()
    content = bytearray(file.read_bytes())
    at = random.randrange(len(content))
    kind = random.choice(["cut", "zeroed", "flipped", "grown"])
    if kind == "cut":
        del content[at:]
    elif kind == "zeroed":
        length = min(random.choice([1, 512, 4096, len(content)]), len(content) - at)
        content[at : at + length] = bytes(length)
    elif kind == "flipped":
        content[at] ^= 1 << random.randrange(8)
    else:
        content += random.randbytes(random.choice([1, 4096]))
    file.unlink()
    file.write_bytes(content)
    file.chmod(0o600)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{file.name} {kind} at {at:,}"


@pytest.fixture
def home(monkeypatch, tmp_path, mnist):
    """A home with a good cache of data."""
    session = Path(os.environ["HUDES_DESKTOP_SESSION_HOME"])
    shutil.copytree(session / "cache" / "MNIST", tmp_path / "cache" / "MNIST")
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    return tmp_path


def checksums(data):
    parts = (data.train_images, data.train_labels, data.test_images, data.test_labels)
    return [zlib.crc32(np.ascontiguousarray(part.numpy()).data) for part in parts]


def first_losses(folder):
    network = NetworkOnDevice(EngineOptions(compile=False), folder, DirectionStore())
    batch, validation = Descent(batch_size=64).place.batch, network.data.validation()
    theta = network.theta(Descent(batch_size=64).place)
    losses = [
        network.evaluator.evaluate(theta, digits.inputs, digits.targets).loss
        for digits in (network.batch(batch), validation)
    ]
    network.close()
    return losses


def test_damaged_data_are_unpacked_again_and_the_first_losses_are_right(home, mnist):
    random = Random(0)
    expected, losses = checksums(mnist), first_losses(home)
    small = [name for name in IDX_FILES if name != TRAIN_IMAGES]
    for number in range(OF_DATA):
        # The biggest one takes most of the time.
        name = TRAIN_IMAGES if number % 10 == 0 else random.choice(small)
        done = damage(home / "cache" / "MNIST" / "raw" / name, random)
        assert checksums(load("mnist")) == expected, done
        if number % 10 == 0:
            damage(home / "cache" / "MNIST" / "raw" / name, random)
            assert first_losses(home) == losses


@pytest.mark.skipif(find_compiler() is None, reason="there is no C++ compiler")
def test_a_damaged_kernel_is_never_loaded_and_is_built_anew(tmp_path):
    first = BodyCompiler(tmp_path)
    assert first.wait(300) is not None
    first.close()
    [library] = tmp_path.glob("slice-kernel-*")
    good = library.read_bytes()
    random = Random(1)
    for _ in range(OF_KERNEL):
        done = damage(library, random)
        if library.read_bytes() == good:  # zeros were zeros before
            continue
        compiler = BodyCompiler(tmp_path)
        try:
            assert compiler.kernel() is None, done
            assert compiler.reason == "being compiled", done
        finally:
            compiler.close()
        library.write_bytes(good)
        library.chmod(0o600)
    again = BodyCompiler(tmp_path)
    assert again.kernel() is not None
    again.close()


def test_a_damaged_direction_is_said_and_never_walked_along(tmp_path):
    store = DirectionStore(tmp_path)
    digest = store.put(np.random.default_rng(0).normal(size=500))
    store.save(digest)
    [file] = tmp_path.iterdir()
    good = file.read_bytes()
    random = Random(2)
    for _ in range(OF_DIRECTIONS):
        done = damage(file, random)
        if file.read_bytes() == good:
            continue
        with pytest.raises(EnvironmentFault):
            pytest.fail(f"{done}: {DirectionStore(tmp_path).get(digest, 500)}")
        file.write_bytes(good)
    assert torch.tensor(DirectionStore(tmp_path).get(digest, 500)).norm() == pytest.approx(1.0)
