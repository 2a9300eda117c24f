"""The numbers of one frame, and the best so far, as they reach the status."""

import math

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QTextDocument
from PyQt6.QtWidgets import QLabel

from hudes_desktop.descent.actions import SelectPlane, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.engine.results import PathChanged
from hudes_desktop.view.kit.theme import DARK, LIGHT, with_text_px
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.panels.status import Legend


def _arrive(status, descent, losses):
    descent.record(losses)
    status.show_descent(descent)
    status.show_losses(losses)


def test_the_losses_of_a_frame_are_shown_beside_the_best_of_all(window, qtbot):
    descent = Descent(batch_size=512)
    for frame, validation in enumerate((2.31, 1.75, 1.9)):
        if frame:
            descent.apply([Step(0, 1.0)])
        _arrive(window.status, descent, Losses(frame, 2.0 - frame, 0.25, validation, 0.5))
    qtbot.waitUntil(lambda: _row(window, "best by hand").text() == "1.750")
    assert _row(window, "these 512 digits").text() == "0.000"
    assert _row(window, "right of these").text() == "25.0 %"
    assert window.findChild(QLabel, "number").text() == "1.900"
    assert window.findChild(QLabel, "accuracy").text() == "50.0 %"


def test_a_loss_that_is_not_finite_is_never_the_best(window, qtbot):
    descent = Descent(batch_size=512)
    _arrive(window.status, descent, Losses(0, math.nan, 0.1, math.nan, 0.1))
    qtbot.waitUntil(lambda: _row(window, "these 512 digits").text() == "nan")
    assert _row(window, "best by hand").text() == "–"
    descent.apply([Step(0, 1.0)])
    _arrive(window.status, descent, Losses(1, 2.2, 0.1, 2.2, 0.1))
    qtbot.waitUntil(lambda: _row(window, "best by hand").text() == "2.200")


def _row(window, name):
    """The label right of a name in the list of numbers."""
    labels = [
        label
        for label in window.docks.panel(NumbersPanel).findChildren(QLabel)
        if label.isVisible()
    ]
    names = [label for label in labels if label.text() == name]
    assert len(names) == 1
    return labels[labels.index(names[0]) + 1]


def test_how_low_and_how_steep_the_selected_plane_is_stands_in_the_list(window, surface, qtbot):
    descent = Descent()
    here = descent.place.coefficients
    window.status.show_descent(descent)
    window.status.show_surface(surface(lambda a, b: 2.0 + 0.3 * a - 0.4 * b, 0), here)
    window.status.show_surface(surface(lambda a, b: 1.0 + 3e-4 * a + 0 * b, 1), here)
    slope = _row(window, "steepest slope")
    qtbot.waitUntil(lambda: slope.text() == "0.0500 nats/step")
    assert _row(window, "lowest in sight").text() == "1.300"
    descent.apply([SelectPlane(1)])
    window.status.show_descent(descent)
    qtbot.waitUntil(lambda: slope.text() == "3.0e−5 nats/step")
    assert _row(window, "lowest in sight").text() == "1.000"
    assert slope.sizeHint().width() <= slope.width()
    window.status.begin()
    qtbot.waitUntil(lambda: slope.text() == "–")


def test_the_widest_slope_fits_into_the_smallest_window(window, surface, qtbot):
    descent = Descent()
    window.status.show_descent(descent)
    flat = surface(lambda a, b: 2.0 + 1.23e-3 * a + 0 * b, 0)
    window.status.show_surface(flat, descent.place.coefficients)
    slope = _row(window, "steepest slope")
    qtbot.waitUntil(lambda: slope.text() == "0.00012 nats/step")
    area = window.docks.panel(NumbersPanel).parentWidget()
    assert (window.width(), window.height()) == (1024, 640)
    assert slope.sizeHint().width() <= slope.width()
    assert slope.mapTo(area, slope.rect().topRight()).x() < area.width()


def test_why_the_path_is_not_a_faster_one_stands_below_it_while_that_is_so(window, qtbot):
    def said():
        return [
            each.text()
            for each in window.docks.panel(NumbersPanel).findChildren(QLabel)
            if each.isVisible()
        ]

    window.status.show_path(PathChanged("affine", "no C++ compiler; type this"))
    qtbot.waitUntil(lambda: "no C++ compiler; type this" in said())
    window.docks.panel(NumbersPanel).unfold(True)
    assert _row(window, "path").text() == "affine"
    window.status.show_path(PathChanged("affine, compiled"))
    qtbot.waitUntil(lambda: _row(window, "path").text() == "affine, compiled")
    assert "" not in said()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("width", [1200, 200], ids=["words", "marks"])
def test_the_white_line_of_the_legend_is_white_on_a_ground_that_is_not(qtbot, theme, width):
    legend = Legend(theme)
    qtbot.addWidget(legend)
    legend.resize(width, 60)
    legend.show()
    assert ("here" in legend.text()) == (width == 1200)
    document = QTextDocument()
    document.setHtml(legend.text())
    cursor = document.find("━")
    brushes = cursor.charFormat().foreground(), cursor.charFormat().background()
    line, ground = (brush.color() for brush in brushes)
    assert line == QColor(theme.level_line)
    if brushes[1].style() == Qt.BrushStyle.NoBrush:
        ground = QColor(theme.background)
    assert line.lightnessF() - ground.lightnessF() > 0.5


def test_numbers_stand_beside_their_names_again_when_text_is_small_again(qtbot):
    panel = NumbersPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    name, number = (
        next(part for part in panel.findChildren(QLabel, kind) if part.isVisible())
        for kind in ("name", "value")
    )

    def beside():
        panel.layout().activate()
        return name.geometry().top() == number.geometry().top()

    qtbot.waitUntil(beside)
    panel.set_theme(with_text_px(DARK, 20))
    qtbot.waitUntil(lambda: not beside())
    panel.set_theme(DARK)
    panel.resize(300, 600)  # as wide as ever
    qtbot.waitUntil(beside)
