"""What devices have sent since their profiles are in force: one that is ready may be unheard."""

from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control, Device
from hudes_desktop.words import text

ANOTHER_MODE_FROM = 2
"""Moves of controls that are bound to nothing, after which the device may be in another mode."""

UNHEARD_FROM = 3
"""The same, after which the device counts as unheard; a fader may be touched before it moves."""


class Heard:
    """What was moved on one device, and by which profile it speaks instead of its own.

    Attributes:
        unheard: the controls that were moved, where all of them are bound to nothing; else none.
        mode: the name of the profile for the mode that the device is in, if that is another one.
        reason: why, in a line; empty without `mode`.
    """

    def __init__(self) -> None:
        self.unheard: tuple[Control, ...] = ()
        self.mode: str | None = None
        self.reason = ""
        self.forget_moves()

    def forget_moves(self) -> None:
        """Another profile is in force."""
        self.unheard = ()
        self._any_bound = False
        self._moves = 0
        self._unbound: dict[Control, None] = {}

    def move(
        self, control: Control, device: Device, profile: Profile, library: Library | None
    ) -> None:
        """A control was moved."""
        if self._any_bound:
            return
        if profile.takes(control):
            self.forget_moves()
            self._any_bound = True
            return
        self._moves += 1
        self._unbound[control] = None
        if self._moves >= UNHEARD_FROM:
            self.unheard = tuple(self._unbound)
        if self._moves >= ANOTHER_MODE_FROM and library is not None:
            mode = library.other_mode(device, profile, control)
            if mode is not None:
                self.mode = mode
                name = library.profile(mode).name
                self.reason = text("device.mode", before=profile.name, profile=name)
