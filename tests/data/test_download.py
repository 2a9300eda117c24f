"""Downloads by torchvision's own code, from a server on this machine, or from none."""

import functools
import hashlib
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hudes_desktop.data.datasets import load
from hudes_desktop.data.torchvision_import import torchvision_datasets
from hudes_desktop.errors import EnvironmentFault


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def served(
    tmp_path: Path, write_idx, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, dict[str, np.ndarray]]]:
    """A mirror of FashionMNIST on this machine, with small files; its folder and their content."""
    folder = tmp_path / "mirror"
    content = write_idx(folder, packed=True)
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        fashion = torchvision_datasets().FashionMNIST
        monkeypatch.setattr(fashion, "mirrors", [f"http://127.0.0.1:{server.server_port}/"])
        sums = [
            (path.name, hashlib.md5(path.read_bytes()).hexdigest())
            for path in sorted(folder.iterdir())
        ]
        monkeypatch.setattr(fashion, "resources", sums)
        yield folder, content
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def test_download_unpacks_into_the_cache_and_reports_progress(home: Path, served, capfd) -> None:
    _, content = served
    heard: list[tuple[str, float]] = []

    data = load("fashion-mnist", progress=lambda name, done: heard.append((name, done)))

    np.testing.assert_array_equal(
        data.train_images[:, 0].numpy(), content["train-images-idx3-ubyte"]
    )
    raw = home / "cache" / "FashionMNIST" / "raw"
    assert {path.name for path in raw.iterdir()} == {
        *content,
        ".verified.json",
        "tensors.safetensors",
    }
    assert [folder.name for folder in (home / "cache" / "FashionMNIST").iterdir()] == ["raw"]
    assert {name for name, done in heard if done == 1.0} == {f"{name}.gz" for name in content}
    assert capfd.readouterr().err == ""


def test_what_was_downloaded_needs_no_network_again(
    home: Path, served, monkeypatch: pytest.MonkeyPatch
) -> None:
    load("fashion-mnist", progress=lambda *_: None)
    monkeypatch.setattr(torchvision_datasets().FashionMNIST, "mirrors", ["http://127.0.0.1:9/"])

    assert len(load("fashion-mnist").train_labels) == 60


def test_a_download_is_held_to_what_it_was(home: Path, served) -> None:
    load("fashion-mnist", progress=lambda *_: None)
    labels = home / "cache" / "FashionMNIST" / "raw" / "train-labels-idx1-ubyte"
    content = bytearray(labels.read_bytes())
    content[-1] ^= 1
    labels.write_bytes(content)

    with pytest.raises(EnvironmentFault, match="train-labels-idx1-ubyte is altered"):
        load("fashion-mnist")


def test_a_wrong_file_on_the_mirror_leaves_nothing_behind(home: Path, served) -> None:
    folder, _ = served
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"not what was promised")

    with pytest.raises(EnvironmentFault, match="can't be downloaded"):
        load("fashion-mnist", progress=lambda *_: None)

    assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["fashion-mnist", "kmnist"])
def test_offline_is_one_line_that_says_what_to_do(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets = torchvision_datasets()
    with socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        mirror = f"http://127.0.0.1:{refusing.getsockname()[1]}/"
        for reader in (datasets.FashionMNIST, datasets.KMNIST):
            monkeypatch.setattr(reader, "mirrors", [mirror])

        with pytest.raises(EnvironmentFault) as caught:
            load(name)

    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{name} can't be downloaded (no network?)")
    assert "--data-dir" in line
    assert "--dataset mnist" in line
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_network_that_never_answers_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hudes_desktop.data.download._STALLED_AFTER_S", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # the kernel accepts, nobody answers
        mirror = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr(torchvision_datasets().KMNIST, "mirrors", [mirror])

        with pytest.raises(EnvironmentFault, match="can't be downloaded"):
            load("kmnist")

    assert socket.getdefaulttimeout() is None
