"""The landscape says that the engine is working once an exact surface takes long."""

from dataclasses import replace

import pytest

from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.window.working import WorkingSign


@pytest.fixture
def landscape(qtbot):
    made = LandscapeView(2)
    qtbot.addWidget(made)
    return made


def test_it_is_there_until_the_exact_surface_of_the_selected_plane_is(landscape, surface, qtbot):
    sign = WorkingSign(landscape, after_ms=1)
    exact = surface(lambda a, b: 2.0 + a * b, plane=1)
    sign.asked(1)
    qtbot.waitUntil(lambda: landscape.state.working)
    sign.came(replace(exact, exact_points=9))
    sign.came(replace(exact, plane=0))
    assert landscape.state.working
    sign.came(exact)
    assert not landscape.state.working
    sign.asked(0)
    qtbot.waitUntil(lambda: landscape.state.working)


def test_what_comes_in_time_is_never_said(landscape, surface, qtbot):
    sign, later = WorkingSign(landscape, after_ms=20), WorkingSign(landscape, after_ms=40)
    told = []
    landscape.set_working = told.append
    sign.asked(0)
    sign.asked(0)
    sign.came(surface(lambda a, b: 2.0 + a * b))
    later.asked(0)
    qtbot.waitUntil(lambda: True in told)  # the other one's, which began later and waits longer
    assert told == [False, True]


def test_it_is_written_beside_the_name_of_the_selected_plane(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + 0 * b))
    top_view.set_position((0.0, 0.0))
    before = pixels(top_view)
    top_view.set_working(True)
    rows, columns = (before != pixels(top_view)).any(axis=2).nonzero()
    assert 20 < columns.max() - columns.min() < top_view.width() / 3
    assert rows.max() - rows.min() < 30
    top_view.set_working(False)
    assert (before == pixels(top_view)).all()
