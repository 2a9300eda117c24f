"""Asks before a descent is left that somebody has walked in and not saved."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QAbstractButton, QMessageBox

from hudes_desktop.descent.descent import Descent
from hudes_desktop.view.export.save import Saver
from hudes_desktop.view.kit.feed import Began
from hudes_desktop.view.kit.status_values import best_text
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.words import text

UNASKED = 20
"""So many moves are left without a question."""


class Leaving(QObject):
    """The question before another descent is begun or the window is closed.

    on: whether it is asked at all. moves: frames that were walked since the descent began or
    something of it was saved. question: the one that is shown, or None; everything behind it goes
    on meanwhile.
    """

    def __init__(self, window: MainWindow, saver: Saver) -> None:
        super().__init__(window)
        self._window, self._saver = window, saver
        self.on = True
        self.question: QMessageBox | None = None
        self._descent: Descent | None = None
        window.feed.subscribe(Began, self._begin)
        saver.saved.connect(self._save)
        window.may_close = self._may_close
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):  # the desktop's session ends
            application.commitDataRequest.connect(lambda _: self.never())

    @property
    def moves(self) -> int:
        return 0 if self._descent is None else self._descent.unsaved_moves

    def set_on(self, on: bool) -> None:
        """Ask from now on, or don't."""
        self.on = on

    def never(self) -> None:
        """Ask no more, whatever is chosen: the window has to go."""
        self._window.may_close = lambda: True
        self._descent = None

    def close(self) -> None:
        """Close the window unasked."""
        self.never()
        self._window.close()

    def ask(self, then: Callable[[], object]) -> None:
        """Call it, at once where nothing would be lost, else when the user wants it so.

        Whoever asks for it while they are asked already wants it so: a pad has no other answer.
        """
        if not self.on or self.moves <= UNASKED or self.question is not None:
            self.withdraw()
            then()
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(text("leave.title"))
        box.setText(self._words())
        box.setInformativeText(text("leave.told", count=self.moves))
        leave = box.addButton(text("leave.leave"), QMessageBox.ButtonRole.DestructiveRole)
        save = box.addButton(text("leave.save"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(text("leave.stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)

        def answered(button: QAbstractButton) -> None:
            if button is leave:
                then()
            elif button is save:
                self._saver.save_picture(then=then)

        def gone() -> None:
            self.question = None

        box.finished.connect(gone)
        box.buttonClicked.connect(answered)
        self.question = box
        box.open()

    def withdraw(self) -> None:
        """Close the question, unanswered."""
        if self.question is not None:
            self.question.done(0)

    def _words(self) -> str:
        descent = self._window.status.values.descent
        losses = None if descent is None else descent.losses
        best = None if losses is None else losses.best_by_hand or losses.best_with_sgd
        return text("leave.best", best=best_text(best)) if best else text("leave.question")

    def _may_close(self) -> bool:
        asked: list[bool] = []

        def leave() -> None:
            asked.append(True)
            if returned:
                self.close()

        returned = False
        self.ask(leave)
        returned = True
        return bool(asked)

    def _begin(self, began: Began) -> None:
        self._descent = began.descent

    def _save(self) -> None:
        if self._descent is not None:
            self._descent.note_saved()
