"""A text atlas for software renderers: its pictures are painted over the finished view by Qt."""

from collections.abc import Callable, Hashable
from math import ceil

from PyQt6.QtCore import QPointF, QSize
from PyQt6.QtGui import QImage, QPainter

from hudes_desktop.view.kit.text_atlas import check_fits, painted


class PaintedAtlas:
    """A TextAtlas. What was put in the last frame is painted as often as Qt asks for it."""

    def __init__(self) -> None:
        self.size = QSize()
        self._ratio = 1.0
        self._room = QSize()
        self._kept_pixels = 0
        self._kept: dict[Hashable, QImage] = {}
        self._placed: list[tuple[QPointF, QImage, float]] = []

    def renew(self, size: QSize) -> None:
        self._room = size
        self._forget()

    def begin(self, size: QSize, ratio: float) -> None:
        room = self._room * ratio
        if ratio != self._ratio or self._kept_pixels > room.width() * room.height():
            self._forget()
        self.size, self._ratio = size, ratio
        self._placed.clear()

    def put(
        self,
        key: Hashable,
        left: float,
        top: float,
        size: tuple[float, float],
        paint: Callable[[QPainter], None],
        opacity: float = 1.0,
    ) -> None:
        ratio = self._ratio
        image = self._kept.get(key)
        if image is None:
            pixels = ceil(size[0] * ratio), ceil(size[1] * ratio)
            room = self._room * ratio
            check_fits(pixels, (room.width(), room.height()))
            image = painted(pixels, ratio, QImage.Format.Format_ARGB32_Premultiplied, paint)
            self._kept[key] = image
            self._kept_pixels += pixels[0] * pixels[1]
        corner = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        self._placed.append((corner, image, opacity))

    def end(self) -> None:
        pass

    def release(self) -> None:
        pass

    def paint(self, painter: QPainter) -> None:
        """Paint what was put since begin()."""
        for corner, image, opacity in self._placed:
            painter.setOpacity(opacity)
            painter.drawImage(corner, image)
        painter.setOpacity(1.0)

    def _forget(self) -> None:
        self._kept.clear()
        self._kept_pixels = 0
