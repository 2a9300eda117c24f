"""The engine's thread with jobs of a test: what comes between chunks, and what errors do."""

from dataclasses import dataclass

import pytest

from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.engine.mailbox import Mailbox
from hudes_desktop.engine.requests import Cancel, EngineOptions, Request
from hudes_desktop.engine.results import Banner, Failed, PathChanged, Progress, Ready, WingFailed
from hudes_desktop.engine.worker import Worker
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.directions import DirectionStore


@dataclass(frozen=True, eq=False)
class Say(Request):
    words: str


class Picture(Say):
    pass


class Search(Say):
    pass


def say(_context, request):
    yield request.words


class Run:
    """A worker in this thread, which ends when it has nothing more to do."""

    def __init__(self, tmp_path):
        self.mailbox = Mailbox()
        self.said = []
        self._folder = tmp_path
        self._jobs = {Say: ("every", say), Picture: ("latest", say), Search: ("idle", say)}
        self._wings = {}

    def job(self, request, handler, wing=""):
        self._jobs[request] = (self._jobs[request][0], handler)
        self._wings[request] = wing

    def post(self, request, words, descent="a"):
        self.mailbox.post(request(words, descent=descent))

    def until_idle(self):
        jobs = [
            JobSpec(request, lane, handler, self._wings.get(request, ""))
            for request, (lane, handler) in self._jobs.items()
        ]
        self.mailbox.wait = self.mailbox.stop  # there is nothing more to wait for
        options = EngineOptions(compile=False)
        stored = DirectionStore()
        Worker(options, self._folder, jobs, stored, self.mailbox, self._deliver).run()
        return self.said

    def _deliver(self, result):
        if not isinstance(result, Progress | Ready | PathChanged):
            self.said.append(result)


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


def test_between_chunks_what_is_more_urgent_is_done_also_for_others(run):
    def refine(context, request):
        yield f"glimpse {request.descent}"
        if request.descent == "a":
            run.post(Say, "answer")
            run.post(Picture, "", "b")
            run.post(Search, "search")
            yield f"given up: {context.between_chunks()}"

    run.job(Picture, refine)
    run.post(Picture, "")
    assert run.until_idle() == ["glimpse a", "glimpse b", "answer", "given up: False", "search"]


def test_between_chunks_a_newer_picture_puts_an_end_to_the_older_one(run):
    def refine(context, request):
        yield f"glimpse {request.words}"
        if request.words == "1":
            run.post(Picture, "2")
            run.post(Say, "answer")
            yield f"given up: {context.between_chunks()}"
            yield "never"

    run.job(Picture, refine)
    run.post(Picture, "1")
    assert run.until_idle() == ["glimpse 1", "given up: True", "glimpse 2", "answer"]


def test_an_idle_job_is_interrupted_by_all_others_and_is_done_before_a_newer_one(run):
    def search(context, request):
        yield f"begin {request.words}"
        if request.words == "1":
            run.post(Search, "2")
            run.post(Picture, "picture")
            yield f"newer: {context.superseded()}, given up: {context.between_chunks()}"

    run.job(Search, search)
    run.post(Search, "1")
    expected = ["begin 1", "picture", "newer: True, given up: False", "begin 2"]
    assert run.until_idle() == expected


def test_a_piece_that_is_under_way_learns_that_it_is_cancelled(run):
    def search(context, _request):
        yield "begin"
        run.mailbox.post(Cancel("b"))
        yield f"given up: {context.between_chunks()}"
        run.mailbox.post(Cancel("a"))
        yield f"given up: {context.between_chunks()}"
        yield "never"

    run.job(Search, search)
    run.post(Search, "")
    assert run.until_idle() == ["begin", "given up: False", "given up: True"]


def test_memory_is_kept_for_each_descent_until_it_is_over(run):
    def remember(context, request):
        context.memory["times"] = context.memory.get("times", 0) + 1
        yield f"{request.descent}{context.memory['times']}"
        if context.memory["times"] == 2:
            run.mailbox.post(Cancel("a"))
            run.post(Say, "")

    run.job(Say, remember)
    for descent in "aba":
        run.post(Say, "", descent)
    assert run.until_idle() == ["a1", "b1", "a2", "a1"]


def test_what_the_machine_lacks_is_one_line_and_never_ends_the_engine(run):
    def lacking(_context, _request):
        raise EnvironmentFault("the disk is full: make room")
        yield

    run.job(Picture, lacking)
    for descent in "abcdef":
        run.post(Picture, "", descent)
    run.post(Say, "answer")
    assert run.until_idle() == [*[Banner("the disk is full: make room")] * 6, "answer"]


def test_our_own_errors_end_the_engine_when_there_are_too_many(run, caplog):
    def broken(_context, _request):
        yield "begin"
        raise ValueError("no such axis\nand more")

    run.job(Picture, broken)
    for descent in "abcdef":
        run.post(Picture, "", descent)
    said = run.until_idle()
    assert [each.text for each in said if isinstance(each, Banner)] == [
        "the engine could not compute this: no such axis"
    ] * 4
    assert isinstance(said[-1], Failed)
    assert len(caplog.records) == 4
    caplog.clear()


@pytest.mark.parametrize("request_type", [Say, Picture, Search])
def test_what_failed_once_is_asked_again_and_answered(run, caplog, request_type):
    """Else there is no picture until somebody moves."""
    failures = iter([ValueError("the first time")])

    def unlucky(_context, request):
        for error in failures:
            raise error
        yield request.words

    run.job(request_type, unlucky)
    run.post(request_type, "first")
    run.post(Picture if request_type is Say else Say, "other")
    said = run.until_idle()
    assert said.count("first") == 1
    assert said.count("other") == 1
    assert [each.text for each in said if isinstance(each, Banner)] == [
        "the engine could not compute this: the first time"
    ]
    assert len(caplog.records) == 1
    caplog.clear()


def test_answers_keep_their_order_when_one_of_them_fails_once(run, caplog):
    failures = iter([ValueError("the first time")])

    def unlucky(_context, request):
        if request.words == "2":
            for error in failures:
                raise error
        yield request.words

    run.job(Say, unlucky)
    for words in "123":
        run.post(Say, words)
    assert [each for each in run.until_idle() if isinstance(each, str)] == ["1", "2", "3"]
    caplog.clear()


def test_errors_that_are_far_apart_never_end_the_engine(run, caplog, monkeypatch):
    now = 1000.0
    monkeypatch.setattr("hudes_desktop.engine.worker.time.monotonic", lambda: now)

    def broken(_context, _request):
        nonlocal now
        now += 21.0
        yield 1 / 0

    run.job(Picture, broken)
    for descent in "abcdef":
        run.post(Picture, "", descent)
    said = run.until_idle()
    assert [type(each) for each in said] == [Banner] * 6
    assert len(caplog.records) == 12  # each is asked once more, in vain
    caplog.clear()


def test_a_wings_job_that_raises_is_off_and_costs_nobody_else_anything(run, caplog):
    def broken(_context, _request):
        yield 1 / 0

    run.job(Search, broken, wing="maps")
    for descent in "abcdef":
        run.post(Search, "", descent)
    run.post(Say, "answer")
    assert run.until_idle() == [
        "answer",
        WingFailed("maps", "ZeroDivisionError: division by zero"),
    ]
    assert len(caplog.records) == 1
    caplog.clear()


def test_a_wings_handler_that_can_not_be_imported_is_off_once_it_is_needed(run, caplog):
    run.job(Search, "no_such_package.jobs:search", wing="maps")
    run.post(Say, "answer")
    run.post(Search, "")
    answer, failed = run.until_idle()
    assert answer == "answer"
    assert failed.wing == "maps"
    assert "no_such_package" in failed.reason
    caplog.clear()
