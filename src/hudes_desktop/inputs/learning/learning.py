"""Learns which control a hand means, and how it moves, from the events that come while it waits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hudes_desktop.inputs.bindings.binding import LOWER_BITS
from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS
from hudes_desktop.inputs.learning.midi_recognition import Doubt, Turning, Verdict
from hudes_desktop.inputs.learning.teachable import Moved, Teachable
from hudes_desktop.inputs.seam.events import Control, ControlEvent
from hudes_desktop.words import text

PUSHED = 0.6
"""How far an axis goes from where it was when the waiting began, to count; of 1."""

TOUCH_S = 0.35
"""A note may be the touch of a fader: for so many seconds it is waited for the fader itself."""

BENT = 0.05
"""The part of its way that counts as moved, of a control with fine values."""

DRAGGED: Mapping[str, float] = {"Wheel": 1.0, "TouchTurn": 8.0, "TouchPinch": 0.2}
"""How far these are moved to count; for everything else on a mouse it is 24 pixels."""

_PIXELS = 24.0
_STICKS = {axis: pair for pair in (("leftx", "lefty"), ("rightx", "righty")) for axis in pair}


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


_QUESTIONS: Mapping[Doubt, Question] = {
    "ends": Question("ask.ends", ("knob", "encoder")),
    "button": Question("ask.button", ("button", "knob", "encoder")),
}


class Learner:
    """Waits for a control that is to be taught `teachable`.

    Attributes:
        moved: the control, once it is known; None before.
        device: the id of the device that it is on.
    """

    def __init__(self, teachable: Teachable, raw: Mapping[str, Mapping[Control, float]]) -> None:
        """raw: where the controls of each device (by id) are now: only what moves counts."""
        self.teachable = teachable
        self.moved: Moved | None = None
        self.device = ""
        self._devices = {device: _Device(teachable, values) for device, values in raw.items()}

    @property
    def question(self) -> Question | None:
        """What has to be asked; answer() takes the answer."""
        return next((each.question for each in self._devices.values() if each.question), None)

    @property
    def prompt(self) -> str:
        """The id of what is to be done now."""
        if any(each.first_axis is not None for each in self._devices.values()):
            return "learn.push_up"
        if any(each.turn_back for each in self._devices.values()):
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
        device = self._devices.setdefault(event.device, _Device(self.teachable, {}))
        device.feed(event.control, event.value, now)
        self._look(event.device)

    def tick(self, now: float) -> None:
        """Time has passed: what has come may be all that there is."""
        for name, device in self._devices.items():
            if self.moved is None and self.question is None:
                device.tick(now)
                self._look(name)

    def answer(self, answer: str) -> None:
        """What the user said to the question. Raises ValueError where none was asked."""
        asking = [name for name, device in self._devices.items() if device.question is not None]
        if not asking:
            raise ValueError("nothing was asked")
        self._devices[asking[0]].answer(answer)
        self._look(asking[0])

    def lose(self, device: str) -> None:
        """A device was unplugged: what was half known of its controls is forgotten."""
        self._devices.pop(device, None)

    def _look(self, device: str) -> None:
        if (moved := self._devices[device].moved) is not None:
            self.device, self.moved = device, moved


class _Device:
    """What is known so far of the controls of one device.

    Attributes: moved, question: as of Learner. first_axis: of a stick that SDL doesn't know.
    turn_back: an encoder has to be turned the other way.
    """

    def __init__(self, teachable: Teachable, raw: Mapping[Control, float]) -> None:
        self.moved: Moved | None = None
        self.question: Question | None = None
        self.first_axis: Control | None = None
        self.turn_back = False
        self._teachable = teachable
        self._rest = dict(raw)
        self._turned: dict[Control, Turning] = {}
        self._dragged: dict[Control, float] = {}
        self._note: tuple[Control, float] | None = None
        self._modifier: Control | None = None
        self._doubtful: Control | None = None

    def feed(self, control: Control, value: float, now: float) -> None:
        match control.kind:
            case "key":
                self._key(control, value)
            case "button":
                if value:
                    self.moved = Moved(control, "button")
            case "note":
                if value:
                    self._note = (control, now)
                elif self._note is not None and self._note[0] == control:
                    self.moved = Moved(control, "button")
            case "axis":
                self._axis(control, value)
            case "control_change":
                self._turned.setdefault(control, Turning()).feed(value, now)
                self._judge(control, now)
            case "pitch_bend" | "nrpn":
                before = self._rest.setdefault(control, value)
                if abs(value - before) >= BENT * 16383:
                    self.moved = Moved(control, "knob", sign=1 if value > before else -1)
            case "motion":
                far = self._dragged[control] = self._dragged.get(control, 0.0) + value
                if abs(far) >= DRAGGED.get(str(control.name), _PIXELS):
                    self.moved = Moved(control, "motion", sign=1 if far > 0 else -1)

    def tick(self, now: float) -> None:
        if self._note is not None and now - self._note[1] >= TOUCH_S:
            self.moved = Moved(self._note[0], "button")
        for control in list(self._turned):
            self._judge(control, now)

    def answer(self, answer: str) -> None:
        control = self._doubtful
        assert control is not None  # there is no question without it
        self.question = None
        if answer == "encoder":
            self._turned[control].endless = True
            self._judge(control, self._turned[control].last_at)
        else:
            self.moved = Moved(control, "button" if answer == "button" else "knob")

    def _key(self, control: Control, value: float) -> None:
        """A modifier counts when it is let go of: until then it may belong to another key."""
        if value and control.name in MODIFIER_KEYS:
            self._modifier = control
        elif value or control == self._modifier:
            self.moved = Moved(control, "button")

    def _axis(self, control: Control, value: float) -> None:
        name, rest = str(control.name), self._rest.setdefault(control, 0.0)
        if abs(value) < abs(rest):
            self._rest[control] = value  # it was held, and is let go of
            return
        if abs(value - rest) < PUSHED:
            return
        if name.endswith("trigger"):
            self.moved = Moved(control, "trigger")
        elif not self._teachable.pair:
            self.moved = Moved(control, "stick", sign=1 if value >= rest else -1)
        elif name in _STICKS:
            first, second = (Control("axis", each) for each in _STICKS[name])
            self.moved = Moved(first, "stick", second)
        elif self.first_axis is None:
            self.first_axis = control
        elif self.first_axis != control:
            self.moved = Moved(self.first_axis, "stick", control)

    def _judge(self, control: Control, now: float) -> None:
        verdict: Verdict | Doubt | None = None
        if (wide := self._wide(control)) is not None:
            self.moved = wide
        else:
            verdict = self._turned[control].look(now)
        if isinstance(verdict, Verdict):
            self.moved = Moved(control, verdict.kind, None, verdict.sign, verdict.encoding)
        elif verdict is not None:
            self._doubtful = control
            self.turn_back = verdict == "other way"
            self.question = _QUESTIONS.get(verdict)

    def _wide(self, control: Control) -> Moved | None:
        """A control of 14 bits: n and n + 32 speak in turns."""
        number = control.name
        if not isinstance(number, int) or number >= 2 * LOWER_BITS:
            return None
        upper = replace(control, name=number % LOWER_BITS)
        lower = replace(control, name=number % LOWER_BITS + LOWER_BITS)
        said = [len(self._turned[each].values) if each in self._turned else 0
                for each in (upper, lower)]  # fmt: skip
        if min(said) < 2 or abs(said[0] - said[1]) > 1:
            return None
        return Moved(upper, "knob", bits=14)
