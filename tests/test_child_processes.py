"""What we start ends with us, and so does what that has started, also when we are killed."""

import os
import shutil
import signal
import subprocess
import sys

import psutil
import pytest

from hudes_desktop.child_processes import bound_to_us

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")

PARENT = """
import subprocess, sys
from hudes_desktop.child_processes import bound_to_us
command = bound_to_us(["sh", "-c", "sleep 1000 & echo $$ $!; wait"])
child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
child.wait()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_children_and_theirs_end_when_we_are_killed(number):
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        children = [psutil.Process(pid) for pid in pids]
        parent.send_signal(number)
        parent.wait()
        assert psutil.wait_procs(children, timeout=30)[1] == []


def test_a_command_that_ends_by_itself_tells_its_exit_code_and_leaves_nothing():
    command = bound_to_us(["sh", "-c", "cat; exit 7"])
    child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    assert child.wait(timeout=30) == 7
    child.communicate()


def test_without_a_shell_it_is_the_command_itself(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert bound_to_us(["c++", "-O3"]) == ["c++", "-O3"]
