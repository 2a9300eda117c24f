"""The line of text above the curves: the loss here, what the marks mean, and how exact it is."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.view.landscape.model.curve import Curve
from hudes_desktop.words import text

_BETWEEN_PX, _EDGE_PX = 18, 10
_LEGEND = (
    ("●", "marker", "mark.marker"),
    ("─", "dim_text", "mark.level_line"),
    ("◆", "good", "mark.good"),
    ("┄", "text", "mark.slope"),
)


def notes(curves: Sequence[Curve], shared: bool) -> tuple[str, ...]:
    """How the curves are drawn and how exact they are; the same ever shorter."""
    scale = "one scale for all" if shared else "each its own scale"
    if not curves:
        return (scale,)
    masked = sum(curve.masked for curve in curves)
    if masked:
        scale += f" · {masked} points not finite"
    total = len(curves[0].losses)
    exact = min(curve.exact_points for curve in curves)
    few = f"{min(exact, total)} of {total} points computed"
    between = "straight lines between" if exact >= total else "rest interpolated"
    return (f"{scale} · {few}, {between}", f"{few}, {between}", few)


class LinesCaption(QWidget):
    """Left the loss, right how the curves were made, and the legend where there is room."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self._losses: tuple[str, ...] = ("",)
        self._notes: tuple[str, ...] = ("",)
        self._loss, self._legend, self._note = (label("", "caption") for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE_PX, 6, _EDGE_PX, 6)
        row.setSpacing(_BETWEEN_PX)
        row.addWidget(self._loss)
        row.addWidget(self._legend)
        row.addStretch(1)
        row.addWidget(self._note)
        self.setMinimumWidth(120)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("What the curves show")
        for part, key in ((self._loss, "loss"), (self._legend, "legend"), (self._note, "note")):
            part.setToolTip(text(f"curves.{key}.told"))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours of the legend; the style sheet has those of the texts."""
        self._loss.setStyleSheet(f"color: {theme.text}; font-weight: bold")
        signs = [
            f'<span style="color: {getattr(theme, colour)}">{sign}</span> {text(key)}'
            for sign, colour, key in _LEGEND
        ]
        self._legend.setText("&nbsp;&nbsp; ".join(signs))
        self._fit()

    def set_texts(self, loss: str, notes: Sequence[str]) -> None:
        """loss: of where one stands. notes: the same, ever shorter; the first that fits shows."""
        if (loss, tuple(notes)) != (self._losses[0], self._notes):
            self._losses, self._notes = (loss, loss.split(": ")[-1]), tuple(notes)
            self.setAccessibleDescription(f"{loss}; {notes[0]}")
            self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = _fitted(self._loss, self._losses, self.width() - 2 * _EDGE_PX)
        legend = self._legend.sizeHint().width() + _BETWEEN_PX
        beside = _fitted(self._note, self._notes, room - legend) + _BETWEEN_PX >= 0
        self._legend.setVisible(beside)
        if not beside:
            _fitted(self._note, self._notes, room)


def _fitted(shown: QLabel, texts: Sequence[str], room: int) -> int:
    """Let the label say the first of the texts that fits; what is left of the room beside it."""
    for said in texts:
        shown.setText(said)
        if shown.sizeHint().width() <= room:
            break
    return room - shown.sizeHint().width() - _BETWEEN_PX
