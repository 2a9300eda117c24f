"""Commands of the 3-D view."""

from __future__ import annotations

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.view.kit.command import Command, commands_of

COMMANDS: tuple[Command, ...] = (
    Command(
        "top_view",
        "From above (contour map)",
        "View",
        "T",
        lambda view, on: view.set_top_view(on),
        checkable=True,
        section=True,
        icon="top-view",
        mode="planes",
    ),
    *commands_of(ACTIONS, "View"),
    Command(
        "wireframe",
        "Wireframe",
        "View",
        "Ctrl+G",
        lambda view, on: view.set_wireframe(on),
        checkable=True,
        icon="wire",
        mode="planes",
    ),
)
"""Carried out by the LandscapeView."""
