"""What the window says in numbers, gathered as it comes; and what the marks on the planes mean."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QResizeEvent
from PyQt6.QtWidgets import QLabel

from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.results import Losses, PathChanged, Ready, Surface
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.landscape.model.in_sight import InSight
from hudes_desktop.view.panels.headline import Headline
from hudes_desktop.words import text

_MARKS = (
    ("marker", "●"),
    ("level_line", "━"),
    ("trail", "━"),
    ("good", "◆"),
    ("text", "➚"),
)  # colours of the theme, which are the ids of their meanings too, and what they look like
_LIGHT_ABOVE = 0.5  # lightness of a background on which white isn't seen


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
        """Other colours, and another size of text."""
        entries, signs, told = [], [], []
        for name, mark in _MARKS:
            meaning = text(f"mark.{name}")
            told.append(f"{mark} {meaning}: {text(f'mark.{name}.told')}")
            # White, as on the planes: in a light theme on a patch of their colour.
            patch = name == "level_line" and QColor(theme.background).lightnessF() > _LIGHT_ABOVE
            ground = f";background:{theme.surface}" if patch else ""
            sign = f'<span style="color:{getattr(theme, name)}{ground}">&nbsp;{mark}&nbsp;</span>'
            signs.append(sign)
            entries.append(
                f"{sign} {meaning}".replace(" ", "&nbsp;").replace("span&nbsp;", "span ")
            )
        self._forms = " &nbsp; ".join(entries), "".join(signs)
        self._most_px = 2.5 * QFontMetrics(theme.font()).lineSpacing()
        self.setToolTip("\n".join(told))
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In words, where these take two lines at most; else the marks alone."""
        words, marks = self._forms
        self.setText(words)
        if self.heightForWidth(self.width()) > self._most_px:
            self.setText(marks)


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
