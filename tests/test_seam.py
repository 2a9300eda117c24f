"""Wings join by rows, and whatever is wrong with one of them, the rest goes on."""

import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from help_lines import help_lines
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QLabel, QWidget
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from window_reading import banner_text

from hudes_desktop import app, seam
from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.history import Losses
from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.engine.requests import Request
from hudes_desktop.engine.results import DescentResult
from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import WingAction
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.options import InMenu, Options, OptionSpec
from hudes_desktop.seam import SEAM_VERSION, House, Wing, Wings
from hudes_desktop.view.kit.command import Command
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.page_spec import PageSpec
from hudes_desktop.view.landscape.added_items import ItemSpec
from hudes_desktop.view.panels.spec import PanelSpec

HERE = __name__


@dataclass(frozen=True, eq=False)
class Ask(Request):
    number: int


@dataclass(frozen=True, eq=False)
class Answer(DescentResult):
    number: int


def answer(context, request: Ask) -> Generator[Answer, None, None]:
    yield Answer(request.number + 1, descent=request.descent)


def cannot_answer(context, request: Ask) -> Generator[None, None, None]:
    yield None
    raise OverflowError("too large a question")


class BadPainter(QWidget):
    def __init__(self, _context: object) -> None:
        super().__init__()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        raise ArithmeticError("no such colour")


@pytest.fixture
def play(qtbot, monkeypatch):
    """play(wings …): a running program that they have joined."""
    programs = []

    def run(*wings: Wing, messages=()):
        found = Wings([(wing, HERE) for wing in wings], messages)
        program = app.Program(Options(batch_size=64, grid_size=11, compile=False), wings=found)
        programs.append(program)
        qtbot.addWidget(program.window)
        hook = app._excepthook(program.window.show_banner, found)
        monkeypatch.setattr(sys, "excepthook", hook)  # in the place of the test's own
        program.window.show()
        qtbot.waitExposed(program.window)
        program.frame_loop.start()
        return program

    yield run
    for program in programs:
        program.window.close()
        program.close()


def goes_on(program, qtbot):
    """A step still gets its losses."""
    losses = program.session.descent.losses
    program.frame_loop.apply([Step(0, 1.0)])
    frame = program.session.descent.frame
    qtbot.waitUntil(lambda: len(losses) and losses.frames[-1] == frame, timeout=30_000)


def is_off(program, qtbot, name, *rows):
    """A banner says so, its panels are gone, and its commands can't be chosen."""
    qtbot.waitUntil(lambda: f"the wing {name} is off" in (banner_text(program.window) or ""))
    for row in rows:
        qtbot.waitUntil(partial(put_away, program, name, row))


def put_away(program, name, row):
    if isinstance(row, PanelSpec):
        panel = program.window.docks[row.name].widget()
        return isinstance(panel, QLabel) and name in panel.text()
    return not program.handlers.commands.action(row.name).isEnabled()


def test_a_wing_joins_with_all_its_rows(play, qtbot):
    heard = []

    def make(context):
        label = QLabel("0")
        context.subscribe(Answer, lambda answer: label.setText(str(answer.number)))
        return label

    def attach(house: House):
        descent = house.session.descent.id
        house.subscribe(Losses, lambda _losses: house.post(Ask(41, descent=descent)))
        return heard

    wing = Wing(
        "sums",
        SEAM_VERSION,
        commands=[Command("sum", "Sum up", "File", handler=lambda to: to.append("sum"))],
        panels=[PanelSpec("sums", "All sums", "left", make)],
        pages=[PageSpec("sums", "What sums are", lambda window: PageOverlay(window, "Sums"))],
        jobs=[JobSpec(Ask, "idle", answer)],
        attach=attach,
    )
    program = play(wing)
    panel = program.window.docks["sums"].widget()
    qtbot.waitUntil(lambda: panel.text() == "42", timeout=30_000)
    commands = program.handlers.commands
    commands.action("sum").trigger()
    assert heard == ["sum"]
    assert {"sum", "page:sums", "panel:sums"} <= {each.objectName() for each in commands.actions()}
    commands.action("page:sums").trigger()
    pages = program.window.findChildren(PageOverlay)
    page = next(each for each in pages if each.accessibleName() == "Sums")
    assert page.isVisible()
    commands.action("page:sums").trigger()
    assert not page.isVisible()


def test_what_raises_in_attach_is_off_and_the_rest_goes_on(play, qtbot, caplog):
    def attach(house):
        house.subscribe(Losses, lambda _losses: None)
        raise LookupError("nowhere to be found")

    row = PanelSpec("lost", "Lost", "left", lambda _context: QWidget())
    program = play(Wing("lost", SEAM_VERSION, panels=[row], attach=attach))
    is_off(program, qtbot, "lost", row)
    assert "LookupError: nowhere to be found" in banner_text(program.window)
    goes_on(program, qtbot)
    assert "the wing lost failed" in caplog.text
    caplog.clear()


def test_what_raises_when_its_panel_is_made_or_its_results_come_is_off(play, qtbot, caplog):
    def make(context):
        raise LookupError("no panel")

    def attach(house):
        house.subscribe(Losses, lambda _losses: 1 / 0)

    broken = PanelSpec("broken", "Broken", "left", make)
    command = Command("count", "Count", "File", handler=lambda _to: None)
    program = play(
        Wing("broken", SEAM_VERSION, panels=[broken]),
        Wing("counts", SEAM_VERSION, commands=[command], attach=attach),
    )
    is_off(program, qtbot, "broken", broken)
    is_off(program, qtbot, "counts", command)
    goes_on(program, qtbot)
    caplog.clear()


def test_what_raises_while_it_is_painted_is_off(play, qtbot, caplog):
    row = PanelSpec("painter", "Painter", "left", BadPainter, order=-1)
    program = play(Wing("painter", SEAM_VERSION, panels=[row]))
    is_off(program, qtbot, "painter", row)
    assert "ArithmeticError: no such colour" in banner_text(program.window)
    goes_on(program, qtbot)
    caplog.clear()


def test_what_raises_in_a_job_is_off(play, qtbot, caplog):
    command = Command("ask", "Ask", "File", handler=lambda house: ask(house))

    def ask(house):
        house.post(Ask(1, descent=house.session.descent.id))

    wing = Wing(
        "asks", SEAM_VERSION, commands=[command], jobs=[JobSpec(Ask, "idle", cannot_answer)]
    )
    program = play(wing)
    program.handlers.commands.action("ask").trigger()
    qtbot.waitUntil(lambda: bool(banner_text(program.window)), timeout=30_000)
    is_off(program, qtbot, "asks", command)
    assert "OverflowError: too large a question" in banner_text(program.window)
    goes_on(program, qtbot)
    caplog.clear()


def test_what_a_wing_handed_over_is_called_no_more_once_it_is_off(play, qtbot, caplog):
    calls = []

    def attach(house):
        house.subscribe(Losses, calls.append)
        house.at_end(lambda: calls.append("end"))
        return house

    def fail(house):
        raise LookupError("enough")

    program = play(
        Wing(
            "once",
            SEAM_VERSION,
            commands=[Command("fail", "Fail", "File", handler=fail)],
            attach=attach,
        )
    )
    qtbot.waitUntil(lambda: len(calls) == 1, timeout=30_000)
    program.handlers.commands.action("fail").trigger()
    qtbot.waitUntil(lambda: calls[-1] == "end")
    goes_on(program, qtbot)
    assert len(calls) == 2
    caplog.clear()


def test_two_wings_of_one_name_and_one_for_a_newer_seam_are_a_line_each(play):
    first, second = Wing("twin", SEAM_VERSION), Wing("twin", SEAM_VERSION)
    newer = Wing("tomorrow", SEAM_VERSION + 1)
    wings = Wings([(first, "one"), (second, "two"), (newer, "three")])
    assert list(wings) == [first]
    assert wings.messages == [
        "there are two wings twin: that of two is left out",
        "the wing tomorrow is made for a newer version of this program",
    ]


def test_what_could_not_be_had_is_said_in_the_window(play):
    program = play(messages=["the wing a can't be imported", "there are two wings b"])
    assert banner_text(program.window) == "the wing a can't be imported\nthere are two wings b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import a_module_that_nobody_has", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("WING = 'a wing'", "TypeError: bad_wing:WING is no Wing"),
        ("OTHER = 1", "AttributeError"),
    ],
)
def test_what_can_not_be_imported_is_one_line(monkeypatch, tmp_path, caplog, text, said):
    (tmp_path / "bad_wing.py").write_text(text + "\n", "utf-8")
    info = tmp_path / "bad_wing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: bad-wing\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[hudes_desktop.wings]\nbad = bad_wing:WING\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    wings = seam.find()
    sys.modules.pop("bad_wing", None)
    assert len(list(wings)) == len(seam.WINGS)
    assert len(wings.messages) == 1
    assert wings.messages[0].startswith("the wing bad_wing:WING can't be imported: ")
    assert said in wings.messages[0]
    assert "\n" not in wings.messages[0]
    caplog.clear()


def test_looking_for_wings_imports_neither_torch_nor_a_window():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from hudes_desktop.seam import find; find();"
            "print([name for name in ('torch', 'PyQt6', 'PIL') if name in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


@dataclass(frozen=True, slots=True)
class Ring(WingAction):
    """Ring a bell."""


BELL = ActionSpec("ring", "ring the bell", menu="Descent", key="J", type=Ring, group="program")


def test_an_action_is_one_row_and_one_handler(play):
    rung = []
    wing = Wing(
        "bell", SEAM_VERSION, actions=[BELL], attach=lambda to: to.handle(Ring, rung.append)
    )
    program = play(wing)
    entry = program.handlers.commands.action("ring")
    assert (entry.text(), entry.shortcut().toString()) == ("Ring the bell", "J")
    entry.trigger()
    assert rung == [Ring()]
    mine = 'schema = 2\nname = "Mine"\ndriver = "keyboard"\n'
    binding = '[[binding]]\ncontrol = "K"\naction = "Ring"\n'
    profile = parse(mine + binding, Path("mine.toml"))
    assert help_lines(profile.bindings) == [("K", "ring the bell")]
    program.hub.set_profile("keyboard", profile)
    program.window.key_pressed.emit("K")
    program.frame_loop.tick()
    assert rung == [Ring(), Ring()]
    program.close()
    assert "Ring" not in ACTIONS.names()
    assert parse(mine + binding, Path("mine.toml")).troubles  # kept and inert, without the wing


def test_a_wing_with_an_action_that_there_is_already_is_left_out(play):
    again = ActionSpec("undo", "undo it", type=WingAction, group="history")
    program = play(Wing("bell", SEAM_VERSION, actions=[BELL, again]), Wing("other", SEAM_VERSION))
    line = "the wing bell is left out: there is an action 'undo' already"
    assert program.wings.messages == [line]
    assert [wing.name for wing in program.wings] == ["other"]
    assert "Ring" not in ACTIONS.names()


def test_an_option_of_a_wing_is_set_applied_and_remembered(play, qtbot, tmp_path):
    applied, seen = [], []

    def attach(house):
        seen.append(house.option("pace"))
        house.subscribe(Losses, lambda _losses: seen.append(house.option("pace")))
        return applied

    pace = OptionSpec(
        "pace",
        "slow",
        "how fast it goes",
        choices=[("slow", "Slow"), ("fast", "Fast")],
        menu=InMenu("View/Pace"),
        apply=lambda to, value: to.append(value),
    )
    program = play(Wing("runner", SEAM_VERSION, settings=[pace], attach=attach))
    (option,) = program.wings.options()
    assert (option.key, option.flag) == ("wing.runner.pace", "--runner-pace")
    program.handlers.commands.action("wing.runner.pace:fast").trigger()
    assert applied == ["slow", "fast"]
    qtbot.waitUntil(lambda: len(seen) > 1, timeout=30_000)
    assert (seen[0], seen[-1]) == ("slow", "fast")
    assert program.handlers.remembered()["wing.runner.pace"] == "fast"


def test_a_panel_of_a_wing_that_is_off_is_told_nothing_more(play, qtbot, caplog):
    def make(context):
        label = QLabel("told")
        context.subscribe(Losses, lambda losses: label.setText(str(losses.frame)))
        return label

    def attach(house):
        raise LookupError("nowhere")

    row = PanelSpec("gone", "Gone", "left", make)
    program = play(Wing("gone", SEAM_VERSION, panels=[row], attach=attach))
    is_off(program, qtbot, "gone", row)
    goes_on(program, qtbot)  # what was subscribed would speak of a label that is deleted
    assert caplog.text.count("failed") == 1
    caplog.clear()


class BadItem(GLGraphicsItem):
    painted = 0

    def paint(self):
        type(self).painted += 1
        raise ArithmeticError("no such line")


def test_an_item_that_raises_while_it_is_drawn_is_off(play, qtbot, caplog):
    row = PanelSpec("lines", "Lines", "left", lambda _context: QWidget())
    item = ItemSpec("a line", lambda _plane: BadItem())
    program = play(Wing("lines", SEAM_VERSION, panels=[row], items=[item]))
    is_off(program, qtbot, "lines", row)
    assert "ArithmeticError: no such line" in banner_text(program.window)
    goes_on(program, qtbot)
    assert BadItem.painted == 1
    assert "could not end" not in caplog.text
    caplog.clear()
