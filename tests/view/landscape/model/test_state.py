"""What the 3-D view shows follows surfaces and positions, whoever draws it."""

import numpy as np
import pytest

from hudes_desktop.view.landscape.model.state import MAX_PLANES, LandscapeState


@pytest.fixture
def state():
    return LandscapeState(2)


def _tilted(surface, plane=0, height=2.0):
    return surface(lambda a, b: height + a + 0 * b, plane)


def test_of_surfaces_within_a_frame_the_last_is_shown(state, surface):
    for height in (1.0, 2.0, 3.0):
        state.expect(_tilted(surface, height=height))
    assert not state.up_to_date
    assert state.planes[0].new is None
    state.take_in(0.0, glide=True)
    assert state.up_to_date
    state.move_to((0.0,) * 4, 0.0, glide=True)
    assert state.shown_loss(0) == pytest.approx(3.0)
    assert state.shown_loss(1) is None


def test_a_glide_shows_what_lies_between_and_none_is_there_at_once(state, surface):
    state.move_to((0.0,) * 4, 0.0, glide=True)
    for height in (1.0, 2.0):
        state.expect(_tilted(surface, height=height))
        state.take_in(0.0, glide=True)
    assert state.advance(0.03, 0.03)
    assert 1.1 < state.shown_loss(0) < 1.9
    while state.advance(10.0, 10.0):
        pass
    assert state.shown_loss(0) == pytest.approx(2.0)
    state.expect(_tilted(surface, height=5.0))
    state.take_in(10.0, glide=False)
    assert state.shown_loss(0) == pytest.approx(5.0)


def test_what_is_shown_stays_under_the_ball_when_axes_change(state, surface):
    state.move_to((0.5, 0.0, 0.0, 0.0), 0.0, glide=True)
    state.expect(_tilted(surface))
    state.change_axes()
    state.move_to((0.0,) * 4, 0.0, glide=True)
    assert state.shown_loss(0) == pytest.approx(2.5)
    assert len(state.trail) == 1


def test_a_ball_without_coefficients_on_a_plane_is_nowhere_on_it(state, surface):
    state.expect(_tilted(surface, 1))
    state.take_in(0.0, glide=True)
    state.move_to((0.0, 0.0), 0.0, glide=True)
    assert state.planes[0].place_of(state.position) == (0.0, 0.0)
    assert state.planes[1].place_of(state.position) is None
    assert state.shown_loss(1) is None


def test_contours_are_a_round_number_apart_that_holds_while_heights_change_a_little(state, surface):
    intervals = []
    for size in (1.0, 1.3, 0.9, 10.0):
        state.expect(surface(lambda a, b, size=size: size * a + 0 * b))
        state.take_in(0.0, glide=False)
        intervals.append(state.contour_intervals()[0])
    assert intervals == [0.2, 0.2, 0.2, 2.0]


def test_a_plane_with_little_relief_has_lines_of_its_own(state, surface):
    for plane, relief in ((0, 1.0), (1, 0.02)):
        state.expect(surface(lambda a, b, relief=relief: 3.0 + relief * a + 0 * b, plane))
    state.take_in(0.0, glide=False)
    shared, own = state.contour_intervals()
    assert 4 <= 0.04 / own <= 30
    assert own < shared
    state.expect(surface(lambda a, b: 3.0 + 0.7 * a + 0 * b, 1))
    state.take_in(0.0, glide=False)
    assert state.contour_intervals() == [shared, shared]


def test_heights_keep_their_scale_while_one_walks_and_not_over_other_steps_or_directions(
    state, surface
):
    def show(height, relief, spacing=0.05):
        for plane in range(2):
            state.expect(surface(lambda a, b: height + relief * a + 0 * b, plane, spacing=spacing))
        state.take_in(0.0, glide=False)
        state.scale.arrive()
        return state.scale.low, state.scale.high

    begun = show(2.0, 1.0)
    assert show(2.05, 0.9) == begun
    assert show(2.2, 0.8) == begun
    finer = show(2.2, 0.8, spacing=0.025)
    assert finer != begun
    assert show(2.2, 0.5, spacing=0.025) == finer
    state.change_axes()
    assert show(2.2, 0.5, spacing=0.025) != finer


def test_another_descent_begins_with_nothing_but_the_kind_of_heights(state, surface):
    state.scale.mode = "log"
    state.expect(_tilted(surface))
    state.take_in(0.0, glide=True)
    state.expect(_tilted(surface))
    state.move_to((0.0,) * 4, 0.0, glide=True)
    state.train_loss = 1.0
    state.arrangement.select(1, 0.0, 100.0, 100.0)
    state.begin(3)
    assert [plane.new for plane in state.planes] == [None] * 3
    assert state.position is state.train_loss is None
    assert (len(state.trail), state.selected, state.up_to_date) == (0, 0, True)
    assert state.scale.mode == "log"
    assert (state.scale.low, state.scale.high) == (0.0, 1.0)


def test_what_can_not_be_shown_is_an_error_and_changes_nothing(state, surface):
    for planes in (0, MAX_PLANES + 1):
        with pytest.raises(ValueError, match="1 to 5 planes"):
            state.begin(planes)
    with pytest.raises(IndexError, match="plane 2 is not one of 2"):
        state.expect(_tilted(surface, 2))
    line = _tilted(surface)
    flat = type(line)(0, 0, (0,), (0.0,), 0.1, np.ascontiguousarray(line.heights[0]), 41, 0)
    with pytest.raises(ValueError, match="a line"):
        state.expect(flat)
    assert (len(state.planes), state.up_to_date) == (2, True)
