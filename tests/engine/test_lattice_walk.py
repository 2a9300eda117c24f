"""Whatever a hand does, every exact surface is that of the plain network at the place shown."""

import numpy as np
import pytest
import torch
from sessions import Played
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import (
    ChangeBatchSize,
    GoTo,
    NextBatch,
    NextSubspace,
    PreviousBatch,
    Redo,
    SelectPlane,
    SetStepSize,
    SgdStep,
    Step,
    Undo,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.rules import SGD_LEARNING_RATE
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Surface
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build
from hudes_desktop.store.directions import DirectionStore

POINTS = 15


@pytest.fixture
def played(tmp_path):
    made = Played(tmp_path)
    yield made
    made.close()


class Plain:
    """Losses of the module itself in float64, point by point, at a place's own recipe."""

    def __init__(self, mnist, name="mlp"):
        self._mnist, self._name = mnist, name
        network = build(name, 0)
        self._module, self._layout = network.module.double(), network.layout

    def loss(self, theta, choice):
        torch.nn.utils.vector_to_parameters(theta, self._module.parameters())
        batch = self._mnist.train_batch(BatchAddress(choice.seed, choice.number, choice.size))
        return functional.nll_loss(self._module(batch.inputs.double()), batch.targets)

    def rows(self, subspace):
        of = subspace.kind, subspace.seed, subspace.first, subspace.count
        return directions(*of, self._layout.size)

    def anchor(self, anchor):
        if anchor.parent is None:
            return build(self._name, anchor.seed).initial().double()
        theta = self.anchor(anchor.parent)
        if anchor.coefficients:
            theta = theta + self.along(anchor.subspace, anchor.coefficients)
        for _ in range(anchor.sgd_steps):
            loss = self.loss(theta, anchor.batch)
            gradients = torch.autograd.grad(loss, list(self._module.parameters()))
            theta = theta - SGD_LEARNING_RATE * torch.cat([g.reshape(-1) for g in gradients])
        return theta

    def along(self, subspace, coefficients):
        return torch.tensor(coefficients, dtype=torch.float64) @ self.rows(subspace)

    def check(self, surface, place, rng):
        """Some points of a surface, at the coefficients that it says they have."""
        base = self.anchor(place.anchor)
        for _ in range(4):
            index = tuple(rng.integers(0, POINTS, len(surface.axes)).tolist())
            coefficients = list(place.coefficients)
            for side, axis in enumerate(surface.axes):
                away = (index[side] - POINTS // 2) * surface.spacing
                coefficients[axis] = surface.centre[side] + away
            with torch.no_grad():
                theta = base + self.along(place.subspace, coefficients)
                expected = float(self.loss(theta, place.batch))
            assert surface.heights[index] == pytest.approx(expected, abs=1e-6, rel=1e-6)


def random_action(rng, descent, places):
    """One of what a hand does, walking more often than not."""
    kind = rng.integers(0, 20)
    if kind < 10:
        amount = float(rng.choice([1.0, -1.0, 2.0, 0.3, -0.07]))
        return Step(int(rng.integers(0, descent.axes)), amount)
    return [
        Undo(), Undo(), Redo(), NextSubspace(), NextBatch(), PreviousBatch(),
        ChangeBatchSize(int(rng.choice([-1, 1]))), SelectPlane(1), SgdStep(2),
        SetStepSize(float(rng.choice([0.0, -0.5, -1.0]))),
        GoTo(places[rng.integers(0, len(places))]),
    ][rng.integers(0, 11)]  # fmt: skip


@pytest.mark.parametrize("mode", ["planes", "lines"])
def test_nothing_stale_is_ever_shown(played, mnist, mode):
    rng = np.random.default_rng(7)
    plain = Plain(mnist)
    # Of the same seed: nothing but the ids of the descents tells their places apart.
    sessions = [played.session(Descent(batch_size=64), POINTS) for _ in range(2)]
    for session in sessions:
        session.set_mode(mode)
    played.start()
    places = {session: [session.descent.place] for session in sessions}
    for _ in range(30):
        session = sessions[rng.integers(0, 2)]
        played.arrived[session].clear()
        change = session.apply([random_action(rng, session.descent, places[session])])
        if not change.needs_landscape:
            continue
        place = session.descent.place
        places[session].append(place)
        played.wait_for_surfaces(session)
        for surface in played.exact(session).values():
            plain.check(surface, place, rng)
            for side, axis in enumerate(surface.axes):
                away = abs(surface.centre[side] - place.coefficients[axis])
                assert away <= surface.spacing / 2 * (1 + 1e-9)


@pytest.mark.parametrize("network", ["mlp", "cnn3"])
def test_far_from_where_it_began_a_walk_agrees_with_a_look_from_there(tmp_path, mnist, network):
    """The slice stays while one walks: what single precision loses must not add up."""
    played = Played(tmp_path, network=network)
    try:
        session = played.session(Descent(batch_size=64, planes=1, axes=2), POINTS)
        played.start()
        for step in range(25):
            session.apply([Step(step % 2, 1.0)])
            played.wait_for_surfaces(session)
        [surface] = played.exact(session).values()
        Plain(mnist, network).check(surface, session.descent.place, np.random.default_rng(1))
    finally:
        played.close()


def test_a_step_and_back_and_another_batch_and_back(played):
    session = played.session(Descent(batch_size=64), POINTS)
    played.start()

    def cost(action):
        """Points computed for the surfaces, without the ball's own loss."""
        losses, before = len(session.descent.losses), session.descent.evaluations
        played.arrived[session].clear()
        moved = session.apply([action]).moved
        played.wait(lambda: len(session.descent.losses) == losses + moved)
        played.wait_for_surfaces(session)
        return session.descent.evaluations - before - moved

    played.wait_for_surfaces(session)
    played.wait(lambda: len(session.descent.losses) == 1)
    whole, row = POINTS**2, POINTS
    # Half a step is one row of points: the plane walked on lacks those, the others all.
    assert cost(Step(0, 1.0)) == 2 * row + 2 * whole
    assert cost(Undo()) == 0
    assert cost(Redo()) == 0
    assert cost(Step(0, 1.0)) == 2 * row + 2 * whole
    assert cost(Step(0, -2.0)) == 0
    assert cost(NextBatch()) == 3 * whole
    assert cost(PreviousBatch()) == 0
    assert cost(SetStepSize(1.0)) == 3 * whole
    assert cost(SetStepSize(0.0)) == 0
    assert cost(SgdStep(1)) == 3 * whole
    assert cost(Undo()) == 0
    assert cost(NextSubspace()) == 3 * whole


def test_half_and_double_the_spacing_reuse_every_other_point(tmp_path, mnist):
    network = NetworkOnDevice(EngineOptions(compile=False), tmp_path, DirectionStore())
    descent = Descent(batch_size=64)
    descent.apply([Step(0, 3.0), Step(1, -1.3), Step(2, 0.7)])

    def look(spacing):
        scan = network.scan(descent.place, (0, 1), POINTS, spacing, ("a", "hand"))
        evaluations = 0
        while not scan.finished:
            level = scan.advance()
            evaluations += level.evaluations
        shown = Surface(0, 0, (0, 1), scan.centre, spacing, level.heights, POINTS**2, 0)
        Plain(mnist).check(shown, descent.place, np.random.default_rng(2))
        return evaluations

    # Of 15 points in a row every other one, seven or eight, is one of a lattice twice as coarse.
    assert look(0.5) == POINTS**2
    assert look(0.25) == POINTS**2 - 7 * 8
    assert look(0.125) == POINTS**2 - 7 * 7
    assert look(0.5) == 0
    assert look(1.0) == POINTS**2 - 7 * 8
    assert look(0.9999) == POINTS**2
    network.forget_descent("another")
    assert look(1.0) == 0
    network.forget_descent("a")
    assert look(1.0) == POINTS**2
    network.close()
