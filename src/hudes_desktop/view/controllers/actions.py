"""The list of what can be taught on the page of controllers, with the controls that do it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from hudes_desktop.descent.actions import Step
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import reached
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.learning.editing import control_words
from hudes_desktop.inputs.learning.teachable import Teachable, teachables_of
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.controllers.chips import ChipDelegate
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text


@dataclass(frozen=True)
class ActionRow:
    """A heading (teachable None), or something that can be taught and the bindings that do it.

    chips: the controls of the bindings, in words.
    """

    text: str
    teachable: Teachable | None = None
    bindings: tuple[Binding, ...] = ()
    chips: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Of the teachable; empty for a heading."""
        return self.teachable.id if self.teachable is not None else ""


def chip_words(binding: Binding, keys: KeyChoice) -> str:
    """A control in words; of a button that walks along an axis, which way."""
    words = control_words(binding, keys)
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
    keys = KeyChoice(LAYOUT, profile.bindings)
    words = wanted.casefold().split()
    groups: dict[str, list[ActionRow]] = {}
    for each in teachables_of(tuple(profile.bindings)):
        if not each.suits(profile.driver) and each.id not in by_id:
            continue
        bindings = tuple(by_id.get(each.id, ()))
        chips = tuple(chip_words(binding, keys) for binding in bindings)
        row = ActionRow(each.text, each, bindings, chips)
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


class ActionList(QTableWidget):
    """Says what is to be learnt, and what is to be removed.

    learn: the id of a teachable; by Enter and a click. remove: such an id and the number of one of
    its bindings, by the × of a control; by Delete, −1 where there are several.
    """

    learn = pyqtSignal(str)
    remove = pyqtSignal(str, int)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(text("controllers.actions"))
        self.rows: list[ActionRow] = []
        self._chips = ChipDelegate(theme, self)
        self.setItemDelegateForColumn(1, self._chips)
        self.setSelectionBehavior(self.SelectionBehavior.SelectRows)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        across, down = self.horizontalHeader(), self.verticalHeader()
        assert across is not None
        assert down is not None
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._chips.set_theme(theme)
        self.resizeRowsToContents()

    def set_rows(self, rows: Sequence[ActionRow]) -> None:
        """Show these; the chosen row stays chosen, and in sight where it was."""
        if list(rows) == self.rows:
            return
        chosen, bar = self.current(), self.verticalScrollBar()
        assert bar is not None
        before = bar.value()
        self.rows = list(rows)
        self.clearSpans()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            words = QTableWidgetItem(row.text)
            controls = QTableWidgetItem()
            controls.setData(Qt.ItemDataRole.UserRole, row)
            if row.teachable is None:
                words.setFlags(Qt.ItemFlag.NoItemFlags)
                self.setSpan(number, 0, 1, 2)
            else:
                said = ", ".join(row.chips) or text("controllers.none")
                words.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.text}: {said}")
            self.setItem(number, 0, words)
            self.setItem(number, 1, controls)
        bar.setValue(before)
        self.choose(chosen.id if chosen is not None else "", scroll=False)

    def choose(self, key: str, scroll: bool = True) -> None:
        """Choose the row of a teachable (its id), or the first one where it isn't listed."""
        places = [number for number, row in enumerate(self.rows) if row.teachable is not None]
        place = next((number for number in places if self.rows[number].id == key), None)
        if place is None and places:
            place = places[0]
        if place is not None:
            self.setAutoScroll(scroll)
            self.setCurrentCell(place, 0)
            self.setAutoScroll(True)
            if scroll and place == places[0]:
                self.scrollToTop()  # its heading, too

    def current(self) -> ActionRow | None:
        """The chosen row."""
        return self.rows[self.currentRow()] if self.currentRow() >= 0 else None

    def set_learning(self, key: str) -> None:
        """Mark the teachable (its id) that waits for a control; empty for none."""
        self._chips.learning = key
        viewport = self.viewport()
        assert viewport is not None
        viewport.update()

    def _removes(self, place: int) -> list[QRect]:
        """Where the × of each control of the row with this number is, in the viewport."""
        index = self.indexFromItem(self.item(place, 1))
        return [chip.remove for chip in self._chips.chips(index, self.visualRect(index))]

    def _under(self, event: QMouseEvent) -> tuple[ActionRow | None, int | None]:
        """The row under the pointer, and the number of the control whose × is."""
        at = event.position().toPoint()
        place = self.rowAt(at.y())
        if place < 0 or self.rows[place].teachable is None:
            return None, None
        areas = enumerate(self._removes(place))
        return self.rows[place], next((i for i, area in areas if area.contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        super().mousePressEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, number = self._under(event)
        if row is not None and number is None:
            self.learn.emit(row.id)
        elif row is not None:
            self.remove.emit(row.id, number)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        super().mouseMoveEvent(event)
        assert event is not None
        row, number = self._under(event)
        tip = "" if row is None else text("controllers.teach", action=row.text)
        if row is not None and number is not None:
            tip = text("controllers.remove", control=row.chips[number])
        self.setToolTip(tip)
        shape = Qt.CursorShape.PointingHandCursor if tip else Qt.CursorShape.ArrowCursor
        viewport = self.viewport()
        assert viewport is not None
        viewport.setCursor(shape)

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


_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
