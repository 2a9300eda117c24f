"""The gauge: where the loss on all digits stands between guessing and perfect.

The colour bar tells of the ground around the ball, and its range goes along with that. This scale
never changes, so that a long way down is seen as one.
"""

from dataclasses import dataclass
from math import inf, isfinite

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QPainter

from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.loss_names import all_digits
from hudes_desktop.view.kit.status_values import StatusValues, chance_loss, loss_text
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.words import text

_WITH_WORDS_PX, _NUMBERS_ALONE_PX = 117.0, 70.0  # with text of 13 pixels, as all lengths here
_BAR_PX, _BAR_LEFT_PX, _ABOVE_PX, _BELOW_PX = 9.0, 12.0, 24.0, 16.0
_MOST_OF_WIDTH, _LEAST_HEIGHT_PX = 0.2, 240.0  # smaller views have no room for it
_CHANCE_AT = 0.82  # of its height; losses above that of guessing share the rest
_SAME = 5e-4  # nats that three decimals don't tell apart


@dataclass(frozen=True)
class Score:
    """Losses on all digits, in nats, None where not known: here, of the best by hand and of the
    best with SGD. chance: of guessing. batch, digits: how many digits a batch has, and all are."""

    here: float | None
    by_hand: float | None
    with_sgd: float | None
    chance: float
    batch: int | None = None
    digits: int | None = None

    @classmethod
    def of(cls, values: StatusValues) -> "Score":
        """Of what the numbers tell."""
        descent, losses = values.descent, values.losses
        history = None if descent is None else descent.losses
        by_hand, with_sgd = (
            None if history is None or (best := history.best_of(steps)) is None else best.loss
            for steps in (0, 1)
        )
        here = None if losses is None else losses.validation_loss
        if here is not None and not isfinite(here):
            here = inf
        batch = None if descent is None else descent.place.batch.size
        digits = None if values.ready is None else values.ready.validation_size
        return cls(here, by_hand, with_sgd, chance_loss(values.ready), batch, digits)

    def height(self, loss: float) -> float:
        """How high a loss stands on the gauge, 0..1: evenly up to that of guessing."""
        if not loss > self.chance:
            return _CHANCE_AT * max(loss, 0.0) / self.chance
        return 1.0 - (1.0 - _CHANCE_AT) * self.chance / loss


def gauge_width(theme: Theme, width: float, height: float) -> float:
    """Pixels at the right of a view of that size that belong to the gauge; 0 for too small ones."""
    if height < _LEAST_HEIGHT_PX * theme.unit:
        return 0.0
    widths = (wanted * theme.unit for wanted in (_WITH_WORDS_PX, _NUMBERS_ALONE_PX))
    return next((wanted for wanted in widths if wanted <= _MOST_OF_WIDTH * width), 0.0)


def lay_gauge(lettering: Lettering, score: Score, area: QRectF) -> None:
    """The bar with its marks, and what they are beside it; numbers alone in a narrow area."""
    theme, unit = lettering.theme, lettering.theme.unit
    line = lettering.bold.height + 2.0
    left, top = area.left() + _BAR_LEFT_PX * unit, area.top() + _ABOVE_PX * unit + line
    bar = QRectF(left, top, _BAR_PX * unit, area.bottom() - _BELOW_PX * unit - top)
    worded = area.width() > (_WITH_WORDS_PX + _NUMBERS_ALONE_PX) / 2 * unit
    if worded:
        names = all_digits(score.digits), all_digits(None)
        name = lettering.small.fitting(names, area.right() - left)
        lettering.write(left, top - line, name, theme.dim_text, 0.0)

    def at(loss: float) -> float:
        return bar.bottom() - score.height(loss) * bar.height()

    here = score.here
    marks = [(score.chance, "chance", f"{score.chance:.2f}")]
    if here is not None:
        marks.append((here, "here", loss_text(here)))
    for what, loss in (("by_hand", score.by_hand), ("with_sgd", score.with_sgd)):
        if loss is not None and (here is None or abs(loss - here) > _SAME):
            marks.append((loss, what, loss_text(loss)))

    def paint(painter: QPainter) -> None:
        painter.fillRect(bar, QColor(theme.raised))
        above = QRectF(bar.topLeft(), QPointF(bar.right(), at(score.chance)))
        painter.fillRect(above, QColor(theme.masked))
        if here is not None:
            filled = QRectF(QPointF(bar.left(), at(here)), bar.bottomRight())
            painter.fillRect(filled, QColor(theme.validation))
        for loss, what, _ in marks:
            bold = what == "here"
            thick = (3.0 if bold else 1.0) * unit
            mark = QRectF(bar.left(), at(loss) - thick / 2, bar.width(), thick)
            colour = QColor(theme.text if bold else theme.dim_text)
            painter.fillRect(mark.adjusted(-2 * unit, 0, 2 * unit, 0), colour)

    lettering.atlas.draw(paint)
    free = top
    for loss, what, number in sorted(marks, key=lambda mark: -mark[0]):
        bold = what == "here"
        middle = max(at(loss), free)
        free = middle + line
        colour = theme.text if bold else theme.dim_text
        said = text(f"gauge.{what}", loss=number) if worded else number
        lettering.write(bar.right() + 7 * unit, middle, said, colour, 0.0, bold)
    if free < bar.bottom():
        lettering.write(bar.right() + 7 * unit, bar.bottom(), "0", theme.dim_text, 0.0)
