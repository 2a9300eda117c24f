"""Undo and redo walk along the places of the timeline, and only along them."""

from dataclasses import replace

import pytest

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.timeline import Timeline


def test_going_back_and_forth_gives_the_same_objects() -> None:
    start = Descent().place
    timeline = Timeline(start)
    there = timeline.close_entry(replace(start, coefficients=(1.0,) * 6))
    assert timeline.undo() is start
    assert not timeline.can_undo
    assert timeline.redo() is there
    assert not timeline.can_redo


def test_an_equal_place_makes_no_entry_and_the_old_object_stays() -> None:
    start = Descent().place
    timeline = Timeline(start)
    assert timeline.close_entry(replace(start)) is start
    assert not timeline.can_undo


def test_a_new_place_ends_what_could_be_redone() -> None:
    start = Descent().place
    timeline = Timeline(start)
    timeline.close_entry(replace(start, coefficients=(1.0,) * 6))
    timeline.undo()
    timeline.close_entry(replace(start, coefficients=(2.0,) * 6))
    assert not timeline.can_redo


def test_where_there_is_nothing_it_says_so() -> None:
    timeline = Timeline(Descent().place)
    with pytest.raises(IndexError):
        timeline.undo()
    with pytest.raises(IndexError):
        timeline.redo()
