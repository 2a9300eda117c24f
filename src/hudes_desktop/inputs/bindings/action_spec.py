"""What the program knows of a kind of action: its words, its amounts, what it can be taught by."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, get_args, get_type_hints

from hudes_desktop import words
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.words import Message, Words

Group = Literal["walk", "view", "directions", "batch", "step_size", "history", "program"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""What actions are about, in the order of help and lists; a drawing has a colour for each."""

Form = Literal["words", "short", "press", "log", "end", "axes", "any", "range"]
"""words: in lists, menus and help. short: on drawings of devices. press: in the help, of one press.
log: once it was done. end: why it could do nothing, where an end was reached. axes, any: of the
axes of several controls, of any control. range: of a control whose position is the value."""

_AXIS = "axis"


@dataclass(frozen=True)
class Variant:
    """An action, or one direction of it: what has a name of its own.

    Attributes:
        id: unique, and the same in every version; the words have the id "action.ID".
        words: English, for the form "words".
        forms: English for the other forms that aren't the same; short, press and end only for one
            direction, all of them for an action.
        menu: the menu that has an entry for it, see Command; empty for none.
        key, section, icon: of that entry, see view/kit/command.py.
    """

    id: str
    words: Words
    forms: Mapping[Form, Words] = field(default_factory=dict)
    menu: str = ""
    key: str | None = None
    section: bool = False
    icon: str = ""

    def message(self, form: Form = "words", /, **values: object) -> Message:
        """What it is called; with its plain words where it has none of that form."""
        ending = f".{form}" if form in self.forms else ""
        return words.message(f"action.{self.id}{ending}", **values)

    def english(self) -> dict[str, Words]:
        """Its words in English, by their ids."""
        others = {f"action.{self.id}.{form}": each for form, each in self.forms.items()}
        return {f"action.{self.id}": self.words} | others


@dataclass(frozen=True)
class Rates:
    """How much a control makes that was taught an action.

    Attributes: by a press; a second at full tilt; a detent of an endless knob; the whole travel of
    a knob; a pixel of a drag. repeat: of a button that is held.
    """

    press: float
    second: float
    detent: float
    travel: float
    pixel: float
    repeat: RepeatTiming = field(default_factory=RepeatTiming)


@dataclass(frozen=True)
class Amount:
    """An argument that says how much of the action is done, from 0 both ways.

    Attributes:
        field: the argument.
        more, less: the two directions; None where they have no words of their own.
        rates: what a taught control makes; None for what can be done in whole steps only.
        limit: the largest amount, either way.
        factor: the argument is a factor, whose neutral value is 1, and its logarithm the amount.
        up_is_more: a stick that is pushed up, SDL's negative way, does more.
        shown: from the argument to the number that words call {amount}.
    """

    field: str
    more: Variant | None = None
    less: Variant | None = None
    rates: Rates | None = None
    limit: float = math.inf
    factor: bool = False
    up_is_more: bool = False
    shown: Callable[[float], float] | None = None

    def direction(self, action: Intent) -> int:
        """1 for more, −1 for less, 0 for nothing."""
        by: float = getattr(action, self.field) - self.factor
        return (by > 0) - (by < 0)

    def times(self, value: float, by: float) -> float:
        """`by` times the value of the argument; beyond the limit, the limit."""
        if self.rates is None:
            return value * int(by)
        amount = (math.log10(value) if self.factor else value) * by
        amount = min(max(amount, -self.limit), self.limit)
        return math.pow(10.0, amount) if self.factor else amount


@dataclass(frozen=True)
class Value:
    """An argument that an absolute control (a fader) sets.

    Attributes:
        field: the argument.
        present: the name of the present value, see Hub.set_values.
        low, high: its range.
        shown: from the argument to the number that words call {value}.
    """

    field: str
    present: str
    low: float
    high: float
    shown: Callable[[float], float] = float


@dataclass(frozen=True, kw_only=True)
class ActionSpec(Variant):
    """One kind of action.

    Attributes:
        type: its frozen dataclass; profiles call the action by the name of the class.
        group: what it is about.
        amounts: none, one, or two for what the two axes of a stick can make.
        value: what a fader can set, if anything.
        hold: seconds for which a taught button has to be held before it acts.
        repeat: whether a taught button acts again while it is held.
        held: what a control that is held makes of it, if not the same again.
        needs_pointer: it is about the place under the mouse pointer.
        mode: it does something only while surfaces ("planes"), or curves ("lines"), are shown.
    """

    type: type[Any]
    group: Group
    amounts: tuple[Amount, ...] = ()
    value: Value | None = None
    hold: float = 0.0
    repeat: bool = False
    held: Intent | None = None
    needs_pointer: bool = False
    mode: Mode | None = None

    @property
    def name(self) -> str:
        """What profiles call it."""
        return self.type.__name__

    @cached_property
    def arguments(self) -> dict[str, Any]:
        """The types of its arguments by name."""
        return get_type_hints(self.type)

    @property
    def by_axis(self) -> bool:
        """Whether it acts on one axis."""
        return _AXIS in self.arguments

    @property
    def bindable(self) -> bool:
        """Whether a profile can say its arguments."""
        return all(each in (int, float, str, bool) for each in self.arguments.values())

    @property
    def plain(self) -> bool:
        """Whether it can be made without saying any arguments."""
        return not self.amounts and all(each.default is not MISSING for each in fields(self.type))

    @property
    def whole(self) -> bool:
        """Whether it can be done in whole steps only."""
        return any(amount.rates is None for amount in self.amounts)

    @property
    def directions(self) -> list[tuple[Variant, Amount, int]]:
        """(direction, amount, 1 for more or −1 for less) for each direction that has words."""
        both = [(way, amount, sign) for amount in self.amounts
                for way, sign in ((amount.more, 1), (amount.less, -1))]  # fmt: skip
        return [(way, amount, sign) for way, amount, sign in both if way is not None]

    def variants(self) -> list[Variant]:
        """The action itself and the directions that have words."""
        return [self, *(way for way, _, _ in self.directions)]

    def variant_of(self, action: Intent) -> Variant:
        """The direction of an action that has one, else the action as a whole."""
        if len(self.amounts) != 1:
            return self
        amount = self.amounts[0]
        return (amount.more if amount.direction(action) > 0 else amount.less) or self

    def axis_of(self, action: Intent) -> int:
        """The axis of an action that acts on one, from 0."""
        axis: int = getattr(action, _AXIS)
        return axis

    def once(self, variant: Variant) -> Intent:
        """The action of one press: of the action itself, or of a direction."""
        for direction, amount, sign in self.directions:
            if direction is variant:
                return self.sized(amount, sign, amount.rates.press if amount.rates else 1)
        return self.made()

    def made(self, /, **arguments: object) -> Intent:
        """An action of this kind."""
        action: Intent = self.type(**arguments)
        return action

    def sized(self, amount: Amount, sign: int, size: float, /, **others: object) -> Intent:
        """An action: so much more (sign 1), or so much less (−1), of an amount."""
        by = size**sign if amount.factor else sign * size
        return self.made(**others, **{amount.field: by})

    def values(self, action: Intent) -> dict[str, object]:
        """What words can say of an action: its arguments, axes from 1, and what follows."""
        given = {name: getattr(action, name) for name in self.arguments}
        if self.by_axis:
            given[_AXIS] += 1
            given["sign"] = "+" if self.amounts[0].direction(action) > 0 else "−"
        for amount in self.amounts:
            if amount.shown is not None:
                given["amount"] = amount.shown(given[amount.field])
        if self.value is not None:
            given["value"] = self.value.shown(given[self.value.field])
        return given


class ActionTable:
    """The actions that there are: ours, and those that wings bring."""

    def __init__(self, specs: Iterable[ActionSpec]) -> None:
        self._by_name: dict[str, ActionSpec] = {}
        self.add(*specs)

    def __iter__(self) -> Iterator[ActionSpec]:
        return iter(tuple(self._by_name.values()))

    def add(self, *specs: ActionSpec) -> None:
        """Add actions, all or none. Raises ValueError for a name or id that another one has."""
        names = {spec.name for spec in self}
        known = {variant.id for spec in self for variant in spec.variants()}
        for spec in specs:
            for taken, each in ((names, spec.name), *((known, v.id) for v in spec.variants())):
                if each in taken:
                    raise ValueError(f"there is an action {each!r} already")
                taken.add(each)
        for spec in specs:
            for variant in spec.variants():
                words.add(variant.english())
            self._by_name[spec.name] = spec

    def remove(self, *specs: ActionSpec) -> None:
        """Take out what `add` added, where it is still there."""
        for spec in specs:
            self._by_name.pop(spec.name, None)
            for variant in spec.variants():
                words.remove(variant.english())

    def of(self, action: Intent) -> ActionSpec:
        """What is known of an action's kind. Raises KeyError for one of a class without a row."""
        return self._by_name[type(action).__name__]

    def named(self, name: str) -> ActionSpec | None:
        """The action that profiles call so."""
        return self._by_name.get(name)

    def names(self) -> list[str]:
        """What profiles may say."""
        return [spec.name for spec in self if spec.bindable]
