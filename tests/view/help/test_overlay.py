"""The help says and draws what the profiles bind, and fits every window."""

import pytest
from help_lines import help_lines
from legible import PaintedText
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QMainWindow

from hudes_desktop.descent.actions import NextBatch, SgdStep, Undo
from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.inputs.bindings.binding_words import group_of, short_of
from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Control, Device
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.devices.key_caps import caps
from hudes_desktop.view.devices.midi_drawing import DeskDrawing
from hudes_desktop.view.devices.pad_drawing import PadDrawing
from hudes_desktop.view.help.overlay import HelpOverlay
from hudes_desktop.view.help.pages import HelpPage, pages_of
from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.kit.theme import DARK, LIGHT


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
    _set_profiles(overlay, profiles)
    parent.setStyleSheet(themes.style_sheet(theme))
    overlay.open()
    QTest.qWait(50)
    return overlay


def _set_profiles(overlay, profiles):
    overlay.set_pages([HelpPage("", tuple(profiles))])


def _lit(drawing):
    """The names of the controls that are drawn in a colour."""
    if isinstance(drawing, PadDrawing):
        return set(drawing._said)
    if isinstance(drawing, DeskDrawing):
        return {part.name for part in drawing._layout.parts if part.group}
    keys = {str(b.control.name) for cap in drawing._caps for b in cap.bindings}
    return keys | set(drawing._mouse) | set(drawing._touch)


def _texts(overlay):
    return [label.text() for label in overlay.findChildren(QLabel) if label.isVisible()]


def _close(overlay):
    """Meanings that touch their controls."""
    chips = [label for label in overlay.findChildren(QLabel) if label.property("key")]
    ends = {chip.mapTo(overlay, chip.rect().topRight()).x() for chip in chips}
    labels = [each for each in overlay.findChildren(QLabel, "meaning") if each.isVisible()]
    starts = {each.mapTo(overlay, each.rect().topLeft()).x() + _ink(each) for each in labels}
    return [start for start in starts if any(0 <= start - end < 4 for end in ends)]


def _ink(label):
    """How far from the left edge of a label its text begins."""
    image = label.grab().toImage()
    ground = image.pixel(0, 0)
    columns = (
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    )
    return next(columns)


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
    assert _close(overlay) == []
    bottom = overlay.card.mapTo(overlay, overlay.card.rect().bottomLeft()).y()
    assert bottom <= size[1] - 24
    assert overlay.drawing.isVisible()
    assert overlay.drawing.height() > 70


DESKS = {
    "xtouch_mini": "X-TOUCH MINI",
    "xtouch_mini_mc": "X-TOUCH MINI",
    "akai_midimix": "MIDI Mix",
    "korg_nanokontrol2": "nanoKONTROL2",
    "mackie_control": "X-Touch",
    "generic_mixer": "DJ Control",
}
SHIPPED = sorted(path.stem for path in controllers_dir().glob("*.toml"))


def _pages(*names):
    """The pages for keyboard, mouse, and devices with these profiles."""
    shown = [(Device("keyboard", "keyboard", "Keyboard"), _profiles()[0])]
    shown.append((Device("mouse", "mouse", "Mouse"), _profiles()[1]))
    for name in names:
        profile = load(controllers_dir() / f"{name}.toml")
        title = DESKS.get(name, "Xbox 360 Controller")
        shown.append((Device("pad 1" if name == "xbox" else title, profile.driver, title), profile))
    return pages_of(shown)


@pytest.mark.parametrize(("size", "px"), [((1024, 640), 13), ((1024, 640), 20), ((1440, 900), 13)])
@pytest.mark.parametrize("name", ["xbox", *DESKS])
def test_the_page_of_a_device_says_on_its_drawing_what_every_control_does(
    parent, monkeypatch, name, size, px
):
    painted = PaintedText(monkeypatch)
    parent.resize(*size)
    theme = themes.with_text_px(DARK, px)
    overlay = _open(parent, [], theme)
    overlay.set_pages(_pages(name))
    overlay.show_device("pad 1" if name == "xbox" else DESKS[name])
    QTest.qWait(50)
    assert overlay.rect().contains(overlay.card.geometry())
    assert _outside(overlay) == []
    drawing = overlay.drawing
    assert drawing.isVisible()
    assert painted.faults(overlay) == []
    said = " ".join(painted.texts(drawing))
    profile = overlay.page.profiles[0]
    for binding in profile.bindings:
        words = short_of(binding) if name in DESKS else help_rows([binding])[0].meaning
        assert set(words.split()) <= set(said.split()), words
    lit = _lit(drawing)
    if name == "xbox":
        names = {str(b.control.name) for b in profile.bindings}
        assert lit == names
    elif name != "generic_mixer":
        labels = {b.label.removeprefix("layer B ") for b in profile.bindings}
        assert lit == labels | {f"layer {layer.name}" for layer in profile.layers}


def test_every_shipped_profile_has_a_page_with_a_drawing(parent):
    assert len(SHIPPED) == 11
    overlay = _open(parent, [])
    for name in SHIPPED:
        if name == "xbox" or name in DESKS:
            overlay.set_pages(_pages(name)[1:])
        else:
            _set_profiles(overlay, [load(controllers_dir() / f"{name}.toml")])
        QTest.qWait(20)
        assert overlay.drawing.isVisible(), name
        assert _lit(overlay.drawing), name
        assert _outside(overlay) == [], name


def test_arrows_tab_and_clicks_turn_the_pages_and_other_keys_close(parent):
    overlay = _open(parent, [])
    overlay.set_pages(_pages("xbox", "generic_mixer"))
    tabs = [overlay.tabs.tabText(index) for index in range(overlay.tabs.count())]
    assert tabs == ["Keyboard and mouse", "pad 1", "DJ Control"]
    overlay.show_device("DJ Control")
    for key, tab in (
        (Qt.Key.Key_Left, "pad 1"),
        (Qt.Key.Key_Tab, "DJ Control"),
        (Qt.Key.Key_Right, "Keyboard and mouse"),
    ):
        QTest.keyClick(overlay, key)
        assert (overlay.page.tab, overlay.isVisible()) == (tab, True)
    QTest.mouseClick(overlay.tabs, Qt.MouseButton.LeftButton, pos=overlay.tabs.tabRect(1).center())
    assert (overlay.page.tab, overlay.isVisible()) == ("pad 1", True)
    overlay.set_pages(_pages("xbox"))
    assert overlay.page.tab == "pad 1"
    overlay.set_pages(_pages("generic_mixer"))
    assert overlay.page.tab == "Keyboard and mouse"
    assert "undo" in _texts(overlay)
    QTest.keyClick(overlay, Qt.Key.Key_X)
    assert not overlay.isVisible()


def test_pads_of_one_profile_share_a_page():
    profile = load(controllers_dir() / "xbox.toml")
    pads = [(Device(f"pad {n}", "pad", "Pad"), profile) for n in (1, 2)]
    page = pages_of(pads)[-1]
    assert (page.tab, page.devices, page.heading) == (
        "pad 1, pad 2", ("pad 1", "pad 2"), "Game pad",
    )  # fmt: skip


def test_what_a_pad_has_no_place_for_is_said_in_a_table(parent):
    bindings = (
        Binding(Control("button", "paddle1"), NextBatch()),
        Binding(Control("button", "a"), SgdStep()),
    )
    overlay = _open(parent, [Profile("mine", "pad", bindings)])
    assert {"paddle 1", "next batch"} <= set(_texts(overlay))
    assert _lit(overlay.drawing) == {"a"}


def test_under_the_pointer_a_knob_says_all_that_it_does(parent, qtbot):
    overlay = _open(parent, [])
    overlay.set_pages(_pages("xtouch_mini_mc"))
    overlay.show_device("X-TOUCH MINI")
    QTest.qWait(50)
    drawing = overlay.drawing
    unit, corner = drawing._unit()
    knob = next(part for part in drawing._layout.parts if part.name == "encoder 3")
    QTest.mouseMove(drawing, (corner + knob.area.center() * unit).toPoint())
    qtbot.waitUntil(lambda: bool(drawing.toolTip()))
    assert drawing.toolTip() == (
        "encoder 3 (layer A): walk along axis 3\nencoder 3 (layer B): walk along axis 11"
    )


def test_every_meaning_and_every_control_is_said(parent):
    profiles = _profiles()
    texts = _texts(_open(parent, profiles))
    for profile in profiles:
        for controls, meaning in help_lines(profile.bindings):
            assert meaning in texts
            assert set(controls.split("  ")) <= set(texts)


def test_it_follows_the_profiles(parent):
    overlay = _open(parent, _profiles())
    assert "undo" in _texts(overlay)
    mine = Profile("mine", "keyboard", (Binding(Control("key", "B"), NextBatch()),))
    _set_profiles(overlay, [mine])
    QTest.qWait(20)
    assert "undo" not in _texts(overlay)
    assert {"B", "next batch"} <= set(_texts(overlay))
    assert _lit(overlay.drawing) == {"B"}


def test_the_drawing_lights_every_control_and_no_other(parent):
    profiles = _profiles()
    names = {str(b.control.name) for profile in profiles for b in profile.bindings}
    drawn = {name.removeprefix("Shift+") if "Drag" in name else name for name in names}
    assert _lit(_open(parent, profiles).drawing) == drawn


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


def test_under_the_pointer_a_key_says_what_it_does(parent, qtbot):
    overlay = _open(parent, _profiles())
    drawing = overlay.drawing
    unit, places = drawing._places()
    area = next(cap.area for cap in drawing._caps if cap.name == "Z")
    corner = places["keyboard"]
    at = (corner + area.center() * unit).toPoint()
    QTest.mouseMove(drawing, at)
    qtbot.waitUntil(lambda: bool(drawing.toolTip()))
    assert drawing.toolTip() == "Ctrl+Z: undo\nCtrl+Shift+Z: redo"
