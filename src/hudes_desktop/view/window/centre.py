"""The middle of the window: headline and legend, the landscape below them, and lines below that."""

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hudes_desktop.landscape.choices import Mode
from hudes_desktop.view.curves.view import LinesView
from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.panels.status import StatusLine

_LEGEND_SHARE = 0.1
"""Of the height: a legend that needs more takes it from what it explains."""


class Centre(QWidget):
    """What stands between the panels; the legend is there where there is room for it.

    mode, shown_view: which way of looking at the landscape it is.
    """

    def __init__(self, status: StatusLine, landscape: LandscapeView, lines: LinesView) -> None:
        super().__init__()
        self.setObjectName("centre")
        self._legend, self._landscape, self._lines = status.legend, landscape, lines
        self._bare = False
        # Both stay for good: with another parent a GL view would lose its context.
        self._stack = QStackedWidget()
        self._stack.addWidget(landscape)
        self._stack.addWidget(lines)
        self._below = QWidget()
        column, self._lines_below = QVBoxLayout(self), QVBoxLayout(self._below)
        for layout in (column, self._lines_below):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(status.headline)
        column.addWidget(status.legend)
        column.addWidget(self._stack, 1)
        column.addWidget(self._below)

    def add_line(self, line: QWidget) -> None:
        """Put a line right below the landscape, above those that are there."""
        self._lines_below.insertWidget(0, line)

    @property
    def stack(self) -> QWidget:
        """The place of the landscape alone."""
        return self._stack

    @property
    def shown_view(self) -> LandscapeView | LinesView:
        """Surfaces or curves."""
        return self._lines if self.mode == "lines" else self._landscape

    @property
    def mode(self) -> Mode:
        """ "planes" while surfaces are shown, "lines" while curves are."""
        return "lines" if self._stack.currentWidget() is self._lines else "planes"

    def set_mode(self, mode: Mode) -> None:
        """Show surfaces ("planes") or one curve for each axis ("lines")."""
        self._stack.setCurrentWidget(self._lines if mode == "lines" else self._landscape)
        self.fit()

    def set_bare(self, bare: bool) -> None:
        """Show nothing but headline and landscape, or all."""
        self._bare = bare
        self._below.setVisible(not bare)
        self.fit()

    def fit(self) -> None:
        """Let the legend be seen or not; call it when the size of the text has changed."""
        wanted = self._legend.heightForWidth(self.width())
        fits = wanted <= _LEGEND_SHARE * self.height()
        # Curves have one of their own.
        self._legend.setVisible(fits and self.mode == "planes" and not self._bare)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.fit()
