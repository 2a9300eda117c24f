"""Learns which control a hand means, and how it moves, from the events that come while it waits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hudes_desktop.inputs.bindings.binding import LOWER_BITS
from hudes_desktop.inputs.learning.midi_recognition import Doubt, Turning, Verdict
from hudes_desktop.inputs.learning.teachable import Moved, Teachable
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.words import text

PUSHED = 0.6
"""How far an axis goes from where it was when the waiting began, to count; of 1."""

TOUCH_S = 0.35
"""A note may be the touch of a fader: for so many seconds it is waited for the fader itself."""

BENT = 0.05
"""The part of a pitch bend's way that counts as moved."""

DRAGGED: Mapping[str, float] = {"Wheel": 1.0, "TouchTurn": 8.0, "TouchPinch": 0.2}
"""How far these are moved to count; for everything else on a mouse it is 24 pixels."""

_PIXELS = 24.0
_STICKS = {"leftx": "lefty", "rightx": "righty"}
_MODIFIERS = ("ShiftLeft", "ShiftRight", "Control", "Alt", "Meta")


@dataclass(frozen=True, slots=True)
class Question:
    """One line to ask, by its id, and the answers that there are to it."""

    id: str
    choices: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line, as people read it."""
        return text(self.id)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(answer, words) for each of them."""
        return [(choice, text(f"{self.id}.{choice}")) for choice in self.choices]


_ENDS = Question("ask.ends", ("knob", "encoder"))
_BUTTON = Question("ask.button", ("button", "knob", "encoder"))


class Learner:
    """Waits for a control that is to be taught `teachable`.

    Attributes:
        moved: the control, once it is known; None before.
        device: the id of the device that it is on.
        question: what has to be asked; answer() takes the answer.
    """

    def __init__(self, teachable: Teachable, raw: Mapping[str, Mapping[Control, float]]) -> None:
        """raw: where the controls of each device (by id) are now: only what moves counts."""
        self.teachable = teachable
        self.moved: Moved | None = None
        self.device = ""
        self.question: Question | None = None
        self._rest = {device: dict(values) for device, values in raw.items()}
        self._turned: dict[tuple[str, Control], Turning] = {}
        self._dragged: dict[tuple[str, Control], float] = {}
        self._note: tuple[str, Control, float] | None = None
        self._modifier: tuple[str, Control] | None = None
        self._first_axis: tuple[str, Control] | None = None
        self._doubtful: tuple[str, Control] | None = None
        self._turn_back = False

    @property
    def prompt(self) -> str:
        """The id of what is to be done now."""
        if self._first_axis is not None:
            return "learn.push_up"
        if self._turn_back:
            return "learn.turn_back"
        if self.teachable.pair:
            return "learn.push_side"
        if self.teachable.opposite is not None:
            return "learn.move_up"
        return "learn.move"

    def feed(self, event: ControlEvent, now: float) -> None:
        """An event of any device; now: seconds on a clock that doesn't go back."""
        if self.moved is not None or self.question is not None or event.repeat:
            return
        match event.control.kind:
            case "key":
                self._key(event)
            case "button":
                if event.value:
                    self._found(event.device, Moved(event.control, "button"))
            case "note":
                self._pressed_note(event, now)
            case "axis":
                self._axis(event)
            case "control_change":
                self._control_change(event, now)
            case "pitch_bend":
                self._pitch_bend(event)
            case "motion":
                self._motion(event)

    def tick(self, now: float) -> None:
        """Time has passed: what has come may be all that there is."""
        if self.moved is not None or self.question is not None:
            return
        if self._note is not None and now - self._note[2] >= TOUCH_S:
            device, control, _ = self._note
            self._found(device, Moved(control, "button"))
        for key in list(self._turned):
            self._judge(key, now)

    def answer(self, answer: str) -> None:
        """What the user said to the question. Raises ValueError where none was asked."""
        if self.question is None or self._doubtful is None:
            raise ValueError("nothing was asked")
        self.question = None
        key = self._doubtful
        if answer == "encoder":
            self._turned[key].endless = True
            self._judge(key, self._turned[key].last_at)
        else:
            verdict = Verdict("button" if answer == "button" else "knob")
            self._decide(key, verdict)

    def lose(self, device: str) -> None:
        """A device was unplugged: what was half known of its controls is forgotten."""
        for known in (self._turned, self._dragged):
            for key in [key for key in known if key[0] == device]:
                del known[key]
        self._rest.pop(device, None)
        if self._note is not None and self._note[0] == device:
            self._note = None
        if self._first_axis is not None and self._first_axis[0] == device:
            self._first_axis = None
        if self._doubtful is not None and self._doubtful[0] == device:
            self._doubtful = self.question = None
            self._turn_back = False

    def _found(self, device: str, moved: Moved) -> None:
        self.device = device
        self.moved = moved

    def _key(self, event: ControlEvent) -> None:
        """A modifier counts when it is let go of: until then it may belong to another key."""
        key = (event.device, event.control)
        if event.value and event.control.name in _MODIFIERS:
            self._modifier = key
        elif event.value or key == self._modifier:
            self._found(event.device, Moved(event.control, "button"))

    def _pressed_note(self, event: ControlEvent, now: float) -> None:
        if event.value:
            self._note = (event.device, event.control, now)
        elif self._note is not None and self._note[:2] == (event.device, event.control):
            self._found(event.device, Moved(event.control, "button"))

    def _axis(self, event: ControlEvent) -> None:
        control, name = event.control, str(event.control.name)
        rest = self._rest.setdefault(event.device, {})
        away = event.value - rest.setdefault(control, 0.0)
        if abs(event.value) < abs(rest[control]):
            rest[control] = event.value  # it was held, and is let go of
            return
        if abs(away) < PUSHED:
            return
        sign = 1 if event.value >= rest[control] else -1
        if name.endswith("trigger"):
            self._found(event.device, Moved(control, "trigger"))
            return
        if not self.teachable.pair:
            self._found(event.device, Moved(control, "stick", sign=sign))
            return
        for first, second in _STICKS.items():
            if name in (first, second):
                pair = Control("axis", first), Control("axis", second)
                self._found(event.device, Moved(pair[0], "stick", pair[1]))
                return
        if self._first_axis is None or self._first_axis[0] != event.device:
            self._first_axis = (event.device, control)
        elif self._first_axis[1] != control:
            self._found(event.device, Moved(self._first_axis[1], "stick", control))

    def _control_change(self, event: ControlEvent, now: float) -> None:
        key = (event.device, event.control)
        self._turned.setdefault(key, Turning()).feed(event.value, now)
        self._judge(key, now)

    def _judge(self, key: tuple[str, Control], now: float) -> None:
        wide = self._wide(key)
        if wide is not None:
            self._found(key[0], wide)
            return
        verdict = self._turned[key].look(now)
        if isinstance(verdict, Verdict):
            self._decide(key, verdict)
        elif verdict is not None:
            self._doubt(key, verdict)

    def _doubt(self, key: tuple[str, Control], doubt: Doubt) -> None:
        self._doubtful = key
        self._turn_back = doubt == "other way"
        if doubt != "other way":
            self.question = _ENDS if doubt == "ends" else _BUTTON

    def _decide(self, key: tuple[str, Control], verdict: Verdict) -> None:
        device, control = key
        moved = Moved(control, verdict.kind, sign=verdict.sign, encoding=verdict.encoding)
        self._found(device, moved)

    def _wide(self, key: tuple[str, Control]) -> Moved | None:
        """A control of 14 bits: n and n + 32 speak in turns."""
        device, control = key
        number = control.name
        if not isinstance(number, int) or number >= 2 * LOWER_BITS:
            return None
        upper = replace(control, name=number % LOWER_BITS)
        lower = replace(control, name=number % LOWER_BITS + LOWER_BITS)
        said = [len(self._turned[device, each].values) if (device, each) in self._turned else 0
                for each in (upper, lower)]  # fmt: skip
        if min(said) < 2 or abs(said[0] - said[1]) > 1:
            return None
        return Moved(upper, "knob", bits=14)

    def _pitch_bend(self, event: ControlEvent) -> None:
        rest = self._rest.setdefault(event.device, {})
        before = rest.setdefault(event.control, event.value)
        if abs(event.value - before) >= BENT * 16383:
            sign = 1 if event.value > before else -1
            self._found(event.device, Moved(event.control, "knob", sign=sign))

    def _motion(self, event: ControlEvent) -> None:
        key = (event.device, event.control)
        self._dragged[key] = self._dragged.get(key, 0.0) + event.value
        far = self._dragged[key]
        if abs(far) >= DRAGGED.get(str(event.control.name), _PIXELS):
            self._found(event.device, Moved(event.control, "motion", sign=1 if far > 0 else -1))
