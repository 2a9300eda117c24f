"""From the smallest text to the largest, in small windows and large ones, nothing is cut off."""

from itertools import combinations

import pytest
from legible import faults
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel

from hudes_desktop.descent.actions import SgdStep, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.engine.results import PathChanged, Ready
from hudes_desktop.view.kit.theme import DARK, with_text_px
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.panels.table import PANELS
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.wings.inspection import PANELS as INSPECTION

READY = Ready(
    "a_rather_long_name_of_a_network.py:Network", 199_210, "fashion-mnist", "cuda", "bfloat16",
    "affine, compiled", 10_000,
)  # fmt: skip


def play(window):
    """Numbers as long as they come: with SGD, of the largest batches, after hours of walking."""
    descent = Descent(batch_size=4096, axes=32, step_exponent=-3.5)
    descent.count(123_456_789)
    window.docks["losses"].widget().begin(descent.losses)
    window.docks["axes"].widget().set_axes(6)
    window.status.show_ready(READY)
    for frame, (loss, steps) in enumerate(((12.046, 0), (10.5, 0), (1.234, 12_345))):
        if frame:
            descent.apply([SgdStep(steps) if steps else Step(0, 1.0)])
        losses = Losses(frame, loss, 1.0, loss, 1.0, sgd_steps=steps)
        descent.record(losses)
        window.status.show_descent(descent)
        window.status.show_losses(losses)
        window.clock.refresh_all()
    window.status.show_path(PathChanged("point by point", "no C++ compiler: type this"))
    window.clock.refresh_all()


def unread(window):
    """What can't be read. Tabs that have no room have arrows to scroll them with."""
    return [line for line in faults(window) if not line.startswith("tab")]


def lying_over_another(parts):
    return [
        (one.text(), other.text())
        for one, other in combinations(parts, 2)
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("px", [12, 13, 20, 28, 40])
@pytest.mark.parametrize("size", [(1024, 640), (1440, 900), (1920, 1080), (3840, 2160)])
def test_every_text_of_headline_and_panels_is_whole(qtbot, size, px):
    window = MainWindow(3, LossHistory(), (*PANELS, *INSPECTION))
    qtbot.addWidget(window)
    window.resize(*size)
    window.docks.arrange()
    window.show()
    qtbot.waitExposed(window)
    # As with Ctrl and +: panels stay where they are, and are as wide as they must be.
    window.set_theme(with_text_px(DARK, px))
    play(window)
    numbers = window.docks.panel(NumbersPanel)
    numbers.unfold(True)
    assert (window.width(), window.height()) == size
    for name in ("losses", "numbers", "actions"):
        window.docks[name].raise_()
        QTest.qWait(1)
        qtbot.waitUntil(lambda: unread(window) == [])
    headline = [each for each in window.status.headline.findChildren(QLabel) if each.isVisible()]
    assert "1.234" in [each.text() for each in headline]
    assert any("SGD" in each.text() for each in headline)
    assert lying_over_another(headline) == []
