"""Options that change while the program runs: what stays, what begins anew, what can't be had."""

from dataclasses import dataclass

import pytest
import torch
from open_program import open_program, wait_for_losses, wait_for_surfaces
from window_reading import banner_text

from hudes_desktop.descent.actions import (
    SetAxes,
    ShowPlanes,
    Step,
    Undo,
    UseDirections,
)
from hudes_desktop.descent.place import StoredDirection
from hudes_desktop.engine.choices import DEVICES
from hudes_desktop.engine.results import Progress
from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.window_actions import WingAction
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.options import rules
from hudes_desktop.store.settings import load_settings, save_settings
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.window.commands import all_options


@pytest.fixture
def program(qtbot):
    with open_program(qtbot, playing=True) as made:
        wait_for_losses(qtbot, made)
        yield made


@dataclass(frozen=True, slots=True)
class Ring(WingAction):
    """Ring a bell."""


def test_the_handler_of_a_wing_carries_out_its_own_action(program, tmp_path):
    text = 'schema = 2\nname = "Mine"\ndriver = "keyboard"\n' + "".join(
        f'[[binding]]\ncontrol = "{key}"\naction = "{action}"\n'
        for key, action in (("J", "Ring"), ("K", "NextBatch"))
    )
    spec = ActionSpec("ring", "ring the bell", type=Ring, group="program")
    ACTIONS.add(spec)
    try:
        program.hub.set_profile("keyboard", parse(text, tmp_path / "mine.toml"))
        rung = []
        program.frame_loop.handlers[Ring] = rung.append
        batch = program.session.descent.place.batch
        for key in "JKJ":
            program.window.key_pressed.emit(key)
            program.window.key_released.emit(key)
        program.frame_loop.tick()
        assert rung == [Ring(), Ring()]
        assert program.session.descent.place.batch != batch
        del program.frame_loop.handlers[Ring]  # its wing has been switched off
        program.frame_loop.do(Ring())
        assert len(rung) == 2
    finally:
        ACTIONS.remove(spec)


def test_another_precision_goes_on_from_the_same_place(program, qtbot):
    program.frame_loop.apply([Step(0, 3.0)])
    wait_for_losses(qtbot, program)
    descent, loss = program.session.descent, program.session.descent.losses.validation_loss[-1]
    program.change(dtype="bfloat16")
    wait_for_surfaces(qtbot, program)
    assert program.session.descent is descent
    assert descent.frame == 1
    status = program.window.status
    qtbot.waitUntil(lambda: status.values.ready.dtype == "bfloat16", timeout=10_000)
    assert status.values.losses.validation_loss == pytest.approx(loss, abs=1e-5)


def test_another_precision_leaves_no_frame_without_its_losses(program, qtbot):
    for step in range(12):
        program.frame_loop.apply([Step(step % 6, 1.0)])
    program.change(dtype="bfloat16")
    losses = program.session.descent.losses
    qtbot.waitUntil(lambda: len(losses) == 13, timeout=60_000)
    assert list(losses.frames) == list(range(13))


def test_another_device_goes_on_with_the_same_descent(program):
    descent = program.session.descent
    program.change(device="cpu")
    assert program.session.descent is descent


def test_another_network_begins_anew(program, qtbot):
    program.frame_loop.apply([Step(0, 3.0)])
    wait_for_losses(qtbot, program)
    program.change(net="cnn3")
    wait_for_losses(qtbot, program)
    wait_for_surfaces(qtbot, program)
    assert program.session.descent.frame == 0
    assert len(program.window.docks.panel(LossChart).history) == 1
    assert program.window.status.values.ready.network == "cnn3"


@pytest.mark.parametrize("planes", [1, 5])
def test_another_number_of_planes_is_an_action_like_others(program, qtbot, planes):
    program.frame_loop.apply([Step(0, 3.0)])
    wait_for_losses(qtbot, program)
    session, begun = program.session, []
    program.router.subscribe(Progress, begun.append)
    done = []
    session.applied.connect(lambda actions, change: done.append((list(actions), change.replaned)))
    program.change(planes=planes)
    wait_for_surfaces(qtbot, program)
    assert len(program.window.landscape.state.planes) == planes
    assert session.descent.axes == max(6, 2 * planes)
    assert done == [([ShowPlanes(planes)], True)]
    # The same session on the same engine, and nothing in the window begins anew.
    assert program.session is session
    assert begun == []
    assert len(session.descent.losses) >= 2
    assert program.window.status.values.ready.network == "mlp"
    assert program.handlers.commands.choice("planes") == planes


def test_other_directions_are_another_descent_on_the_same_engine(program, qtbot):
    program.frame_loop.apply([Step(0, 3.0)])
    wait_for_losses(qtbot, program)
    begun, before = [], program.session
    program.router.subscribe(Progress, begun.append)
    program.change(directions="gaussian")
    wait_for_losses(qtbot, program)
    wait_for_surfaces(qtbot, program)
    assert program.session is not before
    assert program.session.descent.place.subspace.kind == "gaussian"
    assert program.session.descent.frame == 0
    assert program.window.status.values.ready.network == "mlp"
    assert begun == []


def test_fewer_axes_show_fewer_planes_and_undo_brings_them_back(program, qtbot):
    program.frame_loop.apply([SetAxes(2)])
    assert len(program.window.landscape.state.planes) == 1
    wait_for_surfaces(qtbot, program)
    program.frame_loop.apply([Undo()])
    assert len(program.window.landscape.state.planes) == 3
    wait_for_surfaces(qtbot, program)


def test_what_an_action_needs_and_is_not_there_is_a_banner(program):
    descent = program.session.descent
    place = descent.place
    change = program.frame_loop.apply([UseDirections((StoredDirection("a" * 64),))])
    assert change.nothing
    assert descent.place is place
    assert "stored direction aaaaaaaaaaaa… is not on this machine" in banner_text(program.window)


def test_what_can_not_be_had_says_so_and_life_goes_on(program, qtbot):
    import torch

    if torch.cuda.is_available():
        pytest.skip("here cuda can be had")
    program.frame_loop.apply([Step(0, 3.0)])
    wait_for_losses(qtbot, program)
    descent = program.session.descent
    program.change(device="cuda")
    qtbot.waitUntil(lambda: "cuda" in (banner_text(program.window) or ""), timeout=60_000)
    assert program.options.device == "auto"
    wait_for_surfaces(qtbot, program)
    assert program.session.descent is descent
    program.change(planes=9)
    assert "planes must be from 1 to 5" in banner_text(program.window)
    assert program.options.planes == 3


def test_the_window_is_found_as_it_was_left(program, qtbot, tmp_path):
    desk, window = program.handlers, program.window
    for name in (
        "theme:light",
        "colour_map:batlow",
        "height_mode:log",
        "mode:lines",
        "log_loss",
        "accuracy",
        "larger_text",
    ):
        desk.commands.action(name).trigger()
    desk.commands.action("panel:axes").trigger()
    window.resize(1111, 777)
    file = tmp_path / "settings.toml"
    save_settings(desk.remembered(), rules(all_options()), file)
    left, messages = load_settings(rules(all_options()), file)
    assert messages == []

    with open_program(qtbot, settings=left) as again:
        assert again.window.mode == "lines"
        assert not again.window.docks["axes"].isVisible()
        assert again.window.docks["losses"].isVisible()
        assert (again.window.width(), again.window.height()) == (1111, 777)
        commands = again.handlers.commands
        assert commands.choice("theme") == "light"
        assert commands.choice("colour_map") == "batlow"
        assert commands.choice("height_mode") == again.window.landscape.state.scale.mode == "log"
        assert not commands.action("panel:axes").isChecked()
        chart = again.window.docks.panel(LossChart)
        assert commands.action("log_loss").isChecked()
        assert chart.plot.axes["left"].logarithmic
        assert not commands.action("accuracy").isChecked()
        assert not chart.accuracy.isVisible()
        assert left["window.font_px"] == 14


def test_the_keys_are_those_of_what_is_shown(program, qtbot):
    descent = program.session.descent
    program.window.key_pressed.emit("E")  # walks along the second axis, where curves are shown
    program.frame_loop.tick()
    assert descent.frame == 0
    program.handlers.commands.action("mode:lines").trigger()
    program.window.key_pressed.emit("E")
    qtbot.waitUntil(lambda: descent.frame == 1, timeout=5000)
    assert [bool(c) for c in descent.place.coefficients] == [False, True] + [False] * 4


def test_another_precision_leaves_the_axes_as_they_are_and_the_menu_says_how_many(program):
    program.handlers.commands.action("axes:2").trigger()
    program.frame_loop.tick()
    assert program.session.descent.axes == 2
    assert program.handlers.commands.choice("axes") == 2
    program.change(dtype="bfloat16")
    assert program.session.descent.axes == 2
    program.change(planes=4)
    assert program.session.descent.axes == 8
    assert program.handlers.commands.choice("axes") == 8


def test_devices_that_the_machine_lacks_cannot_be_chosen_and_say_why(program):
    actions = {kind: program.handlers.commands.action(f"device:{kind}") for kind in DEVICES}
    assert actions["auto"].isEnabled()
    assert actions["cpu"].isEnabled()
    assert actions["cuda"].isEnabled() == torch.cuda.is_available()
    assert actions["mps"].isEnabled() == torch.backends.mps.is_available()
    for action in actions.values():
        assert action.isEnabled() or "GPU" in action.toolTip() or "CUDA" in action.toolTip()
