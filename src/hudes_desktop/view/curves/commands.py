"""Settings of the view of curves."""

from hudes_desktop.options import InMenu, OptionSpec
from hudes_desktop.store.setting_rules import SWITCH, one_of
from hudes_desktop.view.kit.command import Row

_LAYOUTS = {"grid": "A panel each", "overlay": "Three in a panel"}

COMMANDS: tuple[Row, ...] = (
    OptionSpec(
        "layout",
        "grid",
        "how curves are arranged",
        one_of(_LAYOUTS),
        _LAYOUTS.items(),
        InMenu("View/Curves", mode="lines"),
        lambda view, arrangement: view.set_arrangement(arrangement),
        "window",
    ),
    OptionSpec(
        "shared_y",
        False,
        "One scale for all",
        SWITCH,
        menu=InMenu("View/Curves", section=True, mode="lines"),
        apply=lambda view, on: view.set_shared_scale(on),
        section="window",
    ),
)
"""Carried out by the LinesView."""
