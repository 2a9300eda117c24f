"""How the panels of the lines view share its room: how many beside each other, and how large."""

from PyQt6.QtCore import QRect

CURVES_OVERLAID = 3
SCROLLS_BEYOND = 8
_GAP = 6
_COLUMNS = (1, 1, 2, 3, 2, 3, 3, 4, 4)  # by number of panels, where there is room
_BEST_SHAPE = 1.5  # width by height
_EMPTY_COSTS = 5.0


def grouped(axes: int, layout: str) -> list[tuple[int, ...]]:
    """The axes of every panel: one each in a grid, three each when overlaid."""
    size = CURVES_OVERLAID if layout == "overlay" else 1
    return [tuple(range(first, min(first + size, axes))) for first in range(0, axes, size)]


def cells(
    panels: int, width: int, height: int, smallest: tuple[int, int]
) -> tuple[list[QRect], int]:
    """Where every panel lies, and the height of all of it: larger than `height` if it scrolls.

    smallest: width and height in pixels below which a panel can't be read.
    """
    most = max(1, (width + _GAP) // (smallest[0] + _GAP))
    if panels <= SCROLLS_BEYOND:
        columns = min(_COLUMNS[panels], most)
    else:
        fitting = [
            columns
            for columns in range(1, min(most, panels) + 1)
            if -(-panels // columns) * (smallest[1] + _GAP) - _GAP <= height
        ]
        columns = min(
            fitting or [min(most, panels)], key=lambda c: _ugliness(panels, c, width / height)
        )
    rows = max(1, -(-panels // columns))
    height = max(height, rows * (smallest[1] + _GAP) - _GAP)
    across, down = _edges(columns, width), _edges(rows, height)
    found = []
    for index in range(panels):
        (left, right), (top, bottom) = across[index % columns], down[index // columns]
        found.append(QRect(left, top, right - left, bottom - top))
    return found, height


def _edges(count: int, extent: int) -> list[tuple[int, int]]:
    """Where each of so many cells begins and ends."""
    size = (extent + _GAP) / count
    return [(round(k * size), round((k + 1) * size) - _GAP) for k in range(count)]


def _ugliness(panels: int, columns: int, shape: float) -> float:
    """How far cells are from the best shape, and how much room would stay empty."""
    rows = -(-panels // columns)
    empty = columns * rows / panels - 1.0
    return abs(shape * rows / columns - _BEST_SHAPE) + _EMPTY_COSTS * empty
