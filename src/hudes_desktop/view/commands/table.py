"""Everything the program can be told to do, as data: names, texts, menus, shortcuts, choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hudes_desktop.data.sources import SOURCES
from hudes_desktop.descent import actions as act
from hudes_desktop.descent.rules import MAX_PLANES
from hudes_desktop.inputs.bindings import window_actions
from hudes_desktop.landscape.choices import KINDS
from hudes_desktop.nets.zoo import NETWORKS
from hudes_desktop.view.kit.colour_maps import COLOUR_MAPS

MENUS = ("File", "Descent", "View", "Network", "Help")


@dataclass(frozen=True)
class Command:
    """One entry of a menu.

    Attributes:
        name: by which the handler is found; for a choice, "group:value".
        text: what people read, unique within its menu.
        menu: "View", or "View/Theme" for a submenu.
        shortcut: its key as Qt writes it, unless the keyboard's profile binds that key.
        also: a second key that is the same to the hand (Ctrl+= is Ctrl++ without Shift).
        checkable: its handler gets True or False.
        group, value: a choice: one of the commands of a group is on, and the handler of the group
            gets the value.
        does: the action or intent that it stands for: the key that the profile gives to it is
            shown in the menu.
        section: a line is drawn above it.
    """

    name: str
    text: str
    menu: str
    shortcut: str | None = None
    checkable: bool = False
    also: str | None = None
    group: str | None = None
    value: str | int | None = None
    does: act.Action | window_actions.WindowAction | None = None
    section: bool = False


def choices(
    group: str,
    menu: str,
    values: Iterable[tuple[str | int, str]],
    shortcuts: tuple[str, ...] = (),
    section: bool = False,
) -> list[Command]:
    """One exclusive command for each (value, text)."""
    keys = dict(enumerate(shortcuts))
    return [
        Command(
            f"{group}:{value}",
            text,
            menu,
            keys.get(index),
            checkable=True,
            group=group,
            value=value,
            section=section and index == 0,
        )
        for index, (value, text) in enumerate(values)
    ]


DEVICES = (
    ("auto", "The fastest there is"),
    ("cuda", "NVIDIA GPU (cuda)"),
    ("mps", "Apple GPU (mps)"),
    ("cpu", "Processor (cpu)"),
)
PRECISIONS = ("float32", "float16", "bfloat16")
AXES = (2, 3, 4, 6, 8, 10, 12, 16, 24, 32)
PANELS = (
    ("losses", "Loss history"),
    ("numbers", "Numbers"),
    ("axes", "Axes strip"),
    ("examples", "Examples"),
    ("confusion", "Confusion matrix"),
    ("mistakes", "Worst mistakes"),
    ("weights", "First-layer weights"),
    ("actions", "Log of actions"),
)
"""Panels that can be hidden: names as in the settings, and titles."""

_FILE = (
    Command("save_picture", "Save a picture of the window …", "File", "Ctrl+S"),
    Command("save_view_picture", "Save a picture of the landscape …", "File", "Ctrl+Shift+S"),
    Command("record_film", "Record a film", "File", "Ctrl+Shift+F", checkable=True, section=True),
    Command("save_film", "Save the film of the last minute …", "File", "Ctrl+F"),
    Command("save_history", "Save the loss history as CSV …", "File", "Ctrl+E", section=True),
    Command("quit", "Quit", "File", "Ctrl+Q", does=window_actions.Quit(), section=True),
)
_DESCENT = (
    Command("undo", "Undo", "Descent", "Ctrl+Z", does=act.Undo()),
    Command("redo", "Redo", "Descent", "Ctrl+Shift+Z", does=act.Redo()),
    Command(
        "next_subspace",
        "Next subspace: new directions",
        "Descent",
        does=act.NextSubspace(),
        section=True,
    ),
    Command("previous_subspace", "Previous subspace", "Descent", does=act.PreviousSubspace()),
    Command("next_batch", "Next batch", "Descent", does=act.NextBatch(), section=True),
    Command("previous_batch", "Previous batch", "Descent", does=act.PreviousBatch()),
    Command("larger_batch", "Larger batches", "Descent", does=act.ChangeBatchSize(1)),
    Command("smaller_batch", "Smaller batches", "Descent", does=act.ChangeBatchSize(-1)),
    Command("larger_step", "Longer steps", "Descent", does=act.ChangeStepSize(0.05), section=True),
    Command("smaller_step", "Shorter steps", "Descent", does=act.ChangeStepSize(-0.05)),
    Command("next_plane", "Next plane", "Descent", does=act.SelectPlane(1), section=True),
    Command("previous_plane", "Previous plane", "Descent", does=act.SelectPlane(-1)),
    Command("sgd_step", "One step of SGD", "Descent", does=act.SgdStep(), section=True),
    Command("reset", "Reset the descent", "Descent", does=act.Reset()),
)
_VIEW = (
    *choices(
        "mode",
        "View",
        (("planes", "Surfaces (3-D)"), ("lines", "Curves, one an axis (1-D)")),
        ("Ctrl+1", "Ctrl+2"),
    ),
    Command("top_view", "From above (contour map)", "View", "T", checkable=True, section=True),
    Command("perspective_reset", "Reset the view", "View", does=window_actions.ResetView()),
    Command("zoom_in", "Zoom in", "View", does=window_actions.Zoom(1.1)),
    Command("zoom_out", "Zoom out", "View", does=window_actions.Zoom(0.909)),
    Command("wireframe", "Wireframe", "View", "Ctrl+G", checkable=True),
    *choices(
        "height_mode",
        "View/Heights",
        (
            ("auto", "Fit what is in sight"),
            ("locked", "Locked"),
            ("log", "Logarithmic"),
        ),
    ),
    *choices("colour_map", "View/Colours", ((name, name) for name in COLOUR_MAPS)),
    *choices(
        "layout",
        "View/Curves",
        (("grid", "A panel each"), ("overlay", "Three in a panel")),
    ),
    Command("shared_y", "One scale for all", "View/Curves", checkable=True, section=True),
    Command("log_loss", "Logarithmic losses", "View/Loss history", checkable=True),
    Command("accuracy", "Accuracies", "View/Loss history", checkable=True),
    *(Command(f"panel:{name}", text, "View/Panels", checkable=True) for name, text in PANELS),
    *choices(
        "theme",
        "View/Theme",
        (("system", "As the system"), ("dark", "Dark"), ("light", "Light")),
    ),
    Command("larger_text", "Larger text", "View", "Ctrl++", also="Ctrl+=", section=True),
    Command("smaller_text", "Smaller text", "View", "Ctrl+-"),
    Command("full_screen", "Full screen", "View", "F11", checkable=True),
)
_NETWORK = (
    *choices(
        "network", "Network/Network", ((n.name, f"{n.name}: {n.words}") for n in NETWORKS.values())
    ),
    *choices("dataset", "Network/Data", ((s.name, s.words) for s in SOURCES.values())),
    *choices("device", "Network/Device", DEVICES),
    *choices("precision", "Network/Precision", ((name, name) for name in PRECISIONS)),
    *choices("directions", "Network/Directions", ((kind, kind) for kind in KINDS)),
    *choices(
        "planes",
        "Network/Planes",
        ((n, f"{n} planes" if n > 1 else "1 plane") for n in range(1, MAX_PLANES + 1)),
    ),
    *choices("axes", "Network/Axes", ((n, f"{n} axes") for n in AXES)),
)
_HELP = (
    Command("help", "Keys and controls", "Help", "F1", does=window_actions.ToggleHelp()),
    Command("how_it_works", "How it works", "Help", "Shift+F1"),
    Command("controllers", "Controllers …", "Help", "Ctrl+,", section=True),
    Command("palette", "Find a command …", "Help", "Ctrl+K", section=True),
    Command("about", "About Human Descent", "Help", section=True),
)

COMMANDS: tuple[Command, ...] = (*_FILE, *_DESCENT, *_VIEW, *_NETWORK, *_HELP)
