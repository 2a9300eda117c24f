"""The table of the help: controls and what each of them does, in columns."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetrics
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout

from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.inputs.bindings.help import HelpRow
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.kit.widgets import label

Columns = list[Sequence[HelpRow]]
_GAP = 3  # pixels between two rows


def by_group(rows: Sequence[HelpRow]) -> list[HelpRow]:
    """The rows in the order of their groups."""
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


def in_columns(sections: Sequence[Sequence[HelpRow]], columns: int) -> Columns:
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


def size_of(columns: Columns, theme: Theme, px: int) -> tuple[int, int]:
    """Width and height in pixels that the table needs with text of `px` pixels."""
    if not columns:
        return 0, 0
    body = QFontMetrics(theme.font(px / theme.text_px))
    bold = QFontMetrics(theme.font(px / theme.text_px, bold=True))
    widths = []
    for rows in columns:
        chips = max(
            sum(bold.horizontalAdvance(text) + _chip(px) + 3 for text in row.controls)
            for row in rows
        )
        words = max(body.horizontalAdvance(row.meaning) for row in rows)
        widths.append(chips + words + px + 6)
    width = sum(widths) + 2 * px * (len(widths) - 1)
    return width, max(len(rows) for rows in columns) * (bold.height() + _GAP + 6)


def grid_of(columns: Columns, px: int) -> QGridLayout:
    """The table."""
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
            grid.addWidget(label(row.meaning, "meaning"), number, 3 * column + 1)
    return grid


def _chip(px: int) -> int:
    """What the frame of a control adds to the width of its name."""
    return 2 * (px // 2) + 2


def _chips(row: HelpRow) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(3)
    line.addStretch(1)
    for control in row.controls:
        chip = label(control, f"key{GROUPS.index(row.group)}")
        chip.setProperty("key", True)
        chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(chip)
    return line
