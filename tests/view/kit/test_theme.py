"""Both themes can be read by everyone, and text of any size has its room."""

from dataclasses import fields

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.kit.banner import Banner
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK, LIGHT
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.panels.status import StatusLine
from hudes_desktop.view.window.loading import Loading

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
# Machado, Oliveira and Fernandes 2009, severity 1: how colours look without one kind of cone.
WITHOUT = {
    "red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998]],
    "green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
              [-0.011820, 0.042940, 0.968881]],
    "blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
             [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def _linear(colour):
    channels = np.array(QColor(colour).getRgbF()[:3])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(one, other):
    """As WCAG 2 defines it, from 1 to 21."""
    light, dark = sorted(_linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))[::-1]
    return (light + 0.05) / (dark + 0.05)


def _lab(linear):
    xyz = np.clip(linear, 0, 1) @ np.array(
        [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
    )
    t = xyz / [0.9505, 1.0, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@BOTH
@pytest.mark.parametrize("text", ["text", "dim_text", "train", "validation", "good", "bad"])
@pytest.mark.parametrize("ground", ["card", "background"])
def test_text_stands_out_from_its_ground(theme, text, ground):
    assert _contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
def test_text_stands_out_where_it_lies_on_something_else(theme):
    assert _contrast(theme.text, theme.raised) >= 4.5
    assert _contrast(theme.text, theme.alarm) >= 4.5
    assert _contrast(theme.level_line, theme.surface) >= 4.5


@BOTH
@pytest.mark.parametrize("pair", [("train", "validation"), ("good", "bad")])
@pytest.mark.parametrize("cone", WITHOUT)
def test_the_colour_blind_can_tell_them_apart(theme, pair, cone):
    one, other = (_lab(np.array(WITHOUT[cone]) @ _linear(getattr(theme, name))) for name in pair)
    assert np.linalg.norm(one - other) > 20


def test_both_themes_have_colours_that_qt_knows():
    for theme in (DARK, LIGHT):
        for field in fields(theme):
            value = getattr(theme, field.name)
            colours = value if isinstance(value, tuple) else [value]
            assert field.name in ("text_px", "headline") or all(
                QColor(each).isValid() for each in colours
            )


def test_a_theme_is_found_by_name(qapp):
    assert themes.resolve("dark") is DARK
    assert themes.resolve("light") is LIGHT
    light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
    assert themes.resolve("system") is (LIGHT if light else DARK)
    with pytest.raises(ValueError, match="unknown theme 'pink'; known: system, dark, light"):
        themes.resolve("pink")


def test_text_has_a_smallest_and_a_largest_size():
    assert themes.with_text_px(LIGHT, 40).text_px == 40
    for px in (11, 41):
        with pytest.raises(ValueError, match="12 to 40"):
            themes.with_text_px(LIGHT, px)


def _cut_off(window):
    found = []
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            if label.wordWrap():
                fits = label.heightForWidth(label.width()) <= label.height()
            else:
                fits = label.sizeHint().width() <= label.width()
                fits = fits and label.fontMetrics().height() <= label.height() + 2
            if not fits:
                found.append((label.text(), label.size()))
    return found


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("px", [13, 20, 32])
def test_text_of_any_size_has_its_room_after_a_change(qtbot, theme, px):
    window = QMainWindow()
    qtbot.addWidget(window)
    centre = QWidget()
    window.setCentralWidget(centre)
    column, line = QVBoxLayout(centre), QHBoxLayout()
    clock = SlowClock(window)
    chart, status = LossChart(LossHistory(), clock), StatusLine(clock, window)
    column.addWidget(status.headline)
    column.addLayout(line, 1)
    line.addWidget(chart, 1)
    numbers = NumbersPanel()
    status.refreshed.connect(numbers.show_values)
    line.addWidget(numbers)
    window.setStyleSheet(themes.style_sheet(DARK))
    window.resize(1024, 640)
    window.show()
    qtbot.waitExposed(window)
    banner, loading = Banner(centre), Loading(window)
    banner.say("the graphics card is gone: going on with the processor " * 2, error=True)
    loading.say("loading torch …")
    chosen = themes.with_text_px(theme, px)
    window.setStyleSheet(themes.style_sheet(chosen))
    for part in (chart, status, numbers, banner, loading):
        part.set_theme(chosen)
    descent = Descent()
    descent.count(123_456_789)
    status.show_descent(descent)
    status.show_losses(Losses(0, 12.046, 1.0, 12.046, 1.0))
    QTest.qWait(700)
    assert banner.text().startswith("the graphics card")
    assert _cut_off(window) == []
    assert window.findChild(QLabel, "number").fontMetrics().height() > 2 * px
