"""Commands of the 3-D view."""

from __future__ import annotations

from hudes_desktop.inputs.bindings.window_actions import ResetView, Zoom
from hudes_desktop.view.kit.command import Command

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
    Command("perspective_reset", "Reset the view", "View", does=ResetView()),
    Command("zoom_in", "Zoom in", "View", does=Zoom(1.1)),
    Command("zoom_out", "Zoom out", "View", does=Zoom(0.909)),
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
