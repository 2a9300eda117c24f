"""One clock for all text: a refresh a period at most, and nothing waits for all of them."""

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtTest import QTest
from pytestqt.exceptions import capture_exceptions

from hudes_desktop.view.kit.slow_clock import SlowClock


class Texts:
    """Two things that show text, and what was refreshed so far."""

    def __init__(self):
        self.calls = []

    def numbers(self):
        self.calls.append("numbers")

    def chart(self):
        self.calls.append("chart")


@pytest.fixture
def texts():
    return Texts()


@pytest.fixture
def clock(qapp):
    return SlowClock(period_ms=100)


def test_many_touches_make_one_refresh_of_each(clock, texts, qtbot):
    for _ in range(50):
        clock.touch(texts.numbers)
        clock.touch(texts.chart)
    assert texts.calls == []
    qtbot.waitUntil(lambda: texts.calls == ["numbers", "chart"])


def test_the_last_touch_is_never_forgotten(clock, texts, qtbot):
    clock.touch(texts.numbers)
    qtbot.waitUntil(lambda: texts.calls == ["numbers"])
    clock.touch(texts.numbers)
    qtbot.waitUntil(lambda: texts.calls == ["numbers", "numbers"])


def test_what_waits_in_the_loop_comes_between_two_refreshes(clock, texts, qtbot):
    clock.touch(lambda: QTimer.singleShot(0, lambda: texts.calls.append("key")))
    clock.touch(texts.numbers)
    clock.touch(texts.chart)
    qtbot.waitUntil(lambda: "chart" in texts.calls)
    assert texts.calls.index("key") < texts.calls.index("chart")


def test_all_that_is_due_can_be_had_at_once_and_is_not_refreshed_again(clock, texts):
    clock.touch(texts.numbers)
    clock.touch(texts.chart)
    clock.refresh_all()
    assert texts.calls == ["numbers", "chart"]
    QTest.qWait(250)
    assert texts.calls == ["numbers", "chart"]


def test_a_refresh_that_raises_does_not_keep_the_others_from_theirs(clock, texts, qtbot):
    def broken():
        raise ValueError("broken")

    with capture_exceptions() as bugs:
        clock.touch(broken)
        clock.touch(texts.numbers)
        qtbot.waitUntil(lambda: bool(texts.calls))
    assert [str(error) for _, error, _ in bugs] == ["broken"]
    assert texts.calls == ["numbers"]


def test_a_refresh_may_touch_again(clock, texts, qtbot):

    def again():
        texts.numbers()
        if len(texts.calls) < 2:
            clock.touch(again)

    clock.touch(again)
    qtbot.waitUntil(lambda: texts.calls == ["numbers", "numbers"])
