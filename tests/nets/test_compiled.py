"""The compiled kernel gives the eager losses, is cached, and is missing without harm."""

import os
import shutil
import sys
import threading
import time
from importlib.machinery import ModuleSpec
from types import ModuleType

import psutil
import pytest
import torch
from torch import nn

import hudes_desktop.nets.acceleration as acceleration
from hudes_desktop.nets.acceleration import CompiledSlice
from hudes_desktop.nets.affine_slices import AffineSlice
from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.compiled import BodyCompiler, find_compiler
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.slices import Position
from hudes_desktop.nets.zoo import build

CPU = torch.device("cpu")
POINTS = torch.tensor([[0.0, 0.0], [0.4, -0.9], [-2.0, 1.5], [3.0, 3.0], [0.1, 0.2], [1.0, -1.0]])


def compiled_slice(network, compiler, theta, directions, inputs, targets, axes=(0, 1)):
    evaluator = Evaluator(network, CPU, compiler=compiler)
    part = evaluator.subspace(directions, inputs, targets).slice(theta, axes)
    assert evaluator.path == "compiled", evaluator.reason
    assert isinstance(part, CompiledSlice)
    return part


@pytest.mark.parametrize("name", ["mlp", "cnn", "cnn3", "lenet", "fc200"])
def test_planes_of_the_zoo(name, compiler, walk, point_by_point):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 2, 7)
    part = compiled_slice(network, compiler, theta, directions, inputs, targets)
    expected = point_by_point(network, theta, directions, POINTS, inputs, targets)
    torch.testing.assert_close(part.losses(POINTS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("batch", [1, 2, 31, 32, 33, 64, 512])
def test_every_batch_size(batch, compiler, walk, point_by_point):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, batch)
    part = compiled_slice(network, compiler, theta, directions, inputs, targets)
    expected = point_by_point(network, theta, directions, POINTS, inputs, targets)
    torch.testing.assert_close(part.losses(POINTS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["mlp", "cnn3"])
def test_lines(name, compiler, walk, point_by_point):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 3, 40)
    part = compiled_slice(network, compiler, theta, directions, inputs, targets, (2,))
    line = torch.linspace(-2, 2, 301).unsqueeze(1)
    some = line[::5]  # the first and the last, and each place within a tile
    expected = point_by_point(network, theta, directions[2:], some, inputs, targets)
    torch.testing.assert_close(part.losses(line)[::5], expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("path", ["compiled", "affine"])
@pytest.mark.parametrize("name", ["mlp", "cnn3"])
def test_a_slice_near_another_is_the_same_as_one_made_anew(name, path, compiler, walk):
    network = build(name)
    theta, directions, inputs, targets = walk(network, 3, 40)
    compilers = compiler if path == "compiled" else None
    evaluator = Evaluator(network, CPU, compiler=compilers)
    subspace = evaluator.subspace(directions, inputs, targets)
    bases = {"start": theta, "elsewhere": theta + 0.3 * directions[2]}
    for base, *at in [
        ("start", 0.0, 0.0, 0.0), ("start", 1.5, -2.0, 0.0), ("start", -3.0, 2.0, 1.0),
        ("elsewhere", -3.0, 2.0, 1.0), ("elsewhere", 30.0, 0.0, 0.0), ("start", 30.0, 0.5, 0.0),
        ("start", 0.0, 0.0, 0.0),
    ]:  # fmt: skip
        place = bases[base] + torch.tensor(at, dtype=directions.dtype) @ directions
        near = subspace.slice(place, (0, 1), Position(base, tuple(at)))
        anew = Evaluator(network, CPU, compiler=compilers)
        expected = anew.subspace(directions, inputs, targets).slice(place, (0, 1)).losses(POINTS)
        torch.testing.assert_close(near.losses(POINTS), expected, rtol=1e-6, atol=1e-6)
    assert evaluator.path == path


def head(inputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(inputs, 3), nn.LogSoftmax(dim=1))


SUPPORTED = {
    "softmax regression": head(64),
    "no nonlinearity": nn.Sequential(nn.Flatten(), nn.Linear(64, 5, bias=False), head(5)),
    "two activations": nn.Sequential(
        nn.Flatten(), nn.Linear(64, 9), nn.Tanh(), nn.ReLU(), nn.Linear(9, 9), nn.SiLU(),
        nn.Sigmoid(), head(9),
    ),
    "GELU": nn.Sequential(nn.Flatten(), nn.Linear(64, 9), nn.GELU(), nn.Linear(9, 7), nn.GELU(),
                          head(7)),
    "GELU tanh and leaky": nn.Sequential(
        nn.Flatten(), nn.Linear(64, 9), nn.GELU("tanh"), nn.Linear(9, 17), nn.LeakyReLU(0.1),
        head(17),
    ),
    "strides, dilation, padding": nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Conv2d(3, 5, (3, 2), (2, 1), (1, 2), (1, 2)), nn.ReLU(),
        nn.Conv2d(5, 11, 3, padding="same", dilation=2), nn.Tanh(), head(11 * 3 * 8),
    ),
    "groups": nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 8, 3, groups=2), nn.ReLU(),
        nn.Conv2d(8, 8, 1, groups=8), head(128),
    ),
    "spare channels between layers": nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Conv2d(3, 9, 3, padding=1), nn.Sigmoid(),
        nn.MaxPool2d(2), nn.Conv2d(9, 13, 2), nn.Sigmoid(), head(13 * 4),
    ),
    "poolings": nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(3, 1, 1), nn.Tanh(), nn.AvgPool2d((2, 3)),
        nn.Flatten(), head(18),
    ),
    "a pool right after the first layer": nn.Sequential(
        nn.Conv2d(1, 3, 2), nn.ReLU(), nn.MaxPool2d((2, 3)), nn.ReLU(), head(18)
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SUPPORTED)
def test_custom_networks(kind, compiler, walk, point_by_point):
    network = Network.of(SUPPORTED[kind])
    theta, directions, inputs, targets = walk(network, 2, 37, (1, 8, 8), 3)
    part = compiled_slice(network, compiler, theta, directions, inputs, targets)
    expected = point_by_point(network, theta, directions, POINTS, inputs, targets)
    torch.testing.assert_close(part.losses(POINTS), expected, rtol=1e-5, atol=1e-5)


EAGER = {
    "normalisation": (
        nn.Sequential(nn.Conv2d(1, 4, 3), nn.GroupNorm(2, 4), head(144)),
        "GroupNorm",
    ),
    "residual": (
        nn.Sequential(nn.Flatten(), nn.Linear(64, 4), Residual(nn.Linear(4, 4)), head(4)),
        "Residual",
    ),
    "ceil_mode": (
        nn.Sequential(nn.Conv2d(1, 2, 2), nn.MaxPool2d(2, ceil_mode=True), head(32)),
        "ceil_mode",
    ),
    "a pool with padding": (
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.Tanh(), nn.AvgPool2d(2, 2, 1), head(32)),
        "padding or a divisor",
    ),
    "a divisor": (
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.Tanh(), nn.AvgPool2d(2, divisor_override=3), head(18)),
        "padding or a divisor",
    ),
    "groups after spare channels": (  # 9 outputs are stored as 10, five at a time
        nn.Sequential(
            nn.Conv2d(1, 3, 3),
            nn.Conv2d(3, 9, 1),
            nn.Sigmoid(),
            nn.Conv2d(9, 9, 1, groups=3),
            head(9 * 36),
        ),
        "spare channels",
    ),
    "a composite first": (
        nn.Sequential(Residual(nn.Conv2d(1, 1, 3, padding=1)), head(64)),
        "begin",
    ),
}


@pytest.mark.parametrize("kind", EAGER)
def test_what_the_kernel_lacks_runs_eagerly_and_says_so(kind, compiler, walk, point_by_point):
    module, word = EAGER[kind]
    network = Network.of(module)
    theta, directions, inputs, targets = walk(network, 2, 5, (1, 8, 8), 3)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    part = evaluator.subspace(directions, inputs, targets).slice(theta, (0, 1))
    assert evaluator.path == "affine"
    assert word in evaluator.reason
    expected = point_by_point(network, theta, directions, POINTS, inputs, targets)
    torch.testing.assert_close(part.losses(POINTS), expected, rtol=1e-5, atol=1e-5)


def test_losses_that_overflow_are_not_finite_numbers(compiler, walk):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 40)
    part = compiled_slice(network, compiler, theta, directions, inputs, targets)
    losses = part.losses(torch.tensor([[0.0, 0.0], [1e30, 1e30], [0.5, 0.5]]))
    assert losses.isfinite().tolist() == [True, False, True]


def test_parameters_that_are_not_numbers_give_no_number(compiler, walk):
    network = build("cnn3")
    theta, directions, inputs, targets = walk(network, 2, 40)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    subspace = evaluator.subspace(directions, inputs, targets)
    subspace.slice(theta, (0, 1))
    theta[-5] = float("nan")
    assert bool(subspace.slice(theta, (0, 1)).losses(POINTS).isnan().all())


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16])
def test_other_dtypes_stay_eager(dtype, compiler):
    evaluator = Evaluator(build("mlp"), CPU, dtype, compiler)
    assert evaluator.path == "affine"
    assert str(dtype) in evaluator.reason


@pytest.mark.usefixtures("compiler")
def test_the_kernel_is_swapped_in_when_it_is_ready(tmp_path, walk):
    compiler = BodyCompiler(tmp_path)
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 20)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    subspace = evaluator.subspace(directions, inputs, targets)
    first = subspace.slice(theta, (0, 1))
    assert isinstance(first, AffineSlice)
    assert evaluator.path == "affine"
    assert evaluator.reason == "being compiled"
    eager = first.losses(POINTS)
    assert compiler.wait(120) is not None
    later = subspace.slice(theta, (0, 1))
    assert isinstance(later, CompiledSlice)
    assert evaluator.path == "compiled"
    assert evaluator.reason is None
    torch.testing.assert_close(later.losses(POINTS), eager, rtol=1e-5, atol=1e-6)
    # Another compiler with the same folder finds the library at once.
    again = BodyCompiler(tmp_path)
    assert again.kernel() is not None
    assert [path.name for path in tmp_path.iterdir()] == [next(tmp_path.iterdir()).name]


@pytest.fixture
def spoil(monkeypatch):
    """Called, the kernel computes something else from then on."""
    packed = acceleration.packed_term

    def wrong(program, kernel, term):
        return 1.1 * packed(program, kernel, term)

    return lambda: monkeypatch.setattr("hudes_desktop.nets.affine_slices.packed_term", wrong)


def test_a_kernel_that_computes_something_else_is_not_used(compiler, walk, spoil):
    spoil()
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 20)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    subspace = evaluator.subspace(directions, inputs, targets)
    assert isinstance(subspace.slice(theta, (0, 1)), AffineSlice)
    assert evaluator.path == "affine"
    assert "differs" in evaluator.reason


@pytest.mark.parametrize(("samples", "axes"), [(21, (0, 1)), (20, (0,))])
def test_every_batch_size_and_number_of_axes_is_checked(compiler, walk, spoil, samples, axes):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 21)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    first = evaluator.subspace(directions, inputs[:20], targets[:20])
    assert isinstance(first.slice(theta, (0, 1)), CompiledSlice)
    spoil()
    other = evaluator.subspace(directions, inputs[:samples], targets[:samples])
    assert isinstance(other.slice(theta, axes), AffineSlice)


def test_losses_that_are_not_finite_prove_nothing(compiler, walk, spoil):
    network = build("mlp")
    theta, directions, inputs, targets = walk(network, 2, 20)
    evaluator = Evaluator(network, CPU, compiler=compiler)
    nowhere = torch.full_like(theta, float("nan"))
    evaluator.subspace(directions, inputs, targets).slice(nowhere, (0, 1))
    spoil()
    part = evaluator.subspace(directions, inputs, targets).slice(theta, (0, 1))
    assert isinstance(part, AffineSlice)


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine on which no C++ compiler is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)


@pytest.mark.usefixtures("bare_machine")
def test_without_a_compiler_the_reason_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ziglang", None)
    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.kernel() is None
    assert "no C++ compiler" in compiler.reason
    assert compiler.reason.endswith('"hudes-desktop[fast]"')
    assert not (tmp_path / "cache").exists()


@pytest.mark.full
@pytest.mark.usefixtures("bare_machine")
def test_the_compiler_of_the_extra_builds_the_kernel_and_leaves_only_that(tmp_path, walk):
    pytest.importorskip("ziglang", reason="the extra fast is not installed")
    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.wait(600) is not None, compiler.reason
    assert len(list((tmp_path / "cache").iterdir())) == 1
    network = build("cnn3")
    theta, directions, inputs, targets = walk(network, 2, 40)
    compiled_slice(network, compiler, theta, directions, inputs, targets).losses(POINTS)


def test_a_compiler_of_the_system_is_preferred_to_the_one_of_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ziglang", ModuleType("ziglang"))
    sys.modules["ziglang"].__spec__ = ModuleSpec("ziglang", None)
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_compiler() == [sys.executable, "-m", "ziglang", "c++"]
    installed = tmp_path / "clang++"
    installed.touch(0o755)
    assert find_compiler() == [str(installed)]
    monkeypatch.setenv("CXX", "a-compiler-that-is-not-there")
    assert find_compiler() is None


def script(folder, commands):
    """A program that does these things."""
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{commands}\n")
    program.chmod(0o755)
    return program


def test_a_compiler_that_fails_leaves_its_message_and_no_files(tmp_path, monkeypatch):
    broken = script(tmp_path, "echo 'kernel.cpp:1: error: no such thing' >&2; exit 3")
    monkeypatch.setenv("CXX", str(broken))
    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.wait(20) is None
    assert compiler.reason.endswith("code 3: kernel.cpp:1: error: no such thing")
    assert list((tmp_path / "cache").iterdir()) == []


def zeroed(content):
    return content[: len(content) // 2] + bytes(len(content) - len(content) // 2)


def flipped(content):
    return content[:9000] + bytes([content[9000] ^ 1]) + content[9001:]


DAMAGE = {
    "empty": lambda _: b"",
    "cut": lambda content: content[:20_000],
    "zeroed": zeroed,
    "one bit": flipped,
    "another file": lambda _: b"not a library",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_library_is_never_loaded_and_made_anew(tmp_path, compiler, damage):
    [good] = compiler.cache_dir.iterdir()
    spoiled = tmp_path / good.name
    spoiled.write_bytes(DAMAGE[damage](good.read_bytes()))
    again = BodyCompiler(tmp_path)
    assert again.kernel() is None
    assert again.reason == "being compiled"
    assert not spoiled.exists()
    assert again.wait(120) is not None
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
def test_what_others_may_have_written_is_never_loaded(tmp_path, compiler):
    [good] = compiler.cache_dir.iterdir()
    shutil.copy(good, tmp_path)
    (tmp_path / good.name).chmod(0o777)
    tmp_path.chmod(0o777)
    again = BodyCompiler(tmp_path)
    assert again.kernel() is None
    assert again.wait(120) is not None
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    [made] = tmp_path.iterdir()
    assert made.stat().st_mode & 0o022 == 0


def test_a_kernel_is_kept_when_its_process_ends_though_nobody_asks(tmp_path, compiler):
    first = BodyCompiler(tmp_path)
    assert first.kernel() is None
    [builder] = [thread for thread in threading.enumerate() if thread.name == "compiler"]
    builder.join(120)
    assert [path.suffix for path in tmp_path.iterdir()] == [".so"]
    first.close()
    assert BodyCompiler(tmp_path).kernel() is not None


def test_a_compiler_that_never_ends_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("hudes_desktop.nets.compiled._PATIENCE_S", 0.2)
    monkeypatch.setenv("CXX", str(script(tmp_path, "sleep 100000")))
    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.wait(20) is None
    assert compiler.reason == "the C++ compiler was ended after 0.2 seconds"
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_command_that_can_not_be_read_is_no_compiler(tmp_path, monkeypatch):
    monkeypatch.setenv("CXX", 'g++ "')
    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.kernel() is None
    assert "no C++ compiler" in compiler.reason


def test_threads_share_a_kernel_and_no_memory(compiler, walk):
    """Two engines, or a second descent on another thread, ask the same library at once."""
    scenes = []
    for name, batch in (("mlp", 100), ("cnn3", 40), ("lenet", 7)):
        network = build(name)
        theta, directions, inputs, targets = walk(network, 2, batch)
        part = compiled_slice(network, compiler, theta, directions, inputs, targets)
        scenes.append((part, part.losses(POINTS)))
    wrong = []

    def ask(part, expected):
        wrong.extend(not torch.equal(part.losses(POINTS), expected) for _ in range(40))

    threads = [threading.Thread(target=ask, args=each) for each in scenes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrong) == 120
    assert not any(wrong)


@pytest.mark.usefixtures("compiler")
def test_a_cache_that_cannot_be_written_leaves_a_reason(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    compiler = BodyCompiler(blocked / "cache")
    assert compiler.kernel() is None
    assert "could not be compiled" in compiler.reason


@pytest.mark.skipif(shutil.which("sleep") is None, reason="needs a program that takes long")
def test_closing_ends_the_compiler_and_what_it_started(tmp_path, monkeypatch):
    monkeypatch.setenv("CXX", str(script(tmp_path, "sleep 60 & wait")))
    before = psutil.Process().children(recursive=True)

    def started():
        return [p for p in psutil.Process().children(recursive=True) if p not in before]

    compiler = BodyCompiler(tmp_path / "cache")
    assert compiler.kernel() is None
    assert compiler.reason == "being compiled"
    deadline = time.monotonic() + 10
    children = started()
    while not any(child.name() == "sleep" for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)
        children = started()
    compiler.close()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []
    assert compiler.kernel() is None
    assert "stopped" in compiler.reason
    assert list((tmp_path / "cache").iterdir()) == []
