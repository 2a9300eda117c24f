"""The numbers of one frame above the curves of the losses; it is their legend too."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QWidget

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.view.kit import loss_names
from hudes_desktop.view.kit.status_values import loss_text, percent_text
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.view.panels.chart_plot import CURVES
from hudes_desktop.words import text

_CALLED = {"train": loss_names.these_digits, "validation": loss_names.all_digits}
_TOLD = {"train": loss_names.these_digits_told, "validation": loss_names.all_digits_told}


class Readout(QWidget):
    """Of these digits and of all: loss and accuracy at one frame."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Losses and accuracies")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self._grid = grid
        self._frame = self._add(0, 0, "caption")
        heads = [self._add(0, column, "caption") for column in (1, 2)]
        for head, title in zip(heads, ("loss", "accuracy"), strict=True):
            head.setText(text(f"chart.{title}.head"))
        self._frame.setToolTip(text("chart.frame.told"))
        self._names: dict[str, QLabel] = {}
        self._numbers: dict[str, tuple[QLabel, QLabel]] = {}
        for row, name in enumerate(CURVES, start=1):
            self._names[name] = self._add(row, 0, "name")
            self._numbers[name] = self._add(row, 1, "value"), self._add(row, 2, "value")
            for made in (self._names[name], *self._numbers[name]):
                made.setToolTip(_TOLD[name](None))
        self._accuracies = [heads[1], *(numbers[1] for numbers in self._numbers.values())]
        self._with_sgd = label("", "caption")
        self._move, self._steps, self._low = "", 0, False
        self._with_sgd.setToolTip(text("number.sgd.told"))
        grid.addWidget(self._with_sgd, len(CURVES) + 1, 0, 1, 3)
        grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self.set_theme(theme)
        self.show_row(None, None)

    def _add(self, row: int, column: int, kind: str) -> QLabel:
        made = label("", kind)
        if column:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(made, row, column)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and room for another size of text."""
        self._metrics = metrics = QFontMetrics(theme.font())
        self._loss_px, self._accuracy_px = map(metrics.horizontalAdvance, ("00.000", "100.0 %"))
        self._grid.setColumnMinimumWidth(1, self._loss_px)
        for name, shown in self._names.items():
            shown.setText(f"━ {_CALLED[name](None)}")
            shown.setStyleSheet(f"color: {getattr(theme, name)}")
        names = [shown.text() for shown in self._names.values()]
        self._name_px = max(metrics.horizontalAdvance(name) for name in names) + 4
        self.updateGeometry()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Without the accuracies: they give way where it is narrow."""
        return QSize(self._name_px + 20 + self._loss_px, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()
        self._name_steps()

    def _fit(self) -> None:
        on = self.width() >= self.minimumSizeHint().width() + 10 + self._accuracy_px
        for part in self._accuracies:
            if part.isHidden() is on:
                part.setVisible(on)
        self._grid.setColumnMinimumWidth(2, self._accuracy_px if on else 0)
        # The gap before a column is there also where nothing is in it.
        self._numbers_px = 24 + self._loss_px + (self._accuracy_px if on else 0)

    def set_low(self, low: bool) -> None:
        """Whether there is no room for a line of its own about SGD."""
        self._low = low
        self._name_steps()

    def _name_steps(self) -> None:
        """How many steps of SGD the numbers have in them, or that they have some."""
        said, short = loss_names.with_sgd(self._steps), text("with_sgd.short")
        if self._metrics.horizontalAdvance(said) > self.width():
            said = short
        move = self._move
        if self._steps and self._low:
            beside = f"{move} · {short}"
            fits = self._metrics.horizontalAdvance(beside) <= self.width() - self._numbers_px
            move = beside if fits else short
        self._frame.setText(move)
        self._with_sgd.setText(said)
        self._with_sgd.setVisible(self._steps > 0 and not self._low)

    def show_row(self, history: LossHistory | None, row: int | None) -> None:
        """The numbers of a row of the history; dashes without one."""
        values: tuple[float | None, ...] = (None,) * 4
        if history is not None and row is not None:
            frame = history.frames[row]
            values = (
                history.train_loss[row],
                history.train_accuracy[row],
                history.validation_loss[row],
                history.validation_accuracy[row],
            )
            self._move = text("chart.frame", frame=frame)
            self._steps = history.sgd_steps[row]
        else:
            self._move, self._steps = "", 0
        self._name_steps()
        for name, loss, accuracy in zip(CURVES, values[::2], values[1::2], strict=True):
            self._numbers[name][0].setText(loss_text(loss))
            self._numbers[name][1].setText(percent_text(accuracy))
