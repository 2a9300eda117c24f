"""Hints by rules: what the screen shows goes in, and what would help comes out."""

import numpy as np
import pytest

from hudes_desktop.descent.actions import (
    ChangeStepSize,
    NextBatch,
    NextSubspace,
    SelectPlane,
    Step,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.engine.results import Surface
from hudes_desktop.wings.guidance.rules import MOST_SHOWN, WINDOW, Advisor, Hint, Pacing


class Play:
    """A descent whose landscape is a bowl on each plane; who walks sees it anew at once."""

    def __init__(self, bowls, axes_of_one=False):
        """bowls: for each plane, or each curve, where its lowest point is, in coefficients."""
        self.descent = Descent(planes=3, batch_size=8)
        self.advisor = Advisor(self.descent)
        self.lines = axes_of_one
        self.bowls = bowls
        self.tell(2.3, 2.3)
        self.look()

    def look(self, coarse=False):
        """coarse: nine points are computed, and of these the middle one is the lowest."""
        for plane, lowest in enumerate(self.bowls):
            axes = (plane,) if self.lines else (2 * plane, 2 * plane + 1)
            spacing = self.descent.step_size / 2
            here = [self.descent.place.coefficients[axis] for axis in axes]
            centre = tuple(round(each / spacing) * spacing for each in here)
            offsets = (np.arange(21) - 10) * spacing
            grids = np.meshgrid(*(at + offsets for at in centre), indexing="ij")
            heights = 2.0 + sum((g - at) ** 2 for g, at in zip(grids, lowest, strict=True)) / 100
            computed, count = np.ones(heights.shape, bool), heights.size
            if coarse:
                computed[:], count = False, 9
                computed[np.ix_(*((0, 10, 20),) * heights.ndim)] = True
            shown = Surface(0, plane, axes, centre, spacing, heights, count, 0, computed)
            self.advisor.see(shown)

    def do(self, *actions, losses=None):
        change = self.descent.apply(actions)
        self.advisor.move(actions, change)
        if losses is not None:
            self.tell(*losses)
        self.look()

    def tell(self, these, of_all):
        self.advisor.lose(Losses(self.descent.frame, these, 0.1, of_all, 0.1))

    @property
    def hint(self):
        return self.advisor.advise()


FLAT = (0.0, 0.0)


def test_a_coarse_surface_is_no_reason_to_leave_a_plane():
    play = Play([(1.5, -1.5), FLAT, FLAT])
    play.advisor = Advisor(play.descent)
    play.look(coarse=True)
    assert play.hint is None
    play.look()
    assert play.hint is Hint.ROLL


def test_nothing_is_said_while_nothing_is_seen():
    assert Advisor(Descent()).advise() is None


def test_from_a_slope_the_way_leads_down_then_to_the_next_plane_then_to_new_directions():
    play = Play([(3.0, -2.0), (0.0, 2.5), (1.0, 1.0)])
    said = []
    for actions in (
        [Step(0, 3.0), Step(1, -2.0)],
        [SelectPlane(1)],
        [Step(3, 2.5)],
        [SelectPlane(1)],
        [Step(4, 1.0), Step(5, 1.0)],
        [NextSubspace()],
    ):
        said.append(play.hint)
        play.do(*actions)
    on, roll = Hint.NEXT_PLANE, Hint.ROLL
    assert said == [roll, on, roll, on, roll, Hint.NEW_DIRECTIONS]
    assert play.hint is Hint.ROLL, "new directions, and all begins anew"


def test_a_quarter_step_beside_the_lowest_point_is_near_enough_and_a_whole_one_is_not():
    play = Play([(2.0, 0.0), (5.0, 0.0), FLAT])
    play.do(Step(0, 1.0))
    assert play.hint is Hint.ROLL
    play.do(Step(0, 0.75))
    assert play.hint is Hint.NEXT_PLANE


def test_a_plane_that_was_done_is_not_asked_for_again():
    play = Play([(2.0, 0.0), (2.0, 0.0), FLAT])
    play.do(Step(0, 2.0))
    assert play.hint is Hint.NEXT_PLANE
    play.do(Step(0, -1.0))  # the ground of a done plane may rise a little while one walks elsewhere
    assert play.hint is Hint.NEXT_PLANE


def test_fresh_directions_with_nothing_to_gain_ask_for_smaller_steps():
    play = Play([FLAT, FLAT, FLAT])
    assert play.hint is Hint.SMALLER_STEP
    play.do(ChangeStepSize(-0.5))
    play.bowls = [(0.3, 0.0), FLAT, FLAT]
    play.look()
    assert play.hint is Hint.ROLL


def test_ten_moves_without_gain_and_the_lowest_point_at_the_edge_ask_for_larger_steps():
    play = Play([(500.0, 0.0), FLAT, FLAT])
    for move in range(WINDOW):
        assert play.hint is Hint.ROLL, f"after {move} moves"
        play.do(Step(0, 0.1), losses=(2.3, 2.3))
    assert play.hint is Hint.LARGER_STEP
    for _ in range(WINDOW):
        play.do(Step(0, 0.1), losses=(play.descent.frame / -10, 2.0))
    assert play.hint is Hint.ROLL, "who gains needs no larger steps"


def test_these_digits_fall_and_all_digits_rise_over_ten_moves_asks_for_new_digits():
    play = Play([(50.0, 0.0), FLAT, FLAT])
    for move in range(1, WINDOW + 1):
        assert play.hint is Hint.ROLL, f"after {move - 1} moves"
        play.do(Step(0, 0.5), losses=(2.3 - move / 50, 2.3 + move / 200))
    assert play.hint is Hint.NEW_DIGITS
    play.do(NextBatch(), losses=(2.6, 2.35))
    assert play.hint is Hint.ROLL


def test_losses_on_other_digits_are_no_overfitting():
    play = Play([(50.0, 0.0), FLAT, FLAT])
    play.do(NextBatch(), losses=(1.0, 3.0))
    play.do(Step(0, 0.5), losses=(0.9, 2.9))
    assert play.hint is Hint.ROLL


def test_of_curves_the_one_moved_last_counts_and_all_at_their_lowest_ask_for_new_directions():
    flat = [(0.0,)] * 4
    play = Play([(2.0,), (3.0,), *flat], axes_of_one=True)
    assert play.hint is Hint.ROLL
    play.do(Step(0, 2.0))
    assert play.hint is Hint.NEXT_CURVE
    play.do(Step(1, 1.0))
    assert play.hint is Hint.ROLL
    play.do(Step(1, 2.0))
    assert play.hint is Hint.NEW_DIRECTIONS


def test_a_hint_stays_while_it_is_right_and_is_never_the_next_one_after_itself():
    pacing = Pacing()
    seen = [pacing.choose(each) for each in (Hint.ROLL, Hint.ROLL, None, Hint.ROLL)]
    assert seen == [Hint.ROLL] * 4
    assert pacing.choose(Hint.NEXT_PLANE) is Hint.NEXT_PLANE
    for _ in range(MOST_SHOWN):
        pacing.choose(Hint.ROLL)
        pacing.choose(Hint.NEXT_PLANE)
    assert pacing.choose(Hint.NEW_DIGITS) is Hint.NEW_DIGITS
    assert pacing.choose(Hint.NEXT_PLANE) is None, "it was shown often enough"
    assert pacing.choose(Hint.NEW_DIGITS) is None, "it was the last one"


@pytest.mark.parametrize("hint", Hint)
def test_a_hint_is_shown_a_few_times_to_a_visitor_and_then_no_more(hint):
    pacing = Pacing()
    other = next(each for each in Hint if each is not hint)
    shown = []
    for _ in range(2 * MOST_SHOWN):
        shown.append(pacing.choose(hint))
        pacing.choose(other)
    assert shown.count(hint) == MOST_SHOWN
