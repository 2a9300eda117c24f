"""A session asks the engine for what changed, and lets no stale surface through."""

import math

import pytest
import torch
from sessions import Played
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import NextSubspace, SelectPlane, SetAxes, SgdStep, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.results import Surface
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build


@pytest.fixture
def played(tmp_path):
    made = Played(tmp_path)
    yield made
    made.close()


@pytest.fixture
def session(played):
    return played.session(Descent(batch_size=64))


def test_a_walk_down_the_shown_surface_lands_on_the_loss_it_showed(played, session):
    played.start()
    played.wait_for_surfaces(session)
    # Two steps right, one back: four and two points of the grid.
    promised = played.exact(session)[0].heights[10 + 4, 10 - 2]
    change = session.apply([Step(0, 2.0), Step(1, -1.0)])
    losses = session.descent.losses
    played.wait(lambda: len(losses) == 2)
    assert losses.frames[-1] == change.frame
    assert losses.train_loss[-1] == pytest.approx(promised, rel=1e-6)
    assert session.descent.evaluations >= 3 * 21 * 21 + 2


def test_what_sgd_reached_is_told_apart_and_the_best_of_both_know_their_places(played, session):
    played.start()
    by_hand = session.descent.place
    session.apply([SgdStep(3)])
    history = session.descent.losses
    played.wait(lambda: len(history) == 2)
    assert list(history.sgd_steps) == [0, 3]
    assert history.best_by_hand.place is by_hand
    assert history.best_with_sgd.place is session.descent.place
    assert history.best_with_sgd.sgd_steps == 3


def exact_on_the_way(session):
    """The engine has made the present surfaces of a session."""
    wanted = session.descent.axes if session.mode == "lines" else session.descent.planes
    return lambda held: (
        sum(isinstance(r, Surface) and r.exact and session.is_current(r) for r in held) == wanted
    )


def test_surfaces_of_directions_left_behind_never_arrive(played, session):
    played.start()
    played.wait_for_surfaces(session)
    session.apply([Step(0, 0.1)])
    played.engine.hold_until(exact_on_the_way(session))
    played.arrived[session].clear()
    session.apply([NextSubspace()])
    played.wait_for_surfaces(session)
    assert all(session.is_current(surface) for surface in played.of(session, Surface))


def test_a_hand_faster_than_the_engine_is_told_so_and_every_frame_gets_its_losses(played, session):
    played.start()
    frames = 0
    while not session.busy:
        session.apply([Step(0, 0.01)])
        frames += 1
        assert frames < 10_000
    played.wait(lambda: not session.busy)
    played.wait(lambda: len(session.descent.losses) == frames + 1)


@pytest.mark.parametrize("yaw", [0.0, 90.0, -30.0, 180.0])
def test_walking_right_is_right_on_the_screen_whatever_the_yaw(session, yaw):
    session.apply([SelectPlane(1)])
    steps = {step.axis: step.amount for step in session.walk(1.0, 0.0, yaw)}
    a, b = steps.get(2, 0.0), steps.get(3, 0.0)
    assert math.hypot(a, b) == pytest.approx(1.0)
    right = (math.cos(math.radians(yaw)), math.sin(math.radians(yaw)))
    assert (a, b) == pytest.approx(right)
    forward = {step.axis: step.amount for step in session.walk(0.0, 1.0, yaw)}
    dot = a * forward.get(2, 0.0) + b * forward.get(3, 0.0)
    assert dot == pytest.approx(0.0, abs=1e-12)


def test_lines_are_the_losses_of_the_plain_network_along_every_axis(played, session, mnist):
    session.set_mode("lines")
    session.apply([Step(4, 1.5), Step(1, -2.0)])
    played.start()
    played.wait_for_surfaces(session)
    exact_lines = played.exact(session)
    assert sorted(exact_lines) == list(range(6))
    place = session.descent.place
    network = build("mlp", 0)
    module = network.module.double()
    rows = directions("uniform", 0, 0, 6, network.layout.size).double()
    theta = network.initial().double()
    theta = theta + torch.tensor(place.coefficients, dtype=torch.float64) @ rows
    batch = mnist.train_batch(BatchAddress(place.batch.seed, place.batch.number, place.batch.size))
    for axis, line in exact_lines.items():
        assert line.axes == (axis,)
        assert line.heights.shape == (21,)
        assert line.centre == (place.coefficients[axis],)
        assert line.spacing == session.descent.step_size / 2
        for point in (0, 7, 10, 20):
            there = theta + (point - 10) * line.spacing * rows[axis]
            torch.nn.utils.vector_to_parameters(there, module.parameters())
            with torch.no_grad():
                loss = functional.nll_loss(module(batch.inputs.double()), batch.targets)
            assert line.heights[point] == pytest.approx(float(loss), rel=1e-5)


def test_the_line_of_the_axis_moved_last_comes_first(played, session):
    session.set_mode("lines")
    played.start()
    played.wait_for_surfaces(session)
    session.apply([Step(2, 0.5)])
    session.apply([Step(5, 0.5), Step(99, 1.0)])
    played.wait_for_surfaces(session)
    assert next(s for s in played.of(session, Surface) if session.is_current(s)).plane == 5


@pytest.mark.parametrize("axes", [2, 32])
def test_there_are_as_many_lines_as_axes(played, session, axes):
    session.set_mode("lines")
    played.start()
    session.apply([Step(5, 0.5)])
    session.apply([SetAxes(axes)])
    played.wait_for_surfaces(session)
    assert played.exact(session).keys() == set(range(axes))


def test_after_a_change_of_mode_nothing_of_the_other_kind_arrives(played, session):
    played.start()
    played.wait_for_surfaces(session)
    for mode, sides in (("lines", 1), ("planes", 2)):
        session.apply([Step(0, 0.1)])
        played.engine.hold_until(exact_on_the_way(session))
        played.arrived[session].clear()
        session.set_mode(mode)
        played.wait_for_surfaces(session)
        assert {surface.heights.ndim for surface in played.of(session, Surface)} == {sides}
    generation = session.generation
    session.set_mode("planes")
    assert session.generation == generation
