"""What a killed process left unfinished goes at the next start; what is being made stays."""

import os
import signal
import subprocess
import sys
import time

import pytest

from hudes_desktop.store import atomic
from hudes_desktop.store.leftovers import sweep

WRITING = """
import pathlib, sys, time
from hudes_desktop.store import atomic
with atomic.replacing(pathlib.Path(sys.argv[1])) as file:
    file.write(bytes(1_000_000))
    file.flush()
    print("written", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def nobody():
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.mark.skipif(os.name != "posix", reason="numbers of processes")
def test_what_no_living_process_is_at_goes_and_all_else_stays(tmp_path, nobody):
    compiled = tmp_path / "compiled"
    gone = [compiled / f"unfinished-{nobody}-ab12", tmp_path / f".film.gif.{nobody}-ab12.part"]
    kept = [
        compiled / f"unfinished-{os.getpid()}-ab12",
        compiled / "slice-kernel-0123.so",
        tmp_path / f".film.gif.{os.getpid()}-ab12.part",
        tmp_path / "unfinished.toml",
    ]
    for path in (*gone, *kept):
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    gone[0].unlink()
    gone[0].mkdir()
    (gone[0] / "kernel.so").write_text("half")
    sweep(tmp_path)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


def test_what_does_not_say_whose_it_is_goes_after_a_day(tmp_path):
    old, new = tmp_path / "unfinished-abc", tmp_path / "tmpabc"
    for path in (old, new):
        path.write_text("")
    os.utime(old, times=(time.time() - 90_000,) * 2)
    sweep(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_folder_that_is_not_there_is_nothing_to_sweep(tmp_path):
    sweep(tmp_path / "none")


@pytest.mark.skipif(os.name != "posix", reason="kills")
@pytest.mark.parametrize("nameless", [True, False])
def test_a_process_that_is_killed_while_it_writes_leaves_nothing(tmp_path, nameless):
    file = atomic._nameless(tmp_path)
    if file is None:
        pytest.skip("this disk has no files without a name")
    file.close()
    code = (
        WRITING if nameless else WRITING.replace("with", "atomic._nameless = lambda _: None\nwith")
    )
    target = tmp_path / "film.gif"
    target.write_bytes(b"old")
    command = [sys.executable, "-c", code, str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == (1 if nameless else 2)
        process.send_signal(signal.SIGKILL)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"old"
