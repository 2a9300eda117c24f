"""Any game at all, beside a bookkeeper that sums exact fractions along each direction."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from lineage import lineage

from hudes_desktop.descent.actions import (
    Action,
    ChangeBatchSize,
    ChangeStepSize,
    GoTo,
    NextBatch,
    NextSubspace,
    PreviousBatch,
    PreviousSubspace,
    Redo,
    Reseed,
    Reset,
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
from hudes_desktop.descent.place import Address, Place, RandomDirection, StoredDirection

STORED = StoredDirection("a" * 64)
TOLERANCE = Fraction(1, 10**12)

Walked = dict[Address, Fraction]
Stretch = tuple[Walked, int, tuple[int, int, int] | None]
"""What was walked along each direction, then how many SGD steps on which batch."""

steps = st.builds(
    Step,
    st.integers(0, 7),
    # No device tells less than a millionth; far below that the descent rounds a step to nothing.
    st.sampled_from([0.25, -0.25, 1.0, -1.0])
    | st.integers(-3_000_000, 3_000_000).map((1e-6).__mul__),
)
moves: st.SearchStrategy[Action] = st.one_of(
    st.just(NextSubspace()),
    st.just(PreviousSubspace()),
    st.just(NextBatch()),
    st.just(PreviousBatch()),
    st.builds(ChangeBatchSize, st.integers(-3, 3)),
    st.builds(SgdStep, st.integers(1, 3)),
    st.just(Reset()),
    st.builds(Reseed, st.integers(0, 3)),
    st.builds(SetAxes, st.integers(2, 32)),
    st.builds(ShowPlanes, st.integers(1, 5)),
    st.lists(
        st.builds(StoredDirection, st.sampled_from(["a" * 64, "b" * 64]))
        | st.builds(RandomDirection, st.just("uniform"), st.just(7), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    ).map(lambda addresses: UseDirections(tuple(addresses))),
)


def add(walked: Walked, addresses: Sequence[Address], coefficients: Sequence[float]) -> None:
    for address, distance in zip(addresses, coefficients, strict=True):
        walked[address] = walked.get(address, Fraction(0)) + Fraction(distance)


def stretches(place: Place) -> tuple[int, list[Stretch]]:
    """A place, told by its anchors: the initial seed, then stretches that end in SGD steps."""
    told: list[Stretch] = []
    walked: Walked = {}
    anchors = lineage(place)
    for anchor in reversed(anchors):
        if anchor.subspace is not None:
            add(walked, anchor.subspace.addresses, anchor.coefficients)
        if anchor.sgd_steps:
            assert anchor.batch is not None
            batch = (anchor.batch.seed, anchor.batch.number, anchor.batch.size)
            told.append((walked, anchor.sgd_steps, batch))
            walked = {}
    add(walked, place.subspace.addresses, place.coefficients)
    told.append((walked, 0, None))
    return anchors[-1].seed, told


class Bookkeeper:
    """Where an exact descent stands; knows nothing of anchors."""

    def __init__(self) -> None:
        self.initial_seed = 0
        self.seed = 0
        self.first = 0
        self.axes = 6
        self.chosen: list[Address] = []
        self.batch = (0, 0, Descent().place.batch.size)
        self.first_size = self.batch[2]
        self.told: list[Stretch] = [({}, 0, None)]

    def copy(self) -> "Bookkeeper":
        other = Bookkeeper()
        other.__dict__.update(self.__dict__)
        other.chosen = list(self.chosen)
        other.told = [(dict(walked), steps, batch) for walked, steps, batch in self.told]
        return other

    def addresses(self) -> list[Address]:
        """Of every axis."""
        run = range(self.first, self.first + self.axes - len(self.chosen))
        return [*self.chosen, *(RandomDirection("uniform", self.seed, index) for index in run)]

    def do(self, action: Action, step_size: float) -> None:
        sizes = [2, 8, 32, 64, 128, 256, 512, 1024, 2048, 4096]
        seed, number, size = self.batch
        match action:
            case Step(axis, amount):
                if axis < self.axes:
                    walked, address = self.told[-1][0], self.addresses()[axis]
                    distance = Fraction(amount) * Fraction(step_size)
                    walked[address] = walked.get(address, Fraction(0)) + distance
            case NextSubspace():
                self.first += self.axes - len(self.chosen)
                self.chosen = []
            case PreviousSubspace():
                if not self.chosen:
                    self.first = max(0, self.first - self.axes)
                self.chosen = []
            case UseDirections(addresses):
                self.chosen = list(addresses)
                self.axes = max(self.axes, len(addresses))
            case ShowPlanes(count):
                self.axes = max(self.axes, 2 * count)
            case SetAxes(count):
                self.axes = count
                self.chosen = self.chosen[:count]
            case NextBatch():
                self.batch = (seed, number + 1, size)
            case PreviousBatch():
                self.batch = (seed, max(0, number - 1), size)
            case ChangeBatchSize(by):
                index = min(max(sizes.index(size) + by, 0), len(sizes) - 1)
                self.batch = (seed, number, sizes[index])
            case SgdStep(count):
                self.told[-1] = (self.told[-1][0], count, self.batch)
                self.told.append(({}, 0, None))
            case Reset() | Reseed():
                size = self.first_size if isinstance(action, Reset) else size
                self.seed = action.seed if isinstance(action, Reseed) else self.seed
                self.initial_seed = self.seed
                self.first = 0
                self.chosen = []
                self.batch = (self.seed, 0, size)
                self.told = [({}, 0, None)]

    def merged(self) -> list[Stretch]:
        return merged(self.told)


def merged(told: list[Stretch]) -> list[Stretch]:
    """SGD on the same batch, with nothing walked in between, is one stretch."""
    out: list[Stretch] = []
    for walked, count, batch in told:
        if out and batch is not None and out[-1][2] == batch and not any(walked.values()):
            out[-1] = (out[-1][0], out[-1][1] + count, batch)
        else:
            out.append((walked, count, batch))
    return out


class AnyGame(RuleBasedStateMachine):
    """Frames of random actions; the history is kept beside it as a plain list of places."""

    def __init__(self) -> None:
        super().__init__()
        self.descent = Descent()
        self.book = Bookkeeper()
        self.history = [(self.descent.place, self.book)]
        self.now = 0
        self.done = 0
        self.planes = 3

    @rule(actions=st.lists(steps, min_size=1, max_size=4))
    def walk(self, actions: list[Step]) -> None:
        self.play(list(actions))

    @rule(action=moves)
    def move(self, action: Action) -> None:
        self.play([action])

    @rule(actions=st.lists(steps | moves, max_size=6))
    def busy_frame(self, actions: list[Action]) -> None:
        self.play(actions)

    def play(self, actions: list[Action]) -> None:
        before = self.descent.place
        frame = self.descent.frame
        self.book = self.book.copy()
        step_size = self.descent.step_size
        for action in actions:
            step_size = Descent().step_size if isinstance(action, Reset) else step_size
            self.book.do(action, step_size)
            self.planes = action.count if isinstance(action, ShowPlanes) else self.planes
            self.done += action.count if isinstance(action, SgdStep) else 0
        change = self.descent.apply(actions)
        assert change.moved == (self.descent.place is not before)
        assert change.frame == frame + change.moved == self.descent.frame
        assert change.new_batch == (self.descent.place.batch != before.batch)
        assert change.new_subspace == (self.descent.place.subspace != before.subspace)
        if change.moved:
            assert self.descent.place != before
            del self.history[self.now + 1 :]
            self.history.append((self.descent.place, self.book))
            self.now += 1

    @rule()
    def undo(self) -> None:
        self.travel(Undo(), -1)

    @rule()
    def redo(self) -> None:
        self.travel(Redo(), +1)

    @precondition(lambda self: self.now >= 2)
    @rule()
    def undo_twice_in_a_frame(self) -> None:
        self.descent.apply([Undo(), Undo()])
        self.now -= 2
        self.book = self.history[self.now][1]

    def travel(self, action: Action, by: int) -> None:
        possible = 0 <= self.now + by < len(self.history)
        change = self.descent.apply([action])
        assert change.moved == possible
        assert change.stopped == (() if possible else (action,))
        if possible:
            self.now += by
            self.book = self.history[self.now][1]

    @rule(share=st.floats(0, 1))
    def go_to_a_place_of_the_history(self, share: float) -> None:
        there = round(share * (len(self.history) - 1))
        change = self.descent.apply([GoTo(self.history[there][0])])
        assert change.moved == (there != self.now)
        self.now = there
        self.book = self.history[there][1]

    @rule()
    def go_to_a_place_that_was_left(self) -> None:
        left = Descent(seed=5)
        left.apply([Step(1, 2.0), SgdStep(2), NextBatch(), UseDirections((STORED,))])
        self.book = Bookkeeper()
        for action in (Reseed(5), Step(1, 2.0), SgdStep(2), NextBatch(), UseDirections((STORED,))):
            self.book.do(action, left.step_size)
        assert self.descent.apply([GoTo(left.place)]).moved
        del self.history[self.now + 1 :]
        self.history.append((left.place, self.book))
        self.now += 1

    @rule(by=st.sampled_from([0.05, -0.05, 0.0125, -0.0125, 3.0, -3.0]), times=st.integers(1, 9))
    def change_step_size(self, by: float, times: int) -> None:
        expected = Fraction(str(self.descent.step_exponent))
        for _ in range(times):
            expected = min(max(expected + Fraction(str(by)), Fraction(-4)), Fraction(2))
        self.descent.apply([ChangeStepSize(by)] * times)
        # A press may land on the scale of doubles that is close by.
        assert abs(self.descent.step_exponent - float(expected)) <= times * 2e-4 + 1e-9
        assert -4 <= self.descent.step_exponent <= 2

    @rule(exponent=st.floats(-6, 6))
    def set_step_size(self, exponent: float) -> None:
        self.descent.apply([SetStepSize(exponent)])
        assert abs(self.descent.step_exponent - min(max(exponent, -4), 2)) <= 5e-7

    @rule(by=st.integers(-5, 5))
    def select(self, by: int) -> None:
        expected = (self.descent.selected_plane + by) % self.descent.planes
        self.descent.apply([SelectPlane(by)])
        assert self.descent.selected_plane == expected

    @invariant()
    def stands_where_the_history_says(self) -> None:
        assert self.descent.place is self.history[self.now][0]
        assert self.descent.timeline.depth == self.now
        assert self.descent.timeline.can_redo == (self.now < len(self.history) - 1)

    @invariant()
    def agrees_with_the_bookkeeper(self) -> None:
        place, book = self.descent.place, self.book
        assert place.subspace.seed == book.seed == self.descent.seed
        assert (place.subspace.first, place.subspace.count) == (book.first, book.axes)
        assert (place.batch.seed, place.batch.number, place.batch.size) == book.batch
        assert len(place.coefficients) == book.axes
        initial_seed, told = stretches(place)
        assert initial_seed == book.initial_seed
        told, expected = merged(told), book.merged()
        assert [stretch[1:] for stretch in told] == [stretch[1:] for stretch in expected]
        for (walked, *_), (exact, *_) in zip(told, expected, strict=True):
            for address in walked.keys() | exact.keys():
                error = abs(walked.get(address, 0) - exact.get(address, 0))
                size = max(abs(exact.get(address, 0)), 1)
                assert error <= TOLERANCE * size * 8

    @invariant()
    def counters_add_up(self) -> None:
        assert self.descent.sgd_steps == sum(count for _, count, _ in self.book.told)
        assert self.descent.sgd_steps_done == self.done

    @invariant()
    def a_plane_that_exists_is_selected(self) -> None:
        assert 1 <= self.descent.planes == min(self.planes, self.descent.axes // 2)
        assert 0 <= self.descent.selected_plane < self.descent.planes


AnyGame.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestAnyGame = AnyGame.TestCase
