"""Scripted hands that know only what the screen shows: how far mashing, care and hints lead.

Without a window: a session on a real engine, the same surfaces, the same rules of hints. Time is
counted in actions, so that a run is as fast as the engine. A walking key is pressed and let go, a
quarter of a step each; a roll is one action that leads to the lowest exact point of the selected
plane; choosing a plane, directions, digits or a step size is one press.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from _timing import machine
from hudes_desktop.descent.actions import (
    Action,
    ChangeStepSize,
    NextBatch,
    NextSubspace,
    RollTo,
    SelectPlane,
    Step,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.lowest_point import lowest_point
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Losses, Result, Surface
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.inputs.bindings.window_actions import Intent, Orbit, Roll, Walk
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.session import Session
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.wings.guidance.rules import Advisor, Hint

PRESS = 0.25
"""Steps that one press of a walking key leads."""

STARTS = {"before": (-0.5, 256), "after": (0.0, 512)}
"""Exponent of the step size, and digits of the batch, that play began with and begins with."""

PRESSES: dict[Hint, Action] = {
    Hint.NEXT_PLANE: SelectPlane(1),
    Hint.NEW_DIRECTIONS: NextSubspace(),
    Hint.LARGER_STEP: ChangeStepSize(0.05),
    Hint.SMALLER_STEP: ChangeStepSize(-0.05),
    Hint.NEW_DIGITS: NextBatch(),
}


class Screen:
    """A descent as a player sees it."""

    def __init__(self, seed: int, start: tuple[float, int], cache: Path) -> None:
        exponent, digits = start
        self._router = ResultRouter(ThreadEngine(EngineOptions(batch_size=digits), cache))
        self.descent = Descent(seed=seed, batch_size=digits, step_exponent=exponent)
        self.session = Session(self.descent, self._router)
        self.advisor = Advisor(self.descent)
        self._seen: dict[int, Surface] = {}
        self.session.arrived.connect(self._take)
        self._router.start()
        self.session.start()

    def _take(self, result: Result) -> None:
        if isinstance(result, Surface):
            self._seen[result.plane] = result
            self.advisor.see(result)
        elif isinstance(result, Losses):
            self.advisor.lose(result)

    def act(self, *actions: Action) -> None:
        """One action of the player."""
        self.advisor.move(actions, self.session.apply(actions))

    def surface(self) -> Surface:
        """The selected plane's, exact and around the present place."""
        self._wait(lambda: self._exact() is not None)
        surface = self._exact()
        assert surface is not None
        return surface

    def _exact(self) -> Surface | None:
        surface = self._seen.get(self.descent.selected_plane)
        current = surface is not None and self.session.is_current(surface) and surface.exact
        return surface if current else None

    def losses(self) -> tuple[float, float]:
        """Of all digits: now, and the best so far."""
        self._wait(lambda: not self.session.owed)
        of_all = self.descent.losses.validation_loss
        return of_all[-1], min(of_all)

    def _wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 120.0
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError("the engine gave no answer in two minutes")
            self._router.dispatch()
            time.sleep(0.0005)

    def close(self) -> None:
        self.session.close()
        self._router.close()


def roll(screen: Screen) -> RollTo | None:
    """To the lowest point in sight on the selected plane."""
    surface = screen.surface()
    lowest = lowest_point(surface)
    return None if lowest is None else RollTo(surface.axes, lowest.coefficients)


def press_towards(screen: Screen, goal: RollTo) -> Step:
    """One press along the axis on which the goal is further away."""
    here = screen.descent.place.coefficients
    away = [there - here[axis] for axis, there in zip(goal.axes, goal.coefficients, strict=True)]
    further = int(np.argmax(np.abs(away)))
    return Step(goal.axes[further], float(np.copysign(PRESS, away[further])))


def mash(screen: Screen, actions: int) -> None:
    """Any key without modifiers, one after the other."""
    chance = random.Random(screen.descent.seed)
    profile = Library([controllers_dir()]).profile("keyboard_3d")
    keys = [each for each in profile.bindings if "Ctrl" not in str(each.control.name)]
    yaw = 0.0
    for _ in range(actions):
        pressed: Intent = chance.choice(keys).action
        if isinstance(pressed, Walk):
            screen.act(*screen.session.walk(pressed.right, pressed.forward, yaw))
        elif isinstance(pressed, Orbit):
            yaw += pressed.yaw
        elif isinstance(pressed, Roll):
            goal = roll(screen)
            screen.act(*([goal] if goal else []))
        elif isinstance(pressed, Action):
            screen.act(pressed)
        screen.losses()


def walk_down(screen: Screen, actions: int) -> None:
    """Along the steeper axis, as the arrow says, while that leads down; then another plane."""
    done = 0
    for _ in range(actions):
        surface = screen.surface()
        middle = tuple(n // 2 for n in surface.heights.shape)
        slopes = [
            float(np.gradient(surface.heights, axis=index)[middle])
            for index in range(surface.heights.ndim)
        ]
        steeper = int(np.argmax(np.abs(slopes)))
        before = surface.heights[middle]
        there = list(middle)
        there[steeper] -= int(np.sign(slopes[steeper]))
        if surface.heights[tuple(there)] < before:
            screen.act(Step(surface.axes[steeper], -PRESS * float(np.sign(slopes[steeper]))))
        elif done < screen.descent.planes - 1:
            done += 1
            screen.act(SelectPlane(1))
        else:
            done = 0
            screen.act(NextSubspace())


def follow_hints(screen: Screen, actions: int, *, rolls: bool = True) -> None:
    """Do what the hint says; rolls False: walk to the lowest point by presses of keys instead."""
    for _ in range(actions):
        screen.surface()
        screen.losses()
        hint = screen.advisor.advise()
        if hint is Hint.ROLL:
            goal = roll(screen)
            assert goal is not None  # the hint says so
            screen.act(goal if rolls else press_towards(screen, goal))
        elif hint is not None:
            screen.act(PRESSES[hint])


def walk_by_hints(screen: Screen, actions: int) -> None:
    """Hints by walking keys alone."""
    follow_hints(screen, actions, rolls=False)


def roll_only(screen: Screen, actions: int) -> None:
    """Roll on each plane, then new directions, without reading anything."""
    planes = screen.descent.planes
    for action in range(actions):
        turn = action % (2 * planes)
        if turn % 2 == 0:
            goal = roll(screen)
            screen.act(*([goal] if goal else []))
        else:
            screen.act(SelectPlane(1) if turn < 2 * planes - 1 else NextSubspace())


HANDS: dict[str, tuple[str, Callable[[Screen, int], None], int]] = {
    "mash": ("mashing keys, 40 s at four a second", mash, 160),
    "walk": ("careful walk down the arrow, 200 s at two presses a second", walk_down, 400),
    "hints": ("hints followed, 10 minutes at one action a second", follow_hints, 600),
    "roll": ("roll only, 5 minutes at one action a second", roll_only, 300),
    "keys": ("hints by walking keys alone, 10 minutes at two a second", walk_by_hints, 1200),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hands", nargs="+", choices=HANDS, default=list(HANDS))
    parser.add_argument("--starts", nargs="+", choices=STARTS, default=list(STARTS))
    parser.add_argument("--seeds", nargs="+", type=int, default=list(range(5)))
    arguments = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as cache:
        for name in arguments.hands:
            words, play, actions = HANDS[name]
            for start in arguments.starts:
                ends = []
                for seed in arguments.seeds:
                    screen = Screen(seed, STARTS[start], Path(cache))
                    play(screen, actions)
                    ends.append(screen.losses())
                    screen.close()
                last, best = zip(*ends, strict=True)
                print(
                    f"{words}, {start}: {statistics.mean(last):.2f} "
                    f"({min(last):.2f}–{max(last):.2f}), best {statistics.mean(best):.2f}; "
                    + " ".join(f"{loss:.3f}" for loss in last),
                    flush=True,
                )


if __name__ == "__main__":
    main()
