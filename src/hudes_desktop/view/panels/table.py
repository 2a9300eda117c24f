"""The table of our panels; wings have rows of their own."""

from hudes_desktop.view.panels import action_log, axes_strip, loss_chart, numbers
from hudes_desktop.view.panels.spec import PanelSpec

PANELS: tuple[PanelSpec, ...] = (
    loss_chart.PANEL,
    numbers.PANEL,
    axes_strip.PANEL,
    action_log.PANEL,
)
