"""Commands and settings of the 3-D view."""

from hudes_desktop.inputs.bindings.action_table import OURS
from hudes_desktop.options import InMenu, OptionSpec
from hudes_desktop.store.setting_rules import one_of
from hudes_desktop.view.kit.choices import COLOUR_MAPS
from hudes_desktop.view.kit.command import Command, Row, commands_of

_HEIGHTS = {
    "steady": "Steady while you walk",
    "auto": "Fit what is in sight",
    "locked": "Locked as they are now",
    "log": "Logarithmic",
}

COMMANDS: tuple[Row, ...] = (
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
    *commands_of((spec for spec in OURS if spec.group == "view"), "View"),
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
    OptionSpec(
        "height_mode",
        "steady",
        "how heights are scaled",
        one_of(_HEIGHTS),
        _HEIGHTS.items(),
        InMenu("View/Heights", mode="planes"),
        lambda view, mode: view.set_height_mode(mode),
        "window",
    ),
    OptionSpec(
        "colour_map",
        "viridis",
        "colours of losses",
        one_of(COLOUR_MAPS),
        [(name, name) for name in COLOUR_MAPS],
        InMenu("View/Colours", mode="planes"),
        lambda view, name: view.set_colour_map(name),
        "window",
    ),
)
"""Carried out by the LandscapeView."""
