"""What a control can be taught to do, and the binding that each kind of control gets for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, get_args

from hudes_desktop.descent.rules import MAX_AXES
from hudes_desktop.inputs.bindings.action_spec import GROUPS, ActionSpec, Amount, Group
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import axis_id, meaning, reached
from hudes_desktop.inputs.bindings.transform import (
    STICK_DEAD_ZONE,
    Encoding,
    Mode,
    Transform,
    default_transform,
)
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.words import Message, message, text

Shape = Literal["button", "stick", "trigger", "knob", "encoder", "motion", "unknown"]
"""How a control is moved. stick: both ways from its rest. trigger: one way from its rest. knob: a
position between two ends. encoder: detents, without end. motion: pixels, notches, degrees. unknown:
in a way that can't be told from what it says."""

SHAPES: tuple[Shape, ...] = get_args(Shape)

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
        id: as `reached` gives it.
        message: what it is, in words.
        recipes: what each shape of control gets that can do it.
        pair: it takes both axes of a stick.
        opposite: what a button has to do for the other direction, where one is for both.
        needs_pointer: it is about the place under the mouse pointer.
    """

    id: str
    message: Message
    group: Group
    recipes: Mapping[Shape, Recipe]
    pair: bool = False
    opposite: Intent | None = None
    needs_pointer: bool = False

    @property
    def text(self) -> str:
        """What it is, as people read it."""
        return str(self.message)

    @property
    def heading(self) -> str:
        """The id of the heading it is listed under: the many axes have one of their own."""
        return "axes" if self.opposite is not None else self.group

    def suits(self, driver: str) -> bool:
        """Whether devices of a driver have controls that can do it."""
        if self.needs_pointer:
            return driver in ("keyboard", "mouse")
        if self.pair:
            return driver not in ("keyboard", "mouse", "midi")
        return any(shape in self.recipes for shape in _SHAPES_OF.get(driver, SHAPES))

    @property
    def fits(self) -> str:
        """The kinds of controls that can do it, in words."""
        shapes = ["pair"] if self.pair else list(self.recipes)
        words = [text(f"shape.{shape}") for shape in shapes]
        if len(words) == 1:
            return words[0]
        return text("learn.or", some=", ".join(words[:-1]), last=words[-1])

    def binding(self, moved: Moved, label: str = "") -> Binding:
        """What the control gets. Raises Unfit."""
        if moved.shape == "unknown":
            raise Unfit(text("learn.unknown"))
        recipe = self.recipes.get(moved.shape)
        if recipe is None or (self.pair and moved.second is None):
            raise Unfit(text("learn.unfit", shape=text(f"shape.{moved.shape}"), fits=self.fits))
        if recipe.hold and moved.control.name in MODIFIER_KEYS:
            raise Unfit(text("learn.modifier"))
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


def teachables() -> list[Teachable]:
    """All of them, those of a group together."""
    specs = sorted(ACTIONS, key=lambda spec: GROUPS.index(spec.group))
    return [each for spec in specs for each in _of_action(spec)]


def teachables_of(bindings: tuple[Binding, ...]) -> list[Teachable]:
    """All teachables, and those that these bindings have besides."""
    known = {each.id: each for each in teachables()}
    for binding in bindings:
        for key in reached(binding):
            if key not in known:
                group = ACTIONS.of(binding.action).group
                recipes = _pressed(binding.action, hold=binding.hold)
                known[key] = Teachable(key, meaning(binding), group, recipes)
    return list(known.values())


def taught_to(binding: Binding) -> list[Teachable]:
    """What a binding does, each of it as it can be taught."""
    known = {each.id: each for each in teachables_of((binding,))}
    return [known[key] for key in reached(binding)]


def _of_action(spec: ActionSpec) -> list[Teachable]:
    """What can be taught of an action: itself, its directions, or each axis."""
    if spec.by_axis:
        return [_of_axis(spec, axis) for axis in range(MAX_AXES)]
    if spec.value is not None:
        action = spec.made(**{spec.value.field: 0.0})
        ends = {"low": spec.value.low, "high": spec.value.high}
        recipe = Recipe(action, "absolute", transform=ends)
        return [Teachable(spec.id, spec.message(), spec.group, {"knob": recipe})]
    if spec.plain:
        action = spec.made()
        words = spec.message(**spec.values(action))
        recipes = _pressed(action, RepeatTiming() if spec.repeat else None, spec.hold)
        pointer = spec.needs_pointer
        return [Teachable(spec.id, words, spec.group, recipes, needs_pointer=pointer)]
    found = []
    if len(spec.amounts) == 2:
        words = message("learn.pair", action=spec.message())
        found.append(Teachable(spec.id, words, spec.group, _pair(spec), pair=True))
    for direction, amount, sign in spec.directions:
        recipes = _recipes(partial(spec.sized, amount, sign), amount)
        found.append(Teachable(direction.id, direction.message(), spec.group, recipes))
    return found


def _of_axis(spec: ActionSpec, axis: int) -> Teachable:
    amount = spec.amounts[0]
    more, less = (partial(spec.sized, amount, sign, axis=axis) for sign in (1, -1))
    recipes = _recipes(more, amount)
    words = spec.message(**spec.values(recipes["button"].action))
    opposite = _recipes(less, amount)["button"].action
    return Teachable(axis_id(spec.id, axis), words, spec.group, recipes, opposite=opposite)


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


def _recipes(of: Callable[[float], Intent], amount: Amount) -> dict[Shape, Recipe]:
    """For what has an amount, and can be done the other way round."""
    rates = amount.rates
    if rates is None:
        once = Recipe(of(1), "press")
        knob = Recipe(of(1), "difference", transform={"scale": 8.0}, both_ways=True)
        encoder = Recipe(of(1), "relative", transform={"scale": 0.5}, both_ways=True)
        return {"button": once, "stick": once, "trigger": once, "knob": knob, "encoder": encoder}
    curve = {"curve": STICK_CURVE}
    fast = {"acceleration": ENCODER_ACCELERATION}
    return {
        "button": Recipe(of(rates.press), "press", rates.repeat),
        "stick": Recipe(of(rates.second), "rate", transform=curve, both_ways=True),
        "trigger": Recipe(of(rates.second), "rate", transform=curve),
        "knob": Recipe(of(rates.travel), "difference", both_ways=True),
        "encoder": Recipe(of(rates.detent), "relative", transform=fast, both_ways=True),
        "motion": Recipe(of(rates.pixel), "relative", both_ways=True),
    }


def _pair(spec: ActionSpec) -> dict[Shape, Recipe]:
    """For both axes of a stick."""
    full = {
        amount.field: (-1.0 if amount.up_is_more else 1.0) * amount.rates.second
        for amount in spec.amounts
        if amount.rates is not None
    }
    shape = {"curve": STICK_CURVE, "dead_zone": STICK_DEAD_ZONE}
    return {"stick": Recipe(spec.made(**full), "rate", transform=shape)}
