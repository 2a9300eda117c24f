"""The curves of the 1-D mode: what lies where on the screen, what moves, and what it says."""

import gc
import time
import weakref
from math import nan

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.curves.view import LinesView
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK

SETTLED_MS = 600


def line(axis, function=lambda x: 2.0 + 0.1 * x**2, centre=0.0, spacing=0.1, points=41, exact=None):
    x = centre + (np.arange(points) - points // 2) * spacing
    losses = np.asarray(function(x), np.float64) + np.zeros(points)
    masked = int((~np.isfinite(losses)).sum())
    return Surface(1, axis, (axis,), (centre,), spacing, losses, exact or points, masked)


@pytest.fixture
def view(qtbot):
    clock = SlowClock(period_ms=5)
    made = LinesView(clock)
    clock.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.set_position((0.0,) * 6)
    made.show()
    qtbot.waitExposed(made)
    return made


def settled(view):
    QTest.qWait(SETTLED_MS)
    assert not view.moving


def picture(view):
    """(height, width, 3) uint8 of the canvas."""
    image = view.canvas.grab().toImage()
    data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)


def near(pixels, colour, tolerance=40):
    c = QColor(colour)
    return (np.abs(pixels - (c.red(), c.green(), c.blue())) < tolerance).all(axis=2)


def move_pressed(canvas, at):
    """The pointer goes on with its left button down: QTest's mouseMove says that none is."""
    left = Qt.MouseButton.LeftButton
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    to = canvas.mapToGlobal(at)
    event = QMouseEvent(kind, at, to, none, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def marker(view, axis):
    """The middle of the marker in the axis' panel, in pixels."""
    rect = view.canvas.panels[axis].rect
    part = picture(view)[rect.top() : rect.bottom(), rect.left() : rect.right()]
    ys, xs = np.nonzero(near(part, DARK.marker))
    return rect.left() + (xs.min() + xs.max()) / 2, rect.top() + (ys.min() + ys.max()) / 2


def expected(view, axis, coefficient, loss):
    panel = view.canvas.panels[axis]
    plot = panel.plot(view.canvas.ink, view.canvas.margin)
    return panel.x(panel.lines[0], plot, coefficient), panel.y(plot, loss)


def test_the_curve_lies_where_its_scales_say(view):
    view.show_surface(line(1, lambda x: 2.0 + 0.2 * x))
    settled(view)
    panel = view.canvas.panels[1]
    plot = panel.plot(view.canvas.ink, view.canvas.margin)
    pixels = picture(view)
    for x in (-1.5, 0.5, 1.5):
        px, py = expected(view, 1, x, 2.0 + 0.2 * x)
        around = pixels[round(py) - 3 : round(py) + 4, round(px) - 1 : round(px) + 2]
        assert near(around, view.canvas.ink.of(1), 60).any()
    assert plot.left() < expected(view, 1, 0, 2)[0] < plot.right()
    # The first and the last point are at the edges: 20 cells either way.
    assert expected(view, 1, -2.0, 2.0)[0] == pytest.approx(plot.left())
    assert expected(view, 1, 2.0, 2.0)[0] == pytest.approx(plot.right())


def test_a_curve_hides_nothing_that_it_does_not_cross(view):
    view.show_surface(line(1, lambda x: 2.0 - 0.1 * (x - 1.5) ** 2))
    settled(view)
    here = view.shown_loss(1)
    for x in (0.5, 1.5):  # below the hill runs the line of what is as good as here
        px, py = expected(view, 1, x, here)
        around = picture(view)[round(py) - 2 : round(py) + 3, round(px) : round(px) + 1]
        assert not near(around, DARK.card, 30).all()


def test_the_marker_goes_along_the_shown_curve_in_the_next_frame(view):
    view.show_surface(line(2, lambda x: 2.0 + 0.1 * x**2))
    settled(view)
    assert marker(view, 2) == pytest.approx(expected(view, 2, 0.0, 2.0), abs=1.5)
    view.set_position((0.0, 0.0, 1.25, 0.0, 0.0, 0.0))
    # No new curve and no waiting: interpolated between two points of the one that is there.
    assert view.shown_loss(2) == pytest.approx(2.0 + 0.1 * (1.2**2 + 1.3**2) / 2)
    view.canvas.panels[2].lines[0].glow = 0.0
    assert marker(view, 2) == pytest.approx(expected(view, 2, 1.25, view.shown_loss(2)), abs=1.5)


def test_the_window_glides_to_the_new_curve_and_comes_to_rest(view, qtbot):
    view.show_surface(line(0))
    settled(view)
    view.set_position((1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    view.show_surface(line(0, centre=1.0))
    shown = view.canvas.panels[0].lines[0].window
    assert shown.low == pytest.approx(-2.0)
    qtbot.waitUntil(lambda: shown.low == pytest.approx(-1.0), timeout=1000)
    qtbot.waitUntil(lambda: not view.moving, timeout=1000)


def test_what_is_moved_glows_and_nothing_else_and_not_for_long(view, qtbot):
    for axis in range(6):
        view.show_surface(line(axis, lambda x: 2.0 + 0.1 * x))
    settled(view)
    rest = picture(view)
    view.set_position((0.0, 0.0, 0.0, 0.0, 1e-6, 0.0))
    glowing = picture(view)
    differing = (rest != glowing).any(axis=2)
    rect = view.canvas.panels[4].rect
    inside = np.zeros_like(differing)
    inside[rect.top() : rect.bottom() + 1, rect.left() : rect.right() + 1] = True
    assert differing[inside].sum() > 500
    assert not differing[~inside].any()
    began = time.perf_counter()
    qtbot.waitUntil(lambda: not view.moving, timeout=1000)
    assert 0.15 < time.perf_counter() - began < 0.6
    assert np.abs(picture(view) - rest).max() < 10


def test_every_panel_names_losses_on_its_own_or_on_one_scale(view):
    view.show_surface(line(0, lambda x: 2.3 + 1e-4 * x))
    view.show_surface(line(1, lambda x: 5.0 + x**2))
    settled(view)
    own = [panel.scale.aim for panel in view.canvas.panels[:2]]
    assert own[0][1] - own[0][0] < 1e-3
    for panel in view.canvas.panels[:2]:
        assert len(panel.loss_ticks(view.canvas.ink, *panel.scale.aim)) >= 2
        widest = max(
            view.canvas.ink.small.width(text)
            for _, text in panel.loss_ticks(view.canvas.ink, *panel.scale.aim)
        )
        assert view.canvas.margin >= widest
    labels = [text for _, text in view.canvas.panels[0].loss_ticks(view.canvas.ink, *own[0])]
    assert len(set(labels)) == len(labels)
    view.set_shared_scale(True)
    assert len({panel.scale.aim for panel in view.canvas.panels}) == 1
    low, high = view.canvas.panels[5].scale.aim
    assert low < 2.3 < 9.0 < high


def test_the_caption_says_the_loss_and_what_is_interpolated(view, qtbot):
    def said():
        return view.caption.accessibleDescription()

    view.show_surface(line(0, exact=11))
    view.set_train_loss(2.3141)
    qtbot.waitUntil(lambda: "these digits: 2.314 nats" in said())
    assert "11 of 41 points computed, rest interpolated" in said()
    view.show_surface(line(0))
    qtbot.waitUntil(lambda: "41 of 41 points computed" in said())
    assert "rest interpolated" not in said()
    # The loss of a place that was left is no longer that of "here".
    view.set_position((0.1, 0.0, 0.0, 0.0, 0.0, 0.0))
    qtbot.waitUntil(lambda: "these digits: – nats" in said())


def test_slope_and_lowest_point_in_words(view, qtbot):
    view.show_surface(line(3, lambda x: 2.0 + 0.1 * (x - 1.0) ** 2))
    shown = view.canvas.panels[3].lines[0]
    # 0.2 nats a unit distance downhill; a step is two points, 0.2.
    qtbot.waitUntil(lambda: shown.reading == "−0.0400 nats/step")
    assert shown.lowest == "lowest 2.000 at 5 steps"
    view.set_arrangement("overlay")
    view.set_position((0.0, 0.0, 0.0, 0.6, 0.0, 0.0))
    qtbot.waitUntil(lambda: shown.lowest == "lowest 2.000 at +2 steps")


def test_overlaid_three_curves_share_a_panel_and_meet_at_the_marker(view):
    for axis in range(6):
        view.show_surface(line(axis, lambda x, axis=axis: 2.0 + 0.1 * (axis + 1) * x))
    view.set_arrangement("overlay")
    assert [[each.axis for each in panel.lines] for panel in view.canvas.panels] == [
        [0, 1, 2],
        [3, 4, 5],
    ]
    settled(view)
    pixels = picture(view)
    rect = view.canvas.panels[0].rect
    part = pixels[rect.top() : rect.bottom(), rect.left() : rect.right()]
    for axis in range(3):
        assert near(part, view.canvas.ink.of(axis), 60).sum() > 100
    colours = {view.canvas.ink.of(axis).name() for axis in range(3)}
    assert len(colours) == 3


@pytest.mark.parametrize(("axes", "columns", "rows"), [(2, 2, 1), (6, 3, 2), (8, 4, 2)])
def test_few_axes_fill_the_view(view, axes, columns, rows):
    view.resize(1200, 700)
    view.set_position((0.0,) * axes)
    rects = [panel.rect for panel in view.canvas.panels]
    assert len({rect.left() for rect in rects}) == columns
    assert len({rect.top() for rect in rects}) == rows
    assert view.canvas.height() <= 700


@pytest.mark.parametrize("arrangement", ["grid", "overlay"])
@pytest.mark.parametrize("size", [(640, 480), (900, 700), (3000, 1800)])
@pytest.mark.parametrize("axes", [2, 6, 9, 32])
def test_panels_keep_their_size_apart_and_scroll_instead(view, axes, size, arrangement):
    view.set_arrangement(arrangement)
    view.set_position((0.0,) * axes)
    view.resize(*size)
    QTest.qWait(1)
    rects = [panel.rect for panel in view.canvas.panels]
    overlaid = max(len(panel.lines) for panel in view.canvas.panels)
    smallest = view.canvas.smallest(overlaid)
    assert all(rect.width() >= smallest[0] - 20 for rect in rects)
    assert all(rect.height() >= smallest[1] - 1 for rect in rects)
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
    assert all(view.canvas.rect().contains(rect) for rect in rects)


def test_an_axis_out_of_sight_is_scrolled_to_when_it_is_moved(view):
    view.set_position((0.0,) * 32)
    QTest.qWait(20)
    last = view.canvas.panels[31].rect
    assert not view.canvas.visibleRegion().contains(last.center())
    view.set_position((*(0.0,) * 31, 1.0))
    assert view.canvas.visibleRegion().contains(last.center())
    settled(view)


def test_a_click_asks_to_walk_there_once_and_hovering_reads_the_curve(view, qtbot):
    view.show_surface(line(4, lambda x: 2.0 + 0.5 * x))
    settled(view)
    at = QPointF(*expected(view, 4, 0.8, 2.2))
    QTest.mouseMove(view.canvas, at.toPoint())
    qtbot.waitUntil(lambda: view.canvas.reading() != "")
    assert view.canvas.reading().startswith("axis 5, +4 steps from here: ≈ 2.")
    assert "interpolated" in view.canvas.reading()
    requests = []
    view.walk_requested.connect(lambda *args: requests.append(args))
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert requests == [(4, pytest.approx(0.8, abs=0.02))]
    # A double click: the second one asks for nothing more.
    QTest.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    QTest.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    # Between the panels there is nothing to walk to.
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert len(requests) == 1


def test_a_drag_pulls_along_the_axis_by_as_much_as_the_pointer_went(view):
    view.show_surface(line(5, lambda x: 2.0 + 0.5 * x))
    settled(view)
    pulled, walked = [], []
    view.dragged.connect(lambda *args: pulled.append(args))
    view.walk_requested.connect(lambda *args: walked.append(args))
    x, y = expected(view, 5, 0.2, 2.1)
    end, _ = expected(view, 5, 1.0, 2.1)
    QTest.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    for share in (0.25, 0.5, 1.0):
        move_pressed(view.canvas, QPointF(round(x) + share * (round(end) - round(x)), y))
    QTest.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(end), round(y)))
    assert {axis for axis, _ in pulled} == {5}
    assert len(pulled) == 3
    assert sum(by for _, by in pulled) == pytest.approx(0.8, abs=0.02)
    assert walked == []


def test_among_overlaid_curves_the_nearest_is_meant(view):
    view.set_arrangement("overlay")
    for axis, slope in enumerate((-0.5, 0.0, 0.5)):
        view.show_surface(line(axis, lambda x, slope=slope: 2.0 + slope * x))
    settled(view)
    panel = view.canvas.panels[0]
    plot = panel.plot(view.canvas.ink, view.canvas.margin)
    for axis, loss in enumerate((1.5, 2.0, 2.5)):
        at = QPointF(panel.x(panel.lines[axis], plot, 1.0), panel.y(plot, loss) + 3)
        pointed = view.canvas.pointed_at(at)
        assert pointed is not None
        assert pointed[1].axis == axis


def test_losses_that_are_not_finite_leave_a_gap_that_is_named(view, qtbot):
    view.show_surface(line(0, lambda x: np.where(x > 1.0, nan, 2.0 + x)))
    settled(view)
    assert view.shown_loss(0) == pytest.approx(2.0)
    assert "10 points not finite" in view.caption.accessibleDescription()
    view.set_position((1.5, 0.0, 0.0, 0.0, 0.0, 0.0))
    assert view.shown_loss(0) is None
    settled(view)
    view.show_surface(line(0, lambda x: np.full_like(x, nan)))
    settled(view)
    assert view.grab().width() == 900


def test_cleared_curves_stay_under_the_marker_but_say_nothing(view, qtbot):
    view.show_surface(line(0, centre=1.0))
    view.set_position((1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    settled(view)
    before = marker(view, 0)
    view.clear()
    view.set_position((0.0,) * 6)
    assert not view.moving
    shown = view.canvas.panels[0].lines[0]
    assert shown.window.low == pytest.approx(-2.0)
    assert view.canvas.pointed_at(QPointF(*before)) is None
    rect = view.canvas.panels[0].rect
    assert not near(picture(view)[: rect.bottom(), : rect.right()], DARK.marker).any()
    qtbot.waitUntil(lambda: shown.reading == "")
    view.show_surface(line(0))
    settled(view)
    assert marker(view, 0) == pytest.approx(expected(view, 0, 0.0, 2.0), abs=1.5)


def test_a_plane_or_an_axis_that_there_is_not_is_refused(view, surface):
    with pytest.raises(ValueError, match="plane"):
        view.show_surface(surface(lambda a, b: a + b))
    with pytest.raises(IndexError, match="axis 6 is not one of 6"):
        view.show_surface(line(6))


def test_another_theme_recolours_and_resizes_at_run_time(view):
    from dataclasses import replace

    view.show_surface(line(0))
    settled(view)
    small = view.canvas.smallest(1)
    light = replace(DARK, background="#f4f6f8", card="#ffffff", text="#101418", text_px=20)
    view.set_theme(light)
    pixels = picture(view)
    assert near(pixels, "#ffffff").mean() > 0.5
    assert view.canvas.smallest(1)[1] > 1.3 * small[1]


@pytest.mark.parametrize(("axes", "seconds"), [(6, 0.008), (32, 0.025)])
def test_a_whole_picture_takes_only_so_long(view, axes, seconds):
    view.set_position((0.0,) * axes)
    for axis in range(axes):
        view.show_surface(line(axis, lambda x, axis=axis: 2.0 + 0.1 * np.sin(2 * x + axis)))
    settled(view)
    took = []
    for _ in range(15):
        view.canvas.repaint()
        took.append(view.canvas.paint_seconds)
    # Twice the time on a machine with other work to do is no fault.
    assert sorted(took)[3] < 2 * seconds


def test_only_the_panel_that_changed_is_painted(view, monkeypatch):
    for axis in range(6):
        view.show_surface(line(axis))
    settled(view)
    painted = []
    for number, panel in enumerate(view.canvas.panels):
        paint = panel.paint

        def noted(*args, number=number, paint=paint):
            painted.append(number)
            paint(*args)

        monkeypatch.setattr(panel, "paint", noted)
    view.show_surface(line(3, lambda x: 2.0 + 0.1 * x**2 + 1e-4 * x))
    settled(view)
    assert painted
    assert set(painted) == {3}


def test_a_view_that_is_closed_dies(qtbot):
    views = []
    for _ in range(3):
        clock = SlowClock(period_ms=5)
        view = LinesView(clock)
        clock.setParent(view)
        view.set_position((0.0,) * 6)
        view.show()
        qtbot.waitExposed(view)
        view.show_surface(line(0))
        views.append(weakref.ref(view))
        view.close()
        view.deleteLater()
        del view, clock
    qtbot.wait(50)
    gc.collect()
    assert [ref() for ref in views] == [None] * 3


def test_text_is_never_wider_than_its_panel(view, qtbot):
    for axes in (6, 32):
        view.set_position((0.0,) * axes)
        for axis in range(axes):
            view.show_surface(line(axis, lambda x: 1.2e-4 * x - 3e-3 * x**2 + 2.30512))
        qtbot.wait(30)
        ink = view.canvas.ink
        for panel in view.canvas.panels:
            inner = QRectF(panel.rect).adjusted(9, 9, -9, -9)
            for each in panel.lines:
                free = inner.width() - ink.bold.width(each.name) - 12
                assert ink.small.width(each.reading) <= free
                assert ink.small.width(each.lowest) <= inner.width() - ink.small.width("nats") - 6
