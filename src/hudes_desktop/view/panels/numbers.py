"""The list of numbers: your walk, and below it, folded away at first, the machine."""

from collections.abc import Iterable

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from hudes_desktop.view.kit.status_values import (
    Number,
    StatusValues,
    machine_numbers,
    walk_numbers,
)
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label, renew_width
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.words import text

_WIDEST = "0.00012 nats/step"  # so that the panel keeps its width while numbers grow
_WIDEST_NAME = "these 4,096 digits"
_GAP, _EDGE = 8, 12
_BREAKS = "/:_.-"  # behind these a long name of a network or device goes on in the next line


class NumbersPanel(QFrame):
    """Names on the left, numbers on the right; where it is too narrow, numbers below their names.

    unfolded: whether what computes is shown too.
    """

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Numbers")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 10, _EDGE, 12)
        column.setSpacing(4)
        self._walk, self._machine = _Rows(), _Rows(wrap=True)
        self._fold = QToolButton()
        self._fold.setObjectName("section")
        self._fold.setText(text("numbers.machine"))
        self._fold.setToolTip(text("numbers.machine.told"))
        self._fold.setCheckable(True)
        self._fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self.unfold)
        self._reason = label("", "caption")
        self._reason.setWordWrap(True)
        self._reason.setToolTip(text("number.path.told"))
        column.addWidget(label(text("numbers.walk"), "section"))
        column.addWidget(self._walk)
        column.addSpacing(6)
        column.addWidget(self._fold)
        column.addWidget(self._machine)
        column.addWidget(self._reason)
        column.addStretch(1)
        self.set_theme(theme)
        self.show_values(StatusValues())
        self.unfold(False)

    @property
    def unfolded(self) -> bool:
        """Whether what computes is shown."""
        return self._fold.isChecked()

    def unfold(self, on: bool) -> None:
        """Show what computes, or fold it away."""
        self._fold.setChecked(on)
        self._fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self._machine.setVisible(on)

    def set_theme(self, theme: Theme) -> None:
        """Room for text of another size."""
        metrics = QFontMetrics(theme.font())
        names = max(map(metrics.horizontalAdvance, (_WIDEST_NAME, _WIDEST)))
        for rows in (self._walk, self._machine):
            rows.set_widths(
                metrics.horizontalAdvance(_WIDEST_NAME), metrics.horizontalAdvance(_WIDEST)
            )
        self.setMinimumWidth(names + 2 * _EDGE + 2)
        renew_width(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for rows in (self._walk, self._machine):
            rows.fit(self.width() - 2 * _EDGE - 2)

    def show_values(self, values: StatusValues) -> None:
        self._walk.show_numbers(walk_numbers(values))
        self._machine.show_numbers([machine_numbers(values)])
        reason = values.path.reason if values.path else ""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))  # folded or not: it can be mended


class _Rows(QWidget):
    """Names and numbers in groups. wrap: long texts take several lines."""

    def __init__(self, wrap: bool = False) -> None:
        super().__init__()
        self._wrap, self._narrow = wrap, False
        self._name_px = self._text_px = 0
        self._numbers: list[list[Number]] = []
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)

    def sizeHint(self) -> QSize:
        return QSize(self._name_px + _GAP + self._text_px, super().sizeHint().height())

    def set_widths(self, name: int, number: int) -> None:
        """Pixels of the widest name and number."""
        self._name_px, self._text_px = name, number

    def fit(self, width: int) -> None:
        """Stand side by side in this width, or below each other."""
        narrow = width < self._name_px + _GAP + self._text_px
        if narrow != self._narrow:
            self._narrow = narrow
            self._lay_out()

    def show_numbers(self, groups: Iterable[Iterable[Number]]) -> None:
        """The same numbers as before with other texts."""
        first = not self._labels
        self._numbers = [list(group) for group in groups]
        for number in (each for group in self._numbers for each in group):
            if number.key not in self._labels:
                self._labels[number.key] = self._made()
            name, shown = self._labels[number.key]
            told = number.told
            for part, said in (
                (name, number.name),
                (shown, _broken(number.text) if self._wrap else number.text),
            ):
                if part.text() != said:
                    part.setText(said)
                if part.toolTip() != told:
                    part.setToolTip(told)
                part.setVisible(bool(number.text))
        if first:
            self._lay_out()

    def _made(self) -> tuple[QLabel, QLabel]:
        name, shown = label("", "name"), label("", "value")
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        shown.setWordWrap(self._wrap)
        name.setParent(self)
        shown.setParent(self)
        return name, shown

    def _lay_out(self) -> None:
        row = 0
        for before in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(before, 0)
        for group in self._numbers:
            for number in group:
                name, shown = self._labels[number.key]
                if self._narrow:
                    self._grid.addWidget(name, row, 0, 1, 2)
                    row += 1
                    self._grid.addWidget(shown, row, 0, 1, 2)
                else:
                    self._grid.addWidget(name, row, 0)
                    self._grid.addWidget(shown, row, 1)
                row += 1
            self._grid.setRowMinimumHeight(row, 6)
            row += 1


def _broken(said: str) -> str:
    """With places at which a line may end within a long name."""
    for sign in _BREAKS:
        said = said.replace(sign, f"{sign}\N{ZERO WIDTH SPACE}")
    return said


def _make(context: PanelContext) -> NumbersPanel:
    panel = NumbersPanel()
    context.subscribe(StatusValues, panel.show_values)
    context.subscribe(Theme, panel.set_theme)
    return panel


PANEL = PanelSpec(
    "numbers",
    "Numbers",
    "right",
    _make,
    "How good the network is where you stand, and how you walk.",
    order=0,
    scrolls=True,
    width=(262, 300),
)
