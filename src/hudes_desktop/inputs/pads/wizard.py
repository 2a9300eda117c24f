"""Learns what the controls of an unknown pad are: asks for one after the other, watches, tells SDL.

Pure: it is fed with raw readings and yields an SDL mapping string.
"""

from dataclasses import dataclass, field

from hudes_desktop.inputs.pads.mappings import PLATFORM, checked
from hudes_desktop.inputs.pads.sdl import RawReading

MOVED = 0.6
"""How far an axis goes from where it rests to count, of 1 (a trigger goes 2)."""

BACK = 0.3
"""An axis that is as near as this to where it rests has been let go."""

BACK_S = 0.1
"""It must stay there for so many seconds: it may only pass by, on its way to where it does rest."""

STILL_S = 2.0
"""Where an axis stays for so many seconds, it rests: its first values were wrong."""

_STICKS = {
    "leftx": "push the left stick to the right",
    "lefty": "pull the left stick down, towards you",
    "rightx": "push the right stick to the right",
    "righty": "pull the right stick down, towards you",
}
_TRIGGERS = {
    "lefttrigger": "press the left trigger, all the way",
    "righttrigger": "press the right trigger, all the way",
}
PROMPTS = {
    "a": "press the lower of the four buttons on the right (A, cross)",
    "b": "press the right one of the four buttons (B, circle)",
    "x": "press the left one of the four buttons (X, square)",
    "y": "press the upper of the four buttons (Y, triangle)",
    "dpup": "press up on the D-pad",
    "dpdown": "press down on the D-pad",
    "dpleft": "press left on the D-pad",
    "dpright": "press right on the D-pad",
    "leftshoulder": "press the left bumper, above the trigger",
    "rightshoulder": "press the right bumper, above the trigger",
    **_TRIGGERS,
    "back": "press Back (View, Share, Select)",
    "start": "press Start (Menu, Options)",
    "guide": "press the button in the middle with the maker's sign",
    "leftstick": "press the left stick in, like a button",
    "rightstick": "press the right stick in, like a button",
    **_STICKS,
}
"""What is asked for, in this order, and in which words."""

_ORDER = tuple(PROMPTS)


@dataclass
class _Watch:
    """What has moved since the hand began: farthest value of each axis, buttons, bits of hats."""

    axes: dict[int, float] = field(default_factory=dict)
    buttons: set[int] = field(default_factory=set)
    hats: dict[int, int] = field(default_factory=dict)


class MappingWizard:
    """Asks for one control after the other.

    A control is taken when it has been moved and let go again. Where an axis rests is where it is
    at the first reading: triggers that rest at −1 or 1 are known by that.

    Attributes:
        trouble: why what was moved was not taken, one line; empty if nothing is wrong.
        bound: what was found so far, as SDL writes it ("a": "b0").
    """

    def __init__(self, guid: str, name: str) -> None:
        """guid and name: those of the joystick."""
        self.trouble = ""
        self.bound: dict[str, str] = {}
        self._guid = guid
        self._name = name.replace(",", " ").strip() or "game pad"
        self._place = 0
        self._rest_axes: dict[int, float] = {}
        self._rest_buttons: set[int] | None = None
        self._rest_hats: tuple[int, ...] = ()
        self._watch: _Watch | None = None
        self._back_since: float | None = None
        self._still_since = 0.0
        self._still_axes: tuple[float | None, ...] = ()

    @property
    def asked(self) -> str | None:
        """SDL's name of what is asked for now; None when all is done."""
        return _ORDER[self._place] if self._place < len(_ORDER) else None

    @property
    def prompt(self) -> str:
        """What the user is to do now."""
        if self.asked is None:
            return "all done"
        return "let go" if self._watch else PROMPTS[self.asked]

    def skip(self) -> None:
        """The pad doesn't have what is asked for."""
        self._go(+1)

    def back(self) -> None:
        """Ask for the one before again."""
        self._go(-1)
        if self.asked is not None:
            self.bound.pop(self.asked, None)

    def mapping(self) -> str:
        """The SDL mapping string of what was found. Raises ValueError if that is nothing."""
        elements = [f"{name}:{self.bound[name]}" for name in _ORDER if name in self.bound]
        return checked(",".join([self._guid, self._name, *elements, f"platform:{PLATFORM}"]))

    def feed(self, reading: RawReading, now: float) -> None:
        """Where the controls are now; often enough that a short press isn't missed (100 a second).

        now: seconds on any clock that doesn't go back.
        """
        self._learn_rest(reading)
        if self.asked is None:
            return
        away = self._away(reading)
        if self._watch is None:
            if away.axes or away.buttons or away.hats:
                self._watch = away
                self.trouble = ""
                self._back_since = None
                self._still_since, self._still_axes = now, reading.axes
            return
        _remember(self._watch, away, self._rest_axes)
        if self._is_back(reading, away):
            self._back_since = now if self._back_since is None else self._back_since
            if now - self._back_since >= BACK_S:
                self._take(self._watch)
                self._watch = None
            return
        self._back_since = None
        if self._has_settled(reading, away, now):
            self._rest_axes = {
                axis: value for axis, value in enumerate(reading.axes) if value is not None
            }
            self._watch = None
            self.trouble = "once more, please, and let go at once"

    def _go(self, step: int) -> None:
        self._place = min(max(0, self._place + step), len(_ORDER))
        self._watch = None
        self.trouble = ""

    def _learn_rest(self, reading: RawReading) -> None:
        for axis, value in enumerate(reading.axes):
            if value is not None:
                self._rest_axes.setdefault(axis, value)
        pressed = _pressed(reading)
        if self._rest_buttons is None:
            self._rest_buttons, self._rest_hats = pressed, reading.hats
        self._rest_buttons &= pressed  # one that was held at first counts once it was let go

    def _away(self, reading: RawReading) -> _Watch:
        """What isn't where it rests."""
        return _Watch(
            {
                axis: value
                for axis, value in enumerate(reading.axes)
                if value is not None and abs(value - self._rest_axes[axis]) > MOVED
            },
            _pressed(reading) - (self._rest_buttons or set()),
            {
                hat: bits & ~rest
                for hat, (bits, rest) in enumerate(zip(reading.hats, self._rest_hats, strict=True))
                if bits & ~rest
            },
        )

    def _is_back(self, reading: RawReading, away: _Watch) -> bool:
        return not (away.buttons or away.hats) and all(
            value is None or abs(value - self._rest_axes[axis]) < BACK
            for axis, value in enumerate(reading.axes)
            if self._watch is not None and axis in self._watch.axes
        )

    def _has_settled(self, reading: RawReading, away: _Watch, now: float) -> bool:
        moving = any(
            (one is None) != (other is None) or abs((one or 0.0) - (other or 0.0)) > 0.1
            for one, other in zip(reading.axes, self._still_axes, strict=True)
        )
        if moving or away.buttons or away.hats:
            self._still_since, self._still_axes = now, reading.axes
        return now - self._still_since >= STILL_S

    def _take(self, watch: _Watch) -> None:
        """Bind what is asked for to the best of what was moved."""
        asked = self.asked
        if asked is None:
            return
        found = self._candidates(asked, watch)
        if not found:
            self.trouble = (
                "that is no stick" if asked in _STICKS else "that was more than one direction"
            )
            return
        element = next((each for each in found if self._owner(each) is None), None)
        if element is None:
            self.trouble = f"that is {self._owner(found[0])} already"
            return
        self.bound[asked] = element
        self._go(+1)

    def _candidates(self, asked: str, watch: _Watch) -> list[str]:
        """Elements of a mapping, the likeliest first."""
        far = sorted(watch.axes, key=lambda axis: -abs(watch.axes[axis] - self._rest_axes[axis]))
        if asked in _STICKS:
            return [
                f"a{axis}" if watch.axes[axis] > self._rest_axes[axis] else f"a{axis}~"
                for axis in far
                if abs(self._rest_axes[axis]) < 0.5
            ]
        axes = [_half(axis, self._rest_axes[axis], watch.axes[axis]) for axis in far]
        buttons = [f"b{button}" for button in sorted(watch.buttons)]
        hats = [f"h{hat}.{bits}" for hat, bits in watch.hats.items() if bits in (1, 2, 4, 8)]
        return [*axes, *buttons, *hats] if asked in _TRIGGERS else [*buttons, *hats, *axes]

    def _owner(self, element: str) -> str | None:
        """Whose element it is already, or whose it overlaps with."""
        for name, other in self.bound.items():
            if element == other:
                return name
            same_axis = element.strip("+-~") == other.strip("+-~")
            halves = element[0] in "+-" and other[0] in "+-"
            if same_axis and not halves:
                return name
        return None


def _remember(watch: _Watch, away: _Watch, rests: dict[int, float]) -> None:
    """Adds what is away now to what was; of an axis the farthest value stays."""
    for axis, value in away.axes.items():
        rest = rests[axis]
        if abs(value - rest) > abs(watch.axes.get(axis, rest) - rest):
            watch.axes[axis] = value
    watch.buttons |= away.buttons
    for hat, bits in away.hats.items():
        watch.hats[hat] = watch.hats.get(hat, 0) | bits


def _half(axis: int, rest: float, farthest: float) -> str:
    """An axis that acts in one direction: a trigger, or a D-pad that is one."""
    if abs(rest) < 0.5:
        return f"+a{axis}" if farthest > rest else f"-a{axis}"
    return f"a{axis}" if farthest > rest else f"a{axis}~"


def _pressed(reading: RawReading) -> set[int]:
    return {button for button, pressed in enumerate(reading.buttons) if pressed}
