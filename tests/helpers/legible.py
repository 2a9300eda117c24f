"""What a person could not read in a window: text cut off, text over text, widgets out of place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps

import pytest
from PyQt6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QTextDocument
from PyQt6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QDockWidget,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionDockWidget,
    QTabBar,
    QToolButton,
    QWidget,
)

from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.landscape.model.state import LandscapeState
from hudes_desktop.view.landscape.text import LandscapeText
from hudes_desktop.view.landscape.view import LandscapeView

_CLOSE = 1.0  # pixels: glyphs may reach so far into each other, and out of their room


def faults(window: QWidget) -> list[str]:
    """One line for everything in sight in `window` that Qt's own widgets don't show whole."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or _tabbed_away(widget, window):
            continue
        found += _out_of_place(widget, window)
        match widget:
            case QLabel():
                found += _label(widget)
            case QPushButton() | QToolButton():
                found += _too_small(widget, f"button {widget.text()!r}" if widget.text() else "")
            case QTabBar():
                found += _tabs(widget)
            case QDockWidget():
                found += _dock_title(widget)
            case QMenuBar():
                found += _menu_bar(widget)
            case QLineEdit():
                found += _line(widget)
            case QGraphicsView():
                found += _graphics(widget)
            case QScrollArea():
                found += _scroll_area(widget)
    return found


def _tabbed_away(widget: QWidget, window: QWidget) -> bool:
    """Whether it belongs to a dock behind another one."""
    at: QWidget | None = widget
    while at is not None and at is not window:
        if isinstance(at, QDockWidget) and at.visibleRegion().isEmpty():
            return True
        at = at.parentWidget()
    return False


def _viewport_of(widget: QWidget) -> QAbstractScrollArea | None:
    """The scroll area whose viewport `widget` is."""
    area = widget.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is widget:
        return area
    return None


def _out_of_place(widget: QWidget, window: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if widget is window or widget.isWindow() or parent is None or isinstance(parent, QTabBar):
        return []
    room, area = QRectF(parent.rect()), QRectF(widget.geometry())
    if area.isEmpty():  # nothing of it can be seen
        return []
    if _viewport_of(parent) is not None:
        # What scrolls may reach out of sight above and below.
        room.setTop(area.top())
        room.setBottom(area.bottom())
    return [] if room.contains(area) else [f"{_name(widget)} lies outside its parent"]


def _name(widget: QWidget) -> str:
    text = widget.accessibleName() or widget.objectName()
    if isinstance(widget, QLabel):
        text = widget.text()
    return f"{type(widget).__name__} {text[:60]!r}"


def _label(label: QLabel) -> list[str]:
    text = label.text()
    if not text:
        return []
    room = label.contentsRect()
    if label.wordWrap():
        fits = label.heightForWidth(label.width()) <= label.height()
        if Qt.mightBeRichText(text):
            document = QTextDocument()
            document.setDefaultFont(label.font())
            document.setHtml(text)
            document.setTextWidth(room.width())
            widest = document.idealWidth() - 2 * document.documentMargin()
        else:
            flags = int(Qt.TextFlag.TextWordWrap)
            metrics = label.fontMetrics()
            widest = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), flags, text).width()
        fits = fits and widest <= room.width() + _CLOSE
    else:
        hint = label.sizeHint()
        fits = hint.width() <= label.width()
        fits = fits and room.height() >= label.fontMetrics().height() - 2
    return [] if fits else [f"{_name(label)} is cut off"]


def _too_small(widget: QWidget, name: str) -> list[str]:
    hint = widget.sizeHint()
    small = widget.width() < hint.width() or widget.height() < hint.height()
    return [f"{name} is cut off"] if name and small else []


def _tabs(tabs: QTabBar) -> list[str]:
    found = []
    for index in range(tabs.count()):
        area, text = tabs.tabRect(index), tabs.tabText(index)
        if not tabs.rect().contains(area):
            found.append(f"tab {text!r} is out of sight")
        elif tabs.fontMetrics().horizontalAdvance(text) > area.width():
            found.append(f"tab {text!r} is cut off")
    if any(button.isVisible() for button in tabs.findChildren(QToolButton)):
        found.append(f"tabs {[tabs.tabText(i) for i in range(tabs.count())]} must be scrolled")
    return found


def _dock_title(dock: QDockWidget) -> list[str]:
    option = QStyleOptionDockWidget()
    dock.initStyleOption(option)
    style = dock.style()
    assert style is not None
    element = QStyle.SubElement.SE_DockWidgetTitleBarText
    room = style.subElementRect(element, option, dock)
    width = dock.fontMetrics().horizontalAdvance(dock.windowTitle())
    return [] if width <= room.width() else [f"title {dock.windowTitle()!r} is cut off"]


def _menu_bar(bar: QMenuBar) -> list[str]:
    shown = [action for action in bar.actions() if action.isVisible()]
    hidden = [a.text() for a in shown if not bar.rect().contains(bar.actionGeometry(a))]
    return [f"menu {text!r} is out of sight" for text in hidden]


def _line(line: QLineEdit) -> list[str]:
    text = line.text() or line.placeholderText()
    room = line.contentsRect()
    fits = line.fontMetrics().horizontalAdvance(text) <= room.width()
    fits = fits and line.fontMetrics().height() <= room.height()
    return [] if fits else [f"line {text!r} is cut off"]


def _scroll_area(area: QScrollArea) -> list[str]:
    inner, viewport = area.widget(), area.viewport()
    if inner is None or viewport is None or inner.width() <= viewport.width():
        return []
    return [f"{_name(inner)} is {inner.width() - viewport.width()} pixels too wide"]


def _graphics(view: QGraphicsView) -> list[str]:
    found, scene, viewport = [], view.scene(), view.viewport()
    if scene is None or viewport is None:
        return []
    for item in scene.items():
        if isinstance(item, QGraphicsTextItem) and item.isVisible() and item.toPlainText():
            area = view.mapFromScene(item.sceneBoundingRect()).boundingRect()
            document = item.document()
            margin = 0 if document is None else round(document.documentMargin())
            # A line is higher than what stands in it.
            metrics = QFontMetricsF(item.font())
            above = round(metrics.ascent() - metrics.capHeight())
            inner = area.adjusted(margin, margin + above, -margin, -margin)
            if not viewport.rect().contains(inner):
                found.append(f"text {item.toPlainText()!r} is cut off in a chart")
    return found


@dataclass(frozen=True)
class _Written:
    """A text that was painted. box: where its glyphs are; room: what it may not leave."""

    text: str
    box: QRectF
    room: QRectF


class PaintedText:
    """Every text that is painted on widgets by code of ours, since the last `forget`.

    Text is recorded where it leaves our hands, in QPainter: so whatever draws it is covered. Over
    the landscape there is none; there it is recorded where it is laid.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # By widget, and there by painter or by frame: what one paint event wrote.
        self._by_widget: dict[QWidget, dict[object, list[_Written]]] = {}
        for name in ("drawText", "drawStaticText"):
            self._watch(monkeypatch, name)
        self._watch_landscapes(monkeypatch)

    def _watch(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        original = getattr(QPainter, name)

        @wraps(original)
        def draw(painter: QPainter, *args: object) -> object:
            self._record(painter, args)
            return original(painter, *args)

        monkeypatch.setattr(QPainter, name, draw)

    def _watch_landscapes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        paint, write = LandscapeText.paint, Lettering.write
        views: list[QWidget] = []  # the one that is being painted

        @wraps(paint)
        def begin(text: LandscapeText, state: LandscapeState, *args: object) -> None:
            landscapes = (w for w in QApplication.allWidgets() if isinstance(w, LandscapeView))
            views[:] = [view for view in landscapes if view.state is state]
            self._by_widget.setdefault(views[0], {})[object()] = []
            paint(text, state, *args)

        @wraps(write)
        def lay(letters: Lettering, *args: object, **options: object) -> QRectF:
            box = write(letters, *args, **options)
            text = str(args[2])
            metrics = (letters.bold if options.get("bold") else letters.small).metrics
            ink = metrics.tightBoundingRect(text).translated(
                box.left(), box.top() + metrics.ascent()
            )
            [*_, written] = self._by_widget[views[0]].values()
            written.append(_Written(text, ink, QRectF(views[0].rect())))
            return box

        monkeypatch.setattr(LandscapeText, "paint", begin)
        monkeypatch.setattr(Lettering, "write", lay)

    def _record(self, painter: QPainter, args: tuple[object, ...]) -> None:
        widget = painter.device()
        if not isinstance(widget, QWidget):
            return
        box, text, own = _box_of(painter, args)
        to_widget = painter.transform()
        room = QRectF(widget.rect())
        if painter.hasClipping():
            room &= to_widget.mapRect(painter.clipBoundingRect())
        if own is not None:
            room &= to_widget.mapRect(own)
        written = _Written(text, to_widget.mapRect(box), room)
        self._by_widget.setdefault(widget, {}).setdefault(painter, []).append(written)

    def forget(self) -> None:
        self._by_widget.clear()

    def texts(self, widget: QWidget) -> set[str]:
        """What was painted on a widget."""
        paints = self._by_widget.get(widget, {})
        return {written.text for each in paints.values() for written in each}

    def faults(self, window: QWidget) -> list[str]:
        """One line for every text that left its room or lies over another one."""
        found: dict[str, None] = {}
        for widget, paints in self._by_widget.items():
            inside = widget is window or window.isAncestorOf(widget)
            if not inside or not widget.isVisible() or _tabbed_away(widget, window):
                continue
            for written in paints.values():
                found.update(dict.fromkeys(_outside(widget, written)))
                found.update(dict.fromkeys(_overlaps(widget, written)))
        return list(found)


def _box_of(painter: QPainter, args: tuple[object, ...]) -> tuple[QRectF, str, QRectF | None]:
    """Where QPainter.drawText or drawStaticText puts which text, and in which rectangle."""
    metrics = QFontMetricsF(painter.font())
    match args:
        case (QRectF() | QRect() as area, int() | Qt.AlignmentFlag() as flags, str(text)):
            own = QRectF(area)
            return painter.boundingRect(own, int(flags), text), text, own
        case (QPoint() | QPointF() as at, str(text)):
            return metrics.tightBoundingRect(text).translated(QPointF(at)), text, None
        case (x, y, str(text)):
            return metrics.tightBoundingRect(text).translated(x, y), text, None
        case (x, y, laid_out):
            text = laid_out.text()
            return metrics.tightBoundingRect(text).translated(x, y + metrics.ascent()), text, None
    raise NotImplementedError(f"a text is drawn in another way: {args}")


def _outside(widget: QWidget, written: list[_Written]) -> Iterator[str]:
    scrolls = _viewport_of(widget) is not None
    for each in written:
        if scrolls and each.room.isEmpty():
            continue  # out of sight, above or below
        room = each.room.adjusted(-_CLOSE, -_CLOSE, _CLOSE, _CLOSE)
        box = QRectF(each.box)
        if scrolls:
            box.setTop(room.top())
            box.setBottom(room.bottom())
        if each.text.strip() and not room.contains(box):
            yield f"{each.text!r} is cut off on {_name(widget)}"


def _overlaps(widget: QWidget, written: list[_Written]) -> Iterator[str]:
    shown = [each for each in written if each.text.strip()]
    for index, one in enumerate(shown):
        box = one.box.adjusted(_CLOSE, _CLOSE, -_CLOSE, -_CLOSE)
        for other in shown[:index]:
            if box.intersects(other.box) and (one.text, one.box) != (other.text, other.box):
                yield f"{one.text!r} lies over {other.text!r} on {_name(widget)}"
