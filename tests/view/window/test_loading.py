"""What is being loaded is said step by step, and goes when it is there."""

import pytest
from PyQt6.QtWidgets import QMainWindow

from hudes_desktop.view.window.loading import Loading


@pytest.fixture
def loading(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    qtbot.waitExposed(window)
    yield Loading(window)  # noqa: PT022 - the window must live as long


def test_steps_are_said_one_after_another(loading):
    assert not loading.isVisible()
    loading.say("loading torch …")
    loading.say("loading torch …")
    loading.say("unpacking MNIST …")
    assert loading.isVisible()
    assert loading.geometry() == loading.parentWidget().rect()
    assert loading.steps == ["loading torch …", "unpacking MNIST …"]
    assert loading.accessibleName() == "Loading: unpacking MNIST …"


def test_it_turns_while_it_waits_and_goes_in_the_end(loading, qtbot):
    loading.say("loading torch …")
    first = loading.grab().toImage()
    qtbot.waitUntil(lambda: loading.grab().toImage() != first, timeout=3000)
    loading.finish()
    assert not loading.isVisible()
    assert not loading._timer.isActive()
    loading.say("building the network …")
    assert loading.steps == ["building the network …"]
