"""Results reach those who subscribed, whichever engine they come from."""

import logging
from dataclasses import dataclass

import pytest

from hudes_desktop.engine.requests import Cancel
from hudes_desktop.engine.results import Banner, PathChanged, Ready
from hudes_desktop.engine.router import ResultRouter


@dataclass(frozen=True)
class Found:
    descent: str
    value: int


class Scripted:
    """An engine that answers what a test puts into `results`."""

    def __init__(self, *results):
        self.results = list(results)
        self.posts = []
        self.open = True
        self.slow = False
        self.waits = []

    def start(self):
        pass

    def post(self, post):
        self.posts.append(post)

    def has_direction(self, _digest, size):
        return size in (None, 26_506)

    def collect(self):
        results, self.results = self.results, []
        return results

    def close(self):
        self.open = False

    def join(self, timeout):
        self.waits.append(timeout)
        return not self.slow


def test_results_go_to_whoever_subscribed_to_their_type_and_descent():
    router = ResultRouter(Scripted(Found("a", 1), Banner("hm"), Found("b", 2)))
    of_a, founds, everything = [], [], []
    router.subscribe(Found, of_a.append, "a")
    router.subscribe(Found, founds.append)
    unsubscribe = router.subscribe(object, everything.append)
    router.dispatch()
    assert of_a == [Found("a", 1)]
    assert founds == [Found("a", 1), Found("b", 2)]
    assert len(everything) == 3
    unsubscribe()
    unsubscribe()
    router.replace(Scripted(Found("a", 3)))
    router.dispatch()
    assert len(everything) == 3
    assert of_a[-1] == Found("a", 3)


def test_after_an_exception_the_results_behind_it_come_with_the_next_dispatch():
    router = ResultRouter(Scripted(Found("a", 1), Found("a", 0), Found("a", 2)))
    inverse = []
    router.subscribe(Found, lambda found: inverse.append(1 / found.value))
    with pytest.raises(ZeroDivisionError):
        router.dispatch()
    router.dispatch()
    assert inverse == [1.0, 0.5]


def test_another_engine_takes_over_and_the_first_is_closed_and_heard_no_more():
    first, second = Scripted(Found("a", 1)), Scripted(Found("a", 2))
    router = ResultRouter(first)
    seen = []
    router.subscribe(Found, seen.append)
    router.replace(second)
    router.dispatch()
    router.post(Cancel("a"))
    assert (first.open, second.open) == (False, True)
    assert seen == [Found("a", 2)]
    assert second.posts == [Cancel("a")]
    router.close()
    assert not second.open


def test_an_engine_that_takes_its_time_is_waited_for_at_the_very_end_alone(caplog):
    first, second = Scripted(), Scripted()
    first.slow = True
    router = ResultRouter(first)
    router.replace(second)
    router.replace(Scripted())
    assert first.waits + second.waits == [0.0, 0.0, 0.0]
    caplog.set_level(logging.INFO)
    router.close(timeout=7.0)
    assert first.waits[-1] == pytest.approx(7.0, abs=1.0)
    assert second.waits == [0.0]
    assert caplog.messages == ["an engine did not stop within 7 s"]


def test_what_the_engine_chose_is_known_until_another_takes_its_place():
    ready = Ready("mlp", 26_506, "mnist", "cpu", "float32", "affine", 10_000)
    router = ResultRouter(Scripted(ready, PathChanged("affine, compiled")))
    assert router.ready is None
    router.dispatch()
    assert (router.ready, router.path.path) == (ready, "affine, compiled")
    router.replace(Scripted())
    assert router.ready is router.path is None
