"""A command: its words, menu, key and icon, and beside them who carries it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.options import Choice, OptionSpec
from hudes_desktop.words import of_row, sentence

Handler = Callable[..., object]
"""Gets the part of the window that the rows were added with. After it comes True or False for a
checkable command, and the value for a choice."""


@dataclass(frozen=True)
class Command:
    """One entry of a menu and of the palette.

    Attributes:
        name: unique; for a choice, "group:value". Its words have the id "command.NAME".
        words: in English, unique within its menu; empty for those of the action that it makes.
        menu: the id of a menu, "View", or "View/Theme" for a submenu; see menu_title.
        handler: see Handler; None for a command that makes an action.
        does: the action that it makes. The key that the keyboard's profile gives to it is shown in
            the menu.
        shortcut: its key as Qt writes it, unless the keyboard's profile binds that key.
        also: a second key that is the same to the hand (Ctrl+= is Ctrl++ without Shift).
        checkable: it is on or off.
        group, value: a choice: one of the commands of a group is on.
        section: a line is drawn above it.
        icon: a name in assets/icons.
        mode: it can be chosen only while surfaces ("planes"), or curves ("lines"), are shown.
        after: the command of the same menu below which it stands; None for the end.
    """

    name: str
    words: str
    menu: str
    shortcut: str | None = None
    handler: Handler | None = None
    does: Intent | None = None
    also: str | None = None
    checkable: bool = False
    group: str | None = None
    value: str | int | None = None
    section: bool = False
    icon: str = ""
    mode: Mode | None = None
    after: str | None = None

    @property
    def text(self) -> str:
        """What people read."""
        if self.does is not None and not self.words:
            spec = ACTIONS.of(self.does)
            message = spec.variant_of(self.does).message(**spec.values(self.does))
            return sentence(message.key, **dict(message.values))
        return of_row(f"command.{self.name}", self.words)


def menu_title(menu: str) -> str:
    """What people read of a menu: the words of the id "menu.MENU", in English its last part."""
    return of_row(f"menu.{menu}", menu.rpartition("/")[2])


def commands_of(actions: Iterable[ActionSpec], menu: str = "") -> tuple[Command, ...]:
    """The commands of those actions that have an entry in a menu, or in that one."""
    return tuple(
        Command(
            variant.id,
            "",
            variant.menu,
            variant.key,
            does=spec.once(variant),
            section=variant.section,
            icon=variant.icon,
            mode=spec.mode,
        )
        for spec in actions
        for variant in spec.variants()
        if variant.menu and menu in ("", variant.menu)
    )


def choices(
    group: str,
    menu: str,
    values: Iterable[Choice],
    handler: Handler,
    shortcuts: tuple[str, ...] = (),
    section: bool = False,
    mode: Mode | None = None,
) -> tuple[Command, ...]:
    """One exclusive command for each (value, text)."""
    keys = dict(enumerate(shortcuts))
    return tuple(
        Command(
            f"{group}:{value}",
            text,
            menu,
            keys.get(index),
            handler,
            checkable=True,
            group=group,
            value=value,
            section=section and index == 0,
            mode=mode,
        )
        for index, (value, text) in enumerate(values)
    )


def name_of(option: OptionSpec) -> str:
    """What the commands of an option are called: the name of a switch, the group of choices."""
    own = option.name if option.section in ("", "window") else option.key
    return option.menu.group or own if option.menu is not None else own


def commands_for(option: OptionSpec, handler: Handler) -> tuple[Command, ...]:
    """The commands by which an option is chosen: one for each choice, or one for a switch."""
    menu = option.menu
    if menu is None:
        return ()
    if offered := option.offered():
        return choices(
            name_of(option), menu.path, offered, handler, menu.shortcuts, menu.section, menu.mode
        )
    return (
        Command(
            name_of(option),
            option.words,
            menu.path,
            next(iter(menu.shortcuts), None),
            handler,
            checkable=True,
            section=menu.section,
            mode=menu.mode,
        ),
    )


Row = Command | OptionSpec
"""Of a table of commands: an option stands where its commands are to be."""
