"""Settings of the panel of losses."""

from hudes_desktop.options import InMenu, OptionSpec
from hudes_desktop.store.setting_rules import SWITCH
from hudes_desktop.view.kit.command import Row

COMMANDS: tuple[Row, ...] = (
    OptionSpec(
        "log_loss",
        False,
        "Logarithmic losses",
        SWITCH,
        menu=InMenu("View/Losses"),
        apply=lambda chart, on: chart.set_logarithmic(on),
        section="window",
    ),
    OptionSpec(
        "accuracy",
        True,
        "Accuracies",
        SWITCH,
        menu=InMenu("View/Losses"),
        apply=lambda chart, on: chart.set_accuracy(on),
        section="window",
    ),
)
"""Carried out by the LossChart."""
