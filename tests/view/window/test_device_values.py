"""What devices are told of losses: how high, and each time that a move made it grow."""

import math

import pytest

from hudes_desktop.engine.results import Losses
from hudes_desktop.view.window.device_values import LossWatch


def told(watch: LossWatch, frame: int, loss: float) -> dict[str, float]:
    return watch.values(Losses(frame, loss, 0.5, 2.0, 0.5))


def test_a_move_that_made_the_loss_grow_is_told_with_its_growth() -> None:
    watch = LossWatch()
    assert told(watch, 0, 2.0) == {"loss": 2.0}
    assert told(watch, 1, 2.25) == {"loss": 2.25, "loss_increase": pytest.approx(0.25)}
    assert told(watch, 2, 2.25) == {"loss": 2.25}
    assert told(watch, 3, 1.0) == {"loss": 1.0}
    assert told(watch, 4, 1.5)["loss_increase"] == pytest.approx(0.5)


def test_the_loss_of_other_digits_is_nobodys_move() -> None:
    watch = LossWatch()
    told(watch, 4, 1.0)
    watch.new_batch(5)
    assert told(watch, 5, 3.0) == {"loss": 3.0}
    assert told(watch, 6, 3.5)["loss_increase"] == pytest.approx(0.5)


def test_losses_of_one_frame_are_not_compared() -> None:
    watch = LossWatch()
    told(watch, 1, 1.0)
    assert told(watch, 1, 2.0) == {"loss": 2.0}


def test_a_loss_that_is_not_finite_is_not_told() -> None:
    watch = LossWatch()
    told(watch, 0, 1.0)
    assert "loss" not in told(watch, 1, math.inf)
    assert told(watch, 2, math.nan) == {}
    assert told(watch, 3, 5.0) == {"loss": 5.0}
