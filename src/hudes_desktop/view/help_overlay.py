"""The help: the active devices with their bound controls lit, and what each of them does."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hudes_desktop.inputs.help import GROUPS, HelpRow, help_rows
from hudes_desktop.inputs.profile import Profile
from hudes_desktop.view.device_drawing import DeviceDrawing
from hudes_desktop.view.page_overlay import PageOverlay
from hudes_desktop.view.status_line import label
from hudes_desktop.view.theme import DARK, PAGE_TITLE, Theme

_INTRODUCTION = (
    "The hill is the loss of a neural network around the place where it stands: the ball. "
    "Bright is low, and low is better. On the white line the network is as good as here; "
    "the diamond marks the lowest point in sight."
)
_SMALLEST_PX = 8
_MOST_COLUMNS = 4
_LEAST_UNIT = 15  # pixels a key: smaller, a drawing says nothing
_LARGEST_UNIT = 46
_Columns = list[Sequence[HelpRow]]


class HelpOverlay(PageOverlay):
    """Covers its parent while it is shown; any key and any click close it.

    Where the window is too small for its text at the theme's size, it shrinks its text.
    """

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent, "Keys and controls", theme)
        self._rows: list[list[HelpRow]] = []  # of each device
        self._merged: list[HelpRow] = []  # of all devices together
        self._shown: tuple[object, ...] = ()
        self.drawing = DeviceDrawing(theme)
        self._title = label("Walk downhill", "helpTitle")
        self._introduction = label(_INTRODUCTION, "introduction")
        self._introduction.setWordWrap(True)
        column = QVBoxLayout(self.card)
        for part in (self._title, self._introduction, self.drawing):
            column.addWidget(part)
        self._column = column
        self._table: QWidget | None = None
        self.hide()

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Say what the controls of these profiles do, and draw their devices."""
        bindings = [p.bindings for p in profiles]
        self._rows = [_sorted(help_rows(of_device)) for of_device in bindings]
        self._merged = _sorted(help_rows([each for of_device in bindings for each in of_device]))
        self.drawing.set_profiles(profiles)
        self.refit()

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Say what (controls with two spaces between them, meaning) do, with nothing drawn."""
        self._merged = [HelpRow(tuple(keys.split("  ")), text, "program") for keys, text in rows]
        self._rows = [self._merged]
        self.drawing.set_profiles(())
        self.refit()

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours, or another size of text."""
        self.drawing.set_theme(theme)
        super().set_theme(theme)

    def press(self, _event: QKeyEvent) -> None:
        self.hide()

    def mousePressEvent(self, _event: QMouseEvent | None) -> None:
        self.hide()

    def lay_out(self) -> None:
        room = self.room()
        rows = tuple(tuple(section) for section in self._rows)
        inputs = (self.theme, rows, room.width(), room.height())
        if inputs == self._shown or room.width() < 100 or not any(rows):
            return
        self._shown = inputs
        size = room.width(), room.height()
        # A part for each device reads best, but not with tiny letters.
        apart, together = (self._fitting(rows, *size) for rows in (self._rows, [self._merged]))
        px, columns = apart if apart[0] >= together[0] - 1 else together
        self._fill(px, columns, *size)

    def _fitting(
        self, rows: Sequence[Sequence[HelpRow]], width: int, height: int
    ) -> tuple[int, _Columns]:
        """The largest text, in pixels, with which all is in sight, and the columns for it."""
        least = round(self.drawing.units()[1] * _LEAST_UNIT)
        for px in range(self.theme.text_px, _SMALLEST_PX - 1, -1):
            fits = []
            for number in range(1, _MOST_COLUMNS + 1):
                columns = _columns(rows, number)
                needed, high = self._needs(px, columns)
                if needed <= width and high + least <= height:
                    fits.append(columns)
            if fits:
                # The drawing takes what the text leaves: three columns where there is the room.
                return px, min(fits, key=lambda columns: abs(len(columns) - 3))
        return _SMALLEST_PX, _columns(rows, _MOST_COLUMNS)

    def _needs(self, px: int, columns: _Columns) -> tuple[int, int]:
        """Width and height of the card in pixels, without the drawing."""
        body = QFontMetrics(self._font(px))
        bold = QFontMetrics(self._font(px, bold=True))
        title = QFontMetrics(self._font(round(px * PAGE_TITLE), bold=True))
        widths = []
        for rows in columns:
            chips = max(
                sum(bold.horizontalAdvance(text) + _chip(px) + 3 for text in row.controls)
                for row in rows
            )
            words = max(body.horizontalAdvance(row.meaning) for row in rows)
            widths.append(chips + words + px + 6)
        width = sum(widths) + 2 * px * (len(widths) - 1) + 4 * px + 4
        lines = -(-body.horizontalAdvance(_INTRODUCTION) // max(1, width - 5 * px)) + 1
        row_height = bold.height() + _GAP + 6
        height = max(len(rows) for rows in columns) * row_height
        return width, title.height() + lines * body.height() + height + 6 * px + 8

    def _font(self, px: int, bold: bool = False) -> QFont:
        return self.theme.font(px / self.theme.text_px, bold)

    def _fill(self, px: int, columns: _Columns, width: int, height: int) -> None:
        if self._table is not None:
            self._table.setParent(None)
            self._table.deleteLater()
        self._table = table = QWidget()
        self._column.addWidget(table)
        self._column.setContentsMargins(2 * px, px, 2 * px, px)
        self._column.setSpacing(px)
        table.setLayout(_grid(columns, px))
        table.show()  # at once: else it would only be there a turn of the event loop later
        self.card.setStyleSheet(self._style(px))
        needed, text_height = self._needs(px, columns)
        across, down = self.drawing.units()
        self.drawing.setVisible(down > 0)
        if down:
            unit = min((width - 4 * px) / across, (height - text_height) / down, _LARGEST_UNIT)
            needed = max(needed, round(unit * across) + 4 * px + 2)
            self.drawing.setFixedHeight(max(1, round(unit * down)))
        self.card.setFixedWidth(min(needed, width))

    def _style(self, px: int) -> str:
        theme = self.theme
        colours = "".join(
            f"QLabel#key{index} {{ border-color: {colour}; }}"
            for index, colour in enumerate(theme.groups)
        )
        return f"""
        QLabel {{ font-size: {px}px; }}
        QLabel#helpTitle {{ font-size: {round(px * PAGE_TITLE)}px; font-weight: bold; }}
        QLabel[key="true"] {{
            background: {theme.raised}; border: 1px solid {theme.border};
            border-radius: 4px; padding: 1px {px // 2}px; font-weight: bold;
        }}
        {colours}
        """


_GAP = 3  # pixels between two rows


def _sorted(rows: Sequence[HelpRow]) -> list[HelpRow]:
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


def _chip(px: int) -> int:
    """What the frame of a control adds to the width of its name."""
    return 2 * (px // 2) + 2


def _columns(sections: Sequence[Sequence[HelpRow]], columns: int) -> _Columns:
    """The rows from top to bottom and from left to right; each section begins a column."""
    sections = [section for section in sections if section]
    longest = 1
    while sum(-(-len(section) // longest) for section in sections) > max(columns, len(sections)):
        longest += 1
    found = []
    for section in sections:
        each = -(-len(section) // -(-len(section) // longest))
        found += [section[start : start + each] for start in range(0, len(section), each)]
    return found


def _grid(columns: _Columns, px: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(_GAP)
    for column, part in enumerate(columns):
        if column:
            grid.setColumnMinimumWidth(3 * column - 1, 2 * px)
            grid.setColumnStretch(3 * column - 1, 1)
        for number, row in enumerate(part):
            grid.addLayout(_chips(row), number, 3 * column)
            meaning = label(row.meaning, "meaning")
            meaning.setContentsMargins(px // 2, 0, 0, 0)
            grid.addWidget(meaning, number, 3 * column + 1)
    return grid


def _chips(row: HelpRow) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(3)
    line.addStretch(1)
    for control in row.controls:
        chip = QLabel(control)
        chip.setObjectName(f"key{GROUPS.index(row.group)}")
        chip.setProperty("key", True)
        chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(chip)
    return line
