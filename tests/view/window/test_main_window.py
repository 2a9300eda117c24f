"""The window as a whole: layout, text that fits, banner, help, and a clean end."""

import gc
import weakref
from dataclasses import replace

import pytest
from help_lines import help_lines
from PyQt6.QtCore import QEvent, QRectF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel
from window_reading import banner_text, help_shown

from hudes_desktop.descent.actions import SgdStep
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import LossHistory
from hudes_desktop.engine.results import Losses, Ready
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.window.main_window import MainWindow


def _fill(window, surface):
    for plane in range(3):
        shown = surface(lambda a, b: 2.0 + a**2 + 0.3 * b, plane)
        window.landscape.show_surface(shown)
        window.status.show_surface(replace(shown, exact_points=121), (0.1,) * 6)
    window.landscape.set_position((0.1,) * 6)
    window.status.show_ready(
        Ready("fc200", 199_210, "fashion-mnist", "cuda", "bfloat16", "affine, compiled", 10_000)
    )
    descent = Descent(batch_size=512, axes=32, step_exponent=-3.5)
    descent.place = replace(
        descent.place,
        batch=replace(descent.place.batch, number=99_999),
        subspace=replace(descent.place.subspace, first=123_450),
    )
    descent.count(123_456_789)
    descent.apply([SgdStep(12_345)])
    losses = Losses(0, 12.046, 1.0, 12.046, 1.0)
    descent.record(losses)
    window.status.show_descent(descent)
    window.status.show_losses(losses)
    chart = window.docks.panel(LossChart)
    chart.history.record(Losses(0, 2.303, 0.1, 2.303, 0.1))
    chart.history.record(Losses(1, 12.046, 0.1, 12.046, 0.1))
    chart.touch()


def _cut_off(window):
    """Texts of visible labels that do not fit into their labels."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        inner = label.contentsRect()
        if label.wordWrap():
            fits = label.heightForWidth(label.width()) <= label.height()
        else:
            fits = label.sizeHint().width() <= label.width()
            fits = fits and inner.height() >= label.fontMetrics().height() - 2
        inside = window.rect().contains(
            label.rect().translated(label.mapTo(window, label.rect().topLeft()))
        )
        if not (fits and inside):
            found.append(label.text())
    return found


def test_no_text_is_cut_off_at_the_smallest_size(window, surface, monkeypatch, qtbot):
    drawn = []
    original = Lettering.write

    def recorded(self, painter, at, text, *rest, **options):
        box = original(self, painter, at, text, *rest, **options)
        drawn.append((text, box))
        return box

    monkeypatch.setattr(Lettering, "write", recorded)
    _fill(window, surface)
    qtbot.waitUntil(lambda: window.findChild(QLabel, "accuracy").text() == "100.0 %")
    assert (window.width(), window.height()) == (1024, 640)
    qtbot.waitUntil(lambda: _cut_off(window) == [])
    view = QRectF(window.landscape.rect())
    assert {text for text, _ in drawn} >= {"plane 1", "plane 2", "plane 3", "these digits"}
    assert [text for text, box in drawn if not view.contains(box)] == []
    window.toggle_help()
    window.show_banner("a longer line about something that went wrong and what to do now " * 2)
    qtbot.waitUntil(lambda: _cut_off(window) == [])


def test_help_covers_the_window_and_goes(window):
    profile = load(controllers_dir() / "keyboard_3d.toml")
    window.show_devices([(Device("keyboard", "keyboard", "Keyboard"), profile)])
    window.toggle_help()
    texts = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    assert {
        meaning for _, meaning in help_lines(profile.bindings) if meaning in ("undo", "redo")
    } <= texts
    assert help_shown(window)
    window.toggle_help()
    assert not help_shown(window)


def test_a_notice_waits_until_an_error_was_read(window):
    window.show_banner("the graphics card is gone")
    window.show_banner("pad 1 is here", error=False)
    assert banner_text(window) == "the graphics card is gone"
    QTest.mouseClick(window._banner, Qt.MouseButton.LeftButton)
    assert banner_text(window) == "pad 1 is here"
    window.show_banner("the graphics card is gone")
    assert banner_text(window) == "the graphics card is gone"
    window.show_banner("pad 1 is here", error=False)
    window.clear_banner()
    assert banner_text(window) is None


def test_banner_is_shown_and_cleared(window):
    window.show_banner("the graphics card is gone")
    assert banner_text(window) == "the graphics card is gone"
    window.clear_banner()
    assert banner_text(window) is None


def test_numbers_reach_the_labels(window, surface, qtbot):
    _fill(window, surface)

    def texts():
        return {label.text().replace("\u200b", "") for label in window.findChildren(QLabel)}

    expected = {
        "12.046", "100.0 %", "0.000316", "these 512 digits", "no. 100,000", "123450 – 123481",
        "123,456,789",
        "11 × 11 exact, rest interpolated", "cuda", "bfloat16", "affine, compiled",
    }  # fmt: skip
    window.docks.panel(NumbersPanel).unfold(True)
    qtbot.waitUntil(lambda: expected <= texts())


def test_closing_is_told(window, qtbot):
    with qtbot.waitSignal(window.closed, timeout=1000):
        window.close()


@pytest.mark.parametrize("planes", [0, 6])
def test_other_numbers_of_planes_are_refused(qtbot, planes):
    with pytest.raises(ValueError, match="1 to 5 planes"):
        MainWindow(planes, LossHistory())


def test_five_windows_leave_nothing_behind(qtbot, surface):
    remembered = []
    for _ in range(5):
        window = MainWindow(3, LossHistory())
        window.show()
        qtbot.waitExposed(window)
        _fill(window, surface)
        window.toggle_help()
        QTest.qWait(650)
        panels = [window.docks[name].widget() for name in window.docks.names()]
        parts = (window, window.landscape, window.status, *panels, *window.landscape.state.planes)
        remembered += [weakref.ref(part) for part in parts]
        window.close()
        window.deleteLater()
        del window, parts, panels
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    def left():
        # Twice: what is connected to a signal goes a turn of the loop after who sent it.
        for _ in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()
        gc.collect()
        return [ref() for ref in remembered if ref() is not None]

    assert left() == []


def test_a_banner_leaves_the_headline_to_be_read(window, qtbot):
    window.show_banner("pad 1 is here", error=False)
    headline, banner = window.status.headline, window._banner
    qtbot.waitUntil(lambda: headline.height() > 20)
    window.show_banner("pad 2 is here", error=False)
    assert not banner.geometry().intersects(headline.geometry())
    assert window.centre.rect().contains(banner.geometry())
