"""A network is tried in a process of its own, whatever it does there, and only when needed."""

import subprocess
from pathlib import Path

import pytest
from faults import one_line

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets import trial
from hudes_desktop.nets.trial import try_out
from hudes_desktop.nets.user_network import SeveralNetworks, Source

CODE = """
import ctypes, os, sys, threading
from torch import nn

print("hello", flush=True)

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(1))

def hang():
    while True:
        pass

def hang_in_c():
    ctypes.PyDLL(None).pause()

def leave():
    os._exit(3)

def crash():
    ctypes.string_at(0)

def lingering():
    threading.Thread(target=hang).start()
    return Net()

def odd():
    return nn.Flatten(0)
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "some nets.py").write_text(CODE, "utf-8")
    return str(tmp_path / "some nets.py")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("hang", r"some nets\.py:hang takes longer than 5 s, in line 1[23]: given up"),
        ("hang_in_c", r"some nets\.py:hang_in_c takes longer than 5 s, in line 16: given up"),
        ("leave", r"some nets\.py:leave ends the program that runs it \(exit code 3\)"),
        ("crash", r"some nets\.py:crash ends the program that runs it \(signal 11\)"),
        ("Other", r"some nets\.py has no network Other: it has Net"),
        ("odd", r"some nets\.py:odd .*"),
    ],
)
def test_whatever_goes_wrong_is_one_line(file: str, name: str, line: str) -> None:
    with one_line(line):
        try_out(Source(file, name), seconds=5)


def test_what_went_well_is_not_tried_again_until_the_file_changes(
    file: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert try_out(Source(file, "")) == Source(file, "Net")
    assert capfd.readouterr().out == ""  # what it prints in there is nobody's
    began = []
    monkeypatch.setattr(trial, "_tried", lambda *all_of_it: began.append(all_of_it) or "Net")
    assert try_out(Source(file, "")) == Source(file, "Net")
    assert not began
    Path(file).write_text(CODE.replace("hello", "hello again"), "utf-8")
    try_out(Source(file, ""))
    assert began


def test_the_log_has_the_traceback(file: str, caplog: pytest.LogCaptureFixture) -> None:
    Path(file).write_text("def net():\n    return 1 / 0\n", "utf-8")
    with caplog.at_level("INFO"), pytest.raises(EnvironmentFault, match="line 2: ZeroDivision"):
        try_out(Source(file, "net"))
    assert f'File "{file}", line 2, in net' in caplog.text


def test_what_it_leaves_running_ends_with_the_trial(file: str) -> None:
    assert try_out(Source(file, "lingering")) == Source(file, "lingering")


def test_of_several_all_are_named(file: str) -> None:
    Path(file).write_text("from torch import nn\na = b = nn.Linear(2, 2)", "utf-8")
    with pytest.raises(SeveralNetworks) as several:
        try_out(Source(file, ""))
    assert several.value.names == ("a", "b")


def test_a_file_that_is_gone_is_said_without_a_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(EnvironmentFault, match=r"gone\.py can't be read \(No such file"):
        try_out(Source(str(tmp_path / "gone.py"), "Net"))


def test_it_is_given_up_at_once_when_nobody_wants_it_any_more(file: str) -> None:
    with pytest.raises(EnvironmentFault, match=r"given up$"):
        try_out(Source(file, "hang"), stopping=lambda: True)
