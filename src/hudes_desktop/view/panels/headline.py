"""The headline: the loss on all digits, large; how the last move changed it; the best so far."""

from math import inf, isfinite

from PyQt6.QtCore import QSize, Qt, QTimeLine, QTimer
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QLayout, QWidget

from hudes_desktop.descent.history import Best, Losses
from hudes_desktop.view.kit import loss_names, motion
from hudes_desktop.view.kit.status_values import (
    StatusValues,
    best_text,
    chance_loss,
    loss_text,
    percent_text,
)
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

FADE_MS = 2000
FLASH_MS = 250
FLASHES_APART_MS = 600
"""Nothing flashes more than twice a second: some people get fits of it."""

STATE_COLOURS = {"chance": "dim_text", "better": "validation", "best": "good"}
"""Names of the theme's colours: no better than guessing; better than that; the best so far."""
CHANGE_COLOURS = {"▼": "good", "▲": "bad"}
_FADE_STEP_MS = 80
_SMALLEST_CHANGE = 0.0005  # nats: less is written as less than a thousandth
_WIDEST_CHANGE = "▲0.000"
_GAP = 10


def state_of(loss: float, best: Best | None, chance: float) -> str:
    """A key of STATE_COLOURS; best: of the same kind, by hand or with SGD."""
    if not loss < chance:
        return "chance"
    return "best" if best is not None and loss <= best.loss else "better"


def change_text(change: float) -> str:
    """Which way the loss went, and by how much; "" where it didn't or isn't a number."""
    if not change or not isfinite(change):
        return ""
    size = f"{abs(change):.3f}" if abs(change) >= _SMALLEST_CHANGE else "<0.001"
    return ("▼" if change < 0 else "▲") + (size if abs(change) < 1000 else "")


class Headline(QWidget):
    """In one line what can be read from across the room; what there is no room for is left out, and
    stands under the pointer."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Losses | None = None
        self._state, self._flashing, self._with_sgd = "chance", False, False
        self._name, self._note, self._said = loss_names.all_digits(None), "", ""
        self._fitting = self._unfit = False
        self._loss, self._accuracy = label("", "number"), label("", "accuracy")
        self._change = label("", "change")
        self._captions = [label("", "caption") for _ in range(3)]
        self._loss_caption, self._accuracy_caption, self._best = self._captions
        line = QHBoxLayout(self)
        line.setContentsMargins(_GAP, 4, _GAP, 0)
        line.setSpacing(_GAP)
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        line.addStretch(1)
        for part in (
            *(self._loss, self._change, self._loss_caption),
            *(self._accuracy, self._accuracy_caption, self._best),
        ):
            line.addWidget(part)
        line.addStretch(1)
        for part in (self._loss, self._accuracy):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._opacity = QGraphicsOpacityEffect(self._change)
        self._change.setGraphicsEffect(self._opacity)
        self._fading = QTimeLine(FADE_MS, self)
        self._fading.setUpdateInterval(_FADE_STEP_MS)
        self._fading.valueChanged.connect(self._fade)
        self._fading.finished.connect(self._forget)
        self._flash_end, self._flash_pause = QTimer(self), QTimer(self)
        for timer, ms in ((self._flash_end, FLASH_MS), (self._flash_pause, FLASHES_APART_MS)):
            timer.setSingleShot(True)
            timer.setInterval(ms)
        self._flash_end.timeout.connect(self._end_flash)
        self.set_theme(theme)
        self.show_values(StatusValues())

    @property
    def state(self) -> str:
        """Which of STATE_COLOURS the loss has."""
        return self._state

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and room for text of another size."""
        self._theme = theme
        self._colour()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The loss alone: the rest goes where there is no room."""
        return QSize(self._loss.minimumWidth() + 2 * _GAP, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_values(self, values: StatusValues) -> None:
        """Show the losses that came last, and how they differ from those shown before."""
        losses, before, self._shown = values.losses, self._shown, values.losses
        history = None if values.descent is None else values.descent.losses
        tested = None if values.ready is None else values.ready.validation_size
        loss = None if losses is None else losses.validation_loss
        steps = 0 if losses is None else losses.sgd_steps
        best = None if history is None else history.best_of(steps)
        by_hand = None if history is None else history.best_of(0)
        self._state = state_of(inf if loss is None else loss, best, chance_loss(values.ready))
        self._name, self._with_sgd = loss_names.all_digits(tested), steps > 0
        star = "★ " if self._state == "best" else ""
        self._note = f"{star}{loss_names.with_sgd(steps)}" if steps else ""
        if not self._note and losses is not None and self._state == "chance":
            self._note = text("headline.chance")
        self._loss.setText(loss_text(loss))
        self._accuracy.setText(percent_text(losses.validation_accuracy if losses else None))
        self._accuracy_caption.setText(text("headline.right"))
        shown = "" if by_hand is None else loss_text(by_hand.loss)
        sign = "" if steps else star
        self._best.setText(f"{sign}{loss_names.best(0)}\n{shown}" if shown else "")
        self._say_all(tested, by_hand)
        self._colour()
        if losses is None:
            self._answer(0.0)
        elif before is not None and history is not None and losses.frame > before.frame:
            anew = len(history) > 0 and history.frames[0] > before.frame  # back to the start
            self._answer(0.0 if anew else losses.validation_loss - before.validation_loss)
            new_best = best is not None and best.frame > before.frame and self._state != "chance"
            if new_best and not anew:
                self._flash()
        self._fit()

    def _say_all(self, tested: int | None, by_hand: Best | None) -> None:
        told = [loss_names.all_digits_told(tested), text("headline.colours")]
        if self._note:
            told.append(f"{self._name}: {self._note}.")
        if by_hand is not None:
            told.append(f"{best_text(by_hand)}.")
        self.setToolTip(" ".join(told))
        self._accuracy.setToolTip(text("number.all_right.told", all=loss_names.all_digits(tested)))
        self._change.setToolTip(text("headline.change.told"))
        said = f"{self._loss.text()}, {self._name}, {self._accuracy.text()}, {self._note}"
        self.setAccessibleDescription(said)

    # What the last move did.

    def _answer(self, change: float) -> None:
        self._said = change_text(change)
        self._fading.stop()
        self._opacity.setOpacity(1.0)
        if self._said:
            colour = getattr(self._theme, CHANGE_COLOURS[self._said[0]])
            self._change.setStyleSheet(f"color: {colour}")
            self._fading.start()

    def _forget(self) -> None:
        self._said = ""
        self._change.setText("")

    def _fade(self, share: float) -> None:
        if not motion.reduced():
            self._opacity.setOpacity(1.0 - share)

    def _flash(self) -> None:
        if not (motion.reduced() or self._flash_pause.isActive()):
            self._flashing = True
            self._flash_end.start()
            self._flash_pause.start()
            self._colour()

    def _end_flash(self) -> None:
        self._flashing = False
        self._colour()

    def _colour(self) -> None:
        theme = self._theme
        style = f"color: {getattr(theme, STATE_COLOURS[self._state])}"
        if self._flashing:
            style = f"color: {theme.background}; background: {theme.good}; border-radius: 6px"
        if style != self._loss.styleSheet():
            self._loss.setStyleSheet(style)

    # What there is room for.

    def _fit(self) -> None:
        """Show what fits. A part that comes can make Qt lay out everything anew, and this be asked
        for again: it is done once more then, not in the middle of it."""
        self._unfit = True
        while self._unfit and not self._fitting:
            self._fitting, self._unfit = True, False
            self._fit_once()
            self._fitting = False

    def _fit_once(self) -> None:
        """The most important first."""
        # As wide as the widest number, so that nothing shifts while digits change.
        metrics = QFontMetrics(self._theme.font(self._theme.headline, bold=True))
        for number, usual in ((self._loss, "00.000"), (self._accuracy, "100.0 %")):
            widest = max(metrics.horizontalAdvance(each) for each in (usual, number.text()))
            number.setMinimumWidth(widest + 8)
        room = self.width() - 3 * _GAP - self._loss.minimumWidth()
        if not self._with_sgd:
            room = self._fit_change(room)
        notes = (self._note, text("with_sgd.short") if self._with_sgd else "", "")
        note = next(each for each in notes if self._width(each) <= max(room, 0))
        room -= self._width(note)
        if self._with_sgd:
            room = self._fit_change(room)
        wide = self._accuracy.minimumWidth() + _GAP
        shown = {self._accuracy: bool(self._accuracy.text()) and wide <= room}
        room -= wide if shown[self._accuracy] else 0
        full = f"{self._name}\n{note}" if note else self._name
        more = self._width(full) - self._width(note)
        if more <= room and note == self._note:
            note, room = full, room - more
        self._loss_caption.setText(note)
        shown[self._loss_caption] = bool(note)
        wide = self._width(self._best.text())
        shown[self._best] = bool(self._best.text()) and wide <= room
        room -= wide if shown[self._best] else 0
        beside = self._width(self._accuracy_caption.text())
        shown[self._accuracy_caption] = shown[self._accuracy] and beside <= room
        for part, on in shown.items():
            part.setVisible(on)

    def _fit_change(self, room: int) -> int:
        """Keep room for the answer to a move, or for its arrow; the room that is left."""
        metrics = QFontMetrics(self._theme.font(self._theme.headline, bold=True))
        letters = None  # all of them
        wide = metrics.horizontalAdvance(_WIDEST_CHANGE) + 8
        if wide + _GAP > room:
            letters, wide = 1, metrics.horizontalAdvance(_WIDEST_CHANGE[0]) + 8
        if wide + _GAP > room:
            letters = 0
        said = self._said[:letters]
        self._change.setMinimumWidth(max(wide, metrics.horizontalAdvance(said) + 8))
        self._change.setText(said)
        self._change.setVisible(letters != 0)
        return room if letters == 0 else room - self._change.minimumWidth() - _GAP

    def _width(self, said: str) -> int:
        """What a caption takes."""
        metrics = QFontMetrics(self._theme.font())
        lines = said.split("\n") if said else []
        return max((metrics.horizontalAdvance(line) + _GAP + 4 for line in lines), default=0)
