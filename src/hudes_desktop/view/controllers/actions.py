"""The list of what can be taught on the page of controllers, with the controls that do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QListView

from hudes_desktop.descent.actions import Step
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import reached
from hudes_desktop.inputs.learning.editing import control_words
from hudes_desktop.inputs.learning.teachable import Teachable, teachables_of
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.controllers.rows import ActionDelegate, ActionModel
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text


@dataclass(frozen=True)
class ActionRow:
    """A heading (teachable None), or something that can be taught and the bindings that do it."""

    text: str
    teachable: Teachable | None = None
    bindings: tuple[Binding, ...] = ()

    @property
    def id(self) -> str:
        """Of the teachable; empty for a heading."""
        return self.teachable.id if self.teachable is not None else ""

    @property
    def chips(self) -> tuple[str, ...]:
        """The controls, in words."""
        return tuple(chip_words(binding) for binding in self.bindings)


def chip_words(binding: Binding) -> str:
    """A control in words; of a button that walks along an axis, which way."""
    words = control_words(binding)
    if isinstance(binding.action, Step) and binding.transform.mode == "press":
        words += " (+)" if binding.action.amount > 0 else " (−)"
    if binding.hold:
        words = text("controllers.held", control=words, seconds=binding.hold)
    return words


def rows_of(profile: Profile, wanted: str = "") -> list[ActionRow]:
    """All that can be taught, under headings; of it what has all words of `wanted`."""
    by_id: dict[str, list[Binding]] = {}
    for binding in profile.bindings:
        for key in reached(binding):
            by_id.setdefault(key, []).append(binding)
    words = wanted.casefold().split()
    groups: dict[str, list[ActionRow]] = {}
    for each in teachables_of(tuple(profile.bindings)):
        if not each.suits(profile.driver) and each.id not in by_id:
            continue
        row = ActionRow(each.text, each, tuple(by_id.get(each.id, ())))
        heading = text(f"group.{each.heading}")
        searched = " ".join((each.text, heading, *row.chips)).casefold()
        if all(word in searched for word in words):
            groups.setdefault(each.heading, []).append(row)
    axes = groups.pop("axes", None)
    if axes is not None:
        groups["axes"] = axes  # many, and the last ones that most people look for
    return [
        row
        for heading, rows in groups.items()
        for row in (ActionRow(text(f"group.{heading}").upper()), *rows)
    ]


class ActionList(QListView):
    """Says what is to be learnt, and what is to be removed.

    learn: the id of a teachable; by Enter and a click. remove: such an id and the number of one of
    its bindings, by the × of a control; by Delete, −1 where there are several.
    """

    learn = pyqtSignal(str)
    remove = pyqtSignal(str, int)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("controllers.actions"))
        self.rows: list[ActionRow] = []
        self._model = ActionModel(self)
        self.setModel(self._model)
        self._delegate = ActionDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._delegate.set_theme(theme)
        self._model.layoutChanged.emit()

    def set_rows(self, rows: Sequence[ActionRow]) -> None:
        """Show these; the chosen row stays chosen, and in sight where it was."""
        if list(rows) == self.rows:
            return
        chosen = self.current()
        bar = self.verticalScrollBar()
        assert bar is not None
        before = bar.value()
        self.rows = list(rows)
        self._model.set_rows(self.rows)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        bar.setValue(before)
        self.choose(chosen.id if chosen is not None else "", scroll=False)

    def choose(self, key: str, scroll: bool = True) -> None:
        """Choose the row of a teachable (its id), or the first one where it isn't listed."""
        places = [number for number, row in enumerate(self.rows) if row.teachable is not None]
        place = next((number for number in places if self.rows[number].id == key), None)
        if place is None and places:
            place = places[0]
        if place is not None:
            index = self._model.index(place, 0)
            self.setAutoScroll(scroll)
            self.setCurrentIndex(index)
            self.setAutoScroll(True)
            if scroll and place == places[0]:
                self.scrollToTop()  # its heading, too
            elif scroll:
                self.scrollTo(index)

    def current(self) -> ActionRow | None:
        """The chosen row."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def set_learning(self, key: str) -> None:
        """Mark the teachable (its id) that waits for a control; empty for none."""
        self._delegate.learning = key
        viewport = self.viewport()
        assert viewport is not None
        viewport.update()

    def area_of_remove(self, key: str, number: int) -> Any:
        """Where the × of a row's control is, in the viewport."""
        place = next(i for i, row in enumerate(self.rows) if row.id == key)
        area = self.visualRect(self._model.index(place, 0))
        return self._delegate.chips(self.rows[place], area)[number].remove

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        super().mousePressEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        row = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if row is None or row.teachable is None:
            return
        number = self._under(index, row, event)
        if number is None:
            self.learn.emit(row.id)
        else:
            self.remove.emit(row.id, number)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        super().mouseMoveEvent(event)
        assert event is not None
        index = self.indexAt(event.position().toPoint())
        row = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        tip = ""
        if row is not None and row.teachable is not None:
            number = self._under(index, row, event)
            tip = (
                text("controllers.remove", control=row.chips[number])
                if number is not None
                else text("controllers.teach", action=row.text)
            )
        self.setToolTip(tip)
        viewport = self.viewport()
        assert viewport is not None
        shape = Qt.CursorShape.PointingHandCursor if tip else Qt.CursorShape.ArrowCursor
        viewport.setCursor(shape)

    def _under(self, index: QModelIndex, row: ActionRow, event: QMouseEvent) -> int | None:
        """The number of the control whose × is under the pointer."""
        chips = self._delegate.chips(row, self.visualRect(index))
        at = event.position().toPoint()
        return next((i for i, chip in enumerate(chips) if chip.remove.contains(at)), None)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        row = self.current()
        if row is not None and row.teachable is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self.learn.emit(row.id)
                return
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and row.bindings:
                self.remove.emit(row.id, 0 if len(row.bindings) == 1 else -1)
                return
        if event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()  # letters are the page's: Qt would search with them

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        viewport = self.viewport()
        assert viewport is not None
        self._delegate.width = viewport.width()
        self.scheduleDelayedItemsLayout()


_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
