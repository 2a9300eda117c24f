"""A session asks the engine for what changed, and lets no stale surface through."""

import math
import time

import pytest
import torch
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import NextSubspace, SelectPlane, SetAxes, Step
from hudes_desktop.engine.results import Surface
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build
from hudes_desktop.options import Options


@pytest.fixture
def session(tmp_path):
    options = Options(batch_size=64, grid_size=21, compile=False)
    from hudes_desktop.session import Session

    session = Session(options.descent(), options.engine(), tmp_path, options.grid_size)
    yield session
    session.close()


def wait(session, condition, seconds=60.0):
    results = []
    deadline = time.monotonic() + seconds
    while not condition(results):
        assert time.monotonic() < deadline
        results += session.collect()
        time.sleep(0.005)
    return results


def exact(session):
    return lambda found: (
        sum(r.exact and session.is_current(r) for r in found if isinstance(r, Surface))
        == session.descent.planes
    )


def test_a_walk_down_the_shown_surface_lands_on_the_loss_it_showed(session):
    session.start()
    found = wait(session, exact(session))
    surface = next(r for r in found if isinstance(r, Surface) and r.exact and r.plane == 0)
    # Two steps right, one back: four and two points of the grid.
    promised = surface.heights[10 + 4, 10 - 2]
    change = session.apply([Step(0, 2.0), Step(1, -1.0)])
    wait(session, lambda _: len(session.descent.losses) == 2)
    losses = session.descent.losses
    assert losses.frames[-1] == change.frame
    assert losses.train_loss[-1] == pytest.approx(promised, rel=1e-6)
    assert session.descent.evaluations >= 3 * 21 * 21 + 2


def test_surfaces_of_directions_left_behind_never_arrive(session):
    session.start()
    wait(session, exact(session))
    session.apply([Step(0, 0.1)])
    # Surfaces of the old directions are there, not collected yet, when new ones are chosen.
    time.sleep(1.0)
    assert session.engine._results
    session.apply([NextSubspace()])
    for result in wait(session, exact(session)):
        assert not isinstance(result, Surface) or session.is_current(result)


def test_a_hand_faster_than_the_engine_is_told_so_and_every_frame_gets_its_losses(session):
    session.start()
    frames = 0
    while not session.busy:
        session.apply([Step(0, 0.01)])
        frames += 1
        assert frames < 10_000
    wait(session, lambda _: not session.busy)
    wait(session, lambda _: len(session.descent.losses) == frames + 1)


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


def lines(session):
    return lambda found: (
        sum(r.exact and session.is_current(r) for r in found if isinstance(r, Surface))
        == session.descent.axes
    )


def test_lines_are_the_losses_of_the_plain_network_along_every_axis(session, mnist):
    session.set_mode("lines")
    session.apply([Step(4, 1.5), Step(1, -2.0)])
    session.start()
    found = wait(session, lines(session))
    exact_lines = {r.plane: r for r in found if isinstance(r, Surface) and r.exact}
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


def test_the_line_of_the_axis_moved_last_comes_first(session):
    session.set_mode("lines")
    session.start()
    wait(session, lines(session))
    session.apply([Step(2, 0.5)])
    session.apply([Step(5, 0.5), Step(99, 1.0)])
    found = wait(session, lines(session))
    assert next(r for r in found if isinstance(r, Surface) and session.is_current(r)).plane == 5


@pytest.mark.parametrize("axes", [2, 32])
def test_there_are_as_many_lines_as_axes(session, axes):
    session.set_mode("lines")
    session.start()
    session.apply([Step(5, 0.5)])
    session.apply([SetAxes(axes)])
    found = wait(session, lines(session))
    current = {r.plane for r in found if isinstance(r, Surface) and session.is_current(r)}
    assert current == set(range(axes))


def test_after_a_change_of_mode_nothing_of_the_other_kind_arrives(session):
    session.start()
    wait(session, exact(session))
    session.apply([Step(0, 0.1)])
    # Planes are there, not collected yet, when lines are chosen; and then the other way round.
    time.sleep(1.0)
    assert session.engine._results
    for mode, sides in (("lines", 1), ("planes", 2)):
        session.set_mode(mode)
        wanted = lines(session) if mode == "lines" else exact(session)
        found = wait(session, wanted)
        assert all(r.heights.ndim == sides for r in found if isinstance(r, Surface))
        session.apply([Step(0, 0.1)])
        time.sleep(0.3)
    generation = session.generation
    session.set_mode("planes")
    assert session.generation == generation
