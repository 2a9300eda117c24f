"""What can be saved from the window: pictures and the loss history; asks where, then writes."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import QObject, QStandardPaths, QTimer
from PyQt6.QtWidgets import QFileDialog, QWidget

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.store import atomic
from hudes_desktop.view.export.picture import picture_of, picture_of_part, png_of

CSV_COLUMNS = (
    "frame",
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
    "sgd_steps",
)
"""Losses in nats, accuracies from 0 to 1; SGD steps on the way to that place, 0: by hand."""
_PICTURES = "Pictures (*.png)"
_TABLES = "Tables (*.csv)"
_CLOSED_MS = 250  # until a menu that was just closed has gone from the screen


class Saver(QObject):
    """Handlers of the commands that save. `say(text, error)` tells the user how it went."""

    def __init__(self, window: QWidget, say: Callable[[str, bool], object]) -> None:
        super().__init__(window)
        self._window = window
        self._say = say
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_CLOSED_MS)
        self._soon.timeout.connect(self._take)
        self._part: QWidget | None = None

    def save_picture(self, part: QWidget | None = None) -> None:
        """Ask where to, and save the window, or a part of it, as PNG.

        The picture is taken before the question, and a moment after the call: the menu or palette
        that it was chosen from shall not be in it.
        """
        self._part = part
        self._soon.start()

    def save_history(self, losses: LossHistory) -> None:
        """Ask where to, and save the losses as CSV."""
        self._save("Save the losses", suggested("losses", ".csv"), _TABLES, history_csv(losses))

    def _take(self) -> None:
        picture = picture_of(self._window) if self._part is None else picture_of_part(self._part)
        self._part = None
        self._save("Save the picture", suggested("picture", ".png"), _PICTURES, png_of(picture))

    def _save(self, title: str, name: str, kind: str, content: bytes) -> None:
        file = ask_for_file(self._window, title, name, kind)
        if file is not None:
            write(file, content, self._say)


def ask_for_file(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """The file that the user chose to write; None if they changed their mind.

    name: what is suggested. kind: a filter as Qt writes it, "Tables (*.csv)". The dialog asks
    before a file that exists is chosen, and gives a name without suffix the one of `name`.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(kind)
    # Not added afterwards: the dialog's own question must be about the very file.
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    try:
        return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    finally:
        dialog.deleteLater()


def suggested(what: str, suffix: str) -> str:
    """A name that no file has yet, among the user's pictures or documents."""
    place = QStandardPaths.StandardLocation
    where = place.DocumentsLocation if suffix == ".csv" else place.PicturesLocation
    folder = Path(QStandardPaths.writableLocation(where))
    stem = f"human-descent-{what}-{datetime.now():%Y-%m-%d-%H%M%S}"
    return str((folder if folder.is_dir() else Path.home()) / f"{stem}{suffix}")


def write(file: Path, content: bytes, say: Callable[[str, bool], object]) -> None:
    """Write a file whole or not at all, and say how it went; the dialog has asked about an older.

    say: called with one line, and whether that is an error.
    """
    try:
        atomic.write(file, content)
    except OSError as error:
        say(not_written(file, error), True)
    else:
        say(f"saved as {file}", False)


def not_written(file: Path, error: OSError) -> str:
    """The line about a file that could not be written."""
    return f"{file} can't be written ({error.strerror or error}): choose another folder"


def history_csv(losses: LossHistory) -> bytes:
    """A row for each frame, with all digits; a loss that overflowed is inf or nan."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    columns = (losses.frames, *(getattr(losses, name) for name in CSV_COLUMNS[1:]))
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()
