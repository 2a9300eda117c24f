"""What is being loaded is said step by step, and goes when it is there."""

import pytest
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMainWindow

from hudes_desktop.view.splash import Loading


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
    assert loading.steps() == ["loading torch …", "unpacking MNIST …"]
    assert loading.accessibleName() == "Loading: unpacking MNIST …"


def test_it_turns_while_it_waits_and_goes_in_the_end(loading):
    loading.say("loading torch …")
    QTest.qWait(120)
    first = loading.grab().toImage()
    QTest.qWait(200)
    assert loading.grab().toImage() != first
    loading.finish()
    assert not loading.isVisible()
    assert not loading._timer.isActive()
    loading.say("building the network …")
    assert loading.steps() == ["building the network …"]
