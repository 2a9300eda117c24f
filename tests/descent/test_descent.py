"""The rules of play, one by one."""

import itertools
import math
import tracemalloc
from dataclasses import replace
from random import Random

import pytest
from lineage import lineage

from hudes_desktop.descent.actions import (
    Action,
    ChangeBatchSize,
    ChangeStepSize,
    GoTo,
    GoToBest,
    GoToBestWithSgd,
    NextBatch,
    NextSubspace,
    PreviousBatch,
    PreviousSubspace,
    Redo,
    Reseed,
    Reset,
    RollTo,
    SelectPlane,
    SetAxes,
    SetStepSize,
    SgdStep,
    ShowPlanes,
    Step,
    Undo,
    UseDirections,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Best, Losses
from hudes_desktop.descent.place import (
    Address,
    BatchChoice,
    RandomDirection,
    StoredDirection,
    Subspace,
)
from hudes_desktop.descent.timeline import MOST_UNDOS
from hudes_desktop.errors import EnvironmentFault

STEP_EXPONENT = -0.5
STEP = math.sqrt(0.1)  # 10^-0.5


def test_a_step_moves_amount_times_the_step_size_along_one_axis() -> None:
    descent = Descent(step_exponent=STEP_EXPONENT)
    change = descent.apply([Step(2, -0.25)])
    assert change.moved
    assert change.moved
    assert change.needs_landscape
    assert not change.new_batch
    assert not change.new_subspace
    expected = [0, 0, -0.25 * STEP, 0, 0, 0]
    assert descent.place.coefficients == pytest.approx(expected, abs=1e-12)


def test_steps_of_one_frame_are_summed_into_one_history_entry() -> None:
    descent = Descent(step_exponent=STEP_EXPONENT)
    start = descent.place
    descent.apply([Step(0, 1.0), Step(1, 0.5), Step(0, 2.0)])
    assert descent.frame == 1
    assert descent.place.coefficients[:2] == pytest.approx([3 * STEP, 0.5 * STEP], abs=1e-12)
    descent.apply([Undo()])
    assert descent.place is start
    assert descent.timeline.depth == 0


@pytest.mark.parametrize("exponent", [-4.0, -0.5, 0.0, 1.0])
def test_walking_out_and_back_in_any_order_ends_on_the_same_number(exponent: float) -> None:
    descent = Descent(step_exponent=exponent)
    amounts = [amount * sign for amount in (1.0, 0.25, 0.2462, 0.0434) for sign in (1, -1)] * 10
    Random(1).shuffle(amounts)
    for amount in amounts:
        descent.apply([Step(0, amount)])
    assert descent.place.coefficients[0] == 0.0


def test_a_frame_that_cancels_itself_leaves_no_trace() -> None:
    descent = Descent()
    start = descent.place
    change = descent.apply([Step(0, 1.0), Step(0, -1.0), NextSubspace(), PreviousSubspace()])
    assert change.nothing
    assert not change.moved
    assert descent.place is start
    assert descent.frame == 0
    assert descent.timeline.depth == 0


def test_an_empty_frame_changes_nothing() -> None:
    assert Descent().apply([]).nothing


def test_a_step_along_an_axis_that_is_not_there_is_reported_and_harmless() -> None:
    descent = Descent(axes=4, planes=2)
    change = descent.apply([Step(5, 1.0), Step(0, 1.0)])
    assert change.stopped == (Step(5, 1.0),)
    assert change.moved
    assert len(descent.place.coefficients) == 4


def test_next_subspace_bakes_the_walk_into_a_new_anchor() -> None:
    descent = Descent(seed=7)
    start = descent.place
    descent.apply([Step(1, 1.0)])
    walked = descent.place.coefficients
    change = descent.apply([NextSubspace()])
    assert change.new_subspace
    place = descent.place
    assert place.subspace == Subspace(seed=7, first=6, count=6)
    assert place.coefficients == (0.0,) * 6
    assert place.anchor.parent is start.anchor
    assert place.anchor.coefficients == walked
    assert place.anchor.subspace == start.subspace
    assert place.anchor.sgd_steps == 0
    assert place.anchor.number != start.anchor.number


def test_a_subspace_left_without_walking_needs_no_new_anchor() -> None:
    descent = Descent()
    anchor = descent.place.anchor
    descent.apply([NextSubspace()])
    assert descent.place.anchor is anchor


def test_previous_subspace_stops_at_the_first_directions() -> None:
    descent = Descent()
    descent.apply([NextSubspace()])
    assert descent.apply([PreviousSubspace()]).new_subspace
    assert descent.place.subspace.first == 0
    change = descent.apply([PreviousSubspace()])
    assert change.stopped == (PreviousSubspace(),)
    assert change.nothing


def test_previous_subspace_never_goes_below_zero_when_the_axes_have_changed() -> None:
    descent = Descent(axes=4, planes=2)
    descent.apply([NextSubspace(), SetAxes(10), PreviousSubspace()])
    assert descent.place.subspace == Subspace(seed=0, first=0, count=10)


def test_batches_go_both_ways_and_stop_at_the_first() -> None:
    descent = Descent(seed=3, batch_size=64)
    change = descent.apply([NextBatch(), NextBatch()])
    assert change.new_batch
    assert change.moved
    assert not change.new_subspace
    assert descent.place.batch == BatchChoice(seed=3, number=2, size=64)
    descent.apply([PreviousBatch()])
    assert descent.place.batch.number == 1
    change = descent.apply([PreviousBatch(), PreviousBatch()])
    assert change.stopped == (PreviousBatch(),)
    assert descent.place.batch.number == 0


def test_batch_sizes_go_both_ways_through_the_whole_list_and_stop() -> None:
    descent = Descent(batch_size=2)
    seen = [descent.place.batch.size]
    while descent.apply([ChangeBatchSize(1)]).new_batch:
        seen.append(descent.place.batch.size)
    assert seen == [2, 8, 32, 64, 128, 256, 512, 1024, 2048, 4096]
    descent.apply([ChangeBatchSize(-2)])
    assert descent.place.batch.size == 1024
    descent.apply([ChangeBatchSize(-99)])
    assert descent.place.batch.size == 2
    assert descent.apply([ChangeBatchSize(-1)]).stopped == (ChangeBatchSize(-1),)


@pytest.mark.parametrize(
    ("size", "by", "expected"),
    [(100, 1, 128), (100, -1, 64), (5000, 1, 5000), (5000, -1, 4096), (1, -1, 1), (1, 1, 2)],
)
def test_a_batch_size_of_the_users_own_has_neighbours_in_the_list(size, by, expected) -> None:
    descent = Descent(batch_size=size)
    descent.apply([ChangeBatchSize(by)])
    assert descent.place.batch.size == expected


def test_the_batch_number_stays_when_the_size_changes() -> None:
    descent = Descent(batch_size=256)
    descent.apply([NextBatch(), NextBatch(), ChangeBatchSize(1)])
    assert descent.place.batch == BatchChoice(seed=0, number=2, size=512)


def test_the_step_size_does_not_wind_up_past_its_ends() -> None:
    descent = Descent(step_exponent=1.975)
    for _ in range(100):
        descent.apply([ChangeStepSize(0.05)])
    assert descent.step_exponent == 2.0
    assert descent.step_size == 100.0
    descent.apply([ChangeStepSize(-0.05)])
    assert descent.step_exponent == 1.95
    descent.apply([SetStepSize(-9.0)])
    assert descent.step_exponent == -4.0
    change = descent.apply([ChangeStepSize(-0.05)])
    assert change.stopped == (ChangeStepSize(-0.05),)
    assert change.nothing


@pytest.mark.parametrize(("decades", "presses"), [(0.05, 6), (0.0125, 24)])
def test_so_many_presses_double_the_step_exactly(decades: float, presses: int) -> None:
    descent = Descent()
    sizes = [descent.step_size]
    for _ in range(5 * presses):
        descent.apply([ChangeStepSize(decades)])
        sizes.append(descent.step_size)
    assert all(after == 2 * size for size, after in zip(sizes, sizes[presses:], strict=False))
    assert sizes[1] == pytest.approx(10**decades, rel=5e-4)
    for size in reversed(sizes[:-1]):
        descent.apply([ChangeStepSize(-decades)])
        assert descent.step_size == size


def test_a_slow_change_of_the_step_size_passes_the_sizes_of_presses() -> None:
    descent = Descent()
    for _ in range(1000):
        descent.apply([ChangeStepSize(1e-4)])
    assert descent.step_exponent == pytest.approx(0.1)


def test_thousands_of_fine_presses_come_back_exactly() -> None:
    descent = Descent()
    start = descent.step_exponent
    for _ in range(50):
        for _ in range(100):
            descent.apply([ChangeStepSize(0.0125)])
        for _ in range(100):
            descent.apply([ChangeStepSize(-0.0125)])
    assert descent.step_exponent == start


def test_a_new_step_size_asks_for_the_landscape_but_not_for_losses() -> None:
    descent = Descent()
    change = descent.apply([ChangeStepSize(0.05)])
    assert change.rescaled
    assert change.needs_landscape
    assert not change.moved
    assert descent.timeline.depth == 0
    assert descent.frame == 0


def test_planes_are_selected_in_a_ring_and_nothing_is_evaluated() -> None:
    descent = Descent()
    seen = [descent.selected_plane]
    for _ in range(3):
        change = descent.apply([SelectPlane(1)])
        assert change.selected
        assert not change.needs_landscape
        assert not change.nothing
        seen.append(descent.selected_plane)
    assert seen == [0, 1, 2, 0]
    descent.apply([SelectPlane(-1)])
    assert descent.selected_plane == 2


def test_fewer_axes_leave_fewer_planes_and_the_selection_stays_among_them() -> None:
    descent = Descent()
    descent.apply([SelectPlane(2)])
    change = descent.apply([SetAxes(3)])
    assert descent.planes == 1
    assert descent.selected_plane == 0
    assert change.selected
    assert descent.apply([SelectPlane(1)]).stopped == (SelectPlane(1),)
    descent.apply([Undo()])
    assert descent.planes == 3


def test_changing_the_axes_keeps_the_parameters() -> None:
    descent = Descent()
    descent.apply([Step(5, 1.0)])
    walked = descent.place.coefficients
    change = descent.apply([SetAxes(2)])
    assert change.new_subspace
    assert descent.place.subspace == Subspace(seed=0, first=0, count=2)
    assert descent.place.anchor.coefficients == walked
    assert descent.apply([SetAxes(2)]).stopped == (SetAxes(2),)


@pytest.mark.parametrize(("planes", "axes"), [(1, 6), (3, 6), (4, 8), (5, 10)])
def test_there_are_two_axes_for_each_plane_and_at_least_six(planes, axes) -> None:
    descent = Descent(planes=planes)
    assert descent.axes == axes
    assert descent.planes == planes


def test_more_planes_bring_axes_for_them_and_fewer_take_none_away() -> None:
    descent = Descent()
    descent.apply([Step(0, 1.0), SelectPlane(2)])
    change = descent.apply([ShowPlanes(5)])
    assert (change.replaned, change.moved, descent.planes, descent.axes) == (True, True, 5, 10)
    change = descent.apply([ShowPlanes(2)])
    assert (change.replaned, change.moved, descent.planes, descent.axes) == (True, False, 2, 10)
    assert change.needs_landscape
    assert descent.selected_plane == 1
    assert descent.apply([ShowPlanes(2)]).stopped == (ShowPlanes(2),)


def test_other_axes_may_be_another_number_of_planes() -> None:
    descent = Descent()
    assert descent.apply([SetAxes(3)]).replaned
    assert descent.apply([Undo()]).replaned
    assert not descent.apply([SetAxes(8)]).replaned


A, B = (StoredDirection(letter * 64) for letter in "ab")


def random_addresses(*indices: int, seed: int = 0) -> tuple[Address, ...]:
    return tuple(RandomDirection("uniform", seed, index) for index in indices)


def test_chosen_directions_take_the_place_of_the_first_ones() -> None:
    descent = Descent()
    descent.apply([NextSubspace()])
    start = descent.place
    change = descent.apply([UseDirections((A, *random_addresses(2, seed=9)))])
    assert change.new_subspace
    assert descent.place.anchor is start.anchor
    addresses = descent.place.subspace.addresses
    assert addresses == (A, *random_addresses(2, seed=9), *random_addresses(6, 7, 8, 9))
    assert descent.apply([UseDirections((A, *random_addresses(2, seed=9)))]).stopped
    descent.apply([Undo()])
    assert descent.place is start


def test_after_chosen_directions_random_ones_go_on() -> None:
    descent = Descent()
    descent.apply([UseDirections((A, B))])
    descent.apply([Step(1, 1.0)])
    walked = descent.place.coefficients
    descent.apply([NextSubspace()])
    assert descent.place.subspace.addresses == random_addresses(4, 5, 6, 7, 8, 9)
    assert descent.place.anchor.subspace is not None
    assert descent.place.anchor.subspace.addresses[1] == B
    assert descent.place.anchor.coefficients == walked
    descent.apply([Undo(), PreviousSubspace()])
    assert descent.place.subspace.addresses == random_addresses(0, 1, 2, 3, 4, 5)


def test_axes_grow_and_shrink_behind_chosen_directions() -> None:
    descent = Descent(axes=2)
    descent.apply([UseDirections((A, B, A))])
    assert descent.place.subspace.addresses == (A, B, A)
    descent.apply([SetAxes(5)])
    assert descent.place.subspace.addresses == (A, B, A, *random_addresses(0, 1))
    descent.apply([SetAxes(2)])
    assert descent.place.subspace.addresses == (A, B)
    descent.apply([Reset()])
    assert descent.place.subspace.addresses == random_addresses(0, 1)


def test_going_to_a_place_of_the_history_is_undo_or_redo() -> None:
    descent = Descent()
    places = [descent.place]
    for axis in range(4):
        descent.apply([Step(axis, 1.0)])
        places.append(descent.place)
    assert descent.apply([GoTo(places[1])]).moved
    assert descent.place is places[1]
    assert (descent.timeline.depth, descent.timeline.can_redo) == (1, True)
    assert descent.timeline.place(1) is places[0]
    assert descent.timeline.place(-3) is places[4]
    descent.apply([GoTo(places[4])])
    assert (descent.timeline.depth, descent.timeline.can_redo) == (4, False)
    change = descent.apply([GoTo(places[4])])
    assert change.stopped == (GoTo(places[4]),)
    assert not change.moved


def test_going_to_any_other_place_can_be_undone() -> None:
    descent, other = Descent(), Descent(seed=3, axes=4)
    other.apply([Step(0, 2.0), NextBatch()])
    descent.apply([Step(0, 1.0)])
    here = descent.place
    change = descent.apply([GoTo(other.place)])
    assert (change.moved, change.new_subspace, change.new_batch) == (True, True, True)
    assert descent.place is other.place
    assert descent.timeline.depth == 2
    descent.apply([NextSubspace()])
    # What is made from there belongs to this descent: its anchors share no key with the other's.
    assert descent.place.anchor.parent is other.place.anchor
    assert descent.place.anchor.descent == descent.id != other.id
    descent.apply([Undo(), Undo()])
    assert descent.place is here


def test_steps_before_going_away_in_one_frame_are_kept_in_the_history() -> None:
    descent = Descent()
    start = descent.place
    descent.apply([Step(0, 1.0)])
    descent.apply([Step(1, 1.0), GoTo(start)])
    assert descent.place is start
    # The step made another place before the way back: what could be redone is that one.
    descent.apply([Redo(), Redo()])
    assert [bool(c) for c in descent.place.coefficients[:2]] == [True, True]


def test_every_place_has_a_number_of_its_own() -> None:
    descent = Descent()
    for _ in range(3):
        descent.apply([Step(0, 1.0)])
    assert list(descent.timeline.numbers) == [0, 1, 2, 3]
    descent.apply([Undo(), Undo()])
    assert list(descent.timeline.numbers) == [0, 1, 2, 3]
    descent.apply([Step(1, 1.0)])
    assert list(descent.timeline.numbers) == [0, 1, 4]
    assert descent.timeline.numbers[descent.timeline.depth] == 4


def test_two_descents_have_two_names() -> None:
    assert Descent(seed=1).id != Descent(seed=1).id
    assert Descent(seed=1).place.anchor.key != Descent(seed=1).place.anchor.key


def test_sgd_steps_of_one_frame_add_up_in_one_anchor() -> None:
    descent = Descent(batch_size=64)
    descent.apply([NextBatch()])
    root = descent.place.anchor
    descent.apply([SgdStep(), SgdStep(3)])
    anchor = descent.place.anchor
    assert anchor.parent is root
    assert anchor.sgd_steps == 4
    assert anchor.batch == BatchChoice(seed=0, number=1, size=64)
    assert descent.sgd_steps == 4


def test_sgd_steps_of_the_next_frame_go_on_from_those_of_the_last() -> None:
    descent = Descent()
    descent.apply([SgdStep(3)])
    first = descent.place.anchor
    descent.apply([SgdStep()])
    assert descent.place.anchor.parent is first  # so that no step need be computed twice
    assert descent.place.anchor.sgd_steps == 1
    assert descent.sgd_steps == 4


def test_sgd_after_walking_bakes_the_walk_first() -> None:
    descent = Descent()
    descent.apply([Step(0, 1.0)])
    walked = descent.place.coefficients
    descent.apply([SgdStep(2)])
    anchor = descent.place.anchor
    assert (anchor.coefficients, anchor.sgd_steps) == (walked, 2)
    assert descent.place.coefficients == (0.0,) * 6


def test_sgd_on_two_batches_in_one_frame_makes_two_anchors() -> None:
    descent = Descent()
    descent.apply([SgdStep(), NextBatch(), SgdStep(), Step(0, 1.0), SgdStep()])
    anchors = lineage(descent.place)
    assert [anchor.sgd_steps for anchor in anchors] == [1, 1, 1, 0]
    assert [bool(anchor.coefficients) for anchor in anchors] == [True, False, False, False]
    batches = [anchor.batch.number if anchor.batch else None for anchor in anchors]
    assert batches == [1, 1, 0, None]
    assert descent.sgd_steps == 3


def test_undo_takes_sgd_steps_out_of_the_place_but_not_out_of_the_work() -> None:
    descent = Descent()
    descent.apply([SgdStep(5)])
    descent.apply([Undo()])
    assert descent.sgd_steps == 0
    assert descent.sgd_steps_done == 5
    descent.apply([Redo()])
    assert descent.sgd_steps == 5
    assert descent.sgd_steps_done == 5


def test_evaluations_only_go_up() -> None:
    descent = Descent()
    descent.count(100)
    descent.apply([Reset()])
    descent.count(23)
    assert descent.evaluations == 123
    with pytest.raises(ValueError, match="taken back"):
        descent.count(-1)


def test_undo_and_redo_give_back_the_very_same_places() -> None:
    descent = Descent()
    frames: list[list[Action]] = [
        [Step(0, 1.0)],
        [NextSubspace()],
        [SgdStep()],
        [ChangeBatchSize(-1), NextBatch()],
        [SetAxes(12)],
        [Reseed(5)],
        [Step(1, -2.0)],
        [Reset()],
    ]
    places = [descent.place]
    for actions in frames:
        assert descent.apply(actions).moved
        places.append(descent.place)
    for place in reversed(places[:-1]):
        assert descent.apply([Undo()]).moved
        assert descent.place is place
    assert descent.apply([Undo()]).stopped == (Undo(),)
    for place in places[1:]:
        assert descent.apply([Redo()]).moved
        assert descent.place is place
    assert descent.apply([Redo()]).stopped == (Redo(),)


def test_a_new_move_forgets_what_could_be_redone_but_a_look_does_not() -> None:
    descent = Descent()
    descent.apply([Step(0, 1.0)])
    descent.apply([Undo()])
    descent.apply([ChangeStepSize(0.05), SelectPlane(1), PreviousBatch()])
    assert descent.timeline.can_redo
    descent.apply([Step(1, 1.0)])
    assert not descent.timeline.can_redo


def test_undo_within_a_frame_takes_back_what_the_frame_did_so_far() -> None:
    descent = Descent()
    start = descent.place
    change = descent.apply([Step(0, 1.0), Step(1, 1.0), Undo()])
    assert not change.moved
    assert descent.place is start
    assert descent.timeline.can_redo


def test_undo_leaves_step_size_and_selected_plane_alone() -> None:
    descent = Descent(step_exponent=STEP_EXPONENT)
    descent.apply([Step(0, 1.0), ChangeStepSize(0.05), SelectPlane(1)])
    descent.apply([Undo()])
    assert (descent.step_exponent, descent.selected_plane) == (-0.45, 1)


def test_undo_counts_as_a_frame_and_tells_what_changed() -> None:
    descent = Descent()
    descent.apply([NextBatch(), NextSubspace()])
    change = descent.apply([Undo()])
    assert change.frame == 2
    assert change.new_batch
    assert change.new_subspace


def test_reset_returns_to_the_start_with_the_first_batch_step_size_and_plane() -> None:
    descent = Descent(seed=4, batch_size=128, step_exponent=-1.0)
    root = descent.place.anchor
    descent.apply([Step(0, 1.0), NextSubspace(), NextBatch(), ChangeBatchSize(1), SetAxes(8)])
    descent.apply([ChangeStepSize(0.5), SelectPlane(2)])
    change = descent.apply([Reset()])
    place = descent.place
    assert place.anchor is root
    assert place.subspace == Subspace(seed=4, first=0, count=8)
    assert place.batch == BatchChoice(seed=4, number=0, size=128)
    assert not any(place.coefficients)
    assert descent.step_size == pytest.approx(0.1)
    assert descent.selected_plane == 0
    assert (change.rescaled, change.selected, change.restarted) == (True, True, True)
    again = descent.apply([Reset()])
    assert again.stopped == (Reset(),)
    assert again.nothing


def test_reset_begins_the_history_anew_and_undo_goes_on_from_there() -> None:
    descent = Descent()
    descent.record(Losses(0, 2.3, 0.1, 2.3, 0.1), descent.place)
    descent.apply([Step(0, 1.0), NextBatch()])
    descent.record(Losses(1, 1.5, 0.5, 1.6, 0.5), descent.place)
    low = descent.place
    descent.apply([NextBatch()])
    descent.apply([Reset()])
    descent.record(Losses(2, 1.5, 0.5, 1.4, 0.5), low)  # on its way when the history was cleared
    descent.record(Losses(3, 2.3, 0.1, 2.3, 0.1), descent.place)
    history = descent.losses
    assert (list(history.frames), list(history.new_batches)) == ([3], [])
    assert history.best_by_hand == Best(3, 2.3, 0.1, 0, descent.place)
    descent.apply([Undo()])
    descent.apply([Undo()])
    assert descent.place is low
    descent.record(Losses(5, 1.5, 0.5, 1.6, 0.5), descent.place)
    assert list(history.frames) == [3, 5]
    assert history.best_by_hand == Best(5, 1.6, 0.5, 0, low)


def test_moves_since_the_last_save_are_counted_and_a_reset_leaves_nothing_to_save() -> None:
    descent = Descent()
    descent.apply([Step(0, 1.0)])
    descent.apply([SelectPlane(1)])
    descent.apply([Undo()])
    assert descent.unsaved_moves == 2
    descent.note_saved()
    assert descent.unsaved_moves == 0
    descent.apply([Step(0, 1.0)])
    assert descent.unsaved_moves == 1
    descent.apply([Reset()])
    assert descent.unsaved_moves == 0


def test_a_roll_leads_to_its_coefficients_and_stops_where_it_is_already() -> None:
    descent = Descent()
    descent.apply([Step(2, 0.5), Step(3, 0.25)])
    assert descent.apply([RollTo((2, 3), (1.5, -2.0))]).moved
    assert descent.place.coefficients == (0.0, 0.0, 1.5, -2.0, 0.0, 0.0)
    again = descent.apply([RollTo((2, 3), (1.5, -2.0))])
    assert (again.moved, again.stopped) == (False, (RollTo((2, 3), (1.5, -2.0)),))
    assert descent.apply([RollTo((6, 7), (1.0, 1.0))]).nothing
    descent.apply([Undo()])
    assert descent.place.coefficients[2:4] == (0.5, 0.25)


def test_back_to_the_best_brings_its_directions_and_digits_long_after_undo_has_forgotten_it() -> (
    None
):
    descent = Descent()
    assert descent.apply([GoToBest()]).stopped == (GoToBest(),)
    descent.apply([Step(0, 1.0)])
    best = descent.place
    descent.record(Losses(1, 1.5, 0.5, 1.6, 0.5), best)
    for _ in range(MOST_UNDOS + 10):
        descent.apply([Step(1, 0.01)])
    descent.apply([NextSubspace(), NextBatch(), SgdStep()])
    with_sgd = descent.place
    descent.record(Losses(descent.frame, 1.0, 0.7, 1.0, 0.7, sgd_steps=1), with_sgd)
    change = descent.apply([GoToBest()])
    assert descent.place == best
    assert (change.new_subspace, change.new_batch) == (True, True)
    descent.apply([Undo()])
    assert descent.place is with_sgd
    assert descent.apply([GoToBestWithSgd()]).stopped == (GoToBestWithSgd(),)
    descent.apply([Redo()])
    descent.apply([GoToBestWithSgd()])
    assert descent.place == with_sgd


def test_reset_at_the_start_clears_what_led_away_from_it_and_back() -> None:
    descent = Descent()
    descent.record(Losses(0, 2.3, 0.1, 2.3, 0.1), descent.place)
    descent.apply([Step(0, 1.0)])
    descent.record(Losses(1, 2.0, 0.1, 2.0, 0.1), descent.place)
    descent.apply([Undo()])
    descent.record(Losses(2, 2.3, 0.1, 2.3, 0.1), descent.place)
    change = descent.apply([Reset()])
    assert change.restarted
    assert not change.moved
    assert list(descent.losses.frames) == [2]
    assert descent.losses.best_by_hand == Best(2, 2.3, 0.1, 0, descent.place)


def test_reseed_goes_to_where_a_descent_of_that_seed_starts() -> None:
    descent = Descent(seed=4)
    descent.apply([Step(0, 1.0), NextSubspace(), NextBatch()])
    descent.apply([Reseed(9)])
    fresh = Descent(seed=9)
    assert descent.seed == 9
    assert descent.place.subspace == fresh.place.subspace
    assert descent.place.batch == fresh.place.batch
    assert descent.place.anchor.parent is None
    assert descent.place.anchor.seed == 9
    assert descent.place.anchor.number > 0
    root = descent.place.anchor
    descent.apply([Step(0, 1.0)])
    descent.apply([NextSubspace()])
    assert descent.place.anchor.seed == 9
    descent.apply([Reset()])
    assert descent.place.anchor is root


def test_losses_are_recorded_for_applied_frames_only() -> None:
    descent = Descent()
    descent.record(Losses(0, 2.3, 0.1, 2.3, 0.1))
    descent.apply([Step(0, 1.0)])
    descent.apply([Step(0, 1.0)])
    descent.record(Losses(2, 2.1, 0.2, 2.0, 0.3))
    descent.record(Losses(1, 2.2, 0.2, 2.1, 0.2))
    assert list(descent.losses.frames) == [0, 1, 2]
    assert descent.losses.best_by_hand is not None
    assert descent.losses.best_by_hand.frame == 2
    with pytest.raises(ValueError, match="frame 3"):
        descent.record(Losses(3, 2.0, 0.2, 1.9, 0.3))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("seed", -1),
        ("axes", 1),
        ("axes", 33),
        ("planes", 0),
        ("planes", 6),
        ("batch_size", 0),
        ("step_exponent", 2.5),
        ("step_exponent", float("nan")),
    ],
)
def test_an_option_out_of_range_is_one_clear_line(option: str, value: float) -> None:
    with pytest.raises(EnvironmentFault, match=option.replace("_", " ")) as fault:
        Descent(**{option: value})
    assert "\n" not in str(fault.value)


def random_frame(random: Random) -> list[Action]:
    walk: list[Action] = [Step(random.randrange(6), random.uniform(-1, 1)) for _ in range(2)]
    other: Action = random.choice(
        [
            NextSubspace(),
            PreviousSubspace(),
            NextBatch(),
            PreviousBatch(),
            ChangeBatchSize(random.choice([-1, 1])),
            ChangeStepSize(random.choice([-0.05, 0.05])),
            SelectPlane(1),
            SgdStep(),
            Undo(),
            Redo(),
        ]
    )
    return walk if random.random() < 0.7 else [other]


def test_the_same_actions_make_the_same_descent() -> None:
    random = Random(0)
    frames = [random_frame(random) for _ in range(500)]
    one, two = Descent(seed=1), Descent(seed=1)
    for actions in frames:
        assert one.apply(actions) == two.apply(actions)
    assert one.place.coefficients == two.place.coefficients
    assert one.place.subspace == two.place.subspace
    lineages = zip(lineage(one.place), lineage(two.place), strict=True)
    for first, second in lineages:
        assert repr(first) == repr(replace(second, descent=first.descent))


def test_twenty_thousand_frames_stay_within_a_few_megabytes() -> None:
    random = Random(0)
    descent = Descent()
    tracemalloc.start()
    try:
        for number in itertools.count():
            change = descent.apply(random_frame(random))
            descent.record(Losses(change.frame, 2.3, 0.1, 2.3, 0.1))
            if number == 20_000:
                break
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert descent.frame > 15_000
    assert used < 6e6
