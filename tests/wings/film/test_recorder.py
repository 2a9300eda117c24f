import io
import os
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.wings.film.recent_frames import RecentFrames, Shot
from hudes_desktop.wings.film.recorder import MINUTE_BYTES, Recorder


class Patch(QWidget):
    """A window of one colour, with a small square of another in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.colour = QColor("navy")
        self.resize(600, 300)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.colour)
        painter.fillRect(295, 145, 10, 10, QColor(DARK.marker))

    def show_colour(self, name: str) -> None:
        self.colour = QColor(name)
        self.update()


@pytest.fixture
def patch(qtbot: QtBot) -> Patch:
    made = Patch()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    QTest.qWait(100)
    return made


@pytest.fixture
def recorder(patch: Patch) -> Iterator[Recorder]:
    """Of the patch, half as large, and quick; it keeps nothing yet."""
    made = Recorder(patch, fps=20, lines=150)
    yield made
    made.close()


def seen(shot: Shot) -> np.ndarray:
    """(height, width, 3), 0 to 255."""
    return np.asarray(Image.open(io.BytesIO(shot.jpeg)).convert("RGB")).astype(int)


def is_of(shot: Shot, colour: str) -> bool:
    wanted = QColor(colour)
    return np.abs(seen(shot)[20, 20] - [wanted.red(), wanted.green(), wanted.blue()]).max() < 16


def test_what_the_window_shows_is_kept_in_its_order(
    patch: Patch, recorder: Recorder, qtbot: QtBot
) -> None:
    recorder.set_keeping(True)
    recorder.wake()
    for colour in ("navy", "teal", "olive"):
        patch.show_colour(colour)
        qtbot.waitUntil(
            lambda c=colour: bool(recorder.frames) and is_of(recorder.last_minute()[-1], c)
        )

    shots = recorder.last_minute()
    assert {seen(shot).shape for shot in shots} == {(150, 300, 3)}
    assert [shot.time for shot in shots] == sorted(shot.time for shot in shots)
    assert is_of(shots[0], "navy")


def test_a_window_that_does_not_change_is_left_alone(
    patch: Patch, recorder: Recorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One picture, and then nothing that wakes the processor."""
    recorder.set_keeping(True)
    recorder.wake()
    qtbot.waitUntil(lambda: len(recorder.frames) == 1)
    assert not recorder._timer.isActive()
    QTest.qWait(300)
    assert len(recorder.frames) == 1
    assert not recorder._timer.isActive()


def test_nothing_is_taken_before_somebody_plays_or_once_it_is_off(
    patch: Patch, recorder: Recorder, qtbot: QtBot
) -> None:
    recorder.set_keeping(True)
    patch.show_colour("teal")
    QTest.qWait(200)
    assert len(recorder.frames) == 0
    recorder.wake()
    qtbot.waitUntil(lambda: len(recorder.frames) > 0)
    recorder.set_keeping(False)
    assert recorder.last_minute() == []
    patch.show_colour("olive")
    QTest.qWait(200)
    assert recorder.last_minute() == []


def test_the_last_minute_is_there_before_the_first_move(recorder: Recorder) -> None:
    recorder.set_keeping(True)
    [shot] = recorder.last_minute()
    assert is_of(shot, "navy")


def test_a_recording_goes_on_when_the_last_minute_is_over(patch: Patch, qtbot: QtBot) -> None:
    """With a minute that lasts a fifth of a second."""
    recorder = Recorder(patch, seconds=0.2, fps=20)
    try:
        recorder.set_keeping(True)
        recorder.wake()
        recorder.record()
        for number in range(8):
            before = recorder.last_minute()[-1].time
            patch.show_colour(f"#{number:02x}8080")
            qtbot.waitUntil(lambda then=before: recorder.last_minute()[-1].time > then)
        kept, recorded = recorder.last_minute(), recorder.end_recording()
    finally:
        recorder.close()
    assert len(recorded) >= 9 > len(kept)
    assert recorded[-len(kept) :] == kept
    assert not recorder.recording
    assert recorder.end_recording() == []


def test_a_recording_needs_no_last_minute(patch: Patch, recorder: Recorder, qtbot: QtBot) -> None:
    recorder.record()
    patch.show_colour("teal")
    qtbot.waitUntil(lambda: len(recorder._recorded) >= 2)
    shots = recorder.end_recording()
    assert is_of(shots[0], "navy")
    assert is_of(shots[-1], "teal")
    assert recorder.last_minute() == []


def test_the_landscape_counts_as_change(
    window: MainWindow, surface: Callable[..., object], qtbot: QtBot
) -> None:
    recorder = Recorder(window, fps=20)
    window.landscape.show_surface(surface(lambda a, b: a * a + b * b))
    QTest.qWait(600)
    recorder.set_keeping(True)
    recorder.wake()
    try:
        for _ in range(4):
            before = len(recorder.frames)
            window.landscape.orbit(5.0, 0.0)
            qtbot.waitUntil(lambda before=before: len(recorder.frames) > before, timeout=30_000)
    finally:
        recorder.close()


def test_pictures_that_are_dear_are_taken_less_often(
    patch: Patch, recorder: Recorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else they would take the time that the window needs: half of it, here."""
    spent: list[float] = []

    def dear(window: QWidget) -> QPixmap:
        began = time.perf_counter()
        time.sleep(0.03)
        picture = picture_of(window)
        spent.append(time.perf_counter() - began)
        return picture

    monkeypatch.setattr("hudes_desktop.wings.film.recorder.picture_of", dear)
    changes = QTimer()
    changes.timeout.connect(lambda: patch.show_colour(f"#{len(spent):02x}8080"))
    changes.timeout.connect(patch.update)
    changes.start(5)
    began = time.perf_counter()
    recorder.set_keeping(True)
    recorder.wake()
    qtbot.waitUntil(lambda: len(spent) >= 4, timeout=30_000)
    elapsed = time.perf_counter() - began
    changes.stop()
    assert sum(spent[:-1]) < 0.12 * elapsed


def test_closing_leaves_no_thread(recorder: Recorder, qtbot: QtBot) -> None:
    before = threading.active_count()
    recorder.set_keeping(True)
    recorder.wake()
    recorder.record()
    qtbot.waitUntil(lambda: len(recorder.frames) > 0)
    recorder.close()
    assert threading.active_count() == before


def shot(seconds: float, size: int = 1000) -> Shot:
    return Shot(seconds, os.urandom(size))


def test_what_is_older_than_a_minute_goes_but_for_how_the_minute_began() -> None:
    frames = RecentFrames(60.0, 10**9)
    for second in range(0, 200, 7):
        frames.add(shot(second))
    times = [each.time for each in frames.shots()]
    assert times == list(range(133, 200, 7))
    assert frames.held_bytes == sum(len(each.jpeg) for each in frames.shots())


def test_a_full_minute_has_fewer_pictures_and_not_less_time() -> None:
    frames = RecentFrames(60.0, 100_000)
    for number in range(480):
        frames.add(shot(number / 8))
        assert frames.held_bytes <= 100_000
        times = [each.time for each in frames.shots()]
        assert times[0] == 0.0
        assert times[-1] == number / 8
    assert len(frames) >= 50


def test_a_picture_that_is_too_large_alone_is_kept_alone() -> None:
    frames = RecentFrames(60.0, 100)
    for number in range(3):
        frames.add(shot(number))
    assert [each.time for each in frames.shots()] == [2]


@pytest.mark.full
def test_a_minute_of_film_of_a_busy_window_stays_small(
    window: MainWindow, surface: Callable[..., object]
) -> None:
    recorder = Recorder(window)
    window.landscape.show_surface(surface(lambda a, b: a * a + b * b))
    recorder.set_keeping(True)
    recorder.wake()
    end = time.monotonic() + 62
    while time.monotonic() < end:
        window.landscape.orbit(2.0, 0.0)
        QTest.qWait(40)
    shots = recorder.last_minute()
    recorder.close()
    assert 55 < shots[-1].time - shots[0].time < 62
    assert sum(len(each.jpeg) for each in shots) <= MINUTE_BYTES
