import ast
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from command_table import COMMANDS
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QImage, QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from hudes_desktop.descent.actions import Undo
from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import WingAction
from hudes_desktop.inputs.profiles.file import load, parse
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.commands.menus import Commands, plain_text, sequence_of
from hudes_desktop.view.kit.command import Command, commands_of
from hudes_desktop.view.kit.theme import DARK, LIGHT

SHIPPED = ("keyboard_3d.toml", "keyboard_1d.toml")


def profile(name: str) -> Profile:
    return load(controllers_dir() / name)


@pytest.fixture
def done() -> list[tuple[object, ...]]:
    """What the handlers were called with."""
    return []


@pytest.fixture
def commands(qtbot: QtBot, done: list[tuple[object, ...]]) -> Commands:
    """The commands of an open window, with the 3-D keyboard."""
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Commands(window, print)
    made.add(carried_out_by(done, command) for command in COMMANDS)
    made.set_profile(profile(SHIPPED[0]))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return made


def carried_out_by(done: list[tuple[object, ...]], command: Command) -> Command:
    """The same command, but all it does is to be in the list."""
    name = command.group or command.name
    return replace(command, handler=lambda _to, *given: done.append((name, *given)))


def shortcuts(commands: Commands) -> list[str]:
    return [key.toString() for action in commands.actions() for key in action.shortcuts()]


@pytest.mark.parametrize("name", SHIPPED)
def test_no_key_has_two_meanings(commands: Commands, name: str) -> None:
    commands.set_profile(profile(name))

    mine = shortcuts(commands)
    assert len(mine) == len(set(mine)) > 15
    theirs = {sequence_of(str(binding.control.name)) for binding in profile(name).bindings}
    assert not theirs & {QKeySequence(key) for key in mine}
    assert not {QKeySequence(f"Alt+{menu[0]}") for menu in ("File", "Descent", "View")} & theirs


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_profiles_leave_every_key_that_a_command_alone_has(
    commands: Commands, name: str
) -> None:
    commands.set_profile(profile(name))

    for command in COMMANDS:
        if command.shortcut and command.does is None:
            assert commands.action(command.name).shortcut() == QKeySequence(command.shortcut)


def test_a_key_of_the_profile_is_a_hint_and_no_shortcut(commands: Commands) -> None:
    assert commands.action("undo").shortcut().isEmpty()
    assert commands.action("undo").text() == "Undo\tCtrl+Z"
    assert commands.hint("undo") == "Ctrl+Z"
    assert commands.hint("next_subspace") == "Space"
    assert commands.hint("smaller_step") == "["
    assert commands.hint("palette") == "Ctrl+K"
    assert commands.hint("quit") == "Ctrl+Q"
    assert commands.hint("about") == ""


def test_without_a_profile_the_commands_have_their_own_keys(commands: Commands) -> None:
    commands.set_profile(None)

    assert commands.action("undo").shortcut() == QKeySequence("Ctrl+Z")
    assert commands.action("undo").text() == "Undo"


def test_a_profile_of_the_user_takes_a_key_from_a_command(
    commands: Commands, tmp_path: Path, done: list[tuple[object, ...]]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'schema = 1\nname = "Mine"\ndevice = "keyboard"\n'
        '[[binding]]\ncontrol = "Ctrl+K"\naction = "Undo"\n'
    )
    commands.set_profile(load(file))

    QTest.keyClick(commands.parent(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert done == []
    assert commands.hint("undo") == "Ctrl+Z"


def test_shortcuts_reach_the_handlers(
    commands: Commands, qtbot: QtBot, done: list[tuple[object, ...]]
) -> None:
    window = commands.parent()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.waitUntil(window.isActiveWindow)
    for key, modifiers in (
        (Qt.Key.Key_K, control),
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_2, control),
        (Qt.Key.Key_Equal, control),
    ):
        QTest.keyClick(window, key, modifiers)

    assert done == [
        ("palette",), ("top_view", True), ("top_view", False), ("mode", "lines"), ("larger_text",),
    ]  # fmt: skip


def test_shortcuts_work_without_a_menu_bar(
    commands: Commands, qtbot: QtBot, done: list[tuple[object, ...]]
) -> None:
    window = commands.parent()
    qtbot.waitUntil(window.isActiveWindow)
    window.menuBar().hide()

    QTest.keyClick(window, Qt.Key.Key_F11)

    assert done == [("full_screen", True)]


def test_of_a_group_one_is_on_and_the_handler_gets_its_value(
    commands: Commands, done: list[tuple[object, ...]]
) -> None:
    commands.set_choice("planes", 3)
    assert done == []
    assert commands.choice("planes") == 3

    commands.action("planes:5").trigger()

    assert done == [("planes", 5)]
    assert not commands.action("planes:3").isChecked()
    commands.set_choice("axes", 7)
    assert commands.choice("axes") is None


def test_showing_a_state_calls_nobody(commands: Commands, done: list[tuple[object, ...]]) -> None:
    commands.set_checked("wireframe", True)
    commands.set_checked("shared_y", True)

    assert commands.action("wireframe").isChecked()
    assert done == []


def test_a_group_can_be_disabled_and_does_nothing_then(
    commands: Commands, done: list[tuple[object, ...]]
) -> None:
    commands.set_enabled("device", False)
    commands.set_enabled("undo", False)

    commands.action("device:cpu").trigger()
    commands.action("undo").trigger()

    assert done == []


def test_a_command_can_stand_below_another_one(commands: Commands) -> None:
    row = Command("redo_all", "Redo all", "Descent", handler=print, after="redo", section=True)
    commands.add([row, Command("last", "The last", "Descent", handler=print)])

    menu = commands.action("redo").associatedObjects()
    entries = next(each for each in menu if isinstance(each, QMenu)).actions()
    texts = ["-" if entry.isSeparator() else plain_text(entry) for entry in entries]
    place = texts.index("Redo")
    assert texts[place : place + 4] == ["Redo", "-", "Redo all", "-"]
    assert texts[-1] == "The last"
    names = [action.objectName() for action in commands.actions()]
    assert names[names.index("redo") + 1] == "redo_all"
    with pytest.raises(ValueError, match="nowhere"):
        commands.add([Command("lost", "Lost", "Descent", handler=print, after="nowhere")])


def test_every_command_is_in_a_menu_once(commands: Commands) -> None:
    found: list[QAction] = []

    def walk(actions: list[QAction]) -> None:
        for action in actions:
            if menu := action.menu():
                walk(menu.actions())
            elif not action.isSeparator():
                found.append(action)

    walk(commands.parent().menuBar().actions())
    assert sorted(each.objectName() for each in found) == sorted(each.name for each in COMMANDS)
    texts = [(command.menu, command.text) for command in COMMANDS]
    assert len(set(texts)) == len(texts)
    assert [plain_text(commands.action(c.name)) for c in COMMANDS] == [c.text for c in COMMANDS]


def test_a_handler_gets_the_part_that_its_rows_were_added_with(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    made, done = [], []
    commands = Commands(window, made.append)
    commands.add([Command("fly", "Fly", "View", handler=lambda to: to.append("flown"))], done)
    commands.add([Command("back", "Back", "View", does=Undo())])

    commands.action("fly").trigger()
    commands.action("back").trigger()

    assert (done, made) == (["flown"], [Undo()])


@dataclass(frozen=True, slots=True)
class Ring(WingAction):
    """Ring a bell."""


def test_the_row_of_an_action_is_its_command_too(qtbot: QtBot) -> None:
    spec = ActionSpec("ring", "ring the bell", menu="View", key="J", type=Ring, group="program")
    ACTIONS.add(spec)
    try:
        window = QMainWindow()
        qtbot.addWidget(window)
        made: list[object] = []
        commands = Commands(window, made.append)
        commands.add(commands_of([spec]))
        assert commands.action("ring").text() == "Ring the bell"
        assert commands.action("ring").shortcut() == QKeySequence("J")
        mine = 'schema = 2\nname = "Mine"\ndriver = "keyboard"\n'
        binding = '[[binding]]\ncontrol = "J"\naction = "Ring"\n'
        commands.set_profile(parse(mine + binding, Path("mine.toml")))
        assert (commands.action("ring").shortcut(), commands.hint("ring")) == (QKeySequence(), "J")
        commands.action("ring").trigger()
        assert made == [Ring()]
    finally:
        ACTIONS.remove(spec)


def test_a_key_is_a_hint_for_the_same_direction_by_another_amount(commands: Commands) -> None:
    text = """schema = 2
name = "Mine"
driver = "keyboard"
binding = [
    { control = "J", action = "Zoom", args = { factor = 0.25 } },
    { control = "K", action = "SgdStep", args = { count = 7 } },
]
"""
    commands.set_profile(parse(text, Path("mine.toml")))
    assert (commands.hint("zoom_out"), commands.hint("zoom_in")) == ("J", "")
    assert commands.hint("sgd_step") == ""


def test_a_command_that_nobody_carries_out_is_a_slip_of_the_program(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    commands = Commands(window, print)
    with pytest.raises(ValueError, match="nobody carries out 'fly'"):
        commands.add([Command("fly", "Fly", "View")])
    fly = Command("fly", "Fly", "View", handler=print)
    with pytest.raises(ValueError, match="two commands 'fly'"):
        commands.add([fly, fly])


def test_a_command_of_one_mode_can_not_be_chosen_in_the_other(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    commands = Commands(window, print)
    commands.add(
        Command(mode or "both", mode or "both", "View", handler=print, mode=mode)
        for mode in ("planes", "lines", None)
    )

    commands.set_mode("lines")

    assert [a.objectName() for a in commands.actions() if a.isEnabled()] == ["lines", "both"]


def test_icons_have_the_colours_of_the_theme(commands: Commands) -> None:
    def picture() -> QImage:
        return commands.action("undo").icon().pixmap(32, 32).toImage()

    commands.set_theme(DARK)
    dark = picture()
    commands.set_theme(LIGHT)

    assert not dark.isNull()
    assert picture() != dark
    assert commands.action("about").icon().isNull()


def test_a_network_and_a_data_set_are_one_row_each() -> None:
    code = """
import sys
from hudes_desktop.data import sources
from hudes_desktop.nets import zoo

def wide():
    from torch import nn
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.Tanh(), nn.Linear(20, 10))

zoo.NETWORKS["wide"] = zoo.Architecture("wide", "784-20-10 with tanh", wide)
sources.SOURCES["dots"] = sources.Source("dots", "Dots and dashes", "Dots", ("0", "1"), 0.5, 0.5)

from hudes_desktop import cli
from hudes_desktop.options import OPTIONS
from hudes_desktop.view.kit.command import commands_for

commands = [command for option in OPTIONS for command in commands_for(option, print)]
print({c.name: c.text for c in commands if c.value in ("wide", "dots")})
assert "torch" not in sys.modules
print(zoo.build("wide").initial().shape[0])
cli.main(["--help"])
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    commands, size, *usage = ended.stdout.splitlines()
    assert ast.literal_eval(commands) == {
        "network:wide": "wide: 784-20-10 with tanh",
        "dataset:dots": "Dots and dashes",
    }
    assert int(size) == 785 * 20 + 21 * 10
    assert "fc200 or wide" in " ".join(usage)
    assert "kmnist or dots" in " ".join(usage)
