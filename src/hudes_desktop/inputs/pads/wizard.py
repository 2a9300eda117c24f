"""Learns what the controls of an unknown pad are: asks for one after the other, watches, tells SDL.

Pure: it is fed with raw readings and yields an SDL mapping string.
"""

from hudes_desktop.inputs.pads.mappings import PLATFORM, checked
from hudes_desktop.inputs.pads.sdl import RawReading
from hudes_desktop.words import text

MOVED = 0.6
"""How far an axis goes from where it rests to count, of 1 (a trigger goes 2)."""

BACK = 0.3
"""An axis that is as near as this to where it rests has been let go."""

BACK_S = 0.1
"""It must stay there for so many seconds: it may only pass by, on its way to where it does rest."""

STILL_S = 2.0
"""Where an axis stays for so many seconds, it rests: its first values were wrong."""

_STICKS = ("leftx", "lefty", "rightx", "righty")
_TRIGGERS = ("lefttrigger", "righttrigger")
CONTROLS = (
    *("a", "b", "x", "y", "dpup", "dpdown", "dpleft", "dpright", "leftshoulder", "rightshoulder"),
    *(*_TRIGGERS, "back", "start", "guide", "leftstick", "rightstick", *_STICKS),
)
"""What is asked for, in this order."""


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
        self._rest: dict[str, float] = {}
        self._farthest: dict[str, float] = {}  # of what has moved since the hand began
        self._back_since: float | None = None
        self._still_since = 0.0
        self._still: RawReading = {}

    @property
    def asked(self) -> str | None:
        """SDL's name of what is asked for now; None when all is done."""
        return CONTROLS[self._place] if self._place < len(CONTROLS) else None

    @property
    def prompt(self) -> str:
        """What the user is to do now."""
        if self.asked is None:
            return text("wizard.ask.none")
        return text("wizard.ask.let_go" if self._farthest else f"wizard.ask.{self.asked}")

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
        elements = [f"{name}:{self.bound[name]}" for name in CONTROLS if name in self.bound]
        return checked(",".join([self._guid, self._name, *elements, f"platform:{PLATFORM}"]))

    def feed(self, reading: RawReading, now: float) -> None:
        """Where the controls are now; often enough that a short press isn't missed (100 a second).

        now: seconds on any clock that doesn't go back.
        """
        for element, value in reading.items():
            rest = self._rest.setdefault(element, value)
            if not _is_axis(element):  # one that was held at first counts once it was let go
                self._rest[element] = min(rest, value)
        if self.asked is None:
            return
        away = {element for element in reading if self._distance(element, reading[element]) > MOVED}
        if not self._farthest:
            self._back_since, self._still_since, self._still = None, now, reading
        for element in away:
            farthest = self._farthest.setdefault(element, reading[element])
            if self._distance(element, reading[element]) > self._distance(element, farthest):
                self._farthest[element] = reading[element]
            self.trouble = ""
        if not self._farthest:
            return
        if all(self._distance(each, reading.get(each)) < BACK for each in self._farthest):
            self._back_since = now if self._back_since is None else self._back_since
            if now - self._back_since >= BACK_S:
                moved, self._farthest = self._farthest, {}
                self._take(self.asked, moved)
            return
        self._back_since = None
        held = not all(map(_is_axis, away))
        if held or any(abs(value - self._still.get(e, 9.0)) > 0.1 for e, value in reading.items()):
            self._still_since, self._still = now, reading
        elif now - self._still_since >= STILL_S:
            self._rest |= {each: value for each, value in reading.items() if _is_axis(each)}
            self._farthest = {}
            self.trouble = text("wizard.again")

    def _distance(self, element: str, value: float | None) -> float:
        """How far a value is from where the element rests; 0 for None."""
        return 0.0 if value is None else abs(value - self._rest[element])

    def _go(self, step: int) -> None:
        self._place = min(max(0, self._place + step), len(CONTROLS))
        self._farthest = {}
        self.trouble = ""

    def _take(self, asked: str, moved: dict[str, float]) -> None:
        """Bind what is asked for to the best of what was moved."""
        found = self._candidates(asked, moved)
        if not found:
            self.trouble = text("wizard.no_stick" if asked in _STICKS else "wizard.two_ways")
            return
        element = next((each for each in found if self._owner(each) is None), None)
        if element is None:
            self.trouble = text("wizard.taken", control=text(f"pad.{self._owner(found[0])}"))
            return
        self.bound[asked] = element
        self._go(+1)

    def _candidates(self, asked: str, moved: dict[str, float]) -> list[str]:
        """Elements of a mapping, the likeliest first."""
        axes = [
            _part(axis, self._rest[axis], moved[axis], whole=asked in _STICKS)
            for axis in sorted(moved, key=lambda each: -self._distance(each, moved[each]))
            if _is_axis(axis) and (asked not in _STICKS or abs(self._rest[axis]) < 0.5)
        ]
        if asked in _STICKS:
            return axes
        buttons = sorted((each for each in moved if each[0] == "b"), key=lambda each: int(each[1:]))
        hats = [each for each in moved if each[0] == "h"]
        one_way = hats if len(hats) == 1 else []
        return [*axes, *buttons, *one_way] if asked in _TRIGGERS else [*buttons, *one_way, *axes]

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


def _is_axis(element: str) -> bool:
    return element[0] == "a"


def _part(axis: str, rest: float, farthest: float, whole: bool) -> str:
    """The part of an axis that was moved: of a trigger, or a D-pad that is one, a half or all."""
    more = farthest > rest
    if whole or abs(rest) >= 0.5:
        return axis if more else f"{axis}~"
    return f"+{axis}" if more else f"-{axis}"
