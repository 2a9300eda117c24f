"""The line of text above the curves: the loss here, what the marks mean, and how exact it is."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.theme import DARK, Theme, faded
from hudes_desktop.view.landscape.model.curve import Curve

_SIGN_PX = 16.0
_BETWEEN_PX = 18.0
_EDGE_PX = 10.0
_LEGEND = (
    ("marker", "you are here"),
    ("level", "as good as here"),
    ("lowest", "lowest point in sight"),
    ("tangent", "slope"),
)


def notes(curves: Sequence[Curve], shared: bool) -> tuple[str, ...]:
    """How the curves are drawn and how exact they are; the same ever shorter."""
    scale = "one scale for all" if shared else "each its own scale"
    if not curves:
        return (scale,)
    masked = sum(curve.masked for curve in curves)
    if masked:
        scale += f" · {masked} points not finite"
    total = len(curves[0].losses)
    exact = min(curve.exact_points for curve in curves)
    few = f"{min(exact, total)} of {total} points computed"
    between = "straight lines between" if exact >= total else "rest interpolated"
    return (f"{scale} · {few}, {between}", f"{few}, {between}", few)


class LinesCaption(QWidget):
    """Left the train loss, right how the curves were made, and the legend where there is room."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self._loss = ""
        self._notes: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("What the curves show")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours and another size of text."""
        self._theme = theme
        self._bold, self._small = Writer(theme.font(bold=True)), Writer(theme.font(0.88))
        self.updateGeometry()
        self.update()

    def set_texts(self, loss: str, notes: Sequence[str]) -> None:
        """loss: of where one stands. notes: the same, ever shorter; the first that fits shows."""
        if (loss, tuple(notes)) != (self._loss, self._notes):
            self._loss, self._notes = loss, tuple(notes)
            self.setAccessibleDescription(f"{loss}; {notes[0]}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(self._bold.height + 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(self._bold.height + 12))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        left, right = _EDGE_PX, self.width() - _EDGE_PX
        text, dim = QColor(self._theme.text), QColor(self._theme.dim_text)
        top = (self.height() - self._small.height) / 2
        bold_top = (self.height() - self._bold.height) / 2
        loss = self._bold.fitting((self._loss, self._loss.split(" ", 2)[-1]), right - left)
        self._bold.write(painter, left, bold_top, loss, text)
        left += self._bold.width(loss) + _BETWEEN_PX
        legend = sum(
            _SIGN_PX + 4 + self._small.width(meaning) + _BETWEEN_PX for _, meaning in _LEGEND
        )
        room = right - left
        note = self._small.fitting(self._notes, room - legend)
        note = note or self._small.fitting(self._notes[-1:], room)
        self._small.write(painter, right, top, note, dim, 1.0)
        right -= self._small.width(note) + _BETWEEN_PX
        for sign, meaning in _LEGEND:
            width = _SIGN_PX + 4 + self._small.width(meaning)
            if left + width > right:
                break
            self._sign(painter, sign, QPointF(left + _SIGN_PX / 2, self.height() / 2))
            self._small.write(painter, left + _SIGN_PX + 4, top, meaning, dim)
            left += width + _BETWEEN_PX
        painter.end()

    def _sign(self, painter: QPainter, sign: str, at: QPointF) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if sign == "marker":
            painter.setBrush(QColor(theme.marker))
            painter.drawEllipse(at, 4.5, 4.5)
        elif sign == "lowest":
            painter.setBrush(QColor(theme.good))
            corners = ((0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0))
            painter.drawPolygon(QPolygonF([at + QPointF(dx, dy) for dx, dy in corners]))
        elif sign == "level":
            painter.fillRect(
                QRectF(at.x() - 7, at.y() - 0.5, 14, 1), faded(QColor(theme.text), 0.55)
            )
        else:
            painter.setPen(QPen(QColor(theme.text), 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(at + QPointF(-7, 3), at + QPointF(7, -3))
