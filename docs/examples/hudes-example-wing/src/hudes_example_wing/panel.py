"""The panel: any Qt widget will do."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hudes_desktop.view.kit.feed import Began
from hudes_desktop.view.panels.spec import PanelContext
from hudes_example_wing import Flatness, MeasureFlatness

NOTHING = "not measured yet"


class FlatnessPanel(QWidget):
    """Says what was measured last, and has a button to measure again."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.result = QLabel(NOTHING)
        self.result.setToolTip("How much the loss rises that far away, the mean over all axes")
        button = QPushButton("Measure")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys walk
        # As a key or a pad would do it: every action goes one way.
        button.clicked.connect(lambda: context.do(MeasureFlatness()))
        column = QVBoxLayout(self)
        column.addWidget(self.result)
        column.addWidget(button)
        column.addStretch(1)
        context.subscribe(Flatness, self.show_flatness)
        context.subscribe(Began, lambda _descent: self.result.setText(NOTHING))

    def show_flatness(self, measured: Flatness) -> None:
        """Another result has come."""
        self.result.setText(f"{measured.rise:+.4f} nats at a distance of {measured.distance:.3g}")
