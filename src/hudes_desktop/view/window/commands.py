"""The commands of the whole window, and the order in which those of its parts follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hudes_desktop.data.sources import SOURCES
from hudes_desktop.descent import actions as act
from hudes_desktop.descent.rules import MAX_PLANES
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import ToggleHelp
from hudes_desktop.landscape.choices import KINDS
from hudes_desktop.nets.zoo import NETWORKS
from hudes_desktop.view.curves.commands import COMMANDS as CURVES
from hudes_desktop.view.kit.colour_maps import COLOUR_MAPS
from hudes_desktop.view.kit.command import Command, choices, commands_of
from hudes_desktop.view.landscape.commands import COMMANDS as LANDSCAPE
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.panels.spec import PanelSpec
from hudes_desktop.view.panels.table import PANELS

DEVICES = (
    ("auto", "The fastest there is"),
    ("cuda", "NVIDIA GPU (cuda)"),
    ("mps", "Apple GPU (mps)"),
    ("cpu", "Processor (cpu)"),
)
PRECISIONS = ("float32", "float16", "bfloat16")
AXES = (2, 3, 4, 6, 8, 10, 12, 16, 24, 32)


_FILE = (
    Command(
        "save_picture",
        "Save a picture of the window …",
        "File",
        "Ctrl+S",
        lambda to: to.saver.save_picture(),
        icon="save",
    ),
    Command(
        "save_view_picture",
        "Save a picture of the landscape …",
        "File",
        "Ctrl+Shift+S",
        lambda to: to.saver.save_picture(to.window.shown_view),
        icon="picture",
    ),
    Command(
        "save_history",
        "Save the loss history as CSV …",
        "File",
        "Ctrl+E",
        lambda to: to.saver.save_history(to.window.docks.panel(LossChart).history),
        section=True,
        icon="table",
    ),
    *commands_of(ACTIONS, "File"),
)
_DESCENT = commands_of(ACTIONS, "Descent")
_MODE = choices(
    "mode",
    "View",
    (("planes", "Surfaces (3-D)"), ("lines", "Curves, one an axis (1-D)")),
    lambda to, mode: to.set_mode(mode),
    ("Ctrl+1", "Ctrl+2"),
)
_VIEW = (
    *choices(
        "height_mode",
        "View/Heights",
        (
            ("auto", "Fit what is in sight"),
            ("locked", "Locked"),
            ("log", "Logarithmic"),
        ),
        lambda to, mode: to.set_height_mode(mode),
        mode="planes",
    ),
    *choices(
        "colour_map",
        "View/Colours",
        ((name, name) for name in COLOUR_MAPS),
        lambda to, name: to.set_colour_map(name),
        mode="planes",
    ),
)
_LOSSES = (
    Command(
        "log_loss",
        "Logarithmic losses",
        "View/Loss history",
        handler=lambda to, on: to.set_log_loss(on),
        checkable=True,
    ),
    Command(
        "accuracy",
        "Accuracies",
        "View/Loss history",
        handler=lambda to, on: to.set_accuracy(on),
        checkable=True,
    ),
)
_LOOK = (
    *choices(
        "theme",
        "View/Theme",
        (("system", "As the system"), ("dark", "Dark"), ("light", "Light")),
        lambda to, choice: to.set_theme(choice),
    ),
    Command(
        "larger_text",
        "Larger text",
        "View",
        "Ctrl++",
        lambda to: to.scale_text(+1),
        also="Ctrl+=",
        section=True,
    ),
    Command("smaller_text", "Smaller text", "View", "Ctrl+-", lambda to: to.scale_text(-1)),
    Command(
        "full_screen",
        "Full screen",
        "View",
        "F11",
        lambda to, on: to.window.showFullScreen() if on else to.window.showNormal(),
        checkable=True,
    ),
)
_NETWORK = (
    *choices(
        "network",
        "Network/Network",
        ((n.name, f"{n.name}: {n.words}") for n in NETWORKS.values()),
        lambda to, name: to.change(net=name),
    ),
    *choices(
        "dataset",
        "Network/Data",
        ((source.name, source.words) for source in SOURCES.values()),
        lambda to, name: to.change(dataset=name),
    ),
    *choices("device", "Network/Device", DEVICES, lambda to, name: to.change(device=name)),
    *choices(
        "precision",
        "Network/Precision",
        ((name, name) for name in PRECISIONS),
        lambda to, name: to.change(dtype=name),
    ),
    *choices(
        "directions",
        "Network/Directions",
        ((kind, kind) for kind in KINDS),
        lambda to, kind: to.change(directions=kind),
    ),
    *choices(
        "planes",
        "Network/Planes",
        ((n, f"{n} planes" if n > 1 else "1 plane") for n in range(1, MAX_PLANES + 1)),
        lambda to, count: to.change(planes=count),
        mode="planes",
    ),
    *choices(
        "axes",
        "Network/Axes",
        ((n, f"{n} axes") for n in AXES),
        lambda to, count: to.frame_loop.do(act.SetAxes(count)),
    ),
)
_HELP = (
    Command("help", "Keys and controls", "Help", "F1", does=ToggleHelp(), icon="help"),
    Command(
        "how_it_works",
        "How it works",
        "Help",
        "Shift+F1",
        lambda to: to.window.toggle_how_it_works(),
        icon="book",
    ),
    Command(
        "controllers",
        "Controllers …",
        "Help",
        "Ctrl+,",
        lambda to: to.controllers_wanted.emit(),
        section=True,
        icon="settings",
    ),
    Command(
        "palette",
        "Find a command …",
        "Help",
        "Ctrl+K",
        lambda to: to.palette.toggle(),
        section=True,
        icon="search",
    ),
    Command(
        "about", "About Human Descent", "Help", handler=lambda to: to.show_about(), section=True
    ),
)


def _panel(spec: PanelSpec) -> Command:
    return Command(
        f"panel:{spec.name}",
        spec.title,
        "View/Panels",
        handler=lambda to, on: to.show_panel(spec.name, on),
        checkable=True,
    )


def _all(to: Any) -> Any:
    return to


Part = tuple[Sequence[Command], Callable[[Any], object]]


def parts(panels: Iterable[PanelSpec]) -> list[Part]:
    """Commands in the order of menus and palette, and for each lot of them the part of
    CommandHandlers that carries them out; among them one for each panel, to show or hide it."""
    return [
        (_FILE, _all),
        (_DESCENT, _all),
        (_MODE, _all),
        (LANDSCAPE, lambda to: to.window.landscape),
        (_VIEW, _all),
        (CURVES, lambda to: to.window.lines),
        (_LOSSES, _all),
        ([_panel(spec) for spec in panels], _all),
        (_LOOK, _all),
        (_NETWORK, _all),
        (_HELP, _all),
    ]


COMMANDS: tuple[Command, ...] = tuple(command for rows, _ in parts(PANELS) for command in rows)
"""All of ours."""
