"""What the pictures of "How it works" are drawn with: text that fits, balls, arrows, hills."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from hudes_desktop.view.devices.drawing_ink import Ink
from hudes_desktop.view.help.how_hill import Hill
from hudes_desktop.view.kit.theme import Theme

_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Scene:
    """What a picture is drawn with. hills: of each plane, the newest; seconds: since it opened."""

    painter: QPainter
    area: QRectF
    theme: Theme
    hills: Sequence[Hill]
    seconds: float

    @property
    def hill(self) -> Hill:
        return self.hills[0]

    def write(
        self,
        area: QRectF,
        text: str,
        colour: str = "dim_text",
        where: Qt.AlignmentFlag = _CENTRE,
        bold: bool = False,
    ) -> None:
        """Text inside `area`, in several lines where needed, smaller where it wouldn't fit."""
        self.painter.setPen(QColor(getattr(self.theme, colour)))
        Ink(self.theme).write(self.painter, area, text, self.theme.text_px, where, bold)

    def ball(self, at: QPointF, radius: float) -> None:
        self.painter.setPen(QPen(QColor("#ffffff"), max(1.0, radius * 0.2)))
        self.painter.setBrush(QColor(self.theme.marker))
        self.painter.drawEllipse(at, radius, radius)

    def mesh(self, hill: Hill, area: QRectF, yaw: float) -> QPointF:
        """A hill that fills `area`; returns where its ball is."""
        size = min(area.width() / 2.9, area.height() / 2.4)
        at = QPointF(area.center().x(), area.center().y() + size * hill.rise / 2)
        edge = QColor(0, 0, 0, 46)
        self.painter.setPen(QPen(edge, 0.8))
        for shape, colour in hill.patches(yaw, at, size):
            self.painter.setBrush(colour)
            self.painter.drawPolygon(shape)
        return hill.ball(at, size)

    def arrow(self, start: QPointF, end: QPointF, colour: QColor, width: float = 2.0) -> None:
        line = QLineF(start, end)
        if line.length() < 1:
            return
        self.painter.setPen(QPen(colour, width, cap=Qt.PenCapStyle.RoundCap))
        self.painter.drawLine(line)
        for turn in (150, -150):
            head = QLineF(end, end + QPointF(6 + width, 0))
            head.setAngle(line.angle() + turn)
            self.painter.drawLine(head)

    def parts(self, *shares: float, gap: float = 0.04) -> list[QRectF]:
        """The area cut from left to right."""
        between = gap * self.area.width()
        room = self.area.width() - between * (len(shares) - 1)
        found, left = [], self.area.left()
        for share in shares:
            width = room * share / sum(shares)
            found.append(QRectF(left, self.area.top(), width, self.area.height()))
            left += width + between
        return found
