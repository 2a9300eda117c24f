"""The glide from one surface to the next, with a clock of the test's own."""

import numpy as np
import pytest

from hudes_desktop.view.landscape.model.plane import MORPH_SECONDS, Plane


def test_ground_scrolls_under_the_ball_and_never_jumps(surface):
    plane = Plane(0)
    plane.show(surface(lambda a, b: a + b), 10.0)
    plane.show(surface(lambda a, b: a + b, centre=(0.4, 0.0)), 11.0)
    ball = []
    for now in np.linspace(11.0, 11.0 + MORPH_SECONDS, 25):
        plane.advance(float(now))
        ball.append(plane.to_box(0.4, 0.0)[0])
    assert ball[0] == pytest.approx(0.4)
    assert ball[-1] == pytest.approx(0.0)
    assert (np.diff(ball) < 0).all()
    assert np.abs(np.diff(ball)).max() < 0.06


def test_a_surface_that_comes_in_the_middle_of_a_glide_takes_over_from_what_is_shown(surface):
    plane = Plane(0)
    for number, level in enumerate((1.0, 2.0)):
        plane.show(surface(lambda a, b, level=level: level + 0 * (a + b)), 10.0 + number)
    half_way = 11.0 + MORPH_SECONDS / 3
    plane.advance(half_way)
    shown = plane.loss_at(0.0, 0.0)
    assert 1.1 < shown < 1.9
    plane.show(surface(lambda a, b: 5.0 + 0 * (a + b)), half_way)
    assert plane.loss_at(0.0, 0.0) == pytest.approx(shown, abs=1e-5)
    plane.advance(half_way + MORPH_SECONDS)
    assert plane.loss_at(0.0, 0.0) == pytest.approx(5.0)
    assert not plane.moving


def test_another_step_size_zooms_by_factors(surface):
    plane = Plane(0)
    plane.show(surface(lambda a, b: a + b, spacing=0.01), 10.0)
    plane.show(surface(lambda a, b: a + b, spacing=1.0), 11.0)
    widths = []
    for now in np.linspace(11.0, 11.0 + MORPH_SECONDS, 9):
        plane.advance(float(now))
        widths.append(plane.half[0])
    assert widths[0] == pytest.approx(0.2)
    assert widths[-1] == pytest.approx(20.0)
    assert (np.diff(widths) > 0).all()


def test_for_a_large_picture_a_plane_is_finer_for_a_moment_and_at_the_end_of_its_glide(surface):
    plane = Plane(0)
    plane.show(surface(lambda a, b: 1.0 + a * a + b * b), 10.0)
    plane.show(surface(lambda a, b: 2.0 + a * a + b * b, centre=(0.4, 0.0)), 11.0)
    assert plane.loss_at(0.0, 0.0) == pytest.approx(1.0)
    before = plane.old, plane.new
    with plane.finer():
        assert len(plane.new.texels) > 300
        assert plane.centre == (0.4, 0.0)
        assert plane.loss_at(0.0, 0.0) == pytest.approx(2.0, abs=1e-4)
    assert (plane.old, plane.new) == before
    assert not plane.moving
