import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from hudes_desktop.view.export.dialog import ask_for_file, start_folder
from hudes_desktop.view.export.journal import Journal
from hudes_desktop.view.export.save import FOLDER, Saver
from hudes_desktop.view.kit.feed import Feed
from hudes_desktop.view.kit.status_values import StatusValues

TABLES = "Tables (*.csv)"


@pytest.fixture(autouse=True)
def _own_dialogs(qapp: QApplication) -> Iterator[None]:
    """Dialogs of the desktop can't be driven by a test."""
    own = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    qapp.setAttribute(own)
    yield
    qapp.setAttribute(own, False)


class Desk:
    """A window with a Saver. options: what it remembers. said: what the user was told."""

    def __init__(self, window: QWidget) -> None:
        self.options: dict[str, Any] = {FOLDER: ""}
        self.said: list[tuple[str, bool]] = []
        self.saver = Saver(
            window,
            lambda text, error: self.said.append((text, error)),
            StatusValues,
            list,
            Journal(Feed()),
            lambda key: self.options[key],
            self.options.__setitem__,
        )


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def desk(window: QWidget) -> Iterator[Desk]:
    made = Desk(window)
    yield made
    made.saver.wait()


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[], QFileDialog]:
    """The file dialog that is open now."""

    def find() -> QFileDialog:
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, QFileDialog)
        return found

    return find


def answer(dialog: QFileDialog, file: Path) -> None:
    """Type a name, and accept it."""
    dialog.findChild(QLineEdit).setText(str(file))
    dialog.accept()


def test_nothing_waits_for_the_answer(
    window: QWidget, qtbot: QtBot, tmp_path: Path, dialog: Callable[[], QFileDialog]
) -> None:
    chosen: list[Path] = []
    ask_for_file(window, "Save", "losses.csv", TABLES, chosen.append)
    assert chosen == []
    answer(dialog(), tmp_path / "mine")
    assert chosen == [tmp_path / "mine.csv"]


def test_the_suffix_is_that_of_the_chosen_kind(
    window: QWidget, tmp_path: Path, dialog: Callable[[], QFileDialog]
) -> None:
    chosen: list[Path] = []
    kinds = f"Archives (*.npz);;{TABLES}"
    ask_for_file(window, "Save", "values.npz", kinds, chosen.append)
    answer(dialog(), tmp_path / "first")
    ask_for_file(window, "Save", "values.npz", kinds, chosen.append)
    asked = dialog()
    asked.selectNameFilter(TABLES)
    asked.filterSelected.emit(TABLES)  # as a click on the list does
    answer(asked, tmp_path / "second")
    assert chosen == [tmp_path / "first.npz", tmp_path / "second.csv"]


def test_a_file_that_is_there_is_asked_about(
    window: QWidget, qtbot: QtBot, tmp_path: Path, dialog: Callable[[], QFileDialog]
) -> None:
    """And it is the very file with its suffix that the question is about."""
    (tmp_path / "mine.csv").write_text("mine")
    chosen: list[Path] = []
    asked: list[str] = []
    ask_for_file(window, "Save", "losses.csv", TABLES, chosen.append)

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.No).click()

    shown = dialog()
    window.timer = _when(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), refuse)
    answer(shown, tmp_path / "mine")
    assert len(asked) == 1
    assert "mine.csv" in asked[0]
    assert chosen == []
    shown.reject()


def _when(condition: Callable[[], bool], act: Callable[[], None]) -> object:
    timer = QTimer()

    def look() -> None:
        if condition():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start(20)
    return timer


def test_saving_can_be_called_off(desk: Desk, dialog: Callable[[], QFileDialog]) -> None:
    desk.saver.save_losses()
    dialog().reject()
    assert desk.said == []
    assert desk.options == {FOLDER: ""}


def test_the_folder_is_remembered(
    desk: Desk, qtbot: QtBot, tmp_path: Path, dialog: Callable[[], QFileDialog]
) -> None:
    for name in ("first", "second"):
        desk.saver.ask("Save", "losses", TABLES, lambda _file: b"1")
        asked = dialog()
        if name == "second":
            assert asked.directory().absolutePath() == str(tmp_path)
        with qtbot.waitSignal(desk.saver.saved) as saved:
            answer(asked, tmp_path / name)
        assert saved.args == [tmp_path / f"{name}.csv"]
    assert desk.options[FOLDER] == str(tmp_path)
    assert desk.said == [(f"saved as {tmp_path / name}.csv", False) for name in ("first", "second")]


def test_a_folder_that_is_gone_counts_for_nothing(tmp_path: Path) -> None:
    assert start_folder(str(tmp_path), pictures=True) == tmp_path
    assert start_folder(str(tmp_path / "gone"), pictures=True).is_dir()


def test_what_is_made_for_the_file_keeps_nobody_waiting(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    goes_on = threading.Event()

    def content(_file: Path) -> bytes:
        goes_on.wait()
        return b"whole"

    desk.saver.write(tmp_path / "a", content)
    assert list(tmp_path.iterdir()) == []
    with qtbot.waitSignal(desk.saver.saved):
        goes_on.set()
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_a_full_disk_is_one_line_and_the_old_file_stays(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    resource = pytest.importorskip("resource")
    file = tmp_path / "picture.png"
    file.write_text("mine")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        desk.saver.write(file, lambda _file: bytes(10_000))
        qtbot.waitUntil(lambda: bool(desk.said))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    [(line, error)] = desk.said
    assert error
    assert "can't be written (File too large)" in line
    assert "\n" not in line
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["file/losses.csv", "folder"])
def test_a_place_that_cannot_be_written_is_said_and_not_raised(
    desk: Desk, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    desk.saver.write(tmp_path / name, lambda _file: b"")
    qtbot.waitUntil(lambda: bool(desk.said))
    [(line, error)] = desk.said
    assert error
    assert "can't be written" in line
    assert (tmp_path / "file").read_text() == "mine"


def test_values_need_a_surface(desk: Desk) -> None:
    desk.saver.save_values(every=True)
    [(line, error)] = desk.said
    assert error
    assert "no surface yet" in line
