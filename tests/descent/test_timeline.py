"""Undo and redo walk along the places of the timeline, and only along them."""

from dataclasses import replace

import pytest

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.timeline import MOST_UNDOS, Timeline


def test_going_back_and_forth_gives_the_same_objects() -> None:
    start = Descent().place
    timeline = Timeline(start)
    there = timeline.close_entry(replace(start, coefficients=(1.0,) * 6))
    assert timeline.travel(1)
    assert timeline.present is start
    assert timeline.depth == 0
    assert timeline.travel(-1)
    assert timeline.present is there
    assert not timeline.can_redo


def test_an_equal_place_makes_no_entry_and_the_old_object_stays() -> None:
    start = Descent().place
    timeline = Timeline(start)
    assert timeline.close_entry(replace(start)) is start
    assert timeline.depth == 0


def test_a_new_place_ends_what_could_be_redone() -> None:
    start = Descent().place
    timeline = Timeline(start)
    timeline.close_entry(replace(start, coefficients=(1.0,) * 6))
    timeline.travel(1)
    timeline.close_entry(replace(start, coefficients=(2.0,) * 6))
    assert not timeline.can_redo


def test_beyond_the_ends_it_stays_and_says_so() -> None:
    start = Descent().place
    timeline = Timeline(start)
    assert not timeline.travel(1)
    assert not timeline.travel(-1)
    assert timeline.present is start
    for undos in (1, -1):
        with pytest.raises(IndexError):
            timeline.place(undos)


def test_the_oldest_entries_become_one_that_leads_to_the_start() -> None:
    start = Descent().place
    timeline = Timeline(start)
    places = [replace(start, coefficients=(1.0 + each,) * 6) for each in range(3 * MOST_UNDOS)]
    for place in places:
        assert timeline.close_entry(place) is place
        assert timeline.depth <= MOST_UNDOS
    assert timeline.depth >= MOST_UNDOS * 8 // 10
    numbers = list(timeline.numbers)
    assert numbers == sorted(set(numbers))
    assert len(numbers) == timeline.depth + 1
    for undos in range(timeline.depth):
        assert timeline.place(undos) is places[-1 - undos]
    assert timeline.place(timeline.depth) is start
    assert timeline.travel(timeline.depth)
    assert timeline.present is start
