"""What can be saved from the window: asks where to, then writes in a thread of its own."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QWidget

from hudes_desktop.engine.results import Surface
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import atomic
from hudes_desktop.view.export.dialog import Kinds, ask_for_file, start_folder
from hudes_desktop.view.export.journal import Journal
from hudes_desktop.view.export.picture import drawn, png_of, with_footer
from hudes_desktop.view.export.provenance import Provenance
from hudes_desktop.view.export.values import values_of
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

Content = Callable[[Path], bytes]
"""Makes what is to be written to a file; called in a thread."""

Then = Callable[[], object] | None

FOLDER, SCALE, FOOTER = "window.export_folder", "window.picture_scale", "window.picture_footer"
"""Keys of the options that are asked for."""


class Saver(QObject):
    """Handlers of the commands that save. `say(text, error)` tells the user how it went.

    values: gives what the window says in numbers. surfaces: gives those of the place that is shown,
    planes or curves in their order. journal: of the losses. option: gives an option by its key;
    remember: makes it something else. saved: the file that was written. progressed: how far one is
    that takes long, in words; from any thread. Call wait() before the window goes.
    """

    saved = pyqtSignal(object)
    progressed = pyqtSignal(str)
    _written = pyqtSignal(object, str, object)

    def __init__(
        self,
        window: QWidget,
        say: Callable[[str, bool], object],
        values: Callable[[], StatusValues],
        surfaces: Callable[[], Sequence[Surface]],
        journal: Journal,
        option: Callable[[str], Any],
        remember: Callable[[str, Any], object],
    ) -> None:
        super().__init__(window)
        self._window, self._say, self._values = window, say, values
        self._surfaces, self._journal = surfaces, journal
        self._option, self._remember = option, remember
        self._theme = DARK
        self._threads: list[Thread] = []
        self._written.connect(self._tell)
        self.progressed.connect(lambda line: say(line, False))

    def set_theme(self, theme: Theme) -> None:
        """Whose colours footers have."""
        self._theme = theme

    def provenance(self) -> Provenance | None:
        """Of what is shown now; None while nothing is."""
        return Provenance.of(self._values())

    def save_picture(self, part: QWidget | None = None, then: Then = None) -> None:
        """Draw the window, or a part of it, anew in the chosen size, and ask where to save it.

        then: called once it is saved.
        """
        about = self.provenance()
        try:
            picture = drawn(part or self._window, float(self._option(SCALE)))
        except EnvironmentFault as fault:
            self._say(str(fault), True)
            return
        lines = about.footer() if about is not None else []
        if lines and self._option(FOOTER):
            picture = with_footer(picture, lines, self._theme)
        what = "window" if part is None else "landscape"
        content = _png(picture, "\n".join(lines))
        self.ask(text("export.picture"), what, text("export.pictures"), content, then)

    def save_losses(self) -> None:
        """Ask where to, and save the losses as CSV; see Journal."""
        content = self._journal.table()
        self.ask(text("export.losses"), "losses", text("export.tables"), lambda _file: content)

    def save_values(self, every: bool) -> None:
        """Ask where to, and save the losses of the selected plane, or of every plane or curve."""
        about, surfaces = self.provenance(), self._surfaces()
        if about is None or not surfaces:
            self._say(text("export.no_values"), True)
            return
        plane = about.descent.selected_plane
        chosen = [each for each in surfaces if every or each.plane == plane]
        facts, what = about.facts(), "values" if every else f"plane{plane + 1}"
        kinds = f"{text('export.archives')};;{text('export.tables')}"
        self.ask(text("export.values"), what, kinds, partial(values_of, chosen, facts))

    def ask(self, title: str, what: str, kinds: Kinds, content: Content, then: Then = None) -> None:
        """Ask where to, and save. then: called once it is saved."""
        self.ask_for_file(title, what, kinds, lambda file: self.write(file, content, then))

    def ask_for_file(
        self, title: str, what: str, kinds: Kinds, then: Callable[[Path], object]
    ) -> None:
        """Ask where to, beginning with the folder that the last file went to.

        what: in a word, for the file's name. kinds: the first one's suffix is suggested.
        """
        suffix = "." + kinds.partition("*.")[2].partition(")")[0]
        about = self.provenance()
        name = about.file_name(what, suffix) if about else f"human-descent-{what}{suffix}"
        folder = start_folder(self._option(FOLDER), suffix not in (".csv", ".npz"))

        def chosen(file: Path) -> None:
            self._remember(FOLDER, str(file.parent))
            then(file)

        ask_for_file(self._window, title, str(folder / name), kinds, chosen)

    def write(self, file: Path, content: Content, then: Then = None) -> None:
        """Write a file whole or not at all, and say how it went; the dialog has asked about an
        older one."""

        def work() -> None:
            try:
                atomic.write(file, content(file))
            except OSError as error:
                self._written.emit(None, not_written(file, error), None)
            else:
                self._written.emit(file, text("export.saved", file=file), then)

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(Thread(target=work, name="save", daemon=True))
        self._threads[-1].start()

    def wait(self) -> None:
        """Until all is written."""
        while self._threads:
            self._threads.pop().join()

    def _tell(self, file: Path | None, line: str, then: Then) -> None:
        self._say(line, file is None)
        if file is not None:
            self.saved.emit(file)
        if then is not None:
            then()


def _png(picture: QImage, about: str) -> Content:
    return lambda _file: png_of(picture, about)


def not_written(file: Path, error: OSError) -> str:
    """The line about a file that could not be written."""
    return text("export.not_written", file=file, reason=error.strerror or error)
