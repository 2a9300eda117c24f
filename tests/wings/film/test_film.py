import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from window_reading import banner_text

from hudes_desktop import app
from hudes_desktop.options import Options
from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.wings.film.gif import jpeg_of, write_gif
from hudes_desktop.wings.film.recent_frames import RecentFrames, Shot
from hudes_desktop.wings.film.recorder import Recorder


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
def recorder(patch: Patch, qtbot: QtBot) -> Recorder:
    made = Recorder(patch, fps=20, width=300)
    yield made
    made.close()


def frames(file: Path) -> list[tuple[np.ndarray, int]]:
    """The pictures of a GIF and how long each is shown, ms."""
    result = []
    with Image.open(file) as film:
        for number in range(film.n_frames):
            film.seek(number)
            pixels = np.asarray(film.convert("RGB")).astype(int)
            result.append((pixels, film.info["duration"]))
        assert film.info["loop"] == 0
    return result


def test_a_film_shows_what_the_window_showed_in_its_time(
    patch: Patch, recorder: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    colours = ("navy", "teal", "olive")
    recorder.set_recording(True)
    for name in colours:
        patch.show_colour(name)
        QTest.qWait(400)
    recorder.set_recording(False)
    lines: list[tuple[str, bool]] = []
    recorder.said.connect(lambda text, error: lines.append((text, error)))

    with qtbot.waitSignal(recorder.saved) as saved:
        recorder.save(tmp_path / "film.gif")
    recorder.wait()

    assert saved.args == [tmp_path / "film.gif"]
    shown = frames(tmp_path / "film.gif")
    for (pixels, _), name in zip(shown[-3:], colours, strict=True):
        assert pixels.shape == (150, 300, 3)
        wanted = QColor(name)
        assert np.abs(pixels[20, 20] - [wanted.red(), wanted.green(), wanted.blue()]).max() < 12
    assert 250 < shown[-3][1] < 700
    assert 250 < shown[-2][1] < 700
    assert lines[0] == ("saving the film: 0%", False)
    assert lines[-1][0].startswith("saved 1 s of film as ")


def test_a_window_that_does_not_change_is_taken_once(recorder: Recorder, patch: Patch) -> None:
    recorder.set_recording(True)
    QTest.qWait(500)
    recorder.set_recording(False)

    assert len(recorder.frames) == 1


def test_the_landscape_counts_as_change(
    window: MainWindow, surface: Callable[..., object], qtbot: QtBot
) -> None:
    recorder = Recorder(window, fps=20)
    window.landscape.show_surface(surface(lambda a, b: a * a + b * b))
    QTest.qWait(600)
    recorder.set_recording(True)
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
    recorder.set_recording(True)
    qtbot.waitUntil(lambda: len(spent) >= 4, timeout=30_000)
    elapsed = time.perf_counter() - began
    assert sum(spent[:-1]) < 0.12 * elapsed


def test_nothing_is_taken_before_it_is_asked_for_or_after(
    patch: Patch, recorder: Recorder, qtbot: QtBot
) -> None:
    patch.show_colour("teal")
    QTest.qWait(150)
    assert len(recorder.frames) == 0
    recorder.set_recording(True)
    qtbot.waitUntil(lambda: len(recorder.frames) > 0)
    recorder.set_recording(False)
    taken = len(recorder.frames)

    patch.show_colour("olive")
    QTest.qWait(150)

    assert len(recorder.frames) == taken == 1
    assert not recorder.recording


def test_no_film_without_pictures(recorder: Recorder, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(recorder.said) as said:
        recorder.save(tmp_path / "film.gif")

    assert said.args == ["nothing was filmed yet: choose Record a film first", True]
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_none_is_said_in_a_line(
    recorder: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    recorder.set_recording(True)
    qtbot.waitUntil(lambda: len(recorder.frames) > 0)
    (tmp_path / "file").write_text("mine")
    lines: list[tuple[str, bool]] = []
    recorder.said.connect(lambda text, error: lines.append((text, error)))

    recorder.save(tmp_path / "file" / "film.gif")
    recorder.wait()
    qtbot.waitUntil(lambda: any(error for _, error in lines))

    text, error = lines[-1]
    assert error
    assert "can't be written" in text
    assert "\n" not in text
    assert (tmp_path / "file").read_text() == "mine"


def test_closing_finishes_the_film_and_leaves_no_thread(
    recorder: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    before = threading.active_count()
    recorder.set_recording(True)
    qtbot.waitUntil(lambda: len(recorder.frames) > 0)

    recorder.save(tmp_path / "film.gif")
    recorder.close()

    assert threading.active_count() == before
    assert len(frames(tmp_path / "film.gif")) == 1


def shot(seconds: float, colour: str = "navy", size: tuple[int, int] = (40, 20)) -> Shot:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return Shot(seconds, buffer.getvalue())


def test_the_reel_forgets_what_is_old() -> None:
    reel = RecentFrames(60.0, 10**9)
    for second in range(200):
        reel.add(shot(second))

    assert [each.time for each in reel.shots()] == list(range(139, 200))
    assert reel.held_bytes == sum(len(each.jpeg) for each in reel.shots())


def test_the_reel_never_holds_more_than_its_budget() -> None:
    reel = RecentFrames(60.0, 100_000)
    for number in range(1000):
        reel.add(Shot(number / 100, os.urandom(3000)))
        assert reel.held_bytes <= 100_000

    assert len(reel) == 33


def test_a_picture_is_made_small_with_its_colours_in_order() -> None:
    bgrx = np.zeros((100, 220, 4), np.uint8)
    bgrx[:, :, 2] = 255  # red
    bgrx[:, 200:] = (255, 0, 0, 0)  # padding of the line, which is none of the picture

    jpeg = jpeg_of(bgrx.tobytes(), (200, 100), 220 * 4, 50)

    picture = np.asarray(Image.open(io.BytesIO(jpeg)))
    assert picture.shape == (25, 50, 3)
    assert (np.abs(picture.astype(int) - [255, 0, 0]) < 6).all()


def test_a_narrow_picture_is_not_made_larger() -> None:
    jpeg = jpeg_of(bytes(30 * 20 * 4), (30, 20), 30 * 4, 50)

    assert Image.open(io.BytesIO(jpeg)).size == (30, 20)


def test_long_rests_are_shortened_and_sizes_made_equal(tmp_path: Path) -> None:
    shots = [shot(0, "navy"), shot(30, "teal", (60, 60)), shot(30.3, "olive"), shot(30.305, "red")]
    file = tmp_path / "film.gif"
    with file.open("wb") as out:
        write_gif(shots, out, lambda _: None)

    shown = frames(file)

    assert [duration for _, duration in shown] == [2000, 300, 20, 1500]
    assert {pixels.shape for pixels, _ in shown} == {(20, 40, 3)}


def test_rare_colours_that_matter_stay_as_they_are(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = np.kron(rng.integers(0, 120, (30, 60, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    noise[100:112, 200:212] = (255, 77, 61)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", quality=92, subsampling=0)
    file = tmp_path / "film.gif"

    with file.open("wb") as out:
        write_gif([Shot(0, buffer.getvalue())], out, lambda _: None, [(255, 77, 61)])

    [(pixels, _)] = frames(file)
    assert pixels[106, 206].tolist() == [255, 77, 61]


@pytest.mark.full
def test_a_minute_of_film_of_a_busy_window_stays_small(
    window: MainWindow, surface: Callable[..., object], tmp_path: Path
) -> None:
    recorder = Recorder(window)
    window.landscape.show_surface(surface(lambda a, b: a * a + b * b))
    recorder.set_recording(True)
    end = time.monotonic() + 62
    while time.monotonic() < end:
        window.landscape.orbit(2.0, 0.0)
        QTest.qWait(40)

    recorder.save(tmp_path / "film.gif")
    recorder.close()

    assert len(recorder.frames) > 300
    assert recorder.frames.held_bytes < 60e6
    assert (tmp_path / "film.gif").stat().st_size < 40e6


def test_the_film_is_in_the_menu_and_what_is_filmed_ends_with_the_window(qtbot: QtBot) -> None:
    program = app.Program(Options(batch_size=64, grid_size=11, compile=False))
    qtbot.addWidget(program.window)
    program.window.show()
    qtbot.waitExposed(program.window)
    commands = program.handlers.commands
    names = [action.objectName() for action in commands.actions()]
    place = names.index("save_view_picture")
    assert names[place + 1 : place + 3] == ["record_film", "save_film"]
    commands.action("save_film").trigger()
    assert banner_text(program.window) == "nothing was filmed yet: choose Record a film first"
    commands.action("record_film").trigger()
    assert any(thread.name == "film" for thread in threading.enumerate())
    program.close()
    assert not any(thread.name == "film" for thread in threading.enumerate())
