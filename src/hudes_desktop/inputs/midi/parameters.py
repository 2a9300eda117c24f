"""Non-registered parameters: control changes 99 and 98 name a parameter, 6 and 38 say its value.

MIDI 1.0 Detailed Specification, "Registered and Non-Registered Parameter Numbers".
"""

from hudes_desktop.inputs.seam.events import Control

_NUMBER_UPPER, _NUMBER_LOWER = 99, 98
_VALUE_UPPER, _VALUE_LOWER = 6, 38
_NULL = 127 * 128 + 127  # no parameter

Values = list[tuple[Control, int]]


class Parameters:
    """Makes controls of kind "nrpn" of the messages of one channel.

    A parameter is believed to be meant only once a value follows its number: until then the two
    may be knobs of their own, and are held back.
    """

    def __init__(self) -> None:
        self._held_back: Values = []
        self._chosen = _NULL
        self._known = False  # the device uses parameters
        self._upper: int | None = None  # of the value, while its lower half may follow
        self._has_lower: dict[int, bool] = {}

    def feed(self, control: Control, value: int) -> Values:
        """A control change has come: what it makes, in order, what was held back included."""
        number, held = control.name, self._held_back
        if number == _NUMBER_UPPER:
            self._held_back = [(control, value)]
            return self._passed(control, held)
        if number == _NUMBER_LOWER and (len(held) == 1 or self._known):
            upper = held[0][1] if held else self._chosen // 128
            passed = self._alone(control)
            self._held_back = [*held, (control, value)]
            if self._known:
                self._chosen = upper * 128 + value
            return passed
        self._held_back = []
        if len(held) == 2 and number == _VALUE_UPPER:
            self._known = True
            self._chosen = held[0][1] * 128 + held[1][1]
            held = []
        if self._chosen == _NULL or number not in (_VALUE_UPPER, _VALUE_LOWER):
            return [*self._passed(control, held), (control, value)]
        return self._value(control, value)

    def rest(self) -> Values:
        """Nothing has come for a while: what was held back, if no parameter was begun."""
        held, self._held_back = self._held_back, []
        return [] if self._known else held

    def _value(self, control: Control, value: int) -> Values:
        if control.name == _VALUE_UPPER:
            before = self._alone(control)
            self._upper = value
            may_have_lower = self._has_lower.get(self._chosen, True)
            return before if may_have_lower else [*before, *self._alone(control)]
        upper, self._upper = self._upper, None
        self._has_lower[self._chosen] = True
        return [] if upper is None else [self._made(control, upper * 128 + value)]

    def _alone(self, control: Control) -> Values:
        """The upper half of a value whose lower half hasn't come: there is none."""
        upper, self._upper = self._upper, None
        if upper is None:
            return []
        self._has_lower.setdefault(self._chosen, False)
        return [self._made(control, upper * 128)]

    def _made(self, control: Control, value: int) -> tuple[Control, int]:
        return Control("nrpn", self._chosen, control.channel), value

    def _passed(self, control: Control, held: Values) -> Values:
        return self._alone(control) if self._known else held
