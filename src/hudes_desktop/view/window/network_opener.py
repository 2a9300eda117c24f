"""Opens networks of the user's: asks for the file, and tries it while the present one is played."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QInputDialog, QWidget

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.trial import try_out
from hudes_desktop.nets.user_network import SeveralNetworks, Source
from hudes_desktop.words import text


class NetworkOpener(QObject):
    """Somebody else's networks on their way into the program, one at a time.

    passed: one has been tried, and can be played: its Source, with a name, and what was said to
    `try_out` of it. weights_chosen: the present network is to begin with these. say: tells the user
    a line (text, whether something went wrong).
    """

    passed = pyqtSignal(Source, object)
    weights_chosen = pyqtSignal(Path)
    _failed = pyqtSignal(object, Source, object)

    def __init__(self, window: QWidget, say: Callable[[str, bool], object]) -> None:
        super().__init__(window)
        self._window = window
        self._say = say
        self._thread: Thread | None = None
        self._wanted = 0  # the number of the trial whose outcome counts
        self._failed.connect(self._has_failed)

    def open(self) -> None:
        """Ask for a file: a network is tried, weights are for the network that is played."""
        kinds = f"{text('network.files')} (*.py *.safetensors)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, text("network.open"), "", kinds)
        if chosen.endswith(".py"):
            self.try_out(Source(chosen, ""))
        elif chosen:
            self.weights_chosen.emit(Path(chosen))

    def try_out(self, source: Source, weights: Path | None = None) -> None:
        """Try a network in the background; the last one that was wanted counts."""
        self._wanted += 1
        self._say(text("network.trying", network=source.title), False)
        work = partial(self._try, self._wanted, source, weights)
        self._thread = Thread(target=work, name="trial of a network", daemon=True)
        self._thread.start()

    def give_up(self) -> None:
        """No trial that is under way counts any more."""
        self._wanted += 1

    def close(self) -> None:
        """Give up what is under way, and wait until it has ended."""
        self.give_up()
        if self._thread is not None:
            self._thread.join()

    def _try(self, number: int, source: Source, weights: Path | None) -> None:
        def given_up() -> bool:
            return number != self._wanted

        try:
            found = try_out(source, weights, given_up)
        except EnvironmentFault as fault:
            if not given_up():
                self._failed.emit(fault, source, weights)
        else:
            if not given_up():
                self.passed.emit(found, weights)

    def _has_failed(self, fault: EnvironmentFault, source: Source, weights: Path | None) -> None:
        if not isinstance(fault, SeveralNetworks) or not fault.names:
            self._say(str(fault), True)
            return
        title, question = text("network.open"), text("network.which", file=source.title)
        name, chosen = QInputDialog.getItem(
            self._window, title, question, fault.names, editable=False
        )
        if chosen:
            self.try_out(Source(source.place, name), weights)
