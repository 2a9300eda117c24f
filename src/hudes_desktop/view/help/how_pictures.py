"""The six moving pictures of "How it works", drawn from the hill that the engine found last."""

from math import cos, pi, sin

import numpy as np
from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from hudes_desktop.view.help.how_hill import Hill, colour_of
from hudes_desktop.view.help.how_scene import Scene
from hudes_desktop.words import text

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STROKES = ((7, 8, 20, 8), (20, 8, 12, 22))  # a seven, on 28 × 28 points


def the_hill(scene: Scene) -> None:
    """The hill turns slowly; beside it, what its heights mean."""
    hill_area, bar_area = scene.parts(5, 1.4)
    ball = scene.mesh(scene.hill, hill_area, 0.6 + scene.seconds * 0.25)
    scene.ball(ball, max(5.0, scene.area.height() * 0.022))
    height = bar_area.height()
    bar = QRectF(bar_area.left(), bar_area.top() + 0.12 * height, 12, 0.76 * height)
    for index in range(32):
        from_top = QRectF(bar.left(), bar.top() + index * bar.height() / 32, 12, bar.height() / 31)
        scene.painter.fillRect(from_top, colour_of(1 - index / 31))
    words = QRectF(bar.right() + 8, bar.top(), bar_area.right() - bar.right() - 8, bar.height() / 3)
    top = text("how.bar.high", loss=scene.hill.high)
    scene.write(words, top, where=Qt.AlignmentFlag.AlignTop)
    words.moveBottom(bar.bottom())
    bottom = text("how.bar.low", loss=scene.hill.low)
    scene.write(words, bottom, "text", where=Qt.AlignmentFlag.AlignBottom)


def directions(scene: Scene) -> None:
    """All weights are nudged to and fro; beside them, the loss along that way."""
    weights, curve = scene.parts(1, 1.2, gap=0.08)
    swing = sin(scene.seconds * 0.9)
    chance = np.random.default_rng(7)
    rows, columns = 9, 14
    values = chance.normal(0, 0.6, (rows, columns)) + swing * chance.normal(0, 0.5, (rows, columns))
    cell = min(weights.width() / columns, weights.height() * 0.8 / rows)
    left = weights.center().x() - cell * columns / 2
    top = weights.top() + (weights.height() * 0.84 - cell * rows) / 2
    scene.painter.setPen(Qt.PenStyle.NoPen)
    for (i, j), value in np.ndenumerate(values):
        colour = QColor(scene.theme.train if value > 0 else scene.theme.validation)
        colour.setAlphaF(min(1.0, 0.08 + 0.55 * abs(float(value))))
        scene.painter.setBrush(colour)
        square = QRectF(left + j * cell, top + i * cell, cell - 1.5, cell - 1.5)
        scene.painter.drawRoundedRect(square, 2, 2)
    label_height = 0.16 * weights.height()
    foot = QRectF(weights.left(), weights.bottom() - label_height, weights.width(), label_height)
    scene.write(foot, text("how.weights"))
    line = scene.hill.heights[:, scene.hill.middle[1]]
    box = QRectF(curve.left(), curve.top(), curve.width(), curve.height() * 0.8)
    _curve(scene, line, box, swing)
    foot = QRectF(curve.left(), curve.bottom() - label_height, curve.width(), label_height)
    scene.write(foot, text("how.curve"))


def _curve(scene: Scene, line: np.ndarray, box: QRectF, swing: float) -> None:
    low, high = float(line.min()), float(line.max())
    span = max(high - low, 1e-12)

    def point(part: float) -> QPointF:
        loss = float(np.interp(part * (len(line) - 1), np.arange(len(line)), line))
        return QPointF(
            box.left() + part * box.width(),
            box.bottom() - (0.08 + 0.84 * (loss - low) / span) * box.height(),
        )

    painter = scene.painter
    painter.setPen(QPen(QColor(scene.theme.border), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.setPen(QPen(QColor(scene.theme.train), 2.5))
    painter.drawPolyline(QPolygonF([point(part) for part in np.linspace(0, 1, 80)]))
    scene.ball(point(0.5 + 0.46 * swing), max(5.0, box.height() * 0.03))


def first_layer(scene: Scene) -> None:
    """A digit, its three products, and all places of the picture, coarse at first."""
    digit, products, arrow, picture = scene.parts(0.8, 0.9, 0.35, 1.35, gap=0.05)
    painter = scene.painter
    side = min(digit.width(), digit.height() * 0.72)
    box = QRectF(digit.center().x() - side / 2, digit.center().y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#05070a"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QPen(QColor("#f2f4f7"), side * 0.09, cap=Qt.PenCapStyle.RoundCap))
    for x0, y0, x1, y1 in _STROKES:
        unit = side / 28
        start = QPointF(box.left() + x0 * unit, box.top() + y0 * unit)
        painter.drawLine(start, QPointF(box.left() + x1 * unit, box.top() + y1 * unit))
    turn = int(scene.seconds / 1.2) % 6
    height = products.height() / 5
    for index in range(3):
        row = QRectF(products.left(), 0, products.width(), height)
        row.moveTop(products.center().y() + (index - 1.5) * height * 1.25 + height * 0.125)
        colour = QColor(scene.theme.groups[index])
        scene.arrow(
            QPointF(box.right() + 4, digit.center().y()),
            QPointF(row.left() - 4, row.center().y()),
            colour,
        )
        painter.setPen(QPen(colour, 2))
        colour.setAlphaF(0.35 if turn == index else 0.12)
        painter.setBrush(colour)
        painter.drawRoundedRect(row, 6, 6)
        name = text(f"how.products.{index}")
        scene.write(row.adjusted(6, 2, -6, -2), name, "text", bold=True)
    middle = arrow.center().y()
    scene.arrow(
        QPointF(arrow.left(), middle), QPointF(arrow.right(), middle), QColor(scene.theme.dim_text)
    )
    scene.write(
        QRectF(arrow.left(), arrow.top(), arrow.width(), middle - arrow.top() - 6), text("how.mix")
    )
    every = (8, 4, 2, 1, 1, 1)[turn] if scene.hill.heights.shape[0] > 16 else 1
    area = _square(picture, 0.78)
    painter.drawImage(area, scene.hill.image(every))
    places = scene.hill.heights[::every, ::every].size
    foot = QRectF(picture.left(), area.bottom(), picture.width(), picture.bottom() - area.bottom())
    words = text("how.places", count=places)
    if every == 1 and scene.hill.evaluated < places:
        words = text("how.places.few", count=scene.hill.evaluated)
    scene.write(foot.adjusted(0, 6, 0, 0), words, "text")


def reading(scene: Scene) -> None:
    """The hill from above; its marks are named one after another."""
    picture, names = scene.parts(1, 1.1, gap=0.06)
    area = _square(picture, 1.0)
    # The diamond may stand at the edge.
    area.adjust(*(0.04 * area.width() * way for way in (1, 1, -1, -1)))
    painter, hill = scene.painter, scene.hill
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, hill.image())
    turn = int(scene.seconds / 2.2) % 5
    for lines, colour, width, index in (
        (hill.contours, QColor(0, 0, 0, 90), 1.0, 0),
        (hill.as_here, QColor("#ffffff"), 2.0, 1),
    ):
        painter.setPen(QPen(colour, width * (2.0 if turn == index else 1.0)))
        for start, end in lines:
            painter.drawLine(QLineF(_at(area, start), _at(area, end)))
    centre, unit = area.center(), area.width() / 36
    down = QPointF(hill.downhill[0], -hill.downhill[1]) * unit * 7
    scene.arrow(centre, centre + down, QColor("#ffffff"), 4.5 if turn == 3 else 2.5)
    _diamond(scene, area, unit * (1.5 if turn == 2 else 1.0))
    scene.ball(centre, unit * (1.4 if turn == 4 else 0.95))
    height = names.height() / 5
    for index, sign in enumerate("◠━◆➚●"):
        row = QRectF(names.left(), names.top() + index * height, names.width(), height)
        ink = "text" if turn == index else "dim_text"
        sign_area = QRectF(row.left(), row.top(), 2.2 * scene.theme.text_px, height)
        scene.write(sign_area, sign, ink, bold=True)
        row.setLeft(sign_area.right())
        scene.write(row, text(f"how.mark.{index}"), ink, _LEFT, bold=turn == index)


def slices(scene: Scene) -> None:
    """Several planes through the same place, side by side."""
    shown = scene.hills[:3]
    areas = scene.parts(*(1.0 for _ in shown), gap=0.02)
    chosen = int(scene.seconds / 2.5) % len(shown)
    for index, (hill, area) in enumerate(zip(shown, areas, strict=True)):
        foot = 0.18 * area.height()
        height = min(area.height() - foot, 0.8 * area.width())
        top = area.center().y() - (height + foot) / 2
        body = QRectF(area.left(), top, area.width(), height)
        yaw = 0.6 + (0.35 * sin(scene.seconds * 0.7) if index == chosen else 0.0)
        scene.ball(scene.mesh(hill, body, yaw), max(4.0, area.height() * 0.025))
        here = float(hill.heights[hill.middle])
        name = text("how.sketch")
        if hill.plane is not None:
            name = text("how.plane", number=hill.plane + 1)
        words = text("how.at_ball", name=name, loss=here)
        low = QRectF(area.left(), body.bottom(), area.width(), foot)
        scene.write(low, words, "text" if index == chosen else "dim_text")


def evaluations(scene: Scene) -> None:
    """An algorithm tries its four neighbours and walks to the best, counting what it asked for."""
    picture, words = scene.parts(1, 1.1, gap=0.06)
    area = _square(picture, 1.0)
    painter, hill = scene.painter, scene.hill
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, hill.image())
    way = _greedy(hill)
    done = min(int(scene.seconds * 2) % (len(way) + 6), len(way) - 1)
    wide, high = (side - 1 for side in hill.heights.shape)
    points = [_at(area, QPointF(i / wide, 1 - j / high)) for i, j in way[: done + 1]]
    painter.setPen(QPen(QColor("#ffffff"), 2))
    painter.drawPolyline(QPolygonF(points))
    scene.ball(points[-1], area.width() / 38)
    height = words.height() / 3
    loss = float(hill.heights[way[done]])
    said = (
        (text("how.greedy", steps=done, count=1 + 4 * done, loss=loss), "text"),
        (text("how.yours", count=hill.evaluated), "text"),
        (text("how.neighbours"), "dim_text"),
    )
    for index, (line, colour) in enumerate(said):
        row = QRectF(words.left(), words.top() + index * height, words.width(), height)
        scene.write(row, line, colour, _LEFT, bold=index == 0)


def _greedy(hill: Hill) -> list[tuple[int, int]]:
    """From the ball always to the lowest of four neighbours, until none is lower."""
    way = [hill.middle]
    while True:
        i, j = way[-1]
        around = [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)]
        inside = [(a, b) for a, b in around if min(a, b) >= 0]
        inside = [(a, b) for a, b in inside if a < len(hill.heights) and b < hill.heights.shape[1]]
        best = min(inside, key=lambda place: hill.heights[place])
        if hill.heights[best] >= hill.heights[i, j]:
            return way
        way.append(best)


def _square(area: QRectF, share: float) -> QRectF:
    side = min(area.width(), area.height() * share)
    return QRectF(area.center().x() - side / 2, area.top(), side, side)


def _at(area: QRectF, part: QPointF) -> QPointF:
    return QPointF(area.left() + part.x() * area.width(), area.top() + part.y() * area.height())


def _diamond(scene: Scene, area: QRectF, radius: float) -> None:
    i, j = scene.hill.lowest
    wide, high = (side - 1 for side in scene.hill.heights.shape)
    at = _at(area, QPointF(i / wide, 1 - j / high))
    corners = [at + QPointF(cos(k * pi / 2), sin(k * pi / 2)) * radius for k in range(4)]
    scene.painter.setPen(QPen(QColor("#ffffff"), 1.5))
    scene.painter.setBrush(QColor(scene.theme.good))
    scene.painter.drawPolygon(QPolygonF(corners))
