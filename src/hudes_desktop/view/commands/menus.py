"""Makes a QAction of every command, puts them in the menus and hands them to who carries them out.

A key belongs either to a menu or to the keyboard's profile. Where the profile binds a key, no
command has it as its shortcut; the menu only says it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction, QActionGroup, QKeySequence
from PyQt6.QtWidgets import QMainWindow, QMenu

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS, split
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.view.kit import icons
from hudes_desktop.view.kit.command import Command, menu_title
from hudes_desktop.view.kit.theme import Theme

MENUS = ("File", "Descent", "View", "Network", "Help")

_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}
_HINT = "\t"  # what follows it in a menu's text is drawn where shortcuts are, and is none


class Commands(QObject):
    """The commands of a window, which it owns.

    do: carries out the actions that commands make.
    """

    def __init__(self, window: QMainWindow, do: Callable[[Intent], object]) -> None:
        super().__init__(window)
        self._window = window
        self._do = do
        self._commands: dict[str, Command] = {}
        self._handlers: dict[str, Callable[..., object]] = {}
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._menus: dict[str, QMenu] = {}
        self._bindings: list[Binding] = []
        self._taken: set[QKeySequence] = set()
        for title in MENUS:
            self._menu(title)

    def add(self, rows: Iterable[Command], to: object = None) -> None:
        """Put commands into their menus; `to` is whom their handlers get.

        Raises ValueError for a name that is taken already, for a command without handler that makes
        no action, and for one that is to stand below a command that there isn't.
        """
        for command in rows:
            if command.after and command.after not in self._commands:
                raise ValueError(f"there is no command {command.after!r}")
            if command.name in self._commands:
                raise ValueError(f"there are two commands {command.name!r}")
            if command.handler is not None:
                self._handlers[command.name] = partial(command.handler, to)
            elif command.does is not None:
                self._handlers[command.name] = partial(self._do, command.does)
            else:
                raise ValueError(f"nobody carries out {command.name!r}")
            self._commands[command.name] = command
            self._add(command)
            self._give_key(command)

    def action(self, name: str) -> QAction:
        """The action of a command. Raises KeyError for a name that no command has."""
        return self._actions[name]

    def command_of(self, action: QAction) -> Command:
        """The command that an action is of."""
        return self._commands[action.objectName()]

    def actions(self) -> list[QAction]:
        """All of them, in the order of the menus."""
        return list(self._actions.values())

    def hint(self, name: str) -> str:
        """The key to press, from the menu or from the profile, as people read it; or ""."""
        action = self._actions[name]
        own = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return own or action.text().partition(_HINT)[2]

    def set_enabled(self, name: str, on: bool) -> None:
        """Let a command, or a whole group of choices, be chosen or not."""
        for each in self._of(name):
            self._actions[each].setEnabled(on)

    def set_checked(self, name: str, on: bool) -> None:
        """Show that a checkable command is on or off, without calling its handler."""
        self._actions[name].setChecked(on)

    def set_choice(self, group: str, value: object) -> None:
        """Show which value of a group is on, without calling its handler; none if it has no such.

        Raises KeyError for a group that there isn't.
        """
        actions = self._groups[group]
        # An exclusive group would not let its last one go.
        actions.setExclusive(False)
        for action in actions.actions():
            action.setChecked(False)
        actions.setExclusive(True)
        for action in actions.actions():
            if self.command_of(action).value == value:
                action.setChecked(True)

    def choice(self, group: str) -> str | int | None:
        """The value of a group that is on."""
        checked = self._groups[group].checkedAction()
        return self.command_of(checked).value if checked else None

    def set_profile(self, profile: Profile | None) -> None:
        """Give the keys that `profile` binds to it, and all others to the commands."""
        self._bindings = [b for b in profile.bindings if b.control.kind == "key"] if profile else []
        self._taken = {sequence_of(str(binding.control.name)) for binding in self._bindings}
        for command in self._commands.values():
            self._give_key(command)

    def set_mode(self, mode: Mode) -> None:
        """Let those be chosen that are about what is shown."""
        for command in self._commands.values():
            if command.mode is not None:
                self._actions[command.name].setEnabled(command.mode == mode)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for command in self._commands.values():
            if command.icon:
                self._actions[command.name].setIcon(icons.icon(command.icon, theme))

    def _give_key(self, command: Command) -> None:
        keys = [QKeySequence(key) for key in (command.shortcut, command.also) if key]
        free = [key for key in keys if key not in self._taken]
        action = self._actions[command.name]
        action.setShortcuts(free)
        hint = "" if free else _key_for(command, self._bindings)
        text = _escaped(command.text)
        action.setText(f"{text}{_HINT}{hint}" if hint else text)

    def _of(self, name: str) -> list[str]:
        if name in self._groups:
            return [action.objectName() for action in self._groups[name].actions()]
        return [name]

    def _add(self, command: Command) -> None:
        action = QAction(_escaped(command.text), self)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        action.setMenuRole(_ROLES.get(command.name, QAction.MenuRole.NoRole))
        action.setAutoRepeat(False)
        if command.group is not None:
            group = self._groups.get(command.group)
            if group is None:
                group = self._groups[command.group] = QActionGroup(self)
            group.addAction(action)
        action.triggered.connect(self._carry_out)
        menu = self._menu(command.menu)
        before = self._below(menu, command.after)
        if command.section:
            menu.insertSeparator(before)
        menu.insertAction(before, action)
        # In full screen there may be no menu bar, and its shortcuts would go with it.
        self._window.addAction(action)
        entries = list(self._actions.items())
        place = list(self._actions).index(command.after) + 1 if command.after else len(entries)
        entries.insert(place, (command.name, action))
        self._actions = dict(entries)

    def _below(self, menu: QMenu, name: str | None) -> QAction | None:
        """What stands in a menu below a command; None for the end."""
        entries = menu.actions()
        place = entries.index(self._actions[name]) + 1 if name else len(entries)
        return entries[place] if place < len(entries) else None

    def _menu(self, path: str) -> QMenu:
        """The menu of an id, "View" or "View/Theme", made at first."""
        menu = self._menus.get(path)
        if menu is None:
            above, title = path.rpartition("/")[0], menu_title(path)
            bar = self._window.menuBar()
            assert bar is not None
            menu = self._menu(above).addMenu(title) if above else bar.addMenu(f"&{title}")
            assert menu is not None
            menu.setAccessibleName(title)
            menu.setToolTipsVisible(True)
            self._menus[path] = menu
        return menu

    def _carry_out(self, checked: bool) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        command = self.command_of(action)
        handler = self._handlers[command.name]
        if command.group is not None:
            handler(command.value)
        elif command.checkable:
            handler(checked)
        else:
            handler()


def sequence_of(key: str) -> QKeySequence:
    """The shortcut that a key's name in a profile would be; empty for Shift and the like."""
    modifiers, base = split(key)
    if base in MODIFIER_KEYS:
        return QKeySequence()
    return QKeySequence("+".join([*modifiers, base]))


def _key_for(command: Command, bindings: Sequence[Binding]) -> str:
    """The first key of the profile that does what the command does."""
    if command.does is None:
        return ""
    keys = KeyChoice(LAYOUT, bindings)
    return next(
        (
            keys.shown(str(binding.control.name))
            + (f" ({binding.hold:g} s)" if binding.hold else "")
            for binding in bindings
            if _alike(binding.action, command.does)
        ),
        "",
    )


def _alike(one: Intent, other: Intent) -> bool:
    """Equal, or in the same direction by another amount."""
    spec = ACTIONS.of(one)
    if spec is not ACTIONS.of(other):
        return False
    direction = spec.variant_of(one)
    return one == other or (direction is not spec and direction is spec.variant_of(other))


def _escaped(text: str) -> str:
    """A menu takes & for the mark of a mnemonic."""
    return text.replace("&", "&&")


def plain_text(action: QAction) -> str:
    """What an action's text says, without the hint and the marks for menus."""
    return action.text().partition(_HINT)[0].replace("&&", "\0").replace("&", "").replace("\0", "&")
