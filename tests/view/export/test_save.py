import csv
import errno
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QColor, QImage, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QFrame, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.view.export.picture import picture_of_part, png_of, save_picture
from hudes_desktop.view.export.save import (
    Saver,
    ask_for_file,
    history_csv,
    suggested,
    write,
)


@pytest.fixture
def losses() -> LossHistory:
    history = LossHistory()
    history.record(Losses(0, math.log(10), 0.1, 2.31, 0.0999))
    history.record(Losses(1, 1 / 3, 1.0, math.inf, 0.5, sgd_steps=60))
    return history


@pytest.fixture
def painted(qtbot: QtBot) -> QWidget:
    """A green window with a red part at (30, 40), 60 × 50."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("QWidget { background: #00ff00 } QFrame { background: #ff0000 }")
    window.resize(200, 150)
    part = QFrame(window)
    part.setGeometry(30, 40, 60, 50)
    window.show()
    qtbot.waitExposed(window)
    QTest.qWait(100)
    return window


def test_history_comes_back_with_all_digits(losses: LossHistory, tmp_path: Path) -> None:
    file = tmp_path / "new" / "losses.csv"

    said: list[tuple[str, bool]] = []
    write(file, history_csv(losses), lambda *line: said.append(line))

    assert said == [(f"saved as {file}", False)]
    with file.open(newline="", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    assert list(rows[0]) == [
        "frame", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
        "sgd_steps",
    ]  # fmt: skip
    assert [[float(value) for value in row.values()] for row in rows] == [
        [0, math.log(10), 0.1, 2.31, 0.0999, 0],
        [1, 1 / 3, 1.0, math.inf, 0.5, 60],
    ]


def test_a_full_disk_is_one_line_and_the_old_file_stays(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    file = tmp_path / "picture.png"
    file.write_text("mine")
    said: list[tuple[str, bool]] = []
    picture = QPixmap(600, 600)
    picture.fill(QColor("red"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        write(file, png_of(picture), lambda *line: said.append(line))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    [(text, error)] = said
    assert error
    assert "can't be written (File too large)" in text
    assert "\n" not in text
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_part_is_cut_out_of_the_window(painted: QWidget) -> None:
    picture = picture_of_part(painted.findChild(QFrame)).toImage()

    scale = picture.devicePixelRatio()
    assert (picture.width(), picture.height()) == (60 * scale, 50 * scale)
    for x, y in ((0, 0), (59, 0), (0, 49), (59, 49)):
        assert picture.pixelColor(round(x * scale), round(y * scale)) == QColor("#ff0000")


def test_a_picture_that_cannot_be_written_raises_what_the_system_says(
    painted: QWidget, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="directory") as caught:
        save_picture(painted, tmp_path)

    assert caught.value.errno in (errno.EISDIR, errno.EEXIST)


def answer(file: Path | None, seen: list[str]) -> None:
    """Type a name into the file dialog that will open, and accept it; None cancels."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(50, act)
            return
        seen.append(dialog.selectedFiles()[0])
        if file is None:
            dialog.reject()
        else:
            dialog.findChild(QLineEdit).setText(str(file))
            dialog.accept()

    QTimer.singleShot(50, act)


@pytest.fixture(autouse=True)
def _own_dialogs(qapp: QApplication) -> Iterator[None]:
    """Dialogs of the desktop can't be driven by a test."""
    own = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    qapp.setAttribute(own)
    yield
    qapp.setAttribute(own, False)


def test_the_chosen_name_gets_its_suffix(painted: QWidget, tmp_path: Path) -> None:
    seen: list[str] = []
    answer(tmp_path / "mine", seen)

    file = ask_for_file(painted, "Save", suggested("losses", ".csv"), "Tables (*.csv)")

    assert file == tmp_path / "mine.csv"
    assert Path(seen[0]).name.startswith("human-descent-losses-")


def test_saving_can_be_called_off(painted: QWidget, losses: LossHistory) -> None:
    said: list[tuple[str, bool]] = []
    answer(None, [])

    Saver(painted, lambda *line: said.append(line)).save_history(losses)

    assert said == []


def test_the_window_is_saved_where_the_user_says(
    painted: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[tuple[str, bool]] = []
    answer(tmp_path / "window.png", [])

    Saver(painted, lambda *line: said.append(line)).save_picture()
    qtbot.waitUntil(lambda: bool(said))

    assert said == [(f"saved as {tmp_path / 'window.png'}", False)]
    image = QImage(str(tmp_path / "window.png"))
    assert image.pixelColor(10, 10) == QColor("#00ff00")
    assert np.isclose(image.width() / image.height(), 200 / 150)


def test_an_unusable_folder_is_said_and_not_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    said: list[tuple[str, bool]] = []

    write(tmp_path / "file" / "losses.csv", b"", lambda *line: said.append(line))

    [(text, error)] = said
    assert error
    assert "can't be written" in text
