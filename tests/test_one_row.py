"""To add an option or a command is one row: command line, settings, menu and palette follow."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from open_program import open_program
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hudes_desktop import app, cli
from hudes_desktop.options import InMenu, Options, OptionSpec, option, rows_of, rules
from hudes_desktop.store.setting_rules import NUMBER, SWITCH
from hudes_desktop.store.settings import load_settings, save_settings, settings_file
from hudes_desktop.view.kit.command import Command
from hudes_desktop.view.window import commands

Opened = Callable[..., app.Program]


@dataclass(frozen=True)
class MoreOptions(Options):
    """The options of the program, and a row more."""

    sparks: int = option(
        3,
        "sparks a step",
        NUMBER,
        choices=[(3, "A few"), (9, "Many")],
        menu=InMenu("View/Sparks"),
    )


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch) -> type[MoreOptions]:
    """Options with a row more, in the place of the program's."""
    monkeypatch.setattr(cli, "Options", MoreOptions)
    for module in (cli, commands):
        monkeypatch.setattr(module, "OPTIONS", rows_of(MoreOptions))
    return MoreOptions


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    """opened(options, settings=…, …): a program in an active window, its engine not started."""
    with ExitStack() as programs:
        yield lambda *options, **more: programs.enter_context(open_program(qtbot, *options, **more))


def texts_in_palette(program: app.Program) -> list[str]:
    program.handlers.palette.toggle()
    shown = program.handlers.palette.shown()
    program.handlers.palette.leave()
    return shown


def test_an_option_of_the_program(
    more: type[MoreOptions],
    opened: Opened,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "--sparks SPARKS" in (usage := capsys.readouterr().out)
    assert "sparks a step (default 3)" in usage

    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("sparks = 9")
    assert load_settings(rules(commands.all_options())) == ({"sparks": 9}, [])
    file.write_text("sparks = true")
    [line] = load_settings(rules(commands.all_options()))[1]
    assert "sparks (must be a whole number)" in line
    file.unlink()

    program = opened(more(batch_size=64, grid_size=11, compile=False))
    assert program.handlers.commands.choice("sparks") == 3
    assert "Many" in texts_in_palette(program)
    program.handlers.commands.action("sparks:9").trigger()
    assert program.options == more(batch_size=64, grid_size=11, compile=False, sparks=9)
    assert program.handlers.commands.choice("sparks") == 9


def test_a_given_value_reaches_the_program(
    more: type[MoreOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[tuple[object, ...]] = []
    monkeypatch.setattr(cli, "_play", lambda *given: played.append(given) or 0)
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("sparks = 4\nseed = 5\ncompile = false")

    cli.main(["--sparks", "9", "--compile"])

    [(options, settings, given, messages, _wings)] = played
    file.unlink()
    assert options == more(sparks=9, seed=5, compile=True)
    assert settings == {"sparks": 4, "seed": 5, "compile": False}
    assert given == {"sparks": 9, "compile": True}
    assert messages == []


def test_an_option_of_a_wing_is_applied_remembered_and_found_again(opened: Opened) -> None:
    heard: list[tuple[str, object]] = []
    rows = [
        OptionSpec(
            "sparks",
            3,
            choices=[(3, "A few"), (9, "Many")],
            rule=NUMBER,
            menu=InMenu("View/Sparks"),
            apply=lambda to, value: to.append(("sparks", value)),
            section="wing.fire",
        ),
        OptionSpec(
            "smoke",
            False,
            "With smoke",
            SWITCH,
            menu=InMenu("View/Sparks"),
            apply=lambda to, on: to.append(("smoke", on)),
            section="wing.fire",
        ),
    ]
    first = opened()
    first.handlers.add(rows, heard)
    assert heard == [("sparks", 3), ("smoke", False)]
    assert {"Many", "With smoke"} <= set(texts_in_palette(first))
    heard.clear()

    first.handlers.commands.action("wing.fire.sparks:9").trigger()
    first.handlers.commands.action("wing.fire.smoke").trigger()

    assert heard == [("sparks", 9), ("smoke", True)]
    known = rules([*commands.all_options(), *rows])
    save_settings(first.handlers.remembered(), known)
    left, _ = load_settings(known)
    settings_file().unlink()
    assert (left["wing.fire.sparks"], left["wing.fire.smoke"]) == (9, True)
    heard.clear()
    second = opened(settings=left, given={"wing.fire.smoke": False})
    second.handlers.add(rows, heard)
    assert heard == [("sparks", 9), ("smoke", False)]
    assert second.handlers.commands.choice("wing.fire.sparks") == 9
    assert not second.handlers.commands.action("wing.fire.smoke").isChecked()
    # What was given for one run only isn't remembered.
    assert "wing.fire.smoke" not in second.handlers.remembered()


def test_a_command(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    row = Command("spin", "Spin the view", "View", "Ctrl+J", heard.append)
    monkeypatch.setattr(commands, "LANDSCAPE", (*commands.LANDSCAPE, row))

    program = opened()

    assert "Spin the view" in texts_in_palette(program)
    QTest.keyClick(program.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert heard == [program.window.landscape]


def test_every_choice_of_the_window_can_be_made_and_is_remembered(opened: Opened) -> None:
    program = opened()
    handlers = program.handlers
    settings = [row for row in commands.all_options() if row.section and row.menu]
    assert len(settings) >= 8
    for row in settings:
        values = [value for value, _ in row.offered()] or [not row.default, row.default]
        for value in values:
            assert row.rule.fits(value)
            handlers.choose(row.key, value)
            assert handlers.value(row.key) == value
        other = next(value for value in values if value != row.default)
        handlers.choose(row.key, other)
        assert handlers.remembered()[row.key] == other


def test_only_what_opens_a_dialog_or_ends_the_program_is_not_tried_here(
    opened: Opened, qtbot: QtBot
) -> None:
    program = opened()
    left_out = ("save_", "open_", "record_", "quit", "about", "full_screen", "network", "dataset",
                "device", "precision", "directions", "planes")  # fmt: skip
    tried = [
        action
        for action in program.handlers.commands.actions()
        if not action.objectName().startswith(left_out)
    ]
    assert len(tried) > 50
    carried_out: set[str] = set()
    with qtbot.captureExceptions() as raised:
        for mode in ("planes", "lines"):
            for action in tried:
                program.handlers.choose("window.mode", mode)
                if action.isEnabled():
                    action.trigger()
                    carried_out.add(action.objectName())
                program.frame_loop.tick()
    assert not raised
    assert carried_out == {action.objectName() for action in tried}


def test_nothing_is_remembered_that_was_not_changed(opened: Opened) -> None:
    program = opened()
    never_changed = {"window.geometry", "window.state"}
    assert program.handlers.remembered().keys() == never_changed
    program.handlers.choose("window.theme", "light")
    assert program.handlers.remembered()["window.theme"] == "light"
    program.handlers.choose("window.theme", "system")
    assert program.handlers.remembered().keys() == never_changed
    # What stands in the file is written again, even as it is by default.
    again = opened(settings={"window.theme": "light"})
    again.handlers.choose("window.theme", "system")
    assert again.handlers.remembered()["window.theme"] == "system"


def test_what_can_be_chosen_is_known_before_qt_and_torch_are_loaded() -> None:
    code = (
        "import sys; from hudes_desktop import cli;"
        "from hudes_desktop.view.window.commands import all_options;"
        "assert all(option.rule for option in all_options());"
        "print({'PyQt6', 'torch', 'numpy'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "set()\n"
