"""One clock for all text: a refresh a period at most, and with a frame where there is one."""

import pytest
from PyQt6.QtTest import QTest

from hudes_desktop.view.slow_clock import SlowClock


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


def test_many_touches_make_one_refresh_of_each_and_all_at_once(clock, texts):
    for _ in range(50):
        clock.touch(texts.numbers)
        clock.touch(texts.chart)
    assert texts.calls == []
    QTest.qWait(250)
    assert texts.calls == ["numbers", "chart"]


def test_the_last_touch_is_never_forgotten(clock, texts):
    clock.touch(texts.numbers)
    QTest.qWait(150)
    clock.touch(texts.numbers)
    QTest.qWait(150)
    assert texts.calls == ["numbers", "numbers"]


def test_what_is_due_shares_a_frame_that_is_drawn_anyway(clock, texts):
    clock.touch(texts.numbers)
    QTest.qWait(70)
    clock.share_frame()
    assert texts.calls == ["numbers"]
    clock.share_frame()
    QTest.qWait(150)
    assert texts.calls == ["numbers"]


def test_frames_that_follow_each_other_fast_do_not_each_bring_text(clock, texts):
    QTest.qWait(70)
    for _ in range(20):
        clock.touch(texts.numbers)
        clock.share_frame()
    assert texts.calls == ["numbers"]


def test_a_refresh_may_touch_again(clock, texts):

    def again():
        texts.numbers()
        if len(texts.calls) < 2:
            clock.touch(again)

    clock.touch(again)
    QTest.qWait(350)
    assert texts.calls == ["numbers", "numbers"]
