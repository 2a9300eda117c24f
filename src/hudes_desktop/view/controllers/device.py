"""One device on the page of controllers: its name and profile, its controls, what they do."""

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.view.controllers.actions import ActionList, rows_of
from hudes_desktop.view.controllers.bar import SayBar
from hudes_desktop.view.controllers.gauges import Gauge, Gauges
from hudes_desktop.view.controllers.practice import Practice
from hudes_desktop.view.controllers.wizards import CalibrationWizard, PadWizard, WizardView
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label, scrolling
from hudes_desktop.words import text

_GAUGES_SHARE = 0.28  # of the height, at most


class DevicePage(QWidget):
    """The right side: gauges, practice, search, actions_list, wizard_view, bar, and three buttons.

    menu: of the button "Profile"; the page fills it when it opens.
    """

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._lit: frozenset[Control] = frozenset()
        self._title = label("", "helpTitle")
        self._line = label("", "caption")
        for each in (self._title, self._line):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setWordWrap(True)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(text("controllers.profile"))
        self.profile_button = QPushButton(text("controllers.profile"))
        self.profile_button.setMenu(self.menu)
        self.calibrate_button = QPushButton(text("controllers.calibrate"))
        self.undo_button = QPushButton(text("controllers.undo"))
        self.undo_button.setAccessibleName(text("controllers.undo.long"))
        self.buttons = (self.profile_button, self.calibrate_button, self.undo_button)
        self.gauges = Gauges(theme)
        self._scroll = scrolling(self.gauges)
        self.gauges.setAutoFillBackground(False)
        self.practice = Practice()
        self.search = QLineEdit()
        self.search.setPlaceholderText(text("controllers.search"))
        self.search.setAccessibleName(text("controllers.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.actions_list = ActionList(theme)
        self.wizard_view = WizardView()
        self.bar = SayBar(theme)
        self._build()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._line)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        for button in self.buttons:
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        lists = QWidget()
        below = QVBoxLayout(lists)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.search)
        below.addWidget(self.actions_list, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(lists)
        self._stack.addWidget(self.wizard_view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._scroll)
        column.addWidget(self.practice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bar)
        self._column, self._head, self._below = column, head, below

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        px = theme.text_px
        for part in (self.gauges, self.practice, self.actions_list, self.wizard_view, self.bar):
            part.set_theme(theme)
        self._column.setSpacing(round(0.7 * px))
        self._below.setSpacing(px // 3)
        self._head.setSpacing(px // 2)
        self._fit_gauges()

    def show_device(self, title: str, line: str, profile: Profile | None, mouse: bool) -> None:
        """What is chosen; profile None: nothing that could be taught."""
        self._title.setText(title)
        self._line.setText(line)
        for button in self.buttons:
            button.setVisible(profile is not None)
        self._scroll.setVisible(profile is not None and bool(self.gauges.gauges))
        self.practice.setVisible(mouse and profile is not None)
        self.bar.setVisible(profile is not None)
        self._profile = profile
        self.calibrate_button.setVisible(profile is not None and _has_ways(profile))
        self._fill()
        self._fit_gauges()

    def run_wizard(self, wizard: CalibrationWizard | PadWizard) -> None:
        """Let a wizard ask, in the place of the list."""
        self.wizard_view.run(wizard)
        self.show_wizard(True)

    def leave_wizard(self) -> None:
        """Back to the list of what can be taught."""
        self.wizard_view.leave()
        self.show_wizard(False)

    def show_wizard(self, on: bool) -> None:
        """The wizard, or the list of what can be taught."""
        self._stack.setCurrentIndex(1 if on else 0)
        if on:
            self.bar.setVisible(True)
        for button in self.buttons:
            button.setEnabled(not on)

    def _fill(self) -> None:
        if self._profile is not None:
            self.actions_list.set_rows(rows_of(self._profile, self.search.text()))

    def _fit_gauges(self) -> None:
        """As high as they need, but not over a part of the page: they scroll then."""
        self._scroll.setVisible(self._profile is not None and bool(self.gauges.gauges))
        room = self.width() - 12
        most = round(self.height() * _GAUGES_SHARE)
        self._scroll.setFixedHeight(self.gauges.height_of_rows(room, most))

    def show_gauges(
        self,
        gauges: Sequence[Gauge],
        raw: Mapping[Control, float],
        turns: Mapping[Control, float],
        lit: frozenset[Control],
    ) -> None:
        """Draw the controls as they are; what has just begun to move comes in sight."""
        if list(gauges) != self.gauges.gauges:
            self.gauges.set_gauges(gauges)
            self._fit_gauges()
        new, self._lit = lit - self._lit, lit
        self.gauges.show_values(raw, turns, lit)
        for gauge, area in self.gauges.placed():
            if new.intersection(gauge.controls):
                rect = area.toRect()
                self._scroll.ensureVisible(rect.center().x(), rect.bottom(), 0, 2)
                self._scroll.ensureVisible(rect.center().x(), rect.top(), 0, 2)
                break

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit_gauges()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Down and Enter in the line for searching go to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.actions_list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)


def _has_ways(profile: Profile) -> bool:
    """Whether there is anything to calibrate: a stick, or a fader whose position is the value."""
    return any(
        (binding.control.kind == "axis" and binding.transform.mode == "rate")
        or binding.transform.mode == "absolute"
        for binding in profile.bindings
    )
