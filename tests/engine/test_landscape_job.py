"""Every plane gets its surface, however seldom a hand rests."""

from types import SimpleNamespace

import numpy as np
import pytest

from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.landscape_job import landscape
from hudes_desktop.engine.requests import LandscapeRequest
from hudes_desktop.landscape.scan import Cancelled, Level

PLACE = Descent(planes=4).place
HEIGHTS = np.zeros((3, 3))


class Rising:
    """A scan of three levels that asks between chunks whether it is to be given up."""

    centre = (0.0, 0.0)

    def __init__(self):
        self.level = 0

    @property
    def finished(self):
        return self.level == 3

    def advance(self, interrupted):
        if interrupted():
            raise Cancelled(7)
        self.level += 1
        return Level(HEIGHTS, self.level, 0, 10)


@pytest.fixture
def context():
    made = SimpleNamespace(memory={}, counted=[], wanted=True, over=False)
    made.network = SimpleNamespace(scan=lambda *_args, **_more: Rising())
    made.count = made.counted.append
    made.cancelled = lambda: made.over
    made.between_chunks = lambda: not made.wanted
    return made


def asked(planes, first=0):
    axes = tuple((2 * plane, 2 * plane + 1) for plane in range(planes))
    return LandscapeRequest(1, PLACE, axes, 3, 0.1, first, descent="a")


def test_coarse_levels_of_all_planes_come_first_and_the_looked_at_one_leads(context):
    surfaces = [(s.plane, s.exact_points) for s in landscape(context, asked(3, first=1))]
    assert surfaces == [(1, 1), (0, 1), (2, 1), (1, 2), (0, 2), (2, 2), (1, 3), (0, 3), (2, 3)]
    assert sum(context.counted) == 90


@pytest.mark.parametrize("pieces", [1, 2])
def test_under_a_hand_that_never_rests_no_plane_waits_long(context, pieces):
    shown = []
    for _ in range(40):
        # A newer request arrives after so many pieces: the rest is given up.
        for _, surface in zip(range(pieces), landscape(context, asked(4, first=2)), strict=False):
            shown.append(surface.plane)
    for start in range(len(shown) - 8):
        assert set(shown[start : start + 8]) == {0, 1, 2, 3}
    assert max(shown, key=shown.count) == 2


def test_no_more_than_one_plane_comes_before_the_looked_at_one(context):
    for _ in range(6):  # newer requests arrive as soon as the looked-at plane is shown
        order = []
        for surface in landscape(context, asked(4, first=2)):
            order.append(surface.plane)
            if surface.plane == 2:
                break
        assert len(order) <= 2
    assert len(order) == 2


def test_a_coarsest_level_is_given_up_when_nobody_wants_it_any_more(context):
    context.over = True
    assert list(landscape(context, asked(2))) == []
    assert context.counted == [7]


def test_a_coarsest_level_is_not_given_up_for_a_newer_one_and_every_evaluation_counts(context):
    context.wanted = False
    assert [s.exact_points for s in landscape(context, asked(2))] == [1, 1]
    assert context.counted == [10, 10, 7]
