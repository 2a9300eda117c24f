"""The help says and draws what the profiles bind, and fits every window."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QMainWindow

from hudes_desktop.descent.actions import NextBatch, SgdStep, Undo
from hudes_desktop.inputs.events import Control
from hudes_desktop.inputs.help import GROUPS, group_of
from hudes_desktop.inputs.profile import Binding, Profile
from hudes_desktop.inputs.profile_file import load
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view import theme as themes
from hudes_desktop.view.help_overlay import HelpOverlay
from hudes_desktop.view.key_caps import caps
from hudes_desktop.view.theme import DARK, LIGHT


def _profiles(keyboard="3d"):
    files = (f"keyboard_{keyboard}.toml", "mouse.toml")
    return [load(controllers_dir() / name) for name in files]


@pytest.fixture
def parent(qtbot):
    made = QMainWindow()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setStyleSheet(themes.style_sheet(DARK))
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def _open(parent, profiles, theme=DARK):
    overlay = HelpOverlay(parent, theme)
    overlay.set_profiles(profiles)
    parent.setStyleSheet(themes.style_sheet(theme))
    overlay.open()
    QTest.qWait(50)
    return overlay


def _texts(overlay):
    return [label.text() for label in overlay.findChildren(QLabel) if label.isVisible()]


def _outside(overlay):
    """Labels that are cut off, or not inside the card."""
    found = []
    for label in overlay.findChildren(QLabel):
        if not label.isVisible():
            continue
        needed = (
            label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        )
        fits = label.height() >= needed and (
            label.wordWrap() or label.width() >= label.sizeHint().width()
        )
        at = label.mapTo(overlay, label.rect().topLeft())
        if not (fits and overlay.card.geometry().contains(label.rect().translated(at))):
            found.append(label.text())
    return found


@pytest.mark.parametrize("keyboard", ["3d", "1d"])
@pytest.mark.parametrize("px", [13, 20, 32])
@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
def test_everything_fits_at_every_size_of_text(parent, keyboard, px, size):
    parent.resize(*size)
    overlay = _open(parent, _profiles(keyboard), themes.with_text_px(LIGHT, px))
    assert overlay.rect().contains(overlay.card.geometry())
    assert _outside(overlay) == []
    bottom = overlay.card.mapTo(overlay, overlay.card.rect().bottomLeft()).y()
    assert bottom <= size[1] - 24
    assert overlay.drawing.isVisible()
    assert overlay.drawing.height() > 70


def test_every_meaning_and_every_control_is_said(parent):
    profiles = _profiles()
    texts = _texts(_open(parent, profiles))
    for profile in profiles:
        for controls, meaning in profile.help():
            assert meaning in texts
            assert set(controls.split("  ")) <= set(texts)


def test_it_follows_the_profiles(parent):
    overlay = _open(parent, _profiles())
    assert "undo" in _texts(overlay)
    overlay.set_profiles(
        [Profile("mine", "keyboard", (Binding(Control("key", "B"), NextBatch()),))]
    )
    QTest.qWait(20)
    assert "undo" not in _texts(overlay)
    assert {"B", "next batch"} <= set(_texts(overlay))
    assert overlay.drawing.lit() == {"B"}


def test_the_drawing_lights_every_control_and_no_other(parent):
    profiles = _profiles()
    names = {str(b.control.name) for profile in profiles for b in profile.bindings}
    drawn = {name.removeprefix("Shift+") if "Drag" in name else name for name in names}
    assert _open(parent, profiles).drawing.lit() == drawn


def test_a_key_has_the_colour_of_its_meaning(parent):
    bindings = (Binding(Control("key", "B"), NextBatch()), Binding(Control("key", "M"), SgdStep()))
    overlay = _open(parent, [Profile("mine", "keyboard", bindings)])
    drawing = overlay.drawing
    image = drawing.grab().toImage()
    unit, places = drawing._places()
    corner = places["keyboard"]

    def edge(name):
        area = next(cap.area for cap in drawing._caps if cap.name == name)
        middle = corner.y() + unit * area.center().y()
        left = round(corner.x() + unit * area.left())
        reds = [QColor(image.pixel(x, round(middle))) for x in range(left, left + 6)]
        return max(reds, key=lambda colour: colour.saturation() * colour.value())

    for name, action in (("B", NextBatch()), ("M", SgdStep())):
        wanted = QColor(DARK.groups[GROUPS.index(group_of(action))])
        assert abs(edge(name).hue() - wanted.hue()) < 15
    assert edge("V").saturation() * edge("V").value() < 8000


def test_keys_are_found_under_what_is_printed_on_them():
    placed = {
        cap.name: cap.bindings
        for cap in caps(
            [
                Binding(Control("key", ":"), NextBatch()),
                Binding(Control("key", "Ctrl+Shift+Z"), Undo()),
                Binding(Control("key", "F1"), Undo()),
            ]
        )
        if cap.bindings
    }
    assert placed.keys() == {";", "Z", "F1"}


def test_function_keys_are_drawn_only_where_one_is_bound():
    assert "F5" not in {cap.name for cap in caps([Binding(Control("key", "A"), Undo())])}


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Escape, Qt.Key.Key_X, Qt.Key.Key_F1, Qt.Key.Key_Question]
)
def test_keys_close_it(parent, key):
    overlay = _open(parent, _profiles())
    QTest.keyClick(overlay, key)
    assert not overlay.isVisible()


def test_a_click_closes_it_and_a_modifier_does_not(parent):
    overlay = _open(parent, _profiles())
    QTest.keyClick(overlay, Qt.Key.Key_Shift)
    assert overlay.isVisible()
    QTest.mouseClick(overlay.drawing, Qt.MouseButton.LeftButton)
    assert not overlay.isVisible()


def test_the_window_has_its_keys_again(parent, qtbot):
    parent.activateWindow()
    overlay = _open(parent, _profiles())
    qtbot.waitUntil(overlay.hasFocus)
    overlay.hide()
    assert parent.hasFocus()


def test_it_says_the_same_to_those_who_can_not_see(parent):
    overlay = _open(parent, _profiles())
    assert overlay.accessibleName() == "Keys and controls"
    assert "Space: next subspace: new directions" in overlay.drawing.accessibleDescription()


def test_under_the_pointer_a_key_says_what_it_does(parent):
    overlay = _open(parent, _profiles())
    drawing = overlay.drawing
    unit, places = drawing._places()
    area = next(cap.area for cap in drawing._caps if cap.name == "Z")
    corner = places["keyboard"]
    at = (corner + area.center() * unit).toPoint()
    QTest.mouseMove(drawing, at)
    QTest.qWait(50)
    assert drawing.toolTip() == "Ctrl+Z: undo\nCtrl+Shift+Z: redo"
