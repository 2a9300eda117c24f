"""The gauge beside the planes: the loss on all digits, on a scale that never changes."""

from itertools import pairwise
from math import inf, log, nan

import numpy as np
import pytest
from PyQt6.QtCore import QPoint
from PyQt6.QtTest import QTest

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.kit.theme import DARK, with_text_px
from hudes_desktop.view.landscape.gauge import Score


def _values(*validation: float) -> StatusValues:
    """Of a descent that had these losses on all digits, one a move; it stands at the last."""
    descent = Descent()
    for frame, loss in enumerate(validation):
        descent.frame = frame
        losses = Losses(frame, loss, 0.1, loss, 0.1)
        descent.record(losses)
    return StatusValues(descent=descent, losses=losses)


def test_it_goes_evenly_from_perfect_to_guessing_and_never_ends_above():
    score = Score(2.0, None, None, log(10))
    heights = [score.height(loss) for loss in (0.0, 1.0, 2.0, log(10), 2.4, 6.3, 100.0, inf)]
    assert heights == sorted(heights)
    assert heights[0] == 0.0
    assert heights[2] == pytest.approx(2 * heights[1])
    assert heights[-1] == 1.0
    assert heights[5] > heights[3] + 0.08  # 6.3 is seen to be far above guessing


def test_the_best_is_told_and_a_loss_that_is_no_number_stands_at_the_top():
    score = Score.of(_values(2.3, 1.6, 1.9))
    assert (score.here, score.by_hand, score.with_sgd) == (1.9, 1.6, None)
    assert Score.of(_values(2.3, nan)).here == inf
    assert Score.of(StatusValues()).here is None


@pytest.fixture
def written(monkeypatch):
    """Texts and the boxes they were last written in."""
    found = {}
    original = Lettering.write

    def recorded(self, x, y, text, *rest, **options):
        found[text] = original(self, x, y, text, *rest, **options)
        return found[text]

    monkeypatch.setattr(Lettering, "write", recorded)
    return found


def test_marks_stand_in_order_beside_the_planes_and_do_not_overlap(
    top_view, surface, pixels, written
):
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b))
    top_view.show_score(_values(2.3, 1.58, 1.6))
    pixels(top_view)
    boxes = [written[text] for text in ("guessing 2.30", "you 1.600", "by hand 1.580")]
    for upper, lower in pairwise(boxes):
        assert upper.top() < lower.top()
        assert not upper.intersects(lower)
    assert max(box.right() for box in boxes) <= top_view.width()


def test_the_column_is_as_high_as_the_loss(top_view, surface, pixels):
    def orange():
        picture = pixels(top_view)[:, -130:].astype(int)
        return np.count_nonzero((picture[..., 0] > 230) & (abs(picture[..., 1] - 158) < 20))

    top_view.show_surface(surface(lambda a, b: 2.0 + 0.1 * a + 0 * b))
    filled = []
    for loss in (2.0, 1.0, 0.5):
        top_view.show_score(_values(loss))
        filled.append(orange())
    assert filled[0] == pytest.approx(2 * filled[1], rel=0.05)
    assert filled[1] == pytest.approx(2 * filled[2], rel=0.05)


def test_a_narrow_view_has_numbers_alone_and_a_small_one_leaves_all_room_to_the_planes(
    top_view, surface, pixels, written
):
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b))
    top_view.show_score(_values(2.2))
    pixels(top_view)
    assert "you 2.200" in written
    written.clear()
    top_view.resize(400, 500)
    pixels(top_view)
    assert {"2.200", "2.30"} <= written.keys()
    assert written["2.200"].right() <= 400
    assert "you 2.200" not in written
    written.clear()
    top_view.set_theme(with_text_px(DARK, 40))
    pixels(top_view)
    QTest.qWait(10)
    assert not {"you 2.200", "2.200"} & written.keys()


@pytest.mark.parametrize("px", range(12, 22))
def test_a_wide_view_has_words_beside_it_whatever_the_size_of_text(
    top_view, surface, pixels, written, px
):
    top_view.resize(967, 613)  # other units make no whole numbers of it
    top_view.set_theme(with_text_px(DARK, px))
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b))
    top_view.show_score(_values(2.29, 2.3))
    pixels(top_view)
    boxes = [written[text] for text in ("guessing 2.30", "you 2.300", "by hand 2.290")]
    assert {box.left() for box in boxes} == {boxes[0].left()}  # none is pushed over the bar


def test_under_the_pointer_the_gauge_says_what_it_is(top_view, qtbot):
    # Elsewhere at first: a pointer that is there already doesn't move.
    for x, over in ((100, False), (top_view.width() - 20, True), (200, False)):
        QTest.mouseMove(top_view, QPoint(x, 300))
        qtbot.waitUntil(lambda over=over: ("score" in top_view.toolTip()) == over)
