"""What a control can be taught to do, and the binding that each kind of control gets for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from hudes_desktop.descent import actions as act
from hudes_desktop.descent.rules import MAX_AXES
from hudes_desktop.inputs.bindings import window_actions
from hudes_desktop.inputs.bindings.amounts import Intent
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.help import Group, group_of, meaning_of
from hudes_desktop.inputs.bindings.transform import (
    STICK_DEAD_ZONE,
    Encoding,
    Mode,
    Transform,
    default_transform,
)
from hudes_desktop.inputs.learning.teachable_words import (
    BATCHES,
    ORBIT,
    ORBITS,
    PAN,
    PANS,
    PLANES,
    SET_STEP,
    STEPS,
    WALK,
    WALKS,
    ZOOMS,
    reached,
)
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

Shape = Literal["button", "stick", "trigger", "knob", "encoder", "motion"]
"""How a control is moved. stick: both ways from its rest. trigger: one way from its rest. knob: a
position between two ends. encoder: detents, without end. motion: pixels, notches, degrees."""

SHAPES: dict[Shape, str] = {
    "button": "a button",
    "stick": "a stick",
    "trigger": "a trigger",
    "knob": "a knob or fader",
    "encoder": "an endless knob",
    "motion": "a drag or the wheel",
}
"""The shapes in words."""

_SHAPES_OF: Mapping[str, tuple[Shape, ...]] = {
    "keyboard": ("button",),
    "mouse": ("button", "motion"),
    "pad": ("button", "stick", "trigger"),
    "midi": ("button", "knob", "encoder"),
}

TRIGGER_DEAD_ZONE = 0.1
STICK_CURVE = 1.6
ENCODER_ACCELERATION = 4.0


@dataclass(frozen=True, slots=True)
class Moved:
    """A control that was moved to be learnt, and how.

    Attributes:
        second: the other axis of its stick, for what takes both; None if that isn't known.
        sign: the way in which it was moved first, 1 or −1.
        encoding, bits: of a MIDI control.
    """

    control: Control
    shape: Shape
    second: Control | None = None
    sign: int = 1
    encoding: Encoding = "signed_bit"
    bits: int = 7


class Unfit(ValueError):
    """A control that can't do what is wanted: one line for the user."""


@dataclass(frozen=True)
class Recipe:
    """What a binding is made of for one shape of control.

    Attributes:
        transform: fields of Transform that aren't as usual.
        both_ways: moving it the other way does the opposite.
    """

    action: Intent
    mode: Mode
    repeat: RepeatTiming | None = None
    hold: float = 0.0
    transform: Mapping[str, Any] = field(default_factory=dict)
    both_ways: bool = False


@dataclass(frozen=True)
class Teachable:
    """One thing that a control can be taught.

    Attributes:
        text: what it is, in words.
        makes: the recipe for each shape of control that can do it.
        pair: it takes both axes of a stick.
        opposite: what a button has to do for the other direction, where one goal is for both.
    """

    text: str
    group: Group
    makes: Mapping[Shape, Recipe]
    pair: bool = False
    opposite: Intent | None = None

    @property
    def heading(self) -> str:
        """Under which it is listed: the many axes have one of their own."""
        return "axes" if self.opposite is not None else self.group

    def suits(self, driver: str) -> bool:
        """Whether devices of a driver have controls that can do it."""
        if isinstance(self._first, window_actions.SelectAtPointer | window_actions.WalkToPointer):
            return driver in ("keyboard", "mouse")
        if self.pair:
            return driver not in ("keyboard", "mouse", "midi")
        return any(shape in self.makes for shape in _SHAPES_OF.get(driver, SHAPES))

    @property
    def _first(self) -> Intent:
        return next(iter(self.makes.values())).action

    @property
    def fits(self) -> str:
        """The kinds of controls that can do it, in words."""
        words = ["both ways of a stick"] if self.pair else [SHAPES[each] for each in self.makes]
        return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]

    def binding(self, moved: Moved, label: str = "") -> Binding:
        """What the control gets. Raises Unfit."""
        recipe = self.makes.get(moved.shape)
        if recipe is None or (self.pair and moved.second is None):
            raise Unfit(f"{SHAPES[moved.shape]} can't do that; it takes {self.fits}")
        repeats = moved.control.kind in ("key", "button", "note")
        return Binding(
            moved.control,
            recipe.action,
            recipe.repeat if repeats else None,
            recipe.hold,
            _transform(recipe, moved),
            moved.second if self.pair else None,
            label,
        )


def teachables() -> tuple[Teachable, ...]:
    """All of them, those of a group together."""
    return _teachables()


def teachables_of(bindings: tuple[Binding, ...]) -> list[Teachable]:
    """All teachables, and those that these bindings have besides."""
    known = {goal.text for goal in teachables()}
    extra: dict[str, Teachable] = {}
    for binding in bindings:
        for text in reached(binding):
            if text not in known and text not in extra:
                makes = _pressed(binding.action, hold=binding.hold)
                extra[text] = Teachable(text, group_of(binding.action), makes)
    return [*teachables(), *extra.values()]


def _transform(recipe: Recipe, moved: Moved) -> Transform:
    usual = default_transform(moved.control.kind)
    # A knob may stand at an end, and can only be moved the one way then: up is always more.
    sign = moved.sign if recipe.both_ways and moved.shape != "knob" else 1
    changes: dict[str, Any] = {"mode": recipe.mode, "invert": sign < 0, "bits": moved.bits}
    if recipe.mode == "rate":
        changes["dead_zone"] = (
            TRIGGER_DEAD_ZONE if moved.shape == "trigger" else max(usual.dead_zone, 0.05)
        )
    else:
        changes["dead_zone"] = 0.0
    if recipe.mode == "press":
        changes["bits"] = 7
        changes["invert"] = moved.shape == "stick" and moved.sign < 0
    if moved.shape == "encoder" and recipe.mode == "relative":
        changes["encoding"] = moved.encoding
        changes["bits"] = 7
    return replace(usual, **(changes | dict(recipe.transform)))


def _pressed(
    action: Intent, repeat: RepeatTiming | None = None, hold: float = 0.0
) -> dict[Shape, Recipe]:
    """For what is done by a press: also one of a trigger, or of a knob past its middle."""
    once = Recipe(action, "press", hold=hold)
    return {"button": replace(once, repeat=repeat), "stick": once, "trigger": once, "knob": once}


_REPEAT = RepeatTiming()
_SLOW = RepeatTiming(interval=0.2)


def _sized(
    of: Callable[[float], Intent],
    press: float,
    rate: float,
    detent: float,
    way: float,
    pixel: float,
    repeat: RepeatTiming | None = _REPEAT,
) -> dict[Shape, Recipe]:
    """For what can be done by any amount, and the other way round.

    Amounts of a press, of a second at full tilt, of a detent, of a knob's whole way, of a pixel.
    """
    curve = {"curve": STICK_CURVE}
    fast = {"acceleration": ENCODER_ACCELERATION}
    return {
        "button": Recipe(of(press), "press", repeat),
        "stick": Recipe(of(rate), "rate", transform=curve, both_ways=True),
        "trigger": Recipe(of(rate), "rate", transform=curve),
        "knob": Recipe(of(way), "difference", both_ways=True),
        "encoder": Recipe(of(detent), "relative", transform=fast, both_ways=True),
        "motion": Recipe(of(pixel), "relative", both_ways=True),
    }


def _counted(action: Intent) -> dict[Shape, Recipe]:
    """For what can be done in whole steps only."""
    once = Recipe(action, "press")
    knob = Recipe(action, "difference", transform={"scale": 8.0}, both_ways=True)
    encoder = Recipe(action, "relative", transform={"scale": 0.5}, both_ways=True)
    return {"button": once, "stick": once, "trigger": once, "knob": knob, "encoder": encoder}


def _pair(action: Intent) -> dict[Shape, Recipe]:
    shape = {"curve": STICK_CURVE, "dead_zone": STICK_DEAD_ZONE}
    return {"stick": Recipe(action, "rate", transform=shape)}


def _axis(axis: int) -> Teachable:
    makes = _sized(lambda amount: act.Step(axis, amount), 1.0, 5.0, 1.0, 16.0, 0.02, _SLOW)
    return Teachable(f"walk along axis {axis + 1}", "walk", makes, opposite=act.Step(axis, -1.0))


@cache
def _teachables() -> tuple[Teachable, ...]:
    walk, orbit, pan = window_actions.Walk, window_actions.Orbit, window_actions.Pan
    zoom = window_actions.Zoom
    pointed = (window_actions.SelectAtPointer(), window_actions.WalkToPointer())
    steps = (5.0, 0.25, 16.0, 0.02)
    pixels = (300.0, 10.0, 400.0, 1.0)
    made: list[Teachable] = [
        Teachable(WALK, "walk", _pair(walk(5.0, -5.0)), pair=True),
        *(
            Teachable(text, "walk", _sized(of, 0.25, *steps))
            for text, of in (
                (WALKS[1, 1], lambda a: walk(forward=a)),
                (WALKS[1, -1], lambda a: walk(forward=-a)),
                (WALKS[0, -1], lambda a: walk(right=-a)),
                (WALKS[0, 1], lambda a: walk(right=a)),
            )
        ),
        *(_axis(axis) for axis in range(MAX_AXES)),
        Teachable(ORBIT, "view", _pair(orbit(140.0, -70.0)), pair=True),
        Teachable(ORBITS[0, -1], "view", _sized(lambda a: orbit(-a), 10, 140, 5, 180, 0.4)),
        Teachable(ORBITS[0, 1], "view", _sized(orbit, 10, 140, 5, 180, 0.4)),
        Teachable(ORBITS[1, 1], "view", _sized(lambda a: orbit(0.0, a), 5, 70, 5, 90, 0.3)),
        Teachable(ORBITS[1, -1], "view", _sized(lambda a: orbit(0.0, -a), 5, 70, 5, 90, 0.3)),
        Teachable(ZOOMS[1], "view", _sized(zoom, 1.1, 2.5, 1.1, 8, 1.12)),
        Teachable(ZOOMS[-1], "view", _sized(lambda a: zoom(1 / a), 1.1, 2.5, 1.1, 8, 1.12)),
        *(_press(action) for action in (window_actions.ResetView(),)),
        Teachable(PLANES[1], "view", _counted(act.SelectPlane(1))),
        Teachable(PLANES[-1], "view", _counted(act.SelectPlane(-1))),
        Teachable(PAN, "view", _pair(pan(300.0, 300.0)), pair=True),
        *(
            Teachable(text, "view", _sized(of, 20.0, *pixels))
            for text, of in (
                (PANS[0, -1], lambda a: pan(-a)),
                (PANS[0, 1], lambda a: pan(a)),
                (PANS[1, -1], lambda a: pan(0.0, -a)),
                (PANS[1, 1], lambda a: pan(0.0, a)),
            )
        ),
        *(_press(action) for action in pointed),
        *(_press(action) for action in (act.NextSubspace(), act.PreviousSubspace())),
        *(_press(action) for action in (act.NextBatch(), act.PreviousBatch())),
        Teachable(BATCHES[1], "batch", _counted(act.ChangeBatchSize(1))),
        Teachable(BATCHES[-1], "batch", _counted(act.ChangeBatchSize(-1))),
        Teachable(SET_STEP, "step size", {"knob": Recipe(act.SetStepSize(0.0), "absolute",
             transform={"low": -4.0, "high": 2.0})}),
        Teachable(STEPS[1], "step size", _sized(act.ChangeStepSize, 0.05, 0.5, 0.05, 2, 0.01)),
        Teachable(STEPS[-1], "step size",
             _sized(lambda a: act.ChangeStepSize(-a), 0.05, 0.5, 0.05, 2, 0.01)),
        _press(act.SgdStep()),
        _press(act.Undo(), _REPEAT),
        _press(act.Redo(), _REPEAT),
        _press(act.Reset(), hold=1.0),
        _press(window_actions.ToggleHelp()),
        _press(window_actions.TogglePrecision()),
        _press(window_actions.Quit(), hold=1.0),
    ]  # fmt: skip
    return tuple(made)


def _press(action: Intent, repeat: RepeatTiming | None = None, hold: float = 0.0) -> Teachable:
    return Teachable(meaning_of(action), group_of(action), _pressed(action, repeat, hold))
