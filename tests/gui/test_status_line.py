"""The numbers of one frame, and the best so far, as they reach the status."""

import math

from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses


def _arrive(status, descent, losses):
    descent.record(losses)
    status.show_losses(losses, descent)


def test_the_losses_of_a_frame_are_shown_beside_the_best_of_all(window):
    descent = Descent()
    for frame, validation in enumerate((2.31, 1.75, 1.9)):
        if frame:
            descent.apply([Step(0, 1.0)])
        _arrive(window.status, descent, Losses(frame, 2.0 - frame, 0.25, validation, 0.5))
    values = window.status.values
    assert (values.validation_loss, values.best_validation_loss) == (1.9, 1.75)
    assert (values.train_loss, values.batch_accuracy, values.accuracy) == (0.0, 0.25, 0.5)


def test_a_loss_that_is_not_finite_is_never_the_best(window):
    descent = Descent()
    _arrive(window.status, descent, Losses(0, math.nan, 0.1, math.nan, 0.1))
    assert window.status.values.best_validation_loss is None
    descent.apply([Step(0, 1.0)])
    _arrive(window.status, descent, Losses(1, 2.2, 0.1, 2.2, 0.1))
    assert window.status.values.best_validation_loss == 2.2
