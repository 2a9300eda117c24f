import csv
import io
import math

import pytest

from hudes_desktop.descent.actions import (
    NextBatch,
    NextSubspace,
    RollTo,
    SelectPlane,
    SgdStep,
    Step,
    Undo,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import MOST_ROWS, Losses
from hudes_desktop.view.export import journal as journal_module
from hudes_desktop.view.export.journal import COLUMNS, Journal
from hudes_desktop.view.kit.feed import Applied, Began, Feed


class Played:
    """A descent as a session plays it, with a clock that is set by hand."""

    def __init__(self, descent=None):
        self.feed, self.now = Feed(), 100.0
        self.journal = Journal(self.feed, lambda: self.now)
        self.descent = descent or Descent(seed=3, batch_size=64, step_exponent=0.0)
        self.feed.publish(Began(self.descent))

    def apply(self, *actions, seconds=1.0):
        self.now += seconds
        change = self.descent.apply(actions)
        self.feed.publish(Applied(actions, change, self.descent))
        return change.frame

    def losses(self, frame, validation, evaluations=10):
        self.descent.count(evaluations)
        sgd_steps = self.descent.sgd_steps
        losses = Losses(frame, 2.5, 0.25, validation, 0.5, sgd_steps=sgd_steps)
        self.descent.record(losses)
        self.feed.publish(losses)

    def rows(self):
        return list(csv.DictReader(io.StringIO(self.journal.table().decode())))


@pytest.fixture
def played():
    return Played()


def test_back_at_a_descent_its_table_goes_on(played):
    played.losses(0, 2.3)
    played.losses(played.apply(RollTo((2, 3), (1.5, -1.0)), seconds=2.0), 2.0)
    before = played.rows()
    assert [(row["action"], row["axis"]) for row in before] == [("start", ""), ("roll_to", "3 4")]
    played.feed.publish(Began(Descent()))
    assert played.rows() == []
    played.feed.publish(Began(played.descent))
    assert played.rows() == before
    played.losses(played.apply(Step(0, 1.0), seconds=1.0), 1.9)
    assert [row["seconds"] for row in played.rows()] == ["0.000", "2.000", "3.000"]


def test_a_row_says_when_how_and_where(played):
    played.losses(0, 2.3)
    played.losses(played.apply(Step(0, 1.0), Step(3, -0.5), seconds=1.5), 1 / 3)
    played.losses(played.apply(NextSubspace(), NextBatch()), math.inf)

    first, second, third = played.rows()

    assert tuple(first) == COLUMNS
    assert first["action"] == "start"
    assert second == {
        "frame": "1", "seconds": "1.500", "evaluations": "20", "action": "step", "axis": "1 4",
        "seed": "3", "directions": "uniform 0–5", "batch": "1", "batch_size": "64",
        "step_size": "1.0", "sgd_steps": "0",
        "loss_these_digits": "2.5", "accuracy_these_digits": "0.25",
        "loss_all_digits": repr(1 / 3), "accuracy_all_digits": "0.5",
        "best_by_hand": repr(1 / 3), "best_with_sgd": "",
    }  # fmt: skip
    assert third["action"] == "next_subspace next_batch"
    assert (third["axis"], third["directions"], third["batch"]) == ("", "uniform 6–11", "2")
    assert (third["seconds"], third["loss_all_digits"]) == ("2.500", "inf")
    assert third["best_by_hand"] == repr(1 / 3)


def test_the_best_by_hand_and_the_best_with_sgd_are_told_apart(played):
    played.losses(0, 2.3)
    played.losses(played.apply(SgdStep(5)), 0.9)
    played.losses(played.apply(Undo()), 2.3)
    played.losses(played.apply(Step(0, 1.0)), 2.2)

    rows = played.rows()

    assert [row["sgd_steps"] for row in rows] == ["0", "5", "0", "0"]
    assert [row["best_by_hand"] for row in rows] == ["2.3", "2.3", "2.3", "2.2"]
    assert [row["best_with_sgd"] for row in rows] == ["", "0.9", "0.9", "0.9"]


def test_a_roll_says_along_which_axes(played):
    played.losses(played.apply(RollTo((2, 3), (0.5, -1.0))), 2.0)

    assert [(row["action"], row["axis"]) for row in played.rows()] == [("roll_to", "3 4")]


def test_what_did_nothing_is_no_action(played):
    played.apply(SelectPlane(1))
    frame = played.apply(Step(0, 1.0), Step(99, 1.0))
    played.losses(frame, 2.0)

    assert [(row["frame"], row["axis"]) for row in played.rows()] == [("1", "1")]


def test_the_same_descent_goes_on_and_another_one_begins_anew(played):
    played.losses(played.apply(Step(0, 1.0)), 2.0)
    played.now += 10
    played.feed.publish(Began(played.descent))  # on another device
    played.losses(played.apply(Step(0, 1.0)), 2.0)
    assert [float(row["seconds"]) for row in played.rows()] == [1, 12]

    played.descent = Descent(seed=4)
    played.feed.publish(Began(played.descent))
    played.losses(0, 2.3)
    assert [(row["seconds"], row["seed"]) for row in played.rows()] == [("0.000", "4")]


def test_hours_of_play_take_no_more_memory(monkeypatch):
    """With a history of 64 rows, so that it doesn't take hours."""
    for module in (journal_module, __import__("hudes_desktop.descent.history", fromlist=["_"])):
        monkeypatch.setattr(module, "MOST_ROWS", 64)
    monkeypatch.setattr(journal_module, "_MOST_KEPT", 72)
    played = Played()
    played.losses(0, 2.3)
    for _ in range(1000):
        played.losses(played.apply(Step(0, 0.25)), 2.0)
        assert len(played.journal._frames) <= 72 + 1

    rows = played.rows()
    assert len(rows) <= 64 < MOST_ROWS
    assert rows[0]["action"] == "start"
    assert [row["seconds"] for row in rows[1:]] == [f"{int(row['frame']):.3f}" for row in rows[1:]]
