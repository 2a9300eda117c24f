"""The wizards of the page of controllers: calibration, and the controls of an unknown pad."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import ClassVar

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from hudes_desktop.inputs.bindings.controls import pad_name
from hudes_desktop.inputs.learning.calibration import REST_S, Calibration
from hudes_desktop.inputs.learning.editing import control_words
from hudes_desktop.inputs.pads import mappings as pad_mappings
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.inputs.pads.wizard import CONTROLS, MappingWizard
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.store import atomic
from hudes_desktop.view.controllers.bar import Answer, Say
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text


class WizardView(QWidget):
    """A heading, a text, how far it is, and what was found so far. running: the wizard or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.running: CalibrationWizard | PadWizard | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self.running and self.running.tick(monotonic()))
        self._heading = label("", "stepHeading")
        self._text = label("", "stepText")
        self._found = label("", "caption")
        for each in (self._heading, self._text, self._found):
            each.setWordWrap(True)
            each.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("steps.bar"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        column.addWidget(self._found)
        column.addStretch(1)
        self._column = column

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        px = theme.text_px
        self._column.setSpacing(px)
        self._column.setContentsMargins(px, px, px, 0)
        self._bar.setFixedHeight(max(4, px // 3))
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.raised}; border: none; border-radius: 2px; }}"
            f"QProgressBar::chunk {{ background: {theme.train}; border-radius: 2px; }}"
        )
        self._heading.setStyleSheet(f"font-size: {round(1.35 * px)}px; font-weight: bold;")

    def run(self, wizard: "CalibrationWizard | PadWizard") -> None:
        """Let a wizard ask, until `leave`."""
        self.running = wizard
        self._timer.start(wizard.FRAME_MS)

    def leave(self) -> None:
        """No wizard any more."""
        self._timer.stop()
        if self.running is not None:
            self.running.close()
        self.running = None

    def show_step(
        self, heading: str, more: str, part: float | None = None, found: str = ""
    ) -> None:
        """part: of the way, 0 … 1; None for no bar."""
        for each, words in ((self._heading, heading), (self._text, more), (self._found, found)):
            if each.text() != words:
                each.setText(words)
                each.setVisible(bool(words))
        self._bar.setVisible(part is not None)
        self._bar.setValue(round(100 * (part or 0.0)))

    @property
    def words(self) -> str:
        """Everything that it says."""
        return "\n".join(each.text() for each in (self._heading, self._text, self._found))


@dataclass(eq=False)
class CalibrationWizard:
    """Rest, reach, and what comes of it.

    raw: gives where the controls are. apply: called with the profile, if it is wanted.
    """

    profile: Profile
    raw: Callable[[], Mapping[Control, float]]
    view: WizardView
    say: Say
    apply: Callable[[Profile], object]
    leave: Callable[[], object]

    FRAME_MS: ClassVar = 33

    def __post_init__(self) -> None:
        self._calibration = Calibration()
        self._since: float | None = None
        self._phase = "rest"
        self.say(text("steps.measuring"), "waits", [(text("controllers.cancel"), self.leave)])

    def tick(self, now: float) -> None:
        """Time has passed; now: seconds."""
        raw = dict(self.raw())
        if self._since is None:
            self._since = now
        if self._phase == "rest":
            self._calibration.rest(raw)
            part = (now - self._since) / REST_S
            self.view.show_step(text("steps.rest"), text("steps.rest.more"), min(part, 1.0))
            if part >= 1.0:
                self._phase = "reach"
                self.view.show_step(text("steps.reach"), text("steps.reach.more"))
                answers = [
                    (text("controllers.done"), self._finish),
                    (text("controllers.cancel"), self.leave),
                ]
                self.say(text("steps.finish"), "asks", answers)
        elif self._phase == "reach":
            self._calibration.reach(raw)

    def close(self) -> None:
        """Nothing is kept open."""

    def _finish(self) -> None:
        self._phase = "done"
        lines = []
        for before, after in self._calibration.lines(self.profile):
            old, new = before.transform, after.transform
            words = control_words(before)
            if new.mode == "absolute":
                lines.append(text("steps.ends", control=words))
            elif old.dead_zone != new.dead_zone:
                was, now = f"{100 * old.dead_zone:.0f} %", f"{100 * new.dead_zone:.0f} %"
                lines.append(text("steps.dead_zone", control=words, now=now, was=was))
            if old.scale != new.scale and new.mode == "rate":
                lines.append(text("steps.scale", control=words))
        if not lines:
            self.view.show_step(text("steps.well"), text("steps.well.more"))
            self.say(text("steps.nothing"), "plain", [(text("controllers.back"), self.leave)])
            return
        self.view.show_step(text("steps.found"), "\n".join(lines))
        wanted = self._calibration.applied(self.profile)
        answers = [
            (text("controllers.use"), lambda: self.apply(wanted)),
            (text("controllers.cancel"), self.leave),
        ]
        self.say(text("steps.use"), "asks", answers)


@dataclass(eq=False)
class PadWizard:
    """Asks for the controls of a pad that SDL doesn't know, and tells SDL what they are.

    file: of SDL mapping strings, which the result is written to. leave: called at the end, with a
    line about what was done, and whether that is trouble.
    """

    joystick: Joystick
    pads: PadDriver
    file: Path
    view: WizardView
    say: Say
    leave: Callable[[str, bool], object]

    FRAME_MS: ClassVar = 10  # a short press must not be missed

    def __post_init__(self) -> None:
        self._wizard = MappingWizard(self.joystick.guid, self.joystick.name)
        self._said: tuple[str, str] | None = None

    def tick(self, now: float) -> None:
        """Time has passed; now: seconds."""
        reading = self.pads.raw(self.joystick.instance)
        if reading is None:
            self.leave(text("device.unplugged.long"), True)
            return
        wizard = self._wizard
        wizard.feed(reading, now)
        place = CONTROLS.index(wizard.asked) if wizard.asked else len(CONTROLS)
        found = ", ".join(map(pad_name, wizard.bound))
        prompt = wizard.prompt[:1].upper() + wizard.prompt[1:]
        self.view.show_step(
            prompt,
            text("wizard.place", number=place + 1, count=len(CONTROLS))
            if wizard.asked
            else text("wizard.all"),
            place / len(CONTROLS),
            text("wizard.found", found=found) if found else "",
        )
        told = (wizard.trouble, wizard.asked or "")
        if told != self._said:
            self._said = told
            self._tell()

    def close(self) -> None:
        """Let go of the joystick."""
        self.pads.stop_raw(self.joystick.instance)

    def _tell(self) -> None:
        wizard = self._wizard
        cancel: Answer = (
            text("controllers.cancel"),
            lambda: self.leave(text("controllers.unchanged"), False),
        )
        back: Answer = (text("controllers.back"), wizard.back)
        save: Answer = (text("controllers.save"), self._save)
        if wizard.asked is None:
            self.say(text("wizard.save"), "asks", [save, back, cancel])
            return
        trouble = wizard.trouble[:1].upper() + wizard.trouble[1:]
        line = f"{trouble}." if trouble else text("wizard.do")
        skip: Answer = (text("wizard.skip"), wizard.skip)
        answers = [skip, back, save, cancel] if wizard.bound else [skip, cancel]
        self.say(line, "bad" if trouble else "waits", answers)

    def _save(self) -> None:
        mapping = self._wizard.mapping()
        trouble = ""
        try:
            self.pads.add_mapping(mapping)
            before = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
            lines = pad_mappings.with_mapping(before, mapping)
            atomic.write(self.file, lines.encode())
        except ValueError as error:
            trouble = text("wizard.refused", error=error)
        except OSError as error:
            reason = error.strerror or error
            trouble = text("wizard.unsaved", file=self.file, reason=reason)
        done = text("wizard.done", pad=self.joystick.name)
        self.leave(trouble or done, bool(trouble))
