"""Asks where a file is to go, while everything else goes on, and remembers the folder."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QStandardPaths, Qt
from PyQt6.QtWidgets import QFileDialog, QWidget

Kinds = str
"""Filters as Qt writes them, the first one chosen at first: "Tables (*.csv);;All files (*)"."""


def ask_for_file(
    parent: QWidget, title: str, name: str, kinds: Kinds, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask which file to write, and call `then` with it, unless the user changes their mind.

    name: what is suggested. The dialog asks before a file that exists is chosen, and gives a name
    without suffix that of the chosen kind. It returns at once.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(kinds.split(";;"))

    def use(kind: str) -> None:
        # Not added afterwards: the dialog's own question must be about the very file.
        dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))

    dialog.filterSelected.connect(use)
    use(dialog.selectedNameFilter())
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.open()
    return dialog


def start_folder(remembered: str, pictures: bool) -> Path:
    """Where a dialog begins: where the last file went, else among the pictures or documents.

    A folder that is no longer there counts for nothing.
    """
    place = QStandardPaths.StandardLocation
    usual = place.PicturesLocation if pictures else place.DocumentsLocation
    folders = [remembered, QStandardPaths.writableLocation(usual)]
    return next((Path(each) for each in folders if each and Path(each).is_dir()), Path.home())
