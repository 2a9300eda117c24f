"""Icons from assets/icons, in the colours of the theme."""

from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from hudes_desktop.store.paths import asset_text
from hudes_desktop.view.kit.theme import Theme

APP_ICON = "hudes-desktop"
_SIDES = (16, 24, 32, 48)
_APP_SIDES = (16, 24, 32, 48, 64, 128, 256)


@cache
def _source(name: str) -> str:
    return asset_text(f"icons/{name}.svg")


def picture(name: str, side: int, colour: str = "", ratio: float = 1.0) -> QPixmap:
    """The icon `name`, `side` logical pixels wide and high; `colour` (#rrggbb) takes currentColor's
    place.

    ratio: pixels of the screen to a logical one. Raises EnvironmentFault where its file is missing.
    """
    svg = _source(name).replace("currentColor", colour) if colour else _source(name)
    pixels = round(side * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _recoloured(name: str, normal: str, disabled: str) -> QIcon:
    icon = QIcon()
    for side in _SIDES:
        icon.addPixmap(picture(name, side, normal), QIcon.Mode.Normal)
        icon.addPixmap(picture(name, side, disabled), QIcon.Mode.Disabled)
    return icon


def icon(name: str, theme: Theme) -> QIcon:
    """The icon `name` in the colour of the text. Raises EnvironmentFault."""
    return _recoloured(name, theme.text, theme.frame)


@cache
def app_icon() -> QIcon:
    """The icon of the program, for the window and the task bar. Raises EnvironmentFault."""
    made = QIcon()
    for side in _APP_SIDES:
        made.addPixmap(picture(APP_ICON, side))
    return made
