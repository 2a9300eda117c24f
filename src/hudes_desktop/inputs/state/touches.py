"""Tells buttons from the touch of a fader, for notes that nothing is known of."""

from hudes_desktop.inputs.seam.events import Control, ControlEvent


class Touches:
    """Presses of notes, reported when they are let go of: by then a fader would have moved.

    A note is the touch of a control that moves while it is held, and never without it.
    """

    def __init__(self) -> None:
        self._pressed: dict[Control, ControlEvent] = {}
        self._touch_of: dict[Control, Control] = {}  # by note
        self._held: set[Control] = set()
        self._free: set[Control] = set()  # what has moved without a note

    def feed(self, event: ControlEvent) -> list[ControlEvent]:
        """The events of a note to take now: the press and release of a button."""
        note = event.control
        if event.value:
            self._held.add(note)
            if note not in self._touch_of and not event.repeat:
                self._pressed[note] = event
            return []
        self._held.discard(note)
        press = self._pressed.pop(note, None)
        return [] if press is None else [press, event]

    def moved(self, control: Control) -> None:
        """A knob or fader was moved."""
        if not self._held:
            self._free.add(control)
            self._touch_of = {n: each for n, each in self._touch_of.items() if each != control}
        elif control not in self._free:
            for note in self._pressed:
                self._touch_of[note] = control
            self._pressed.clear()

    def release(self) -> None:
        """Nothing is held any longer, and nothing comes of what was."""
        self._pressed.clear()
        self._held.clear()
