"""Without a mouse every command can be reached, and everything in sight has a name."""

from collections.abc import Iterator

import pytest
from open_program import open_program
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hudes_desktop import app
from hudes_desktop.view.commands.menus import MENUS, Commands, plain_text

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of commands that were triggered; only what is about panels is obeyed."""
    triggered: list[str] = []
    original = Commands._carry_out

    def carry_out(self: Commands, checked: bool) -> None:
        name = self.sender().objectName()
        triggered.append(name)
        if name.startswith(("palette", "panel:")):
            original(self, checked)

    monkeypatch.setattr(Commands, "_carry_out", carry_out)
    return triggered


@pytest.fixture
def program(qtbot: QtBot, done: list[str]) -> Iterator[app.Program]:
    """The program in an active window, its engine not started."""
    with open_program(qtbot) as made:
        made.window.setFocus()
        yield made


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key of the keyboard, wherever that is now."""
    popup = QApplication.activePopupWidget()
    QTest.keyClick(popup or QApplication.focusWidget(), key, modifiers)


@pytest.mark.parametrize("mode", ["planes", "lines"])
def test_the_palette_reaches_every_command(
    program: app.Program, done: list[str], mode: str
) -> None:
    program.handlers.choose("window.mode", mode)
    commands = program.handlers.commands
    wanted = [a for a in commands.actions() if a.isEnabled() and a.objectName() != "palette"]
    assert len(wanted) > 60
    texts = [plain_text(action).removesuffix(" …") for action in wanted]
    for action, text in zip(wanted, texts, strict=True):
        press(Qt.Key.Key_K, CONTROL)
        done.clear()
        # Where two say the same, the menu that they are in tells them apart.
        menu = commands.command_of(action).menu if texts.count(text) > 1 else ""
        QTest.keyClicks(QApplication.focusWidget(), f"{menu.rpartition('/')[2]} {text}".strip())
        press(Qt.Key.Key_Return)
        assert done == [action.objectName()]
        assert QApplication.focusWidget() is program.window


def test_whatever_is_disabled_in_one_mode_is_there_in_the_other(program: app.Program) -> None:
    enabled: set[str] = set()
    for mode in ("planes", "lines"):
        program.handlers.choose("window.mode", mode)
        enabled |= {a.objectName() for a in program.handlers.commands.actions() if a.isEnabled()}
    assert enabled == {action.objectName() for action in program.handlers.commands.actions()}


def walked(menu: QMenu) -> list[QAction]:
    """The actions that the arrow keys come by in an open menu and in those below it."""
    found: list[QAction] = []
    press(Qt.Key.Key_Home)
    while (action := menu.activeAction()) not in (None, *found):
        assert action is not None
        found.append(action)
        below = action.menu()
        if below is not None:
            press(Qt.Key.Key_Right)
            assert QApplication.activePopupWidget() is below
            found += walked(below)
            press(Qt.Key.Key_Left)
            assert QApplication.activePopupWidget() is menu
        press(Qt.Key.Key_Down)
    return found


def test_menus_open_by_their_letters_and_arrows_reach_every_command(
    program: app.Program, done: list[str]
) -> None:
    heard: list[str] = []
    program.window.key_pressed.connect(heard.append)
    found: list[str] = []
    for title in MENUS:
        press(Qt.Key[f"Key_{title[0]}"], ALT)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.accessibleName() == title
        found += [action.objectName() for action in walked(menu) if action.menu() is None]
        press(Qt.Key.Key_Escape)
        if QApplication.activePopupWidget() is None:
            press(Qt.Key.Key_Escape)  # the menu bar, too, gives the keyboard back
        assert QApplication.activePopupWidget() is None
    enabled = [a.objectName() for a in program.handlers.commands.actions() if a.isEnabled()]
    assert sorted(found) == sorted(enabled)
    # Arrows in a menu turn no view.
    assert not {name for name in heard if not name.startswith(("Alt", "Escape"))}
    heard.clear()
    press(Qt.Key.Key_W)
    assert heard == ["W"]


def test_a_menu_s_command_is_carried_out_by_return(program: app.Program, done: list[str]) -> None:
    press(Qt.Key.Key_D, ALT)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert done == ["undo"]
    assert QApplication.focusWidget() is program.window


def test_a_panel_behind_another_comes_to_the_front_and_only_then_goes(
    program: app.Program,
) -> None:
    def choose() -> tuple[bool, bool]:
        press(Qt.Key.Key_K, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "mistakes")
        press(Qt.Key.Key_Return)
        QTest.qWait(20)
        ticked = program.handlers.commands.action("panel:mistakes").isChecked()
        return not program.window.docks["mistakes"].visibleRegion().isEmpty(), ticked

    program.window.docks["examples"].raise_()
    QTest.qWait(20)
    assert choose() == (True, True)
    assert choose() == (False, False)
    assert choose() == (True, True)


def interactive(window: QWidget) -> Iterator[QWidget]:
    """What can be seen in a window and be used, or is painted by us."""
    for widget in window.findChildren(QWidget):
        area = widget.parentWidget()
        viewport = isinstance(area, QAbstractScrollArea) and area.viewport() is widget
        if not widget.isVisible() or viewport:
            continue
        ours = any(
            each.__module__.startswith("hudes_desktop") and "paintEvent" in vars(each)
            for each in type(widget).__mro__
        )
        used = isinstance(widget, QAbstractButton | QAbstractItemView | QComboBox | QLineEdit)
        if ours or used or widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def spoken(widget: QWidget) -> str:
    """What a screen reader is given as the name: PyQt has no QAccessible to ask for it."""
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    title = widget.windowTitle() if widget.isWindow() else ""
    return widget.accessibleName() or own or title


@pytest.mark.parametrize(
    "shown",
    ["planes", "lines", "help", "how it works", "palette", "controllers"],
)
def test_everything_has_a_name(program: app.Program, shown: str) -> None:
    window = program.window
    show = {
        "lines": lambda: program.handlers.choose("window.mode", "lines"),
        "help": window.toggle_help,
        "how it works": window.toggle_how_it_works,
        "palette": program.handlers.palette.toggle,
        "controllers": program.controllers.toggle,
    }
    show.get(shown, lambda: None)()
    docks = [window.docks[name] for name in window.docks.names()]
    nameless, seen = set(), set()
    for dock in docks:
        dock.raise_()
        QTest.qWait(1)
        for widget in (window, *interactive(window)):
            seen.add(widget)
            if not spoken(widget):
                parent = widget.parentWidget()
                nameless.add(f"{type(widget).__name__} of {type(parent).__name__}")
    assert not nameless
    assert len(seen) > 2 * len(docks)
