"""The numbers: two large ones above the planes and the list "where you are" beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.results import Losses, PathChanged, Ready, Surface
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.status_values import StatusValues, groups, loss_text, percent_text
from hudes_desktop.view.kit.theme import DARK, HEADLINE, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.view.landscape.model.in_sight import InSight
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec

_TWO_LINES = ("surface",)  # may take two lines: always leave room for them
_MARKS = (
    ("marker", "●", "you are here"),
    ("level_line", "━", "as good as here"),
    ("trail", "━", "the way you came"),
    ("good", "◆", "lowest point in sight"),
    ("text", "➚", "steepest way down"),
)
_WIDEST = "0.00012 nats/step"  # so that the panel keeps its width while numbers grow


class Headline(QWidget):
    """Validation loss and accuracy, large."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 0)
        line.setSpacing(8)
        self._loss, self._loss_name = label("", "number"), label("validation loss", "caption")
        self._accuracy, self._accuracy_name = label("", "accuracy"), label("", "caption")
        line.addStretch(1)
        self._widest: dict[QLabel, str] = {}
        for number, caption, widest in (
            (self._loss, self._loss_name, "00.000"),
            (self._accuracy, self._accuracy_name, "100.0 %"),
        ):
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            self._widest[number] = widest
            caption.setAlignment(Qt.AlignmentFlag.AlignBottom)
            caption.setContentsMargins(0, 0, 0, 6)
            line.addWidget(number)
            line.addWidget(caption)
        line.addStretch(1)
        self.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # What the numbers are is said where there is room for it.
        captions = self._loss_name, self._accuracy_name
        needed = sum(part.sizeHint().width() + 8 for part in (*self._widest, *captions))
        for caption in captions:
            caption.setVisible(self.width() >= needed)

    def set_theme(self, theme: Theme) -> None:
        """Room for text of another size."""
        # As wide as the widest number, so that nothing shifts while digits change.
        metrics = QFontMetrics(theme.font(HEADLINE, bold=True))
        for number, widest in self._widest.items():
            number.setMinimumWidth(metrics.horizontalAdvance(widest) + 4)

    def show_values(self, values: StatusValues) -> None:
        losses, ready = values.losses, values.ready
        self._loss.setText(loss_text(losses.validation_loss if losses else None))
        self._accuracy.setText(percent_text(losses.validation_accuracy if losses else None))
        self._accuracy_name.setText(f"of {ready.validation_size:,} right" if ready else "")


class Legend(QLabel):
    """What the marks on the planes mean, in a line or two."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("caption")
        self.setAccessibleName("Legend")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setContentsMargins(12, 0, 12, 2)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        entries = []
        for name, mark, meaning in _MARKS:
            # White, as on the planes, on a dark ground that is there in every theme.
            ground = f"; background:{theme.surface}" if name == "level_line" else ""
            sign = f'<span style="color:{getattr(theme, name)}{ground}">&nbsp;{mark}&nbsp;</span>'
            entries.append(
                f"{sign} {meaning}".replace(" ", "&nbsp;").replace("span&nbsp;", "span ")
            )
        self.setText(" &nbsp; ".join(entries))


class WherePanel(QFrame):
    """The list of everything that says where one is."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 10, 12, 12)
        outer.addWidget(label("WHERE YOU ARE", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        outer.addLayout(grid)
        self._grid = grid
        self._texts: dict[str, QLabel] = {}
        row = 0
        for group in groups(StatusValues()):
            for name, text in group:
                self._add(grid, row, name, text)
                row += 1
            grid.setRowMinimumHeight(row, 6)
            row += 1
        self._reason = label("", "caption")
        self._reason.setWordWrap(True)
        outer.addWidget(self._reason)
        outer.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Room for text of another size."""
        metrics = QFontMetrics(theme.font())
        self._grid.setColumnMinimumWidth(1, metrics.horizontalAdvance(_WIDEST))
        for name in _TWO_LINES:
            self._texts[name].setMinimumHeight(2 * metrics.lineSpacing())

    def _add(self, grid: QGridLayout, row: int, name: str, text: str) -> None:
        title, value = label(name, "name"), label(text, "value")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        if name in _TWO_LINES:
            value.setWordWrap(True)
        grid.addWidget(title, row, 0)
        grid.addWidget(value, row, 1)
        self._texts[name] = value

    def show_values(self, values: StatusValues) -> None:
        for group in groups(values):
            for name, text in group:
                if self._texts[name].text() != text:
                    self._texts[name].setText(text)
        reason = values.path.reason if values.path else ""
        self._reason.setText(reason)
        self._texts["path"].setToolTip(reason)  # a low window has no room for the line
        self._reason.setVisible(bool(reason))


class StatusLine(QObject):
    """Gathers values as they come and shows them when `clock` says so.

    headline, legend: the widgets. values: what was told last, shown or about to be; `refreshed`
    has them when they are shown. train_loss_changed: the exact loss at the ball, when it arrives.
    """

    refreshed = pyqtSignal(StatusValues)
    train_loss_changed = pyqtSignal(float)

    def __init__(self, clock: SlowClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values = StatusValues()
        self.headline = Headline()
        self.legend = Legend()
        self.in_sight = InSight()
        self._clock = clock
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and room for text of another size."""
        self.headline.set_theme(theme)
        self.legend.set_theme(theme)

    def begin(self) -> None:
        """Forget all values: another descent is going to be shown."""
        self.in_sight.clear()
        self.values = StatusValues()
        self._clock.touch(self._refresh)

    def show_descent(self, descent: Descent) -> None:
        """The state of the descent has changed."""
        self._show(descent=descent)

    def show_losses(self, losses: Losses) -> None:
        """The losses of one applied frame; the descent has recorded them."""
        self._show(losses=losses)
        self.train_loss_changed.emit(losses.train_loss)

    def show_surface(self, surface: Surface, coefficients: Sequence[float]) -> None:
        """Remember each plane's surface; numbers of the selected one's are shown.

        coefficients: where one stands, one for every axis.
        """
        self.in_sight.add(surface, coefficients)
        self._clock.touch(self._refresh)

    def show_ready(self, ready: Ready) -> None:
        """What the engine found and chose."""
        self._show(ready=ready, path=None)

    def show_path(self, path: PathChanged) -> None:
        """Another way of evaluating is in use now."""
        self._show(path=path)

    def _show(self, **changes: Any) -> None:
        self.values = replace(self.values, **changes)
        self._clock.touch(self._refresh)

    def _refresh(self) -> None:
        # Here and not with every surface: nobody can read more of these numbers than are shown.
        descent = self.values.descent
        plane = 0 if descent is None else descent.selected_plane
        self.values = replace(
            self.values,
            surface=self.in_sight.surface(plane) or self.values.surface,
            lowest_loss=self.in_sight.lowest(plane),
            steepest_slope=self.in_sight.steepest(plane),
        )
        self.headline.show_values(self.values)
        self.refreshed.emit(self.values)


def _make(context: PanelContext) -> WherePanel:
    panel = WherePanel()
    context.subscribe(StatusValues, panel.show_values)
    context.subscribe(Theme, panel.set_theme)
    return panel


PANEL = PanelSpec(
    "numbers",
    "Numbers",
    "right",
    _make,
    "How good the network is where you stand, and how you walk.",
    order=0,
    scrolls=True,
    width=(262, 300),
)
