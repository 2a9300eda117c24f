"""Painted text stands where it was asked to, whole, in its colour, however often it is painted."""

import numpy as np
import pytest
from PyQt6.QtCore import QRectF, QSize
from PyQt6.QtGui import QColor, QImage, QPainter

from hudes_desktop.view.kit import lettering
from hudes_desktop.view.kit.lettering import Lettering, Writer
from hudes_desktop.view.kit.theme import DARK

WIDTH, HEIGHT = 300, 60


@pytest.fixture
def ink(qapp):
    """ink(paint): where something was painted, (height, width) bool, and the strongest colour."""

    def look(paint):
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        result = paint(painter)
        painter.end()
        data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
        rgb = data.reshape(HEIGHT, WIDTH, 4)[..., 2::-1].astype(int)
        return rgb.max(axis=2) > 60, rgb.reshape(-1, 3).max(axis=0).tolist(), result

    return look


def _extent(found):
    columns, rows = np.flatnonzero(found.any(axis=0)), np.flatnonzero(found.any(axis=1))
    return columns[0], columns[-1], rows[0], rows[-1]


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
def test_a_share_of_the_text_is_left_of_its_place(ink, align):
    writer = Writer(DARK.font())
    colour = QColor(200, 0, 90)
    found, strongest, _ = ink(lambda p: writer.write(p, 150, 20, "HHHH", colour, align))
    left, right, top, bottom = _extent(found)
    width = writer.width("HHHH")
    assert left == pytest.approx(150 - align * width, abs=3)
    assert right == pytest.approx(150 + (1 - align) * width, abs=3)
    assert top >= 20
    assert bottom <= 20 + writer.height
    assert strongest == pytest.approx([200, 0, 90], abs=12)


def test_another_colour_is_no_other_text(ink):
    writer = Writer(DARK.font())
    for name in ("red", "lime", "red"):
        _, strongest, _ = ink(lambda p, name=name: writer.write(p, 9, 9, "HH", QColor(name)))
        assert strongest == pytest.approx(list(QColor(name).getRgb()[:3]), abs=12)


def test_after_many_texts_the_first_is_still_written(ink, monkeypatch):
    monkeypatch.setattr(lettering, "_KEPT", 20)
    writer = Writer(DARK.font())
    before, _, _ = ink(lambda p: writer.write(p, 9, 9, "first", QColor("white")))
    ink(lambda p: [writer.write(p, 9, 9, f"{n}", QColor("white")) for n in range(100)])
    after, _, _ = ink(lambda p: writer.write(p, 9, 9, "first", QColor("white")))
    assert (before == after).all()
    assert len(writer._kept) <= 20
    assert len(writer._widths) <= 20


def test_the_longest_text_that_fits_is_chosen(qapp):
    writer = Writer(DARK.font())
    texts = ("a rather long text", "a text", "t")
    assert writer.fitting(texts, 1000) == "a rather long text"
    assert writer.fitting(texts, writer.width("a text")) == "a text"
    assert writer.fitting(texts, 1) == ""


class _PaintedSheet:
    """A sheet that paints what is put on it at once."""

    def __init__(self, painter):
        self.size = QSize(WIDTH, HEIGHT)
        self._painter = painter

    def put(self, _key, left, top, size, paint, _opacity):
        self._painter.translate(left, top)
        self._painter.setClipRect(QRectF(0, 0, *size))
        paint(self._painter)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("x", [-50, 5, 150, 295, 900])
def test_what_is_written_over_a_view_stays_in_it(ink, x, bold):
    def write(painter):
        return Lettering(DARK, _PaintedSheet(painter)).write(x, 30, "HHHH", DARK.text, bold=bold)

    found, _, box = ink(write)
    left, right, top, bottom = _extent(found)
    assert QRectF(0, 0, WIDTH, HEIGHT).contains(box)
    assert box.adjusted(-1, -1, 1, 1).contains(QRectF(left, top, right - left, bottom - top))
    assert (top + bottom) / 2 == pytest.approx(30, abs=1.5)
    if x == 150:
        assert (left + right) / 2 == pytest.approx(150, abs=2)
