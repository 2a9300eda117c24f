"""The panels of what the network sees: they say what the inspection holds, and cut nothing off."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, QSize
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QScrollArea, QToolTip

from hudes_desktop.descent.actions import NextBatch
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import LossHistory
from hudes_desktop.view.kit.feed import Applied, Began, Feed
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK, style_sheet
from hudes_desktop.view.panels.spec import PanelContext
from hudes_desktop.wings.inspection.card import subscribed
from hudes_desktop.wings.inspection.confusion import Confusion
from hudes_desktop.wings.inspection.examples import Examples
from hudes_desktop.wings.inspection.mistakes import Mistakes
from hudes_desktop.wings.inspection.results import Inspection
from hudes_desktop.wings.inspection.weights import Weights

CARDS = (Examples, Confusion, Mistakes, Weights)
DIGITS = tuple("0123456789")
CLOTHES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
OTHER = replace(DARK, card="#ffffff", text="#101010", good="#007040", text_px=20)


def inspection(classes=DIGITS, filters=(32, 28, 28), **changes):
    """Example 0 is read rightly at 91 %, example 1 (a 1) as a 2; 132 of 982 fours as nines."""
    rng = np.random.default_rng(0)
    probabilities = np.full((8, 10), 0.01, np.float32)
    labels = np.arange(8)
    probabilities[labels, np.array([0, 2, 2, 3, 4, 5, 6, 7])] = 0.91
    counts = np.diag(np.full(10, 900))
    counts[4] = 0
    counts[4, 4], counts[4, 9] = 850, 132
    made = Inspection(
        frame=3,
        classes=classes,
        example_images=rng.random((8, 28, 28), np.float32),
        example_labels=labels,
        example_probabilities=probabilities,
        confusion=counts,
        mistake_images=rng.random((24, 28, 28), np.float32),
        mistake_labels=np.arange(24) % 10,
        mistake_predictions=(np.arange(24) + 1) % 10,
        mistake_losses=np.linspace(9, 2, 24).astype(np.float32),
        mistake_indices=np.arange(24) * 100,
        weights=None if filters is None else rng.normal(size=filters).astype(np.float32),
    )
    return replace(made, **changes)


@pytest.fixture
def show(qtbot):
    """show(kind of card, inspection, width, height, theme)"""

    def shown(kind, seen, width=260, height=230, theme=DARK):
        card = kind(theme)
        qtbot.addWidget(card)
        card.setStyleSheet(style_sheet(theme))
        card.resize(width, height)
        card.show()
        qtbot.waitExposed(card)
        if seen is not None:
            card.show_inspection(seen)
        QTest.qWait(20)
        return card

    return shown


@pytest.fixture
def written(monkeypatch):
    """Every text that is painted: (where it begins, where it ends, text), in widget pixels."""
    texts = []
    write = Writer.write

    def record(self, painter, x, top, text, colour, align=0.0):
        left = x - align * self.width(text)
        texts.append((left, left + self.width(text), text))
        write(self, painter, x, top, text, colour, align)

    monkeypatch.setattr(Writer, "write", record)
    return texts


def painted(card, texts):
    texts.clear()
    card.canvas.grab()
    return [text for _, _, text in texts]


def rgb(card):
    image = card.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)


def has_colour(card, name):
    colour = QColor(getattr(DARK, name))
    wanted = (colour.red(), colour.green(), colour.blue())
    return bool((rgb(card) == wanted).all(axis=2).any())


@pytest.mark.parametrize("kind", CARDS)
@pytest.mark.parametrize("size", [(230, 200), (260, 230), (500, 400)])
@pytest.mark.parametrize("classes", [DIGITS, CLOTHES])
@pytest.mark.parametrize("theme", [DARK, OTHER])
def test_no_text_is_cut_off(show, written, kind, size, classes, theme):
    card = show(kind, inspection(classes), *size, theme)
    painted(card, written)
    assert written
    width = card.canvas.width()
    assert [each for each in written if each[0] < -1 or each[1] > width + 1] == []


def test_right_and_wrong_are_told_by_mark_and_by_colour(show, written):
    card = show(Examples, inspection())
    texts = painted(card, written)
    assert "✓ 0 91%" in texts
    assert any(text.startswith("✗ 2") and text.endswith("true 1") for text in texts)
    assert sum(text.startswith("✓") for text in texts) == 7
    assert has_colour(card, "good")
    assert has_colour(card, "bad")
    seen = inspection()
    right = replace(seen, example_labels=np.array([0, 2, 2, 3, 4, 5, 6, 7]))
    card.show_inspection(right)
    assert not has_colour(card, "bad")


@pytest.mark.parametrize("width", [230, 300, 420])
def test_every_digit_has_the_names_of_the_classes_below_its_bars(show, written, width):
    texts = painted(show(Examples, inspection(), width, 260), written)
    assert [texts.count(name) for name in DIGITS] == [8] * 10


@pytest.mark.parametrize("size", [(230, 200), (300, 420), (500, 700)])
def test_the_frame_of_the_last_digit_is_whole(show, size):
    card = show(Examples, inspection(), *size)
    cell = card._cells(card.canvas.size())[-1]
    good = np.array(QColor(DARK.good).getRgb()[:3])
    column = rgb(card)[:, round(cell.left()) + 12]
    framed = np.flatnonzero(np.abs(column - good).max(axis=1) < 60)
    assert framed[-1] > cell.bottom() - 12
    assert framed[-1] < len(column) - 1  # its last line of pixels lies within the canvas


@pytest.fixture
def fed(show):
    """fed(kind of card): it is shown, and follows a feed; both."""

    def made(kind):
        feed = Feed()
        context = PanelContext(SlowClock(), LossHistory(), feed, lambda _: None)
        return show(lambda theme: subscribed(kind(theme), context), None), feed

    return made


@pytest.mark.parametrize("kind", CARDS)
def test_another_descent_empties_a_panel_at_once_and_another_device_does_not(fed, written, kind):
    card, feed = fed(kind)
    descent = Descent()
    feed.publish(Began(descent))
    feed.publish(inspection())
    assert "waiting for the network …" not in painted(card, written)
    feed.publish(Began(descent))
    assert "waiting for the network …" not in painted(card, written)
    feed.publish(Began(Descent()))
    assert painted(card, written) == ["waiting for the network …"]
    feed.publish(inspection())
    assert "waiting for the network …" not in painted(card, written)


def test_other_digits_empty_the_digits_at_once_and_an_answer_of_before_is_not_shown(fed, written):
    card, feed = fed(Examples)
    descent = Descent()
    feed.publish(Began(descent))
    feed.publish(inspection(frame=0))
    actions = [NextBatch()]
    feed.publish(Applied(actions, descent.apply(actions), descent))
    assert painted(card, written) == ["waiting for the network …"]
    feed.publish(inspection(frame=0))
    assert painted(card, written) == ["waiting for the network …"]
    feed.publish(inspection(frame=1))
    assert "✓ 0 91%" in painted(card, written)


def test_a_wrong_example_of_long_names_says_the_true_one(show, written):
    texts = painted(show(Examples, inspection(CLOTHES)), written)
    assert any("Pullover" in text and "true Trouser" in text for text in texts)


def test_what_overflowed_is_not_a_number_and_nowhere_right(show, written):
    nothing = np.full((8, 10), np.nan, np.float32)
    losses = np.full(24, np.nan, np.float32)
    seen = inspection(example_probabilities=nothing, mistake_losses=losses)
    for kind in (Examples, Mistakes):
        texts = painted(show(kind, seen), written)
        assert not any("nan" in text for text in texts)
        assert not any(text.startswith("✓") for text in texts)


@pytest.mark.parametrize("classes", [DIGITS, CLOTHES])
def test_pictures_of_examples_grow_with_the_panel(show, classes):
    small, large = (
        show(Examples, inspection(classes), *size)._cells(QSize(*size))[0].height()
        for size in ((230, 200), (500, 400))
    )
    assert large > 1.3 * small


def test_the_tool_tip_of_a_cell_has_its_counts(show):
    card = show(Confusion, inspection())
    matrix = card._matrix(card.canvas.size(), card.inspection)
    cell = matrix.width() / 10
    at = matrix.topLeft() + QPointF(9.5 * cell, 4.5 * cell)
    assert card.hint(at) == "true 4, taken for 9: 132 of 982"
    QTest.mouseMove(card.canvas, at.toPoint())
    QTest.qWait(50)
    assert QToolTip.text() == "true 4, taken for 9: 132 of 982"
    QToolTip.hideText()
    assert card.hint(matrix.topLeft() - QPointF(3, 3)) == ""


def test_cells_are_as_bright_as_their_share_of_the_row(show):
    card = show(Confusion, inspection())
    pixels = rgb(card).sum(axis=2)
    matrix = card._matrix(card.canvas.size(), card.inspection)
    cell = matrix.width() / 10

    def at(row, column):
        y, x = matrix.top() + (row + 0.5) * cell, matrix.left() + (column + 0.5) * cell
        return pixels[round(y), round(x)]

    assert at(0, 0) > at(4, 4) > at(4, 9) > at(4, 0)
    assert at(0, 1) == at(4, 0)


def test_counts_stand_in_cells_that_are_large_enough(show, written):
    assert "132" not in painted(show(Confusion, inspection()), written)
    assert "132" in painted(show(Confusion, inspection(), 600, 500), written)


THOUSAND = tuple(f"class {index}" for index in range(1000))


def thousand():
    """Of a thousand classes: example 1 taken for class 999, and 8 samples of each class right."""
    probabilities = np.full((8, 1000), 1e-4, np.float32)
    probabilities[:, 999] = 0.9
    labels = np.arange(8)
    counts = np.diag(np.full(1000, 8))
    counts[4, 9] = 2
    return inspection(
        THOUSAND,
        example_probabilities=probabilities,
        example_labels=labels,
        confusion=counts,
    )


@pytest.mark.parametrize("size", [(230, 200), (260, 230), (500, 400)])
def test_a_thousand_classes_have_a_matrix_that_is_seen_and_names_that_stand_apart(
    show, written, size
):
    card = show(Confusion, thousand(), *size)
    painted(card, written)
    matrix = card._matrix(card.canvas.size(), card.inspection)
    assert matrix.width() > 0.3 * min(size)
    along_the_top = sorted(
        each for each in written if each[2].isdigit() and each[0] > matrix.left() - 5
    )
    assert len(along_the_top) > 1
    for (_, end, _), (start, _, _) in pairwise(along_the_top):
        assert end < start
    assert "4, taken for class 9: 2 of 10" in card.accessibleDescription()
    pixels = rgb(card).sum(axis=2)
    middle = pixels[round(matrix.center().y()), round(matrix.center().x())]
    assert middle > pixels[round(matrix.center().y()), round(matrix.left() + 3)]


def test_of_a_thousand_classes_the_likeliest_have_bars(show, written):
    card = show(Examples, thousand())
    painted(card, written)
    [start] = {start for start, _, text in written if text.startswith("✗ class 999")}
    bad = QColor(DARK.bad).getRgb()[:3]
    # The bar of class 999 is the first one below the text, and wide enough to be seen.
    columns = (rgb(card)[:, round(start) : round(start) + 2] == bad).all(axis=(1, 2))
    rows = len(card._cells(card.canvas.size()))
    assert columns.sum() > rows * 0.8 * 20 * 0.9


def test_long_names_have_their_numbers_beside_the_rows(show, written):
    texts = painted(show(Confusion, inspection(CLOTHES), 400, 330), written)
    assert "Ankle boot 9" in texts
    assert "9" in texts


def test_mistakes_scroll_and_say_which_and_how_bad(show, written):
    card = show(Mistakes, inspection())
    texts = painted(card, written)
    assert "0 → 1" in texts
    assert "9.00 nats" in texts
    bar = card.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() > 0
    cells = card._cells(card.canvas.size())
    assert card.hint(cells[23].center()).startswith("no. 2,300: true 3, taken for 4, loss 2.0000")


def test_no_mistakes_are_said_to_be_none(show, written):
    seen = inspection()
    names = [name for name in vars(seen) if name.startswith("mistake_")]
    assert len(names) == 5
    none = {name: getattr(seen, name)[:0] for name in names}
    assert painted(show(Mistakes, inspection(**none)), written) == ["none: all are right"]


def test_weights_are_white_at_zero_and_alike_on_both_sides(show, written):
    weights = np.zeros((2, 28, 28), np.float32)
    weights[0, :14], weights[0, 14:] = 0.25, -0.25
    card = show(Weights, inspection(weights=weights))
    texts = painted(card, written)
    assert "first layer: 2 filters of 28×28" in texts
    assert {"−0.25", "0", "+0.25"} <= set(texts)
    pixels = rgb(card)
    side, top = card._side(card.canvas.size()), round(card._head())
    positive, negative = pixels[top + 4, side // 2], pixels[top + side - 4, side // 2]
    zero = pixels[top + 4, side + side // 2]
    assert positive[0] > positive[2]
    assert negative[2] > negative[0]
    assert zero.min() > 200


def test_a_first_layer_that_sees_no_image_says_so(show, written):
    texts = painted(show(Weights, inspection(filters=None)), written)
    assert texts == ["the first layer does not see the image"]


def test_many_filters_scroll(show):
    card = show(Weights, inspection(filters=(200, 28, 28)))
    assert card.findChild(QScrollArea).verticalScrollBar().maximum() > 1000


@pytest.mark.parametrize("kind", CARDS)
def test_a_panel_says_what_it_shows_to_those_who_cannot_see(show, kind):
    card = show(kind, None)
    assert card.accessibleName()
    assert card.canvas.accessibleName()
    card.show_inspection(inspection())
    assert card.accessibleDescription()


def test_the_confusions_that_happen_most_are_described(show):
    card = show(Confusion, inspection())
    assert card.accessibleDescription() == ("8,950 of 9,082 right; true 4, taken for 9: 132 of 982")


@pytest.mark.parametrize("kind", CARDS)
def test_another_theme_is_worn_at_once(show, kind):
    card = show(kind, inspection())
    before = rgb(card)
    card.set_theme(OTHER)
    after = rgb(card)
    assert before.shape != after.shape or (before != after).any()
