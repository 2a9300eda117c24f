"""What all drawings of devices share: their scale, outlines in the colour of a meaning, text."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from hudes_desktop.inputs.bindings.action_spec import GROUPS, Group
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.kit.theme import DARK, Theme, mixed

SMALLEST_PX, READABLE_PX = 7, 9


class Drawing(QWidget):
    """Devices as large as there is room for, with the controls that profiles bind lit.

    A bound control has the colour of its group of meanings. LEAST_UNIT: pixels of a unit below
    which the drawing says nothing. says_all: whether what is written on it makes a table beside it
    superfluous.
    """

    LEAST_UNIT = 15

    def __init__(self, name: str, theme: Theme = DARK) -> None:
        super().__init__()
        self.says_all = False
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours and fonts."""
        self._ink = Ink(theme)
        self.update()

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Draw the devices of these profiles."""
        raise NotImplementedError

    def units(self) -> tuple[float, float]:
        """Width and height of the whole drawing; (0, 0) for nothing to draw."""
        raise NotImplementedError

    def lit(self) -> set[str]:
        """The names of the controls that are drawn in a colour."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        width, height = self.units()
        return QSize(round(width * 40), round(height * 40))

    def _unit(self) -> tuple[float, QPointF]:
        """Pixels of a unit, 0 for nothing to draw, and where the drawing's left top corner is."""
        width, height = self.units()
        if not width or self.width() < 2 or self.height() < 2:
            return 0.0, QPointF()
        unit = min((self.width() - 2) / width, (self.height() - 2) / height)
        return unit, QPointF((self.width() - unit * width) / 2, (self.height() - unit * height) / 2)


def in_pixels(area: QRectF, unit: float, corner: QPointF) -> QRectF:
    """An area that is given in units from a corner."""
    return QRectF(corner + area.topLeft() * unit, area.size() * unit)


class Ink:
    """The colours of groups of meanings in a theme, and how to write within an area."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def colour(self, group: Group | None) -> QColor:
        """Of a group; None for what nothing is bound to."""
        theme = self.theme
        return QColor(theme.border if group is None else theme.groups[GROUPS.index(group)])

    def use(self, painter: QPainter, group: Group | None, faint: bool = False) -> None:
        """Outline in the group's colour, filled with a little of it."""
        colour = self.colour(group)
        painter.setPen(QPen(colour, 1.4 if group else 1.0))
        ground = QColor(self.theme.raised if group else self.theme.card)
        part = 0.0 if group is None else 0.14 if faint else 0.34
        painter.setBrush(mixed(ground, colour, part))

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        px: float,
        flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> None:
        """In the middle of `area`, as large as `px` pixels where it fits, else smaller or not."""
        px = max(px, min(READABLE_PX, area.height()))
        while px >= SMALLEST_PX:
            font = self.theme.font(px / self.theme.text_px)
            metrics = QFontMetricsF(font)
            if metrics.horizontalAdvance(text) <= area.width():
                painter.setFont(font)
                painter.drawText(area, flags, text)
                return
            px -= 1

    def fitting(self, text: str, width: float, height: float, px: float, bold: bool = False) -> int:
        """Pixels of the largest text, `px` at most, with which all of it fits in lines of words.

        bold: the first of its paragraphs is.
        """
        size = round(px)
        while size > SMALLEST_PX:
            lines = self._lines(text, width, size, bold)
            spacing = lines[0][1].lineSpacing()
            widest = max(metrics.horizontalAdvance(line) for line, metrics, _ in lines)
            if spacing * len(lines) <= height and widest <= width:
                break
            size -= 1
        return size

    def write_wrapped(
        self, painter: QPainter, area: QRectF, text: str, px: int, bold: bool = False
    ) -> None:
        """Lines of words in the middle of `area`; bold: the first paragraph is."""
        lines = self._lines(text, area.width(), px, bold)
        height = lines[0][1].lineSpacing()
        top = area.center().y() - height * len(lines) / 2
        for number, (line, _, font) in enumerate(lines):
            painter.setFont(font)
            at = QRectF(area.left(), top + number * height, area.width(), height)
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, line)

    def _lines(
        self, text: str, width: float, px: int, bold: bool
    ) -> list[tuple[str, QFontMetricsF, QFont]]:
        found = []
        for number, paragraph in enumerate(text.split("\n")):
            font = self.theme.font(px / self.theme.text_px, bold and number == 0)
            metrics = QFontMetricsF(font)
            found += [(line, metrics, font) for line in _wrapped(paragraph, metrics, width)]
        return found


def _wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """The text in lines; a word that is wider than `width` has one for itself."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and metrics.horizontalAdvance(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]
