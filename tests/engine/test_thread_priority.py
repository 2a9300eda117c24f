"""The engine's threads are less urgent than the window's; nobody else's are."""

import os
import sys
import threading

import pytest

from hudes_desktop.engine.thread_priority import let_others_go_ahead


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_only_the_thread_that_asks_and_those_it_starts_let_others_go_ahead():
    def niceness():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    found = []

    def engine():
        let_others_go_ahead()
        worker = threading.Thread(target=lambda: found.append(niceness()))
        worker.start()
        worker.join()
        found.append(niceness())

    before = niceness()
    thread = threading.Thread(target=engine)
    thread.start()
    thread.join()
    assert found[0] == found[1] > before
    assert niceness() == before
