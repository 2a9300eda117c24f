"""Several descents on one engine: each has its own parameters, answers and counter."""

import numpy as np
import pytest
import torch
from sessions import Played
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.requests import Cancel, LandscapeRequest, LossRequest
from hudes_desktop.engine.results import Evaluated, Losses, Surface
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build


@pytest.fixture
def played(tmp_path):
    made = Played(tmp_path)
    yield made
    made.close()


def plain_losses(mnist, seed, walked, batch_size):
    """Train and validation loss of a plain module in float64, `walked` along the first subspace
    and then along the second."""
    network = build("mlp", seed)
    module = network.module.double()
    theta = network.initial()
    for subspace, coefficients in enumerate(walked):
        rows = directions("uniform", seed, 6 * subspace, 6, network.layout.size)
        theta = theta + torch.tensor(coefficients, dtype=torch.float64) @ rows
    torch.nn.utils.vector_to_parameters(theta, module.parameters())
    batch, validation = mnist.train_batch(BatchAddress(seed, 0, batch_size)), mnist.validation()
    with torch.no_grad():
        return [
            float(functional.nll_loss(module(samples.inputs.double()), samples.targets))
            for samples in (batch, validation)
        ]


def test_two_seeds_on_one_engine_are_two_descents(played, mnist):
    # The same actions: only the seeds differ, so that all numbers of their anchors are the same.
    sessions = {seed: played.session(Descent(seed=seed, batch_size=64)) for seed in (1, 2)}
    played.start()
    for session in sessions.values():
        session.apply([Step(0, 2.0)])
        session.apply([NextSubspace()])
        session.apply([Step(1, -1.5)])
    for session in sessions.values():
        played.wait(lambda losses=session.descent.losses: len(losses) == 4)
        played.wait_for_surfaces(session)
    for seed, session in sessions.items():
        size = session.descent.step_size
        walked = [(2 * size, 0, 0, 0, 0, 0), (0, -1.5 * size, 0, 0, 0, 0)]
        train, validation = plain_losses(mnist, seed, walked, 64)
        losses = session.descent.losses
        assert losses.train_loss[-1] == pytest.approx(train, rel=1e-5)
        assert losses.validation_loss[-1] == pytest.approx(validation, rel=1e-5)
        for surface in played.exact(session).values():
            assert surface.heights[10, 10] == pytest.approx(train, rel=1e-5)


def test_each_session_gets_its_own_results_alone(played):
    one, two = (played.session(Descent(seed=seed, batch_size=64)) for seed in (1, 2))
    played.start()
    for session in (one, two):
        played.wait_for_surfaces(session)
    for session in (one, two):
        kinds = (*played.of(session, Surface), *played.of(session, Losses))
        assert {result.descent for result in kinds} == {session.descent.id}


def test_the_hand_is_counted_what_the_hand_asked_for_and_nothing_else(played):
    session = played.session(Descent(batch_size=64), points=11)
    descent, place = session.descent, session.descent.place
    rival = {"descent": descent.id, "owner": "rival"}
    counted = []
    played.router.subscribe(Evaluated, counted.append)
    played.start()
    played.router.post(LossRequest(0, place, **rival))
    played.router.post(LandscapeRequest(1, place, ((0, 1),), 21, 0.1, **rival))
    played.wait_for_surfaces(session)
    played.wait(lambda: sum(e.count for e in counted if e.owner == "rival") == 1 + 21 * 21)
    assert descent.evaluations == 1 + 3 * 11 * 11
    assert len(descent.losses) == 1
    assert {surface.heights.shape for surface in played.of(session, Surface)} == {(11, 11)}


def test_a_session_that_is_closed_is_answered_no_more_and_the_other_goes_on(played):
    one, two = (played.session(Descent(seed=seed, batch_size=64)) for seed in (1, 2))
    played.start()
    played.wait_for_surfaces(one)
    one.close()
    arrived = len(played.arrived[one])
    two.apply([Step(0, 1.0)])
    played.wait_for_surfaces(two)
    assert len(played.arrived[one]) == arrived


def test_what_is_cancelled_is_not_carried_out(played):
    session = played.session(Descent(batch_size=64))
    kept, dropped = [], []
    played.router.subscribe(Losses, kept.append, session.descent.id)
    played.router.subscribe(Losses, dropped.append, "another")
    for frame in range(20):
        played.router.post(LossRequest(frame, session.descent.place, descent="another"))
    played.router.post(Cancel("another"))
    played.router.post(LossRequest(0, session.descent.place, descent=session.descent.id))
    played.router.start()
    played.wait(lambda: kept)
    assert dropped == []


def test_surfaces_of_both_are_refined_in_turn(played):
    # A long scan of one must not keep the other from its fine surfaces.
    one, two = (played.session(Descent(seed=seed, batch_size=64), points=101) for seed in (1, 2))
    done = []
    played.router.subscribe(Surface, lambda s: done.append(s.descent) if s.exact else None)
    played.start()
    played.wait(lambda: len(done) == 6)
    assert {done[0], done[1]} == {one.descent.id, two.descent.id}
    assert np.mean([of == one.descent.id for of in done[:4]]) == 0.5
