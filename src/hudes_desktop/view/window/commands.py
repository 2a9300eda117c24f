"""The commands of the whole window, and the order in which those of its parts follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from hudes_desktop.inputs.bindings.action_table import OURS
from hudes_desktop.inputs.bindings.window_actions import ToggleHelp
from hudes_desktop.options import OPTIONS, InMenu, OptionSpec
from hudes_desktop.store.setting_rules import NAMES, SWITCH, Rule, number_within, one_of
from hudes_desktop.view.curves.commands import COMMANDS as CURVES
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.choices import DEFAULT_TEXT_PX, MOTION, TEXT_PX, THEMES
from hudes_desktop.view.kit.command import Command, Row, commands_of
from hudes_desktop.view.landscape.commands import COMMANDS as LANDSCAPE
from hudes_desktop.view.panels.commands import COMMANDS as LOSSES

if TYPE_CHECKING:
    from hudes_desktop.view.panels.spec import PanelSpec

_MODES = {"planes": "Surfaces (3-D)", "lines": "Curves, one an axis (1-D)"}
_SCALES = {1: "As on the screen", 2: "Twice as many pixels a side", 4: "Four times as many"}
_FILE: tuple[Row, ...] = (
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
        lambda to: to.saver.save_picture(to.window.centre.shown_view),
        icon="picture",
    ),
    OptionSpec(
        "picture_scale",
        1,
        "size of the pictures that are saved",
        Rule("1, 2 or 4", lambda value: type(value) is int and value in _SCALES, parse=int),
        _SCALES.items(),
        InMenu("File/Pictures and films"),
        section="window",
    ),
    OptionSpec(
        "picture_footer",
        True,
        "Footer with seed, network and losses",
        SWITCH,
        menu=InMenu("File/Pictures and films", section=True),
        section="window",
    ),
    Command(
        "save_losses",
        "Save the losses as CSV …",
        "File",
        "Ctrl+E",
        lambda to: to.saver.save_losses(),
        section=True,
        icon="table",
    ),
    Command(
        "save_plane",
        "Save the values of the selected plane …",
        "File",
        "Ctrl+Shift+E",
        lambda to: to.saver.save_values(every=False),
        mode="planes",
    ),
    Command(
        "save_values",
        "Save the values of all planes or curves …",
        "File",
        handler=lambda to: to.saver.save_values(every=True),
    ),
    OptionSpec(
        "ask_before_leaving",
        True,
        "Ask before a descent is left",
        SWITCH,
        menu=InMenu("File"),
        apply=lambda to, on: to.leaving.set_on(on),
        section="window",
    ),
    *commands_of(OURS, "File"),
)
_DESCENT = commands_of(OURS, "Descent")
_MODE = (
    OptionSpec(
        "mode",
        "planes",
        "what is shown",
        one_of(_MODES),
        _MODES.items(),
        InMenu("View", shortcuts=("Ctrl+1", "Ctrl+2")),
        lambda to, mode: to.show_mode(mode),
        "window",
    ),
)
_LOOK: tuple[Row, ...] = (
    OptionSpec(
        "theme",
        "system",
        "colours of the window",
        one_of(THEMES),
        THEMES.items(),
        InMenu("View/Theme"),
        lambda to, _: to.dress(),
        "window",
    ),
    OptionSpec(
        "font_px",
        DEFAULT_TEXT_PX,
        "size of the body text",
        number_within(*TEXT_PX, of=" of pixels"),
        apply=lambda to, _: to.dress(),
        section="window",
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
        "default_text",
        "Default size of the text",
        "View",
        "Ctrl+0",
        lambda to: to.choose("window.font_px", DEFAULT_TEXT_PX),
    ),
    OptionSpec(
        "reduced_motion",
        "system",
        "whether nothing moves by itself",
        one_of(MOTION),
        MOTION.items(),
        InMenu("View/Reduced motion"),
        lambda _, choice: motion.choose(choice),
        "window",
    ),
    Command(
        "full_screen",
        "Full screen",
        "View",
        "F11",
        lambda to, on: to.window.show_full_screen(on),
        checkable=True,
    ),
    *commands_of((spec for spec in OURS if spec.group == "program"), "View"),
)
_LAYOUT: tuple[Row, ...] = (
    Command(
        "reset_layout",
        "Reset the layout",
        "View/Panels",
        handler=lambda to: to.layout.reset(),
        section=True,
    ),
    OptionSpec(
        "locked",
        False,
        "Lock the panels",
        SWITCH,
        menu=InMenu("View/Panels"),
        apply=lambda to, on: to.layout.lock(on),
        section="window",
    ),
)
_NETWORK = (
    Command("open_network", "Open …", "Network", "Ctrl+O", lambda to: to.network_wanted.emit()),
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


Part = tuple[Sequence[Row], Callable[[Any], object]]


def parts(panels: Iterable[PanelSpec]) -> list[Part]:
    """Commands and options in the order of menus and palette, and for each lot of them the part of
    CommandHandlers that carries them out; among them one for each panel, to show or hide it."""
    return [
        (_FILE, _all),
        (_DESCENT, _all),
        (_MODE, _all),
        (LANDSCAPE, lambda to: to.window.landscape),
        (CURVES, lambda to: to.window.lines),
        (LOSSES, lambda to: to.chart),
        ([_panel(spec) for spec in panels], _all),
        (_LAYOUT, _all),
        (_LOOK, _all),
        (_NETWORK, _all),
        (OPTIONS, lambda to: to.frame_loop),
        (_HELP, _all),
    ]


LEFT = (
    OptionSpec("export_folder", "", section="window"),
    OptionSpec("geometry", "", section="window"),
    OptionSpec("state", "", section="window"),
    OptionSpec(
        "opened", (), "networks of the user's own, the last one first", NAMES, section="window"
    ),
    OptionSpec("hidden", (), "panels that aren't shown", NAMES, section="window"),
    OptionSpec("unfolded", (), "parts of panels that are unfolded", NAMES, section="window"),
)
"""How the window was left: what Qt saves of it and of its splitters, as base64 text; networks to
choose again; names of panels and of their parts; and the folder that the last file was saved in."""


def all_options() -> list[OptionSpec]:
    """Everything that can stand in the settings."""
    rows = (row for rows, _ in parts(()) for row in rows)
    return [*LEFT, *(row for row in rows if isinstance(row, OptionSpec))]
