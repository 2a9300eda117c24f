"""Networks of other people's files and modules: which forms they have, and that they do no harm."""

import mmap
import random
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from faults import one_line
from torch import nn

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.adapted import adapted
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.user_network import (
    SeveralNetworks,
    Source,
    absolute,
    file_source,
    open_source,
)
from hudes_desktop.nets.zoo import NETWORKS, Chosen, add_networks_of_packages, find

FORMS = """
from torch import nn

class Net(nn.Sequential):
    def __init__(self, width=4):
        super().__init__(nn.Flatten(), nn.Linear(784, width), nn.LogSoftmax(1))

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()

instance = Net(5)

def function():
    return Net(6)

def text():
    return "text"

number = 3
"""

Write = Callable[..., Source]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """write(code, name, file): the source of a network in a file with that code."""

    def written(code: str, name: str = "", file: str = "nets.py") -> Source:
        (tmp_path / file).write_text(code, "utf-8")
        return Source(str(tmp_path / file), name)

    return written


def weight(source: Source, seed: int = 0) -> torch.Tensor:
    """The parameters that a network begins with, as the engine gets them."""
    opened = open_source(source)
    return Chosen(opened.source.title, opened.make).build(seed).initial()


@pytest.mark.parametrize(("name", "width"), [("Net", 4), ("instance", 5), ("function", 6)])
def test_a_class_an_instance_and_a_function_are_networks(
    write: Write, name: str, width: int
) -> None:
    module = open_source(write(FORMS, name)).make()
    assert module(torch.zeros(3, 1, 28, 28)).shape == (3, width)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", r"say which network of nets\.py \(FILE\.py:NAME\): it has Net, instance"),
        ("Other", r"nets\.py has no network Other: it has Net, instance"),
        ("Block", r"nets\.py:Block takes arguments: name a function that makes it"),
        ("number", r"nets\.py:number is an int, and no network"),
        ("text", r"nets\.py:text gives a str, and no network \(torch\.nn\.Module\)"),
    ],
)
def test_what_is_no_network_is_one_line(write: Write, name: str, line: str) -> None:
    with one_line(line):
        open_source(write(FORMS, name)).make()


def test_without_a_name_the_only_network_is_meant(write: Write) -> None:
    block = "class Block(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n"
    only = f"from torch import nn\n{block}def net(width=4):\n    return nn.Linear(width, 2)\n"
    assert open_source(write(only)).source.name == "net"
    assert isinstance(open_source(write(only)).make(), nn.Linear)
    with pytest.raises(SeveralNetworks, match="it has none"):
        open_source(write("x = 1"))


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\nraise ValueError('no data\\nat all')", "line 2: ValueError: no data"),
        ("import sys\nsys.exit(0)", "line 2: it ends the program"),
        ("def f():\n    return f()\nf()", "line 2: RecursionError: .*"),
        ("import no_such_module_at_all", "line 1: ModuleNotFoundError: .*"),
        ("def", "SyntaxError: .*"),
        ("raise KeyboardInterrupt", "line 1: KeyboardInterrupt"),
        ("x = '\\0'\0", "(SyntaxError|ValueError): .*"),
    ],
)
def test_whatever_it_raises_is_one_line_that_says_where(write: Write, code: str, line: str) -> None:
    with one_line(rf"nets\.py:net can't be used: {line}"):
        open_source(write(code, "net"))


HARM = """
import os, random, sys
import numpy as np
import torch
from torch import nn

def harm():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1), random.seed(1), np.random.seed(1)
    torch.set_grad_enabled(False)
    torch.set_default_device("meta")
    torch.use_deterministic_algorithms(True)
    sys.path.insert(0, "/nowhere"), sys.path.append("/nowhere")
    sys.stdout = None
    os.chdir("/")

harm()

def net():
    harm()
    return nn.Linear(2, 2, device="cpu")

def broken():
    harm()
    raise ValueError
"""


@pytest.mark.parametrize("name", ["net", "broken"])
def test_what_it_changes_for_the_whole_process_is_put_back(write: Write, name: str) -> None:
    def drawn() -> tuple[float, ...]:
        torch.manual_seed(7), random.seed(7), np.random.seed(7)  # noqa: NPY002
        between()
        return torch.rand(()).item(), random.random(), np.random.rand()  # noqa: NPY002

    def nothing() -> None:
        pass

    def opened() -> None:
        try:
            open_source(write(HARM, name)).make()
        except EnvironmentFault:
            assert name == "broken"

    def state() -> tuple[object, ...]:
        tensor = torch.ones(1)
        modes = torch.is_grad_enabled(), torch.are_deterministic_algorithms_enabled()
        return tensor.dtype, tensor.device, *modes, tuple(sys.path), sys.stdout, Path.cwd()

    between, before = nothing, state()
    untouched = drawn()
    between = opened
    assert drawn() == untouched
    assert state() == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no triton")
def test_triton_is_not_imported_beside_mesas_llvm(write: Write, tmp_path: Path) -> None:
    """Both in one process crash it: a CUDA build of torch and a software renderer."""
    write("", file="triton.py")
    source = write("import triton\nfrom torch import nn\nnet = nn.Linear(3, 2)\n", "net")
    library = tmp_path / "libLLVM-15.so"
    library.write_bytes(bytes(mmap.PAGESIZE))
    before = sys.modules.pop("triton", None)
    try:
        with (
            library.open("rb") as file,
            mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ),
            pytest.raises(EnvironmentFault, match="triton"),
        ):
            open_source(source)
    finally:
        sys.modules.pop("triton", None)
        if before is not None:
            sys.modules["triton"] = before


def test_a_class_begins_as_the_seed_says_and_an_instance_always_alike(write: Write) -> None:
    seeded = FORMS.replace("super().__init__(n", "torch.manual_seed(4); super().__init__(n")
    code = f"import torch\n{seeded}"
    of_class, of_instance = write(code, "Net"), write(code, "instance")
    assert torch.equal(weight(of_class, seed=3), weight(of_class, seed=3))
    assert not torch.equal(weight(of_class, seed=3), weight(of_class, seed=4))
    assert torch.equal(weight(of_instance, seed=3), weight(of_instance, seed=4))


def test_modules_beside_it_are_found_and_an_edited_file_is_run_anew(
    write: Write, tmp_path: Path
) -> None:
    code = "from layers_beside import WIDTH\nfrom torch import nn\nnet = nn.Linear(WIDTH, 2)\n"
    write("WIDTH = 3\n", file="layers_beside.py")
    source = write(code, "net")
    assert open_source(source).make().in_features == 3
    # As long as before, and within the same second: what Python's own cache would not notice.
    write("WIDTH = 4\n", file="layers_beside.py")
    write(code.replace("WIDTH, 2", "WIDTH, 5"), "net")
    edited = open_source(source).make()
    assert edited.out_features == 5
    (tmp_path / "other").mkdir()
    write("WIDTH = 6\n", file="other/layers_beside.py")
    assert open_source(write(code, "net", "other/nets.py")).make().in_features == 6
    assert str(tmp_path) not in sys.path
    assert {file.name for file in tmp_path.iterdir()} == {"other", "nets.py", "layers_beside.py"}


def test_paths_are_relative_to_the_working_folder_and_to_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert file_source("my nets/a b.py:Net") == Source(str(tmp_path / "my nets/a b.py"), "Net")
    assert file_source("~/x.py:net") == Source(str(tmp_path / "home" / "x.py"), "net")
    assert file_source("x.py") == Source(str(tmp_path / "x.py"), "")
    assert absolute("x.py:Net") == f"{tmp_path / 'x.py'}:Net"
    assert file_source("mlp") is None
    assert absolute("mlp") == "mlp"
    assert file_source("x.py:Net").title == "x.py:Net"


def test_an_adapter_makes_of_images_what_a_network_takes() -> None:
    network = nn.Linear(28, 2)
    network.adapt_images = lambda images: images.mean(2).squeeze(1)
    images = torch.rand(3, 1, 28, 28)
    assert torch.equal(adapted(network)(images), network(images.mean(2).squeeze(1)))
    assert "adapt_images stands before its layers" in Network.of(adapted(network)).reason
    plain = nn.Linear(28, 2)
    assert adapted(plain) is plain


def test_a_package_says_in_an_entry_point_that_it_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tiny_package.py").write_text(FORMS, "utf-8")
    info = tmp_path / "tiny-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n", "utf-8")
    points = "[hudes_desktop.networks]\nsmall = tiny_package:function\nmlp = tiny_package:Net\n"
    (info / "entry_points.txt").write_text(points, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    known = dict(NETWORKS)
    try:
        add_networks_of_packages()
        assert NETWORKS["mlp"] is known["mlp"]  # ours can't be replaced
        assert NETWORKS["small"].words == "of tiny"
        assert "tiny_package" not in sys.modules
        with pytest.raises(EnvironmentFault, match=r"function tells 6 classes apart, not 10"):
            find("small")
        code = FORMS.replace("Net(6)", "Net(10)")
        (tmp_path / "tiny_package.py").write_text(code, "utf-8")
        assert find("small").prepare().layout.size == 7850
    finally:
        NETWORKS.clear()
        NETWORKS.update(known)
        sys.modules.pop("tiny_package", None)
