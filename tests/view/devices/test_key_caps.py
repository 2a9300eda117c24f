"""The drawing of the keyboard says what is printed on this one, and where each key is."""

import pytest
import xkb

from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.devices.key_caps import caps
from hudes_desktop.view.devices.keyboard_drawing import DeviceDrawing

pytestmark = pytest.mark.skipif(bool(xkb.why_not()), reason=xkb.why_not() or "-")

PROFILE = load(controllers_dir() / "keyboard_3d.toml")


@pytest.fixture(autouse=True)
def _us_at_the_end(xvfb):
    with xkb.restored(xvfb):
        yield


@pytest.mark.parametrize(
    ("layout", "walk", "quit_at", "undo_at"),
    [
        ("us", "WASD", ("Q", "Q"), ("Z", "Z")),
        ("ru", "ЦФЫВ", ("Q", "Й"), ("Z", "Я")),
        ("gr", "ςΑΣΔ", ("Q", ";"), ("Z", "Ζ")),
        ("fr", "ZQSD", ("Q", "A"), ("W", "Z")),
        ("us -variant dvorak", ",AOE", ("X", "Q"), ("/", "Z")),
    ],
)
def test_caps_say_what_is_printed_and_light_up_where_the_key_is(
    qapp, layout, walk, quit_at, undo_at
):
    xkb.lay_out(layout)
    LAYOUT.refresh()
    placed = {cap.name: cap for cap in caps(PROFILE.bindings)}
    assert "".join(placed[key].printed for key in "WASD") == walk
    assert all(placed[key].bindings for key in "WASD")
    for (position, printed), name in ((quit_at, "Q"), (undo_at, "Ctrl+Z")):
        cap = placed[position]
        assert cap.printed == printed
        assert name in [binding.control.name for binding in cap.bindings]


def test_every_binding_has_its_cap_on_every_keyboard(qapp):
    for layout in ("us", "ru", "gr", "fr", "de", "us -variant dvorak"):
        xkb.lay_out(layout)
        LAYOUT.refresh()
        lit = [binding for cap in caps(PROFILE.bindings) for binding in cap.bindings]
        assert set(lit) >= set(PROFILE.bindings), layout


def test_under_the_pointer_a_key_has_the_name_that_is_printed_on_it(qtbot):
    xkb.lay_out("fr")
    LAYOUT.refresh()
    drawing = DeviceDrawing()
    qtbot.addWidget(drawing)
    drawing.set_profiles([PROFILE])
    assert "A: quit (hold for 1 s)" in drawing.accessibleDescription()
    assert "Z, Q, S, D: walk on the selected plane" in drawing.accessibleDescription()
