"""Losses may arrive late, but they end up in the order of their frames."""

import math

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import MOST_ROWS, Best, Losses, LossHistory


def record(history: LossHistory, frame: int, validation_loss: float) -> None:
    history.record(Losses(frame, frame + 0.1, frame + 0.2, validation_loss, frame + 0.4))


def test_rows_are_in_the_order_of_frames_however_they_arrive() -> None:
    history = LossHistory()
    for frame in (0, 3, 1, 2):
        record(history, frame, 9.0 - frame)
    assert len(history) == 4
    assert list(history.frames) == [0, 1, 2, 3]
    assert list(history.train_loss) == [0.1, 1.1, 2.1, 3.1]
    assert list(history.train_accuracy) == [0.2, 1.2, 2.2, 3.2]
    assert list(history.validation_loss) == [9.0, 8.0, 7.0, 6.0]
    assert list(history.validation_accuracy) == [0.4, 1.4, 2.4, 3.4]


def test_best_is_the_lowest_validation_loss_and_knows_its_frame() -> None:
    history = LossHistory()
    assert history.best_by_hand is None
    for frame, loss in enumerate((2.3, 1.5, 1.9)):
        record(history, frame, loss)
    assert history.best_by_hand == Best(frame=1, loss=1.5, accuracy=1.4)


def test_what_sgd_reached_is_never_the_best_by_hand() -> None:
    history = LossHistory()
    here, there = Descent().place, Descent().place
    history.record(Losses(0, 2.3, 0.1, 2.3, 0.1), here)
    history.record(Losses(1, 0.8, 0.8, 0.77, 0.8, sgd_steps=60), there)
    history.record(Losses(2, 0.9, 0.8, 0.9, 0.7, sgd_steps=61), here)
    assert history.best_by_hand == Best(0, 2.3, 0.1, 0, here)
    assert history.best_with_sgd == Best(1, 0.77, 0.8, 60, there)
    assert list(history.sgd_steps) == [0, 60, 61]


def test_a_loss_that_is_not_finite_is_kept_but_never_the_best() -> None:
    history = LossHistory()
    record(history, 0, math.nan)
    assert history.best_by_hand is None
    record(history, 1, 2.0)
    record(history, 2, -math.inf)
    record(history, 3, math.nan)
    assert history.best_by_hand is not None
    assert history.best_by_hand.frame == 1
    assert len(history) == 4


def test_a_frame_has_one_row_and_the_first_stays() -> None:
    history = LossHistory()
    record(history, 0, 2.0)
    record(history, 0, 1.0)
    assert list(history.validation_loss) == [2.0]
    assert history.best_by_hand is not None
    assert history.best_by_hand.loss == 2.0


def test_a_long_history_is_thinned_from_its_old_end_and_keeps_start_best_and_newest() -> None:
    history = LossHistory()
    for frame in range(3 * MOST_ROWS):
        record(history, frame, 1.0 if frame == 777 else 2.0)
    frames = list(history.frames)
    assert len(frames) <= MOST_ROWS
    assert frames == sorted(set(frames))
    assert frames[0] == 0
    assert frames[-1000:] == list(range(3 * MOST_ROWS - 1000, 3 * MOST_ROWS))
    assert list(history.train_loss) == [frame + 0.1 for frame in frames]
    assert history.best_by_hand == Best(frame=777, loss=1.0, accuracy=777.4)
    assert len(history.sgd_steps) == len(frames)


def test_marks_are_bounded_too() -> None:
    history = LossHistory()
    for frame in range(2 * MOST_ROWS):
        history.mark(frame, new_directions=True, new_batch=frame % 2 == 0)
    assert len(history.new_directions) <= MOST_ROWS
    assert len(history.new_batches) == MOST_ROWS
    assert list(history.new_directions) == sorted(set(history.new_directions))
    assert history.new_directions[-1] == 2 * MOST_ROWS - 1
