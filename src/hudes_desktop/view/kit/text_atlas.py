"""Pictures laid over a view, above all texts: painted once and kept, because they come again."""

from collections.abc import Callable, Hashable
from typing import Protocol

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QImage, QPainter


class TextAtlas(Protocol):
    """What texts and marks are laid on. All lengths are in logical pixels.

    Nothing but renew may be called while the canvas doesn't paint. size: of the view.
    """

    size: QSize

    def renew(self, size: QSize) -> None:
        """Forget all pictures. size: none may be larger, and few more than fill it are kept."""

    def begin(self, size: QSize, ratio: float) -> None:
        """A new frame of a view of that size, with `ratio` pixels to a logical one."""

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

    def end(self) -> None:
        """All of the frame has been put."""

    def release(self) -> None:
        """Free what lies on the graphics card; the next frame builds it anew."""


def painted(
    size: tuple[int, int],
    ratio: float,
    format: QImage.Format,
    paint: Callable[[QPainter], None],
) -> QImage:
    """A picture of `size` pixels on transparent ground."""
    image = QImage(*size, format)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        paint(painter)
    finally:
        painter.end()
    return image


def check_fits(pixels: tuple[int, int], room: tuple[int, int]) -> None:
    """Raises ValueError for a picture that is larger than the atlas."""
    if pixels[0] > room[0] or pixels[1] > room[1]:
        raise ValueError(
            f"a picture of {pixels[0]} × {pixels[1]} in an atlas of {room[0]} × {room[1]}"
        )
