"""What all drawings of devices share: their scale, outlines in the colour of a meaning, text."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from hudes_desktop.inputs.bindings.action_spec import GROUPS, Group
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.kit.theme import DARK, Theme, mixed

SMALLEST_PX = 7
READABLE_PX = 9


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
        bold: bool = False,
    ) -> None:
        """Lines of words in `area`, as large as `px` pixels where they fit, else smaller or not."""
        if size := self.fitting(area, text, px, bold):
            painter.setFont(self._font(size, bold))
            painter.drawText(area, int(flags | Qt.TextFlag.TextWordWrap), text)

    def fitting(self, area: QRectF, text: str, px: float, bold: bool = False) -> int:
        """Pixels of the largest text, `px` at most, that fits in lines of words; 0 for none."""
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        for size in range(round(px), SMALLEST_PX - 1, -1):
            box = QFontMetricsF(self._font(size, bold)).boundingRect(area, flags, text)
            if box.width() <= area.width() + 0.5 and box.height() <= area.height() + 0.5:
                return size
        return 0

    def _font(self, px: int, bold: bool) -> QFont:
        return self.theme.font(px / self.theme.text_px, bold)
