"""What a device has sent since its profile is in force: one that is ready may still be unheard."""

from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control

ANOTHER_MODE_FROM = 2
"""Moves of controls that are bound to nothing, after which the device may be in another mode."""

UNHEARD_FROM = 3
"""The same, after which the device counts as unheard; a fader may be touched before it moves."""


class Heard:
    """Whether anything that is bound was moved, and what else was.

    Attributes:
        moves: how many moves came of controls that are bound to nothing; 0 once one is bound.
    """

    def __init__(self) -> None:
        self.moves = 0
        self._any_bound = False
        self._unbound: dict[Control, None] = {}

    def move(self, control: Control, profile: Profile) -> None:
        """A control was moved."""
        if self._any_bound:
            return
        if profile.takes(control):
            self._any_bound = True
            self.moves = 0
            self._unbound.clear()
        else:
            self.moves += 1
            self._unbound[control] = None

    @property
    def unheard(self) -> tuple[Control, ...]:
        """The controls that were moved, where all of them are bound to nothing; else none."""
        return tuple(self._unbound) if self.moves >= UNHEARD_FROM else ()
