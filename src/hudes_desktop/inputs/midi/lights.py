"""What a MIDI device shows: sends only what changed, no faster than a device takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hudes_desktop.inputs.midi.messages import light_message, light_value
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control

if TYPE_CHECKING:
    from mido import Message

RATE = 100.0
"""Messages a second: small desks lose some beyond."""

BURST = 10
"""Messages that may be sent at once after a rest."""


class LightQueue:
    """Wanted values of one device's lights, and what is believed to be lit.

    The newest value of a control wins, and the control that has waited longest is sent first, so
    that one that changes all the time can't keep the others dark.
    """

    def __init__(self) -> None:
        self._wanted: dict[Control, int] = {}
        self._lit: dict[Control, int] = {}
        self._waiting: dict[Control, None] = {}
        self._allowed = float(BURST)
        self._counted_at = 0.0

    def show(self, light: Light) -> None:
        """Want a light; it is sent when its turn comes, and not at all if it is lit already.

        Raises ValueError for a light that can't be sent as MIDI.
        """
        control = light.control
        value = light_value(control, light.value)
        light_message(control, value)
        self._wanted[control] = value
        if self._lit.get(control) == value:
            self._waiting.pop(control, None)
        else:
            self._waiting[control] = None

    def due(self, now: float) -> list[Message]:
        """The messages to send at this time (seconds); they count as shown from here on."""
        if not self._waiting:
            return []
        self._allowed = min(BURST, self._allowed + (now - self._counted_at) * RATE)
        self._counted_at = now
        messages = self._next(int(self._allowed))
        self._allowed -= len(messages)
        return messages

    def rest(self) -> list[Message]:
        """All that waits, at whatever rate: there will be no other time."""
        return self._next(len(self._waiting))

    def invalidate(self, control: Control | None = None) -> None:
        """What a light (None: any) shows is not known: send what is wanted there again."""
        controls = list(self._wanted) if control is None else [control]
        for each in controls:
            self._lit.pop(each, None)
            if each in self._wanted:
                self._waiting[each] = None

    def _next(self, count: int) -> list[Message]:
        messages: list[Message] = []
        for control in list(self._waiting)[:count]:
            del self._waiting[control]
            self._lit[control] = self._wanted[control]
            messages.append(light_message(control, self._wanted[control]))
        return messages
