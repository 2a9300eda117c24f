"""The table of our panels; wings have rows of their own."""

from __future__ import annotations

from hudes_desktop.view.panels import action_log, axes_strip, loss_chart, status
from hudes_desktop.view.panels.card import card_panel
from hudes_desktop.view.panels.confusion import Confusion
from hudes_desktop.view.panels.examples import Examples
from hudes_desktop.view.panels.mistakes import Mistakes
from hudes_desktop.view.panels.spec import PanelSpec
from hudes_desktop.view.panels.weights import Weights

_INSPECTION = (
    card_panel("examples", "Examples", Examples, 10),
    card_panel("confusion", "Confusion matrix", Confusion, 11),
    card_panel("mistakes", "Worst mistakes", Mistakes, 12),
    card_panel("weights", "First-layer weights", Weights, 13),
)
CARDS = tuple(spec.name for spec in _INSPECTION)
"""Panels of what the network makes of single digits: while one is in sight, that is asked for."""

PANELS: tuple[PanelSpec, ...] = (
    loss_chart.PANEL,
    status.PANEL,
    axes_strip.PANEL,
    *_INSPECTION,
    action_log.PANEL,
)
