from dataclasses import replace

import pytest
from command_table import COMMANDS
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetrics
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.commands.menus import Commands
from hudes_desktop.view.commands.palette import Palette
from hudes_desktop.view.commands.palette_search import Entry, found
from hudes_desktop.view.kit.command import Command
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.window.main_window import MainWindow


@pytest.fixture
def done() -> list[tuple[object, ...]]:
    return []


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot, done: list[tuple[object, ...]]) -> Palette:
    """The palette of an active window, closed."""
    made: list[Palette] = []

    def carry_out(command: Command, *given: object) -> None:
        if command.name == "palette":
            made[0].toggle()
        else:
            done.append((command.group or command.name, *given))

    commands = Commands(window, print)
    for command in COMMANDS:
        commands.add([replace(command, handler=carry_out)], command)
    commands.set_profile(load(controllers_dir() / "keyboard_3d.toml"))
    made.append(Palette(window, commands))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    made[0].commands = commands
    return made[0]


def press(*keys: str | Qt.Key) -> None:
    """Type texts and press keys where the keyboard is."""
    for key in keys:
        to = QApplication.focusWidget()
        QTest.keyClicks(to, key) if isinstance(key, str) else QTest.keyClick(to, key)


def open_by_key() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_found_and_carried_out_by_keyboard_alone(
    palette: Palette, window: MainWindow, done: list[tuple[object, ...]]
) -> None:
    open_by_key()
    assert palette.isVisible()
    press("lenet", Qt.Key.Key_Return)

    assert done == [("network", "lenet")]
    assert not palette.isVisible()
    assert QApplication.focusWidget() is window


def test_arrows_choose_and_go_round(palette: Palette, done: list[tuple[object, ...]]) -> None:
    open_by_key()
    press("batch")
    names = palette.shown()
    assert len(names) > 3

    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)

    last = next(command for command in COMMANDS if command.text == names[-1])
    assert done == [(last.name,)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_K])
def test_it_closes_without_doing_anything(
    palette: Palette, window: MainWindow, done: list[tuple[object, ...]], key: Qt.Key
) -> None:
    open_by_key()
    press("reset")
    if key == Qt.Key.Key_K:
        open_by_key()
    else:
        press(key)

    assert not palette.isVisible()
    assert QApplication.focusWidget() is window
    assert done == []


def test_it_closes_when_the_keyboard_goes_elsewhere(palette: Palette, window: MainWindow) -> None:
    other = QLineEdit(window)
    other.show()
    open_by_key()

    other.setFocus()

    assert not palette.isVisible()
    assert QApplication.focusWidget() is other


def test_no_key_goes_through_to_the_game(palette: Palette, window: MainWindow) -> None:
    open_by_key()
    heard: list[str] = []
    window.key_pressed.connect(heard.append)

    others = ["Up", "Left", "Home", "Delete", "F5", "Shift", "Tab"]
    press("wasd", *(Qt.Key[f"Key_{name}"] for name in others))

    assert heard == []
    assert palette.isVisible()


def test_letters_that_are_shortcuts_are_typed(
    palette: Palette, done: list[tuple[object, ...]]
) -> None:
    open_by_key()
    press("text")

    assert done == []
    assert palette.shown()[:2] == ["Larger text", "Smaller text"]


def test_what_is_disabled_is_not_listed(palette: Palette) -> None:
    palette.commands.set_enabled("sgd_step", False)
    palette.commands.set_enabled("device", False)

    palette.toggle()

    shown = palette.shown()
    assert "One step of SGD" not in shown
    assert "Processor (cpu)" not in shown
    assert "Undo" in shown
    assert "Find a command …" not in shown
    palette.leave()


def test_every_other_command_is_listed(palette: Palette) -> None:
    palette.toggle()

    assert sorted(palette.shown()) == sorted(c.text for c in COMMANDS if c.name != "palette")
    palette.leave()


def test_nothing_found_is_said_and_enter_does_nothing(
    palette: Palette, done: list[tuple[object, ...]]
) -> None:
    open_by_key()
    press("xyzzy", Qt.Key.Key_Return)

    assert palette.shown() == []
    assert palette.isVisible()
    assert done == []
    press(Qt.Key.Key_Escape)


def test_it_stays_within_a_small_window_with_large_text(
    palette: Palette, window: MainWindow
) -> None:
    theme = replace(DARK, text_px=40)
    window.set_theme(theme)
    palette.set_theme(theme)
    palette.toggle()

    assert window.rect().contains(palette.geometry())
    shown = palette.findChild(QTreeWidget)
    metrics = QFontMetrics(shown.font())
    for item in (shown.topLevelItem(row) for row in range(shown.topLevelItemCount())):
        for column in range(4):
            if not shown.isColumnHidden(column):
                width = metrics.horizontalAdvance(item.text(column))
                assert width < shown.columnWidth(column)
                assert shown.columnViewportPosition(column) + width <= shown.viewport().width()
    palette.leave()


def test_everything_in_it_has_a_name(palette: Palette) -> None:
    named = [w for w in palette.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert named
    assert all(widget.accessibleName() for widget in (palette, *named))


ENTRIES = [
    Entry("a", "View", "Larger text"),
    Entry("b", "View › Theme", "Dark"),
    Entry("c", "Descent", "Reset the descent"),
    Entry("d", "View", "Reset the view"),
    Entry("e", "Network › Network", "lenet: LeNet-5"),
]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "abcde"),
        ("dark", "b"),
        ("theme dark", "b"),
        ("DARK theme", "b"),
        ("reset", "cd"),
        ("view reset", "d"),
        ("rtv", "d"),  # the starts of its words
        ("lene", "e"),
        ("zzz", ""),
        ("dark zzz", ""),
    ],
)
def test_search(query: str, names: str) -> None:
    result = "".join(entry.name for entry in found(query, ENTRIES))
    assert result.startswith(names) if query == "view reset" else result == names


def test_of_texts_that_begin_alike_the_one_that_says_no_more_comes_first() -> None:
    entries = [Entry("1", "View", "Log scale"), Entry("2", "View › Panels", "Log")]
    assert [entry.name for entry in found("log", entries)] == ["2", "1"]


def test_the_start_of_a_text_comes_before_its_middle_and_that_before_the_menu() -> None:
    entries = [Entry("1", "Text", "x"), Entry("2", "", "context"), Entry("3", "", "a text"),
               Entry("4", "", "text")]  # fmt: skip
    assert [entry.name for entry in found("text", entries)] == ["4", "3", "2", "1"]
