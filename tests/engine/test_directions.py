"""Walking along stored directions: their losses are those of the plain network, on any engine."""

import numpy as np
import pytest
import torch
from sessions import Played
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import GoTo, NextSubspace, Step, Undo, UseDirections
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.place import RandomDirection, StoredDirection
from hudes_desktop.engine.stored_direction import DirectionStored, StoreDirection
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build
from hudes_desktop.store.directions import DirectionStore

SIZE = 26_506


@pytest.fixture
def played(tmp_path):
    made = Played(tmp_path, directions=DirectionStore(tmp_path / "directions"))
    yield made
    made.close()


def stored(played, session, vector):
    """The address of a vector that was handed in."""
    played.router.post(StoreDirection(vector, descent=session.descent.id, owner="atlas"))
    played.wait(lambda: played.of(session, DirectionStored))
    return StoredDirection(played.of(session, DirectionStored)[-1].digest)


def train_loss(mnist, session, theta):
    """Of a plain module in float64."""
    module = build("mlp", 0).module.double()
    torch.nn.utils.vector_to_parameters(theta, module.parameters())
    choice = session.descent.place.batch
    batch = mnist.train_batch(BatchAddress(choice.seed, choice.number, choice.size))
    with torch.no_grad():
        return float(functional.nll_loss(module(batch.inputs.double()), batch.targets))


def test_a_walk_along_chosen_directions_is_the_sum_of_them(played, mnist):
    session = played.session(Descent(batch_size=64))
    played.start()
    vector = np.random.default_rng(0).normal(size=SIZE)
    address = stored(played, session, vector)
    session.apply([UseDirections((address, RandomDirection("gaussian", 9, 4)))])
    session.apply([Step(0, 3.0), Step(1, -2.0), Step(2, 1.0)])
    size = session.descent.step_size
    played.wait_for_surfaces(session)
    unit = torch.from_numpy(vector / np.linalg.norm(vector))
    other = directions("gaussian", 9, 4, 1, SIZE)[0]
    first = directions("uniform", 0, 0, 1, SIZE)[0]
    theta = build("mlp", 0).initial() + 3 * size * unit - 2 * size * other + size * first
    heights = played.exact(session)[0].heights
    assert heights[10, 10] == pytest.approx(train_loss(mnist, session, theta), rel=1e-5)
    # Four points along the first axis are two steps.
    there = train_loss(mnist, session, theta + 2 * size * unit)
    assert heights[14, 10] == pytest.approx(there, rel=1e-5)
    session.apply([NextSubspace()])
    played.wait_for_surfaces(session)
    here = train_loss(mnist, session, theta)
    assert played.exact(session)[0].heights[10, 10] == pytest.approx(here, rel=1e-5)
    session.apply([Undo()])
    played.wait(lambda: not session.owed)
    assert session.descent.losses.train_loss[-1] == pytest.approx(here, rel=1e-5)


def test_a_later_engine_finds_what_an_earlier_one_stored(played, tmp_path):
    session = played.session(Descent(batch_size=64))
    played.start()
    address = stored(played, session, np.arange(1.0, SIZE + 1))
    session.apply([UseDirections((address,))])
    session.apply([Step(0, 2.0)])
    played.wait(lambda: not session.owed)
    later = Played(tmp_path, directions=DirectionStore(tmp_path / "directions"))
    try:
        again = later.session(Descent(batch_size=64))
        later.start()
        again.apply([UseDirections((address,))])
        again.apply([Step(0, 2.0)])
        later.wait(lambda: not again.owed)
        assert again.descent.losses.train_loss[-1] == session.descent.losses.train_loss[-1]
    finally:
        later.close()


def test_a_direction_that_nobody_knows_is_one_line_and_leaves_everything_as_it_is(played):
    session = played.session(Descent(batch_size=64))
    other = Descent()
    other.apply([UseDirections((StoredDirection("b" * 64),))])
    place = session.descent.place
    for action in (UseDirections((StoredDirection("a" * 64),)), GoTo(other.place)):
        with pytest.raises(EnvironmentFault, match=r"^stored direction .* is not on this machine"):
            session.apply([Step(0, 1.0), action])
    assert session.descent.place is place
    assert session.descent.frame == 0


def test_a_direction_of_another_network_is_refused_too(played):
    session = played.session(Descent(batch_size=64))
    played.start()
    address = stored(played, session, np.ones(13_306))
    with pytest.raises(EnvironmentFault, match="not on this machine"):
        session.apply([UseDirections((address,))])
