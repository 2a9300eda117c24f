"""Downloads with pooch, from a server on this machine, or from none."""

import copy
import functools
import hashlib
import http.server
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from hudes_desktop.data import sources
from hudes_desktop.data.datasets import load
from hudes_desktop.errors import EnvironmentFault


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder. A file of which a `.cut` is there promises more than it sends."""

    def log_message(self, *args: object) -> None:
        """Nothing on stderr."""

    def send_header(self, keyword: str, value: str) -> None:
        path = Path(self.translate_path(self.path))
        if keyword == "Content-Length" and path.with_name(f"{path.name}.cut").exists():
            value = str(int(value) + 100)
        super().send_header(keyword, value)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def from_mirror(monkeypatch: pytest.MonkeyPatch, name: str, port: int, folder: Path | None) -> None:
    """The data set comes from that port of this machine; its files are those in `folder`."""
    sums = {
        path.stem: hashlib.md5(path.read_bytes()).hexdigest()
        for path in (folder.iterdir() if folder else ())
    }
    source = sources.SOURCES[name]
    here = replace(source, mirror=f"http://127.0.0.1:{port}/", packed_md5=sums or source.packed_md5)
    monkeypatch.setitem(sources.SOURCES, name, here)


@pytest.fixture
def served(
    tmp_path: Path, write_idx, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, dict[str, np.ndarray]]]:
    """A mirror of Fashion-MNIST on this machine, with small files; its folder, their content."""
    folder = tmp_path / "mirror"
    content = write_idx(folder, packed=True)
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        from_mirror(monkeypatch, "fashion-mnist", server.server_port, folder)
        yield folder, content
        server.shutdown()
        thread.join()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Servers of all data sets refuse to be asked."""
    with socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        for name in ("fashion-mnist", "kmnist"):
            from_mirror(monkeypatch, name, refusing.getsockname()[1], None)
        yield


def refused(name: str, home: Path) -> str:
    """The one line that is said instead of loading; nothing half done may be left on the disk."""
    with pytest.raises(EnvironmentFault) as caught:
        load(name)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{name} can't be downloaded")
    assert "--data-dir" in line
    assert "--dataset mnist" in line
    whole = {f"{name}.gz" for name in sources.IDX_FILES}
    assert {path.name for path in home.rglob("*") if path.is_file()} <= whole
    return line


def test_download_unpacks_into_the_cache_and_reports_progress(home: Path, served, capfd) -> None:
    _, content = served
    heard: list[tuple[str, float]] = []

    data = load("fashion-mnist", progress=lambda name, done: heard.append((name, done)))

    np.testing.assert_array_equal(
        data.train_images[:, 0].numpy(), content["train-images-idx3-ubyte"]
    )
    raw = home / "cache" / "FashionMNIST" / "raw"
    assert {path.name for path in raw.iterdir()} == set(content)
    packed = {path.name for path in (raw.parent / "packed").iterdir()}
    assert packed == {f"{name}.gz" for name in content}
    assert {name for name, done in heard if done == 1.0} == {f"{name}.gz" for name in content}
    assert all(0 <= done <= 1 for _, done in heard)
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_what_was_downloaded_needs_no_network_again(
    home: Path, served, request: pytest.FixtureRequest
) -> None:
    load("fashion-mnist")
    request.getfixturevalue("offline")

    assert len(load("fashion-mnist").train_labels) == 60


@pytest.mark.parametrize("damaged", ["raw/{}", "packed/{}.gz"])
@pytest.mark.parametrize("both", [False, True])
def test_a_damaged_download_is_mended(home: Path, served, damaged: str, both: bool) -> None:
    load("fashion-mnist")
    folder = home / "cache" / "FashionMNIST"
    labels = "train-labels-idx1-ubyte"
    good = (folder / "raw" / labels).read_bytes()
    for place in {damaged, "raw/{}"} if both else {damaged}:
        (folder / place.format(labels)).write_bytes(b"\0" * len(good))

    data = load("fashion-mnist")

    assert (folder / "raw" / labels).read_bytes() == good
    assert data.train_labels.tolist() == list(good[8:])


def test_whatever_becomes_of_the_cache_the_data_are_right(home: Path, served) -> None:
    """Files cut, zeroed or changed at random places, and put back in time."""
    whole = copy.deepcopy(load("fashion-mnist"))
    files = sorted(path for path in (home / "cache").rglob("*") if path.is_file())
    random = np.random.default_rng(3)
    for _ in range(200):
        file = files[random.integers(len(files))]
        status, content = file.stat(), bytearray(file.read_bytes())
        begin, end = sorted(random.integers(len(content), size=2))
        match random.integers(4):
            case 0:
                del content[begin:]
            case 1:
                content[begin:] = bytes(len(content) - begin)
            case 2:
                content[begin:end] = random.bytes(end - begin)
            case _:
                content[begin] ^= 1 << random.integers(8)
        file.write_bytes(content)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

        data = load("fashion-mnist")

        assert torch.equal(data.train_images, whole.train_images)
        assert torch.equal(data.test_labels, whole.test_labels)
        assert torch.equal(data.train_labels, whole.train_labels)
        assert torch.equal(data.test_images, whole.test_images)


def test_what_came_before_the_network_failed_is_not_fetched_again(home: Path, served) -> None:
    folder, _ = served
    last = folder / "t10k-labels-idx1-ubyte.gz"
    last.rename(folder / "elsewhere")
    refused("fashion-mnist", home)
    (folder / "elsewhere").rename(last)
    heard: set[str] = set()

    load("fashion-mnist", progress=lambda name, _: heard.add(name))

    assert heard == {last.name}


def test_another_file_than_was_published_is_named(home: Path, served) -> None:
    folder, _ = served
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"not what was promised")

    assert "train-labels-idx1-ubyte.gz came altered" in refused("fashion-mnist", home)


def test_a_file_that_is_cut_on_its_way_is_no_file(home: Path, served) -> None:
    folder, _ = served
    (folder / "t10k-images-idx3-ubyte.gz.cut").touch()

    refused("fashion-mnist", home)


def test_a_file_that_the_mirror_lacks_is_told_with_its_answer(home: Path, served) -> None:
    folder, _ = served
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()

    assert "the server says 404" in refused("fashion-mnist", home)


@pytest.mark.parametrize("name", ["fashion-mnist", "kmnist"])
def test_offline_is_one_line_that_says_what_to_do(name: str, home: Path, offline) -> None:
    assert "no network?" in refused(name, home)


def test_a_network_that_never_answers_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hudes_desktop.data.download._STALLED_AFTER_S", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # the kernel accepts, nobody answers
        from_mirror(monkeypatch, "kmnist", silent.getsockname()[1], None)

        assert "no network?" in refused("kmnist", home)


def test_a_disk_that_takes_nothing_is_another_line(home: Path, served) -> None:
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "FashionMNIST").write_text("a file in the way of the folder")

    with pytest.raises(EnvironmentFault, match=r"can't be saved in .*HUDES_DESKTOP_HOME"):
        load("fashion-mnist")
