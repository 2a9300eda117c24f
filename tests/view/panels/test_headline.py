"""The headline: how the last move changed the loss, what its colours mean, and the best so far."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QLabel

from hudes_desktop.descent.actions import Reset, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.engine.results import Ready
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.kit.theme import DARK, LIGHT, style_sheet, with_text_px
from hudes_desktop.view.panels.headline import CHANGE_COLOURS, STATE_COLOURS, Headline

READY = Ready("mlp", 26_506, "mnist", "cpu", "float32", "affine", 10_000)


class Walk:
    """A headline that is shown, and a descent whose losses reach it."""

    def __init__(self, qtbot, width=1000):
        self.headline = Headline()
        qtbot.addWidget(self.headline)
        self.headline.setStyleSheet(style_sheet(DARK))
        self.headline.resize(width, 60)
        self.headline.show()
        qtbot.waitExposed(self.headline)
        self.descent = Descent()

    def arrive(self, loss, sgd_steps=0, action=None):
        """A move that led to this loss on all digits."""
        if len(self.descent.losses):
            self.descent.apply([action or Step(0, 1.0)])
        frame = self.descent.frame
        losses = Losses(frame, 1.0, 0.5, loss, 0.125, sgd_steps=sgd_steps)
        self.descent.record(losses)
        self.headline.show_values(StatusValues(self.descent, losses, READY))
        self.headline.layout().activate()

    def rest(self):
        """Flashes are over."""
        self.headline._flash_end.stop()
        self.headline._flash_pause.stop()
        self.headline._end_flash()

    def said(self):
        """All texts that can be seen."""
        return [each.text() for each in self.headline.findChildren(QLabel) if each.isVisible()]

    def colour(self, text):
        """That of the label with this text."""
        [found] = [each for each in self.headline.findChildren(QLabel) if each.text() == text]
        image = found.grab().toImage()
        shades = {image.pixelColor(x, y).name() for x in range(image.width())
                  for y in range(image.height())}  # fmt: skip
        return {name for name in vars(DARK) if getattr(DARK, name) in shades}


@pytest.fixture
def walk(qtbot):
    return Walk(qtbot)


def test_each_move_is_answered_by_how_it_changed_the_loss_and_the_answer_fades(walk, qtbot):
    walk.arrive(2.3)
    assert not any(text[:1] in ("▼", "▲") for text in walk.said() if text)
    walk.arrive(2.288)
    assert "▼0.012" in walk.said()
    walk.arrive(2.318)
    assert "▲0.030" in walk.said()
    assert "▼0.012" not in walk.said()
    walk.arrive(2.3179)
    assert "▼<0.001" in walk.said()
    qtbot.waitUntil(lambda: "▼<0.001" not in walk.said())
    walk.arrive(2.3179)
    assert not any(text[:1] in ("▼", "▲") for text in walk.said() if text)


def test_with_reduced_motion_the_answer_goes_without_fading(walk, qtbot, monkeypatch):
    monkeypatch.setattr(motion, "reduced", lambda: True)
    walk.arrive(2.3)
    walk.arrive(2.2)
    change = walk.headline.findChild(QLabel, "change")
    opacities = []
    change.graphicsEffect().opacityChanged.connect(opacities.append)
    qtbot.waitUntil(lambda: change.text() == "")
    assert opacities == []


def test_uphill_and_downhill_have_colours_of_their_own(walk):
    walk.arrive(2.0)
    walk.arrive(2.5)
    assert "bad" in walk.colour("▲0.500")
    walk.arrive(1.5)
    assert "good" in walk.colour("▼1.000")


def test_the_loss_says_by_colour_and_by_sign_how_good_it_is(walk):
    walk.arrive(2.31)
    assert "dim_text" in walk.colour("2.310")
    assert "all 10,000 digits\nno better than guessing" in walk.said()
    walk.arrive(2.0)
    assert walk.headline.state == "best"
    assert "★ best by hand\n2.000" in walk.said()
    walk.rest()
    walk.arrive(2.1)
    assert "validation" in walk.colour("2.100")
    assert "best by hand\n2.000" in walk.said()
    walk.arrive(2.0)
    assert "good" in walk.colour("2.000")
    assert "★ best by hand\n2.000" in walk.said()


def test_a_loss_with_sgd_in_it_says_so_and_is_not_the_best_by_hand(walk):
    walk.arrive(2.31)
    walk.arrive(2.0)
    walk.arrive(0.8, sgd_steps=60)
    assert "all 10,000 digits\n★ with 60 SGD steps" in walk.said()
    assert "best by hand\n2.000" in walk.said()
    walk.arrive(0.9, sgd_steps=60)
    assert "all 10,000 digits\nwith 60 SGD steps" in walk.said()
    walk.headline.resize(320, 60)
    assert walk.said() == ["0.900", "all 10,000 digits\nwith 60 SGD steps"]


def test_a_new_best_flashes_at_most_twice_a_second(walk, qtbot):
    def flashing():
        sheet = walk.headline.findChild(QLabel, "number").styleSheet()
        return f"background: {DARK.good}" in sheet

    walk.arrive(2.2)
    assert not flashing()  # there was nothing to be better than
    walk.arrive(2.1)
    assert flashing()
    qtbot.waitUntil(lambda: not flashing())
    walk.arrive(2.0)
    assert not flashing()
    assert walk.headline._flash_pause.interval() >= 500
    qtbot.waitUntil(lambda: not walk.headline._flash_pause.isActive())
    walk.arrive(2.05)
    assert not flashing()
    walk.arrive(1.9)
    assert flashing()


def test_back_at_the_start_nothing_is_answered_and_nothing_flashes(walk):
    walk.arrive(2.2)
    walk.arrive(2.0)
    walk.rest()
    walk.arrive(2.31, action=Reset())
    assert not any(text[:1] in ("▼", "▲") for text in walk.said() if text)
    assert "background" not in walk.headline.findChild(QLabel, "number").styleSheet()
    assert not any("2.000" in text for text in walk.said())


@pytest.mark.parametrize("px", [12, 13, 26, 40])
@pytest.mark.parametrize("width", [320, 480, 700, 1000, 2400])
def test_whatever_the_width_and_the_text_nothing_lies_over_another(qtbot, px, width):
    walk = Walk(qtbot, width)
    theme = with_text_px(DARK, px)
    walk.headline.setStyleSheet(style_sheet(theme))
    walk.headline.set_theme(theme)
    walk.headline.resize(width, walk.headline.sizeHint().height())
    walk.arrive(12.345)
    walk.arrive(2.345, sgd_steps=1234)
    labels = [each for each in walk.headline.findChildren(QLabel) if each.isVisible()]
    assert walk.headline.findChild(QLabel, "number") in labels
    for each in labels:
        assert each.sizeHint().width() <= each.width(), each.text()
        assert each.sizeHint().height() <= each.height() or each.text() == "", each.text()
    areas = [each.geometry() for each in labels]
    assert not any(a.intersects(b) for a in areas for b in areas if a is not b)


def _luminance(colour):
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_colour_can_be_read_on_its_ground(theme):
    names = {*STATE_COLOURS.values(), *CHANGE_COLOURS.values()}
    pairs = [(getattr(theme, name), theme.background) for name in names]
    for colour, ground in pairs:
        one, other = sorted((_luminance(colour), _luminance(ground)))
        assert (other + 0.05) / (one + 0.05) >= 4.5, (colour, ground)


def test_where_the_change_has_no_room_its_arrow_is_seen(qtbot):
    walk = Walk(qtbot, 200)
    walk.arrive(2.0)
    walk.arrive(2.5)
    assert "▲" in walk.said()


def test_all_of_it_stands_under_the_pointer_where_there_is_no_room(qtbot):
    walk = Walk(qtbot, 320)
    walk.arrive(2.0)
    said = walk.headline.toolTip()
    assert "all 10,000 digits" in said
    assert "best by hand 2.000" in said
    assert walk.headline.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) is False
