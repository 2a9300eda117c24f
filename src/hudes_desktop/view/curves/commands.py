"""Commands of the view of curves."""

from __future__ import annotations

from hudes_desktop.view.kit.command import Command, choices

COMMANDS: tuple[Command, ...] = (
    *choices(
        "layout",
        "View/Curves",
        (("grid", "A panel each"), ("overlay", "Three in a panel")),
        lambda view, arrangement: view.set_arrangement(arrangement),
        mode="lines",
    ),
    Command(
        "shared_y",
        "One scale for all",
        "View/Curves",
        handler=lambda view, on: view.set_shared_scale(on),
        checkable=True,
        section=True,
        mode="lines",
    ),
)
"""Carried out by the LinesView."""
