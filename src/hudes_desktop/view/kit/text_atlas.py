"""Pictures laid over a view, above all texts: painted once and kept, because they come again."""

from collections.abc import Callable, Hashable
from math import ceil

from PyQt6.QtCore import QPointF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter


class TextAtlas:
    """What texts and marks are laid on. All lengths are in logical pixels.

    What was laid in the last frame is painted as often as Qt asks for it. size: of the view.
    """

    def __init__(self) -> None:
        self.size = QSize()
        self._ratio = 1.0
        self._room = QSize()
        self._kept_pixels = 0
        self._kept: dict[Hashable, QImage] = {}
        self._placed: list[tuple[QPointF, QImage, float]] = []
        self._drawn: list[Callable[[QPainter], None]] = []

    def renew(self, size: QSize) -> None:
        """Forget all pictures. size: none may be larger, and few more than fill it are kept."""
        self._room = size
        self._forget()

    def begin(self, size: QSize, ratio: float) -> None:
        """A new frame of a view of that size, with `ratio` pixels to a logical one."""
        room = self._room * ratio
        if ratio != self._ratio or self._kept_pixels > room.width() * room.height():
            self._forget()
        self.size, self._ratio = size, ratio
        self._placed.clear()
        self._drawn.clear()

    def put(
        self,
        key: Hashable,
        left: float,
        top: float,
        size: tuple[float, float],
        paint: Callable[[QPainter], None],
        opacity: float = 1.0,
    ) -> None:
        """Lay a picture of that size over what is there, its corner as near as a pixel.

        key: of a picture; the same one is painted once. paint: paints it at 0, 0. Raises
        ValueError for a picture that is larger than the atlas.
        """
        ratio = self._ratio
        image = self._kept.get(key)
        if image is None:
            image = self._kept[key] = self._painted(size, paint)
            self._kept_pixels += image.width() * image.height()
        corner = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        self._placed.append((corner, image, opacity))

    def draw(self, paint: Callable[[QPainter], None]) -> None:
        """Lay whatever `paint` paints below all pictures, anew in each frame."""
        self._drawn.append(paint)

    def paint(self, painter: QPainter) -> None:
        """Paint what was laid since begin()."""
        for draw in self._drawn:
            draw(painter)
        for corner, image, opacity in self._placed:
            painter.setOpacity(opacity)
            painter.drawImage(corner, image)
        painter.setOpacity(1.0)

    def _painted(self, size: tuple[float, float], paint: Callable[[QPainter], None]) -> QImage:
        width, height = (ceil(length * self._ratio) for length in size)
        room = self._room * self._ratio
        if width > room.width() or height > room.height():
            raise ValueError(
                f"a picture of {width} × {height} in an atlas of {room.width()} × {room.height()}"
            )
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(self._ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        try:
            paint(painter)
        finally:
            painter.end()
        return image

    def _forget(self) -> None:
        self._kept.clear()
        self._kept_pixels = 0
