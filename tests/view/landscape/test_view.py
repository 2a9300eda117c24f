"""What the planes show: colours, the ball, the level line, masked points, all in a real view."""

import numpy as np
import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtTest import QTest

from hudes_desktop.view.gl import check as gl_check
from hudes_desktop.view.gl.canvas import PictureCanvas
from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.landscape import view as landscape_view
from hudes_desktop.view.landscape.view import LandscapeView

VIRIDIS_BRIGHT = np.array([253, 231, 37])
DARK_BACKGROUND = QColor(DARK.background)


def _plane_box(picture):
    """left, right, top, bottom of the plane: what is neither background, frame nor text."""
    strong = picture.max(axis=2).astype(int) - picture.min(axis=2) > 60
    strong[-70:] = False  # the colour bar
    rows, columns = np.where(strong.sum(axis=1) > 60)[0], np.where(strong.sum(axis=0) > 60)[0]
    return columns[0], columns[-1], rows[0], rows[-1]


def _pixel(box, a, b):
    """Column and row near which the point (a, b) of −1..1 lies, seen from above."""
    left, right, top, bottom = box
    return (
        round((left + right) / 2 + a * (right - left) / 2),
        round((top + bottom) / 2 - b * (bottom - top) / 2),
    )


def _around(picture, column, row, radius=3):
    return picture[row - radius : row + radius + 1, column - radius : column + radius + 1]


def _brightness_in_the_map(block):
    """Red over green: at the bright end of viridis it rises with the level, whatever the light."""
    red, green, _ = block.reshape(-1, 3).astype(float).mean(axis=0)
    return red / max(green, 60.0)


def _hue_distance(block, colour):
    """How far the block's mean colour is from another, whatever the light on it."""
    mean = block.reshape(-1, 3).astype(float).mean(axis=0)
    return np.abs(mean / np.linalg.norm(mean) - colour / np.linalg.norm(colour)).max()


def _is_ball(picture):
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    found = (red > 110) & (red > 2 * green) & (red > 2 * blue)
    found[-70:] = False
    return found


def test_lowest_loss_is_brightest_and_where_the_function_has_its_minimum(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + (a - 0.3) ** 2 + (b + 0.4) ** 2))
    picture = pixels(top_view)
    left, right, top, bottom = _plane_box(picture)
    side = 16
    blocks = {
        (x, y): picture[y : y + side, x : x + side]
        for x in range(left + 4, right - side, side)
        for y in range(top + 4, bottom - side, side)
    }
    x, y = max(blocks, key=lambda corner: _brightness_in_the_map(blocks[corner]))
    assert _hue_distance(blocks[x, y], VIRIDIS_BRIGHT) < 0.1
    red, green, blue = _around(picture, *_pixel((left, right, top, bottom), -0.9, 0.9))[3, 3]
    assert green < red < blue or red < green < blue  # the far end of viridis: violet to blue
    top_view.set_position((0.3, -0.4))
    rows, columns = np.where(_is_ball(pixels(top_view)))
    assert np.hypot(x + side / 2 - columns.mean(), y + side / 2 - rows.mean()) < 25


def test_ball_moves_with_the_position_in_the_next_frame(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + 0.1 * b + 0 * a))
    top_view.set_position((0.0, 0.0))
    before = pixels(top_view)
    left, right, top, bottom = _plane_box(before)
    rows, columns = np.where(_is_ball(before))
    assert abs(columns.mean() - (left + right) / 2) < 6
    top_view.set_position((0.5, 0.25))
    after = pixels(top_view)
    moved_rows, moved_columns = np.where(_is_ball(after))
    # The trail runs to the old place, so compare the ball's far edges.
    assert moved_columns.max() - columns.max() == pytest.approx((right - left) / 4, abs=8)
    assert rows.min() - moved_rows.min() == pytest.approx((bottom - top) / 8, abs=8)


def test_a_ball_beside_the_middle_of_its_surface_stands_where_it_is(top_view, surface, pixels):
    # Points lie at whole multiples of their spacing, and the ball up to half of it beside them.
    bowl = surface(lambda a, b: 2.0 + 0.1 * a + 0.2 * b, centre=(0.5, 0.0), spacing=0.5, points=5)
    top_view.show_surface(bowl)
    top_view.set_position((0.74, -0.24))
    picture = pixels(top_view)
    rows, columns = np.where(_is_ball(picture))
    x, y = _pixel(_plane_box(picture), 0.24, -0.24)
    assert np.hypot(columns.mean() - x, rows.mean() - y) < 12
    _, a, b = top_view.place_at(QPointF(x, y))
    assert (a, b) == pytest.approx((0.74, -0.24), abs=0.06)
    assert top_view.shown_loss(0) == pytest.approx(2.0 + 0.074 - 0.048, abs=1e-6)


def test_ball_stops_at_the_edge(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + 0.1 * b + 0 * a))
    top_view.set_position((7.0, 0.0))
    picture = pixels(top_view)
    _, right, _, _ = _plane_box(picture)
    _, columns = np.where(_is_ball(picture))
    assert abs(columns.mean() - right) < 20


def test_white_line_runs_through_all_points_as_good_as_here(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
    top_view.set_position((0.6, 0.0))
    picture = pixels(top_view)
    left, right, top, bottom = _plane_box(picture)
    x, y = (left + right) // 2, (top + bottom) // 2
    _, columns = np.where(_is_ball(picture))
    radius = columns.mean() - x
    # On a round bowl they form a circle: it is met at the ball's distance on every other side.
    for dx, dy in ((-1, 0), (0, -1), (0, 1)):
        ray = [picture[y + dy * r, x + dx * r].min() for r in range(20, (right - left) // 2 - 20)]
        assert 20 + int(np.argmax(ray)) == pytest.approx(radius, abs=10)
        assert max(ray) > 200
        assert sum(value > 150 for value in ray) < 8


def test_masked_points_have_a_colour_of_their_own(top_view, surface, pixels):
    def holed(a, b):
        return np.where((a < -0.5) & (b > 0.5), np.nan, 2.0 + a**2 + 0.5 * b**2)

    top_view.show_surface(surface(holed))
    top_view.set_position((0.0, 0.0))
    picture = pixels(top_view)
    box = _plane_box(picture)
    grey = _around(picture, *_pixel(box, -0.75, 0.75), radius=12).reshape(-1, 3).astype(int)
    assert (grey.max(axis=1) - grey.min(axis=1)).max() < 40
    elsewhere = _around(picture, *_pixel(box, 0.75, 0.75), radius=6).reshape(-1, 3).astype(int)
    assert (elsewhere.max(axis=1) - elsewhere.min(axis=1)).min() > 40


def test_surface_without_one_finite_point_is_shown_masked(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: np.nan * (a + b)))
    top_view.set_position((0.0, 0.0))
    picture = pixels(top_view).astype(int)
    middle = picture[200:300, 250:450]
    assert middle.max() > 50
    assert np.median(middle.max(axis=2) - middle.min(axis=2)) < 30


def test_loss_under_the_ball_is_bilinear_and_clamped(top_view, surface):
    top_view.show_surface(surface(lambda a, b: 1.0 + 2.0 * a - 3.0 * b, spacing=0.5, points=5))
    top_view.set_position((0.3, -0.45))
    assert top_view.shown_loss(0) == pytest.approx(1.0 + 0.6 + 1.35, abs=1e-5)
    top_view.set_position((5.0, 0.0))
    assert top_view.shown_loss(0) == pytest.approx(1.0 + 2.0, abs=1e-5)


def test_new_axes_leave_the_old_surface_under_the_ball(top_view, surface):
    top_view.show_surface(surface(lambda a, b: 2.0 + a + 0 * b))
    top_view.set_position((0.5, 0.0))
    before = top_view.shown_loss(0)
    top_view.clear_trail()
    top_view.set_position((0.0, 0.0))
    assert top_view.shown_loss(0) == pytest.approx(before, abs=1e-6)
    assert len(top_view.state.trail) == 1


def test_walking_on_scrolls_to_the_new_surface(top_view, surface):
    def hill(a, b):
        return 2.0 + np.sin(a) + b**2

    top_view.show_surface(surface(hill))
    top_view.set_position((0.4, 0.1))
    top_view.show_surface(surface(hill, centre=(0.4, 0.1)))
    # Both surfaces are true, so whatever the mix, the loss under the ball is right all the way.
    for _ in range(6):
        QTest.qWait(40)
        assert top_view.shown_loss(0) == pytest.approx(2.0 + np.sin(0.4) + 0.01, abs=2e-3)
    assert top_view.state.planes[0].centre == (0.4, 0.1)


def test_yaw_wraps_and_pitch_stops(top_view):
    top_view.reset_view()
    start = top_view.camera.yaw
    top_view.orbit(350.0, 0.0)
    assert top_view.camera.yaw == pytest.approx(start - 10.0)
    top_view.orbit(-175.0, 500.0)
    assert -180.0 <= top_view.camera.yaw < 180.0
    assert top_view.camera.pitch == 89.0
    top_view.orbit(0.0, -500.0)
    assert top_view.camera.pitch == -89.0


def test_every_plane_is_drawn_and_the_selected_one_is_largest(qtbot, surface, pixels):
    view = LandscapeView(3)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    qtbot.waitExposed(view)
    for plane in range(3):
        view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2, plane))
    view.set_position((0.0,) * 6)
    for selected in (0, 2):
        view.select(selected)
        balls = _is_ball(pixels(view))
        upper, lower = balls[:200], balls[250:]
        assert upper[:, :450].any()
        assert upper[:, 450:].any()
        assert lower.sum() > upper[:, :450].sum()
    assert view.state.selected == 2


@pytest.mark.parametrize("yaw", [0.0, 28.0, 45.0, 130.0])
@pytest.mark.parametrize("size", [(420, 400), (1200, 500)])
def test_no_plane_is_cut_off(qtbot, surface, pixels, yaw, size):
    view = LandscapeView(3)
    qtbot.addWidget(view)
    view.resize(*size)
    view.orbit(yaw - view.camera.yaw, 0.0)
    view.show()
    qtbot.waitExposed(view)
    for plane in range(3):
        view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2, plane))
    picture = pixels(view).astype(int)
    background = [DARK_BACKGROUND.red(), DARK_BACKGROUND.green(), DARK_BACKGROUND.blue()]
    for edge in (picture[0], picture[:, 0], picture[:, -1]):
        assert np.abs(edge - background).max() < 12


def test_selecting_a_plane_that_is_not_there_is_an_error(top_view):
    with pytest.raises(IndexError, match="plane 3"):
        top_view.select(3)


def test_a_line_is_no_plane(top_view, surface):
    line = surface(lambda a, b: a + b)
    flat = type(line)(0, 0, (0,), (0.0,), 0.1, line.heights[0], 41, 0)
    with pytest.raises(ValueError, match="a line"):
        top_view.show_surface(flat)


def test_surfaces_of_other_sizes_follow_each_other(top_view, surface, pixels):
    for points, spacing in ((11, 0.2), (21, 0.1), (41, 0.05), (101, 0.02), (7, 1.0)):
        top_view.show_surface(
            surface(lambda a, b: 2.0 + a**2 + b**2, points=points, spacing=spacing)
        )
        top_view.set_position((points / 100, 0.0))
        QTest.qWait(30)
    assert pixels(top_view).max() > 200
    assert top_view.state.planes[0].half == (3.0, 3.0)


def _on_the_screen(view):
    """What was painted last, not painted anew: (height, width, 3) uint8."""
    image = view.screen().grabWindow(view.winId()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asarray(image.sizeInBytes())
    return np.asarray(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


def _sharpness(picture):
    """The mean difference of neighbouring pixels."""
    return np.abs(np.diff(picture.astype(int), axis=1)).mean()


def test_a_dear_frame_is_a_draft_and_then_the_whole_picture(qtbot, surface, pixels, monkeypatch):
    monkeypatch.setattr(PictureCanvas, "cheap_s", 0.0)
    monkeypatch.setattr(landscape_view, "_REST_MS", 1500)
    monkeypatch.setattr(gl_check, "software_renderer", lambda: True)
    view = LandscapeView(1)
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    qtbot.waitExposed(view)
    QTest.qWait(400)  # the first frames, which tell that they are dear
    view.show_surface(surface(lambda a, b: 2.0 + 0.2 * np.sin(6 * a) * np.cos(6 * b)))
    QTest.qWait(400)
    draft = _on_the_screen(view)
    QTest.qWait(1500)
    whole = _on_the_screen(view)
    assert _sharpness(draft) < 0.9 * _sharpness(whole)
    assert np.abs(draft.astype(int) - whole).mean() < 4
    assert np.abs(pixels(view).astype(int) - whole).mean() < 0.5


@pytest.mark.parametrize("pause_ms", [0, 30, 400])
def test_however_surfaces_follow_each_other_the_last_one_is_shown(
    top_view, surface, pixels, monkeypatch, pause_ms
):
    monkeypatch.setattr(type(top_view.pacer), "dear", False)  # they glide into each other
    for tilt in (0.1, -0.2, 0.3, -0.1, 0.2):
        top_view.show_surface(surface(lambda a, b, tilt=tilt: 2.0 + tilt * b + 0.2 * a * a))
        QTest.qWait(pause_ms)
        top_view.picture()
    after_others = pixels(top_view)
    top_view.release()  # everything is uploaded again
    np.testing.assert_array_equal(after_others, pixels(top_view))


def test_a_plane_that_is_not_there_yet_says_nothing_of_lines(qtbot, surface, pixels, monkeypatch):
    written = []
    original = Lettering.write

    def recorded(self, x, y, text, *rest, **options):
        written.append(text)
        return original(self, x, y, text, *rest, **options)

    monkeypatch.setattr(Lettering, "write", recorded)
    view = LandscapeView(2)
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    qtbot.waitExposed(view)
    view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
    pixels(view)
    assert "plane 2" in written
    assert not [text for text in written if text.startswith("· ")]
