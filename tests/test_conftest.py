"""The house rules of conftest.py and pyproject.toml, tried on tests that break each of them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

BREAKING = """
import logging, subprocess, threading, time, warnings
import pytest
from PyQt6.QtCore import QThread, QTimer, qWarning
from PyQt6.QtWidgets import QWidget

kept = []

def test_thread():
    threading.Thread(target=time.sleep, args=(30,), name="lost", daemon=True).start()

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(100)

def test_timer_of_a_closed_window(qapp):
    kept.append(QWidget())
    kept.append(QTimer(kept[-1]))
    kept[-1].start(100)

def test_qthread(qapp):
    kept.append(QThread())
    kept[-1].start()

def test_qthread_stopped_again(qapp):
    kept[-1].quit()
    kept[-1].wait()

def test_process():
    kept.append(subprocess.Popen(["sleep", "30"]))

def test_process_ended_again():
    kept[-1].kill()
    kept[-1].wait()

def test_log_record():
    logging.getLogger("some").warning("hm")

def test_expected_log_record(caplog):
    logging.getLogger("some").warning("hm")
    assert caplog.messages == ["hm"]
    caplog.clear()

def test_qt_message(qapp):
    qWarning("hm")

def test_python_warning():
    warnings.warn("hm")

def test_exception_in_a_slot(qtbot):
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(50)

def test_thread_that_ends_soon():
    threading.Thread(target=time.sleep, args=(0.2,)).start()

def test_window_with_a_timer(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    kept.append(QTimer(window))
    kept[-1].start(100)
    window.show()

@pytest.mark.full
def test_long():
    raise AssertionError
"""


@pytest.mark.full
@pytest.mark.skipif(sys.platform == "win32", reason="starts `sleep`")
def test_what_breaks_a_rule_fails_and_nothing_else(tmp_path: Path) -> None:
    rules = (TESTS / "conftest.py").read_text("utf-8")
    (tmp_path / "conftest.py").write_text(rules.replace("_GRACE_S = 60.0", "_GRACE_S = 2.0"))
    (tmp_path / "test_breaking.py").write_text(BREAKING, "utf-8")
    config = TESTS.parent / "pyproject.toml"

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", config, "--rootdir", tmp_path, "-rA", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )

    results = re.findall(r"^(PASSED|FAILED|ERROR) \S+::test_(\w+)", ran.stdout, re.MULTILINE)
    broke = {name for result, name in results if result != "PASSED"}
    assert broke == {
        "thread",
        "timer",
        "timer_of_a_closed_window",
        "qthread",
        "process",
        "log_record",
        "qt_message",
        "python_warning",
        "exception_in_a_slot",
    }, ran.stdout
    assert {name for _, name in results} - broke == {
        "qthread_stopped_again",
        "process_ended_again",
        "expected_log_record",
        "thread_that_ends_soon",
        "window_with_a_timer",
    }
    assert "the test leaves behind: thread 'lost'" in ran.stdout
    assert "the test leaves behind: process sleep 30" in ran.stdout
