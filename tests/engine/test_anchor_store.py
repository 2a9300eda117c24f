"""An anchor is the sum of its recipe, whether it is remembered or made again."""

import torch

from hudes_desktop.descent.actions import (
    NextBatch,
    NextSubspace,
    Reseed,
    Reset,
    SgdStep,
    Step,
    Undo,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.anchor_store import AnchorStore
from hudes_desktop.landscape.directions import directions

SIZE = 200


def rows(subspace, _anchor=None):
    return directions(subspace.kind, subspace.seed, subspace.first, subspace.count, SIZE)


def descend(theta, batch, steps):
    # A linear pull towards a target that the batch decides: its sum is known in closed form.
    return batch.number + (theta - batch.number) * 0.5**steps


def store(capacity=64):
    return AnchorStore(
        lambda seed: torch.full((SIZE,), 1.0 + seed, dtype=torch.float64), rows, descend, capacity
    )


def test_a_place_is_the_sum_of_everything_walked():
    descent = Descent(seed=2)  # starts from 3
    descent.apply([Step(0, 2.0), Step(3, -1.0)])
    first = descent.place.subspace
    descent.apply([NextSubspace()])
    descent.apply([Step(1, 0.5)])
    walked = torch.full((SIZE,), 3.0, dtype=torch.float64)
    size = descent.step_size
    walked += 2 * size * rows(first)[0] - size * rows(first)[3]
    walked += 0.5 * size * rows(descent.place.subspace)[1]
    torch.testing.assert_close(store().theta(descent.place), walked, rtol=0, atol=1e-12)


def test_it_is_summed_axis_by_axis_each_operation_rounded_so_that_processors_agree():
    descent = Descent(seed=2)
    descent.apply([Step(axis, 0.3 + axis / 7) for axis in range(6)])
    place = descent.place
    expected = [3.0] * SIZE  # Python's floats are IEEE 754 binary64, and nothing is fused
    for coefficient, row in zip(place.coefficients, rows(place.subspace).tolist(), strict=True):
        expected = [x + coefficient * d for x, d in zip(expected, row, strict=True)]
    assert store().theta(place).tolist() == expected


def test_sgd_steps_are_taken_after_the_walk_and_on_their_batch():
    descent = Descent()
    descent.apply([NextBatch()])
    descent.apply([Step(0, 1.0)])
    descent.apply([SgdStep(2)])
    walked = 1.0 + descent.step_size * rows(descent.place.subspace)[0]
    expected = 1.0 + (walked - 1.0) * 0.25
    torch.testing.assert_close(store().theta(descent.place), expected, rtol=0, atol=1e-12)


def test_undo_leads_back_to_the_same_parameters_and_reset_to_the_first():
    descent, anchors = Descent(), store()
    start = anchors.theta(descent.place)
    descent.apply([Step(0, 1.0)])
    there = anchors.theta(descent.place)
    descent.apply([NextSubspace()])
    assert torch.equal(anchors.theta(descent.place), there)
    descent.apply([Undo()])
    descent.apply([Undo()])
    assert torch.equal(anchors.theta(descent.place), start)
    descent.apply([SgdStep()])
    descent.apply([Reset()])
    assert torch.equal(anchors.theta(descent.place), start)


def test_another_seed_starts_from_its_own_parameters():
    descent = Descent()
    descent.apply([Step(0, 1.0)])
    descent.apply([Reseed(7)])
    assert torch.equal(store().theta(descent.place), torch.full((SIZE,), 8.0, dtype=torch.float64))


def test_a_forgotten_anchor_is_made_again_to_the_bit_from_any_depth():
    descent, remembering, forgetful = Descent(), store(10_000), store(2)
    places = []
    for number in range(3_000):
        descent.apply([Step(number % 6, 1.0), NextSubspace()])
        places.append(descent.place)
        remembering.theta(descent.place)
    for place in (places[-1], places[10], places[1500], places[-1]):
        assert torch.equal(forgetful.theta(place), remembering.theta(place))
    assert len(forgetful) == 2
    assert len(remembering) > 3_000


def test_no_more_vectors_are_kept_than_were_asked_for_and_a_descent_that_is_over_has_none():
    descent, other, anchors = Descent(), Descent(), store(5)
    for number in range(20):
        for each in (descent, other):
            each.apply([Step(number % 6, 1.0), NextSubspace()])
            anchors.theta(each.place)
        assert len(anchors) <= 5
    assert len(anchors) == 5
    anchors.forget(descent.id)
    assert 1 <= len(anchors) < 5
    anchors.forget(other.id)
    assert len(anchors) == 0


def test_descents_share_no_vector_though_their_anchors_have_the_same_numbers():
    one, other, anchors = Descent(seed=1), Descent(seed=2), store()
    assert one.place.anchor.number == other.place.anchor.number
    assert anchors.theta(one.place)[0] == 2.0
    assert anchors.theta(other.place)[0] == 3.0
