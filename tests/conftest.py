"""What every test gets: a home and a screen of its own, and a look at what it leaves behind.

A test fails when it leaves a thread, a running timer or a child process behind, or logs at WARNING
or above. A test that provokes a log record asserts on `caplog` and then calls `caplog.clear()`;
one that provokes a Qt message does the same with `qtlog`.
"""

import logging
import os
import signal
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import psutil
import pytest
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from hudes_desktop.engine.thread_priority import wait_briefly

if TYPE_CHECKING:
    from hudes_desktop.data.datasets import DataSet

# As the program does, and as it does before any other module brings torch.
wait_briefly()

pytest_plugins = ["window_fixtures"]

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

_GRACE_S = 60.0
"""How long a thread or process that was told to end may take to do so."""

_timers: "weakref.WeakSet[QTimer]" = weakref.WeakSet()
_qt_threads: "weakref.WeakSet[QThread]" = weakref.WeakSet()
_homes: list["tempfile.TemporaryDirectory[str]"] = []


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.TemporaryDirectory(prefix="hudes-desktop-tests-")
    _homes.append(home)
    os.environ["PYOPENGL_ERROR_CHECKING"] = "1"
    os.environ["HUDES_DESKTOP_HOME"] = home.name
    os.environ["HUDES_DESKTOP_SESSION_HOME"] = home.name
    # A shell starts what it runs in the background with Ctrl+C ignored, nohup with the end of the
    # terminal ignored. Children inherit that: the programs that tests start would ignore it too.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if sys.platform == "linux":
        # The virtual screen is an X screen, also where the desktop is Wayland.
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        os.environ.pop("WAYLAND_DISPLAY", None)
        # Qt warns where the session has no such folder (a container, a build machine).
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(dir=home.name))
    _remember_started(QTimer, _timers)
    _remember_started(QThread, _qt_threads)


def pytest_unconfigure(config: pytest.Config) -> None:
    for home in _homes:
        home.cleanup()


def _remember_started(cls: type[QObject], started: "weakref.WeakSet[QObject]") -> None:
    original: Callable[..., None] = cls.start

    def start(self: QObject, *args: object) -> None:
        started.add(self)
        original(self, *args)

    cls.start = start


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """Without shared contexts the second GLViewWidget of a process stays blank."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication


@pytest.fixture(scope="session")
def mnist() -> "DataSet":
    """All of MNIST, on the CPU."""
    from hudes_desktop.data.datasets import load  # it brings torch

    return load("mnist")


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    records = [
        record
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    if records:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in records]
        pytest.fail("unexpected log records:\n  " + "\n  ".join(lines), pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    threads = set(threading.enumerate())
    qt_threads = {id(thread) for thread in _running_qt_threads()}
    timers = {id(timer) for timer in _active_timers()}
    children = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    _finish_deleting()
    left = (
        lambda: [f"thread {t.name!r}" for t in threading.enumerate() if t not in threads],
        lambda: [_described(t) for t in _running_qt_threads() if id(t) not in qt_threads],
        lambda: [_described(t) for t in _active_timers() if id(t) not in timers],
        lambda: _child_processes(children),
    )
    deadline = time.monotonic() + _GRACE_S
    while (found := [name for look in left for name in look()]) and time.monotonic() < deadline:
        time.sleep(0.01)
        _finish_deleting()
    if found:
        pytest.fail("the test leaves behind: " + ", ".join(found), pytrace=False)


def _finish_deleting() -> None:
    """Qt deletes later only from an event loop, and a test has none."""
    if QApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def _running_qt_threads() -> list[QThread]:
    return [t for t in list(_qt_threads) if not sip.isdeleted(t) and t.isRunning()]


def _active_timers() -> list[QTimer]:
    """Running timers that don't belong to a window which is still open."""
    alive = [timer for timer in list(_timers) if not sip.isdeleted(timer)]
    return [timer for timer in alive if timer.isActive() and not _in_open_window(timer)]


def _in_open_window(item: QObject) -> bool:
    while (parent := item.parent()) is not None:
        item = parent
    return isinstance(item, QWidget) and item.isVisible()


def _child_processes(before: set[int]) -> list[str]:
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            command = child.cmdline()
            ended = child.status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            continue
        # Python's own tracker of shared memory lives until the interpreter ends.
        tracker = any("multiprocessing.resource_tracker" in part for part in command)
        if child.pid not in before and not tracker:
            state = " (ended, never waited for)" if ended else ""
            found.append(f"process {' '.join(command)[:80] or child.pid}{state}")
    return found


def _described(item: QObject) -> str:
    owner = item.parent()
    of = f" of {type(owner).__name__}" if owner is not None else ""
    return f"{type(item).__name__} {item.objectName()!r}{of}"
