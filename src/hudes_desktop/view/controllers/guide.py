"""Takes the page of controllers through steps, and back: a calibration, or an unknown pad."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QTimer

from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.view.controllers.device import DevicePage
from hudes_desktop.view.controllers.steps import CalibrateSteps, JoystickReader, Say, WizardSteps
from hudes_desktop.view.controllers.teacher import Teacher
from hudes_desktop.words import text

_FRAME_MS, _WIZARD_MS = 33, 10  # a wizard must not miss a short press


class Guide:
    """Begins and leaves the steps, which stand where the list of what can be taught does else.

    timer: of the page's frames; the steps say how fast it is.
    """

    def __init__(self, page: DevicePage, teacher: Teacher, say: Say, timer: QTimer) -> None:
        self._page = page
        self._teacher = teacher
        self._say = say
        self._timer = timer
        self._steps: CalibrateSteps | WizardSteps | None = None
        timer.setInterval(_FRAME_MS)

    @property
    def busy(self) -> bool:
        """Whether there are any steps now."""
        return self._steps is not None

    @property
    def calibrates(self) -> bool:
        """Whether they are those of a calibration."""
        return isinstance(self._steps, CalibrateSteps)

    def tick(self, raw: dict[Control, float], now: float) -> None:
        """Time has passed; raw: where the controls of the chosen device are."""
        if isinstance(self._steps, CalibrateSteps):
            self._steps.tick(raw, now)
        elif self._steps is not None:
            self._steps.tick(now)

    def calibrate(self, profile: Profile) -> None:
        """Measure the device of that profile, which the teacher has."""
        self._teacher.rest()
        self._page.show_steps(True)
        self._steps = CalibrateSteps(
            profile, self._page.steps, self._say, self._calibrated, self.give_up
        )

    def _calibrated(self, profile: Profile) -> None:
        self.leave()
        self._teacher.put(profile, text("controllers.calibrated"))

    def map_joystick(
        self,
        joystick: Joystick,
        pads: JoystickReader,
        mappings: Path,
        mapped: Callable[[str, bool], object],
    ) -> bool:
        """Ask for the controls of a pad that SDL doesn't know; False if that is done already.

        mapped: called at the end as WizardSteps says.
        """
        if isinstance(self._steps, WizardSteps):
            return False
        self._page.show_steps(True)
        self._steps = WizardSteps(joystick, pads, mappings, self._page.steps, self._say, mapped)
        self._timer.setInterval(_WIZARD_MS)
        return True

    def give_up(self) -> None:
        """Back to the list of what can be taught; nothing has changed."""
        self.leave()
        self._teacher.rest()

    def leave(self) -> None:
        """No steps any more."""
        if isinstance(self._steps, WizardSteps):
            self._steps.close()
        self._steps = None
        self._timer.setInterval(_FRAME_MS)
        self._page.show_steps(False)
