"""What lies under the pointer, in a small card beside it."""

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QPainter, QPen

from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.number_text import signed
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.plane import Plane


def lay_pointed(
    lettering: Lettering, at: QPointF, plane: Plane, place: tuple[float, float]
) -> None:
    """What lies under the pointer: the loss on the surface shown, and where that is."""
    loss = plane.loss_at(*place)
    if loss is None:
        return
    step = step_of(plane)
    steps = ", ".join(signed(along / step, 1) for along in place)
    # Between the points that were computed a loss is interpolated, and says so.
    loss_text, place_text = f"≈ {loss:.4f}", f"at {steps} steps"
    theme, atlas = lettering.theme, lettering.atlas
    width = max(lettering.bold.width(loss_text), lettering.small.width(place_text)) + 18
    line = lettering.bold.height
    box = QRectF(at.x() + 16, at.y() + 14, round(width), round(2 * line + 10))
    if box.right() > atlas.size.width() - 4:
        box.moveRight(at.x() - 10)
    if box.bottom() > atlas.size.height() - 4:
        box.moveBottom(at.y() - 10)
    size = (box.width() + 1, box.height() + 1)
    atlas.put(
        ("card", size), box.left(), box.top(), size, lambda painter: _paint_card(painter, theme)
    )
    left = box.left() + 9
    first, second = box.top() + 5 + line / 2, box.top() + 5 + 1.5 * line
    lettering.write(left, first, loss_text, theme.text, 0.0, bold=True)
    lettering.write(left, second, place_text, theme.dim_text, 0.0)


def _paint_card(painter: QPainter, theme: Theme) -> None:
    """A card as large as the picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.raised)
    ground.setAlpha(235)
    painter.setPen(QPen(QColor(theme.border)))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(painter.window()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
