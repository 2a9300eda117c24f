"""What the engine does next: by urgency, in turn, and nothing that is not wanted any more."""

from dataclasses import dataclass

import pytest

from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.engine.lanes import EVERY, IDLE, LATEST, NEW, Lanes
from hudes_desktop.engine.requests import Request


@dataclass(frozen=True, eq=False)
class Answer(Request):
    name: str


@dataclass(frozen=True, eq=False)
class Picture(Request):
    name: str


@dataclass(frozen=True, eq=False)
class Search(Request):
    name: str
    tile: int = 0


def never(_context, _request):
    yield None


SEARCH = JobSpec(Search, "idle", never, wing="maps", key=lambda request: request.tile)


@pytest.fixture
def lanes():
    return Lanes([JobSpec(Answer, "every", never), JobSpec(Picture, "latest", never), SEARCH])


def asked(kind, name, descent="a", owner="hand", **more):
    return kind(name, descent=descent, owner=owner, **more)


def carry_out(lanes, pieces, **before):
    """The names of the tasks whose pieces come next, each task having so many of them."""
    names = []
    while (task := lanes.next(**before)) is not None:
        name = task.request.name
        if task.pieces is None:
            task.pieces = never(None, task.request)
        names.append(name)
        lanes.put_back(task, done=names.count(name) >= pieces)
    return "".join(names)


def test_first_glimpses_then_answers_then_refinement_then_what_has_time(lanes):
    for request in (
        asked(Search, "s"),
        asked(Picture, "p"),
        asked(Answer, "1"),
        asked(Answer, "2"),
    ):
        lanes.add(request)
    assert carry_out(lanes, 2) == "p1122pss"


def test_every_answer_is_given_in_order_and_descents_take_turns(lanes):
    for name in "123":
        lanes.add(asked(Answer, name, "a"))
    for name in "xy":
        lanes.add(asked(Answer, name, "b"))
    assert carry_out(lanes, 1) == "1x2y3"


def test_the_latest_of_those_that_wait_counts_and_each_descent_has_one(lanes):
    for name in "123":
        lanes.add(asked(Picture, name, "a"))
    lanes.add(asked(Picture, "x", "b"))
    lanes.add(asked(Picture, "m", "a", owner="map"))
    assert carry_out(lanes, 3) == "3xm3xm3xm"


def test_what_is_under_way_is_given_up_for_a_newer_request(lanes):
    lanes.add(asked(Picture, "1"))
    old = lanes.next()
    assert old.urgency == NEW
    assert not lanes.superseded(old)
    lanes.add(asked(Picture, "2"))
    assert lanes.superseded(old)
    lanes.put_back(old, done=False)
    assert old.cancelled
    assert carry_out(lanes, 2) == "22"


def test_two_who_never_rest_get_their_first_glimpses_in_turn(lanes):
    names = []
    for turn in range(6):
        lanes.add(asked(Picture, f"a{turn}", "a"))
        lanes.add(asked(Picture, f"b{turn}", "b"))
        task = lanes.next()
        names.append(task.request.name[0])
        lanes.put_back(task, done=False)
    assert names == ["a", "b"] * 3


def test_in_the_idle_lane_owners_take_turns_and_what_has_begun_is_finished(lanes):
    lanes.add(asked(Search, "m", owner="map"))
    lanes.add(asked(Search, "r", owner="rival"))
    task = lanes.next()
    task.pieces = never(None, None)
    for name in "no":  # newer ones wait until it is done, and the last counts
        lanes.add(asked(Search, name, owner="map"))
    assert lanes.superseded(task)
    lanes.put_back(task, done=False)
    assert carry_out(lanes, 2) == "rmrmoo"


def test_a_key_tells_requests_apart_and_they_take_turns_too(lanes):
    for tile, name in enumerate("xyz"):
        lanes.add(asked(Search, name, owner="map", tile=tile))
    lanes.add(asked(Search, "Y", owner="map", tile=1))
    lanes.add(asked(Search, "r", owner="rival"))
    assert carry_out(lanes, 2) == "xrYrzxYz"


def test_only_what_is_more_urgent_interrupts(lanes):
    lanes.add(asked(Picture, "p"))
    picture = lanes.next()
    lanes.put_back(picture, done=False)
    assert lanes.next() is picture
    for request in (asked(Search, "s"), asked(Answer, "1"), asked(Picture, "x", "b")):
        lanes.add(request)
    assert lanes.next(before=NEW) is None
    assert carry_out(lanes, 1, before=picture.urgency) == "x1"
    lanes.put_back(picture, done=True)
    assert carry_out(lanes, 1, before=IDLE) == ""
    assert carry_out(lanes, 1) == "s"


def test_what_is_dropped_is_not_carried_out_and_what_is_busy_ends_after_its_piece(lanes):
    ended = []

    def pieces():
        try:
            yield None
            yield None
        finally:
            ended.append(True)

    lanes.add(asked(Search, "m", owner="map"))
    busy = lanes.next()
    busy.pieces = pieces()
    next(busy.pieces)
    for kind in (Answer, Picture, Search):
        lanes.add(asked(kind, "1", owner="map"))
        lanes.add(asked(kind, "x", "b"))
    lanes.drop(lambda task: task.request.owner == "map")
    assert busy.cancelled
    assert not ended
    lanes.put_back(busy, done=False)
    assert ended
    assert carry_out(lanes, 1) == "xxx"


def test_a_job_that_is_switched_off_takes_no_more_requests(lanes):
    lanes.add(asked(Search, "s"))
    lanes.switch_off(SEARCH)
    lanes.add(asked(Search, "t"))
    lanes.add(asked(Answer, "1"))
    assert carry_out(lanes, 1) == "1"


def test_a_handler_that_fails_to_clean_up_ends_nothing_else(lanes, caplog):
    def stubborn():
        try:
            yield None
        finally:
            raise ValueError("no")

    lanes.add(asked(Search, "s"))
    task = lanes.next()
    task.pieces = stubborn()
    next(task.pieces)
    lanes.put_back(task, done=False)
    lanes.drop()
    assert lanes.next() is None
    assert "Search could not be ended" in caplog.text
    caplog.clear()


def test_urgencies_are_in_order():
    assert NEW < EVERY < LATEST < IDLE
