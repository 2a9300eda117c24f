"""Icons are drawn from their files, in the theme's colours."""

import configparser

import numpy as np
import pytest
from command_table import COMMANDS
from PyQt6.QtGui import QColor, QIcon, QImage

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.paths import assets_dir
from hudes_desktop.view.kit import icons
from hudes_desktop.view.kit.theme import DARK, LIGHT


def _pixels(pixmap):
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.asarray(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    return data.reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("name", sorted({command.icon for command in COMMANDS if command.icon}))
def test_every_icon_has_the_colour_of_the_text(qapp, name):
    for theme in (DARK, LIGHT):
        shown = _pixels(icons.icon(name, theme).pixmap(32, 32))
        solid = shown[shown[..., 3] > 250][:, :3]
        assert len(solid) > 20
        wanted = QColor(theme.text).getRgb()[:3]
        assert (np.abs(solid.astype(int) - wanted) <= 2).all()
        assert (shown[[0, 0, -1, -1], [0, -1, 0, -1], 3] == 0).all(), "cut off at a corner"
        disabled = _pixels(icons.icon(name, theme).pixmap(32, 32, QIcon.Mode.Disabled))
        assert not np.array_equal(disabled, shown)


@pytest.mark.parametrize("side", [16, 24, 32, 48, 64, 128, 256])
def test_the_program_s_icon_shows_a_red_ball_above_a_bright_valley(qapp, side):
    shown = _pixels(icons.app_icon().pixmap(side, side))
    assert shown.shape[:2] == (side, side)
    near = shown[round(0.3 * side) : round(0.55 * side), round(0.4 * side) : round(0.7 * side), :3]
    red, green, blue = max(near.reshape(-1, 3).tolist(), key=lambda c: c[0] - max(c[1:]))
    assert red > 180
    assert max(green, blue) < 130
    foot = shown[round(0.88 * side), side // 2]
    assert foot[0] > 120
    assert foot[1] > 180
    assert (shown[[0, 0, -1, -1], [0, -1, 0, -1], 3] < 40).all()


def test_a_missing_icon_is_a_fault_of_the_installation(qapp):
    with pytest.raises(EnvironmentFault, match=r"no-such\.svg can't be read .*: install"):
        icons.picture("no-such", 16)


def test_the_desktop_file_names_the_program_and_its_icon():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(assets_dir() / "hudes-desktop.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "hudes-desktop"
    assert (assets_dir() / "icons" / f"{entry['Icon']}.svg").exists()
