"""When frames are drawn: at once where they are cheap, held back where they are dear."""

import time

import pytest
from PyQt6.QtCore import QObject

from hudes_desktop.view.kit import frame_pacer
from hudes_desktop.view.kit.frame_pacer import FramePacer

CHEAP = 0.02


@pytest.fixture
def pacer(qapp):
    """A pacer and the times at which it drew."""
    parent = QObject()
    drawn = []
    made = FramePacer(lambda: drawn.append(time.perf_counter()), parent, CHEAP)
    yield made, drawn
    made.stop()


def draw_one(pacer, seconds):
    """A frame that takes so long, and the pause after it."""
    pacer.began()
    time.sleep(seconds)
    pacer.shown()


def test_cheap_frames_follow_each_other_without_a_pause_or_a_hold(pacer, qtbot, monkeypatch):
    monkeypatch.setattr(frame_pacer, "LONGEST_HOLD", 60.0)
    pacer, drawn = pacer
    draw_one(pacer, 0.001)
    pacer.hold()
    pacer.request()
    qtbot.waitUntil(lambda: bool(drawn), timeout=1000)
    assert not pacer.dear


def test_dear_frames_take_only_their_share(pacer, qtbot):
    pacer, drawn = pacer
    pacer.share = 0.25
    draw_one(pacer, 0.05)
    ended = time.perf_counter()
    pacer.request()
    qtbot.waitUntil(lambda: bool(drawn))
    assert pacer.dear
    assert drawn[0] - ended > 0.14


def test_a_dear_frame_waits_for_what_a_hand_waits_for(pacer, qtbot):
    pacer, drawn = pacer
    draw_one(pacer, 0.03)
    qtbot.wait(40)  # the pause is over
    pacer.request()
    pacer.hold()
    qtbot.wait(25)
    assert not drawn
    pacer.release()
    qtbot.waitUntil(lambda: bool(drawn), timeout=1000)


def test_a_hold_ends_by_itself_and_another_needs_a_frame_between(pacer, qtbot):
    pacer, drawn = pacer
    draw_one(pacer, 0.03)
    pacer.hold()
    pacer.request()
    for _ in range(10):  # a hand that never rests
        qtbot.wait(20)
        pacer.hold()
    assert drawn


def test_it_rests_once_the_last_frame_that_was_asked_for_is_shown(pacer, qtbot):
    pacer, drawn = pacer
    assert pacer.at_rest
    pacer.request(0.02)
    qtbot.waitUntil(lambda: bool(drawn))
    assert not pacer.at_rest  # the frame is still to be drawn
    pacer.began()
    pacer.request()  # something glides on
    pacer.shown()
    assert not pacer.at_rest
    draw_one(pacer, 0.0)
    assert pacer.at_rest
