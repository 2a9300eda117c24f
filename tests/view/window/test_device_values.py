"""What devices are told of losses: how high, and each time that a move made it grow."""

import math

import pytest
import virtual_pad
from clock import Clock
from virtual_pad import VirtualPad

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.engine.results import Losses
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.window.device_values import BestWatch, LossWatch


def told(watch: LossWatch, frame: int, loss: float) -> dict[str, float]:
    return watch.values(Losses(frame, loss, 0.5, 2.0, 0.5))


def test_a_move_that_made_the_loss_grow_is_told_with_its_growth() -> None:
    watch = LossWatch()
    assert told(watch, 0, 2.0) == {"loss": 2.0}
    first = {"loss": 2.25, "loss_increase": pytest.approx(0.25), "relative_increase": 1.0}
    assert told(watch, 1, 2.25) == first
    assert told(watch, 2, 2.25) == {"loss": 2.25}
    assert told(watch, 3, 1.0) == {"loss": 1.0}
    assert told(watch, 4, 1.5)["loss_increase"] == pytest.approx(0.5)


def test_growth_is_told_in_what_moves_change_here() -> None:
    watch = LossWatch()
    losses = [2.0, 2.001, 2.0, 2.002, 2.0, 2.004]  # changes of 1, 1, 2, 2, 4 thousandths
    told_of = [told(watch, frame, loss) for frame, loss in enumerate(losses)]
    grown = [each["relative_increase"] for each in told_of if "relative_increase" in each]
    assert grown == pytest.approx([1.0, 2.0, 4.0 / 1.5])


class PadOfTheWindow:
    """A real pad, and the window's news of losses to it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.hub = Hub(self.clock, Library([controllers_dir()]))
        self.hub.add(PadDriver(clock=self.clock))
        self.pad = VirtualPad()
        self.hub.poll()
        self._watch = LossWatch()
        self._frame = 0

    def lose(self, loss: float) -> float:
        """The strength with which the motor was told to turn when this loss came."""
        self.clock.now += 1.0
        before = len(self.pad.rumbles)
        self.hub.set_values(told(self._watch, self._frame, loss))
        self._frame += 1
        self.hub.poll()
        return max((low for low, _ in self.pad.rumbles[before:]), default=0.0)


@pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")
@pytest.mark.parametrize("typical", [0.001, 0.5])
def test_whatever_moves_change_here_a_growth_of_the_loss_can_be_felt(typical: float) -> None:
    rig = PadOfTheWindow()
    try:
        for frame in range(20):
            rig.lose(2.0 + typical * (frame % 2))
        small, usual, large, huge = (
            (rig.lose(2.0), rig.lose(2.0 + part * typical))[1] for part in (0.3, 1.0, 4.0, 20.0)
        )
        assert 0.15 <= small < usual < large < huge == 1.0
        assert (rig.lose(2.0), rig.lose(2.0 + 0.1 * typical)) == (0.0, 0.0)
    finally:
        rig.hub.close()
        rig.pad.unplug()


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


class Walk:
    """Losses on all digits as they arrive, and what a device is told of them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.watch = BestWatch(self.clock)
        self.history = LossHistory()

    def arrive(self, loss: float, sgd_steps: int = 0) -> dict[str, float]:
        losses = Losses(len(self.history), 1.0, 0.5, loss, 0.5, sgd_steps=sgd_steps)
        self.history.record(losses)
        self.clock.now += 1.0
        return self.watch.values(losses, self.history)


def test_whether_one_stands_at_the_best_is_told_and_each_new_best_once() -> None:
    walk = Walk()
    assert walk.arrive(2.3) == {"at_best": 1.0}  # there was nothing to be better than
    assert walk.arrive(2.25) == {"at_best": 1.0, "new_best": pytest.approx(0.05)}
    assert walk.arrive(2.26) == {"at_best": 0.0}
    assert walk.arrive(2.25) == {"at_best": 1.0}
    assert walk.arrive(math.nan) == {"at_best": 0.0}


def test_sgd_has_a_best_of_its_own() -> None:
    walk = Walk()
    walk.arrive(2.3)
    assert "new_best" in walk.arrive(0.8, sgd_steps=60)
    assert walk.arrive(2.2)["at_best"] == 1.0


def test_who_walks_on_and_on_downhill_feels_single_touches() -> None:
    walk = Walk()
    told = []
    for frame in range(60):
        told.append(walk.arrive(2.3 - frame / 100))
        walk.clock.now -= 0.98  # fifty moves a second
    assert sum("new_best" in each for each in told) == 2


@pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")
def test_a_new_best_is_felt_on_a_pad_more_softly_and_shortly_than_a_growing_loss() -> None:
    rig = PadOfTheWindow()
    try:
        rig.lose(2.0)
        rig.lose(3.0)
        grown = max(rig.pad.rumbles)
        before = len(rig.pad.rumbles)
        rig.clock.now += 1.0
        rig.hub.set_values({"new_best": 0.1})
        rig.hub.poll()
        [(low, high)] = [each for each in rig.pad.rumbles[before:] if any(each)]
        assert low == 0.0
        assert 0.1 < high < grown[0] / 2
    finally:
        rig.hub.close()
        rig.pad.unplug()
