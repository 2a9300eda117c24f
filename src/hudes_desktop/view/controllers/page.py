"""The page of controllers: devices as they are moved, and teaching them without any text file."""

import time
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QPushButton, QWidget

from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import ControlEvent, Device
from hudes_desktop.view.controllers.arrivals import Roll
from hudes_desktop.view.controllers.bar import Answer, Tone
from hudes_desktop.view.controllers.devices import OF_THE_PAGE, DeviceRow, words_instead
from hudes_desktop.view.controllers.frame import ControllersFrame
from hudes_desktop.view.controllers.gauges import gauges_of
from hudes_desktop.view.controllers.guide import Guide
from hudes_desktop.view.controllers.live import Live
from hudes_desktop.view.controllers.menu import ProfileMenu
from hudes_desktop.view.controllers.steps import JoystickReader
from hudes_desktop.view.controllers.teacher import Teacher
from hudes_desktop.view.events.keys import KeyNames
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text


class Controllers(ControllersFrame):
    """Covers its parent while it is shown; nothing that is moved then moves the game.

    key_pressed, key_released, pointer_moved: for the drivers of keyboard and mouse.
    """

    key_pressed = pyqtSignal(str)
    key_released = pyqtSignal(str)
    pointer_moved = pyqtSignal(str, float)

    def __init__(
        self, parent: QWidget, hub: Hub, shelf: UserProfiles, mappings: Path, theme: Theme = DARK
    ) -> None:
        """mappings: the user's file of SDL mapping strings."""
        super().__init__(parent, theme)
        self._hub = hub
        self._user_profiles = shelf
        self._mappings = mappings
        self._keys = KeyNames()
        self._wanted: str | None = None  # the chosen device, also while it is unplugged
        self._profile: Profile | None = None
        self._live = Live()
        self._roll = Roll(hub)
        self._notice = ""  # to be said when the pad that was taught is there
        self.teacher = Teacher(hub, shelf, self._say, self._taught, self._stopped)
        self._menu = ProfileMenu(self.page.menu, shelf, self._device, self.teacher.report)
        self.devices.chosen.connect(self._choose)
        page = self.page
        page.actions_list.learn.connect(self._learn)
        page.actions_list.remove.connect(self.teacher.remove)
        page.practice.moved.connect(self.pointer_moved)
        page.undo_button.clicked.connect(lambda: self.teacher.undo())
        page.calibrate_button.clicked.connect(lambda: self._calibrate())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._guide = Guide(page, self.teacher, self._say, self._timer)
        self.set_theme(theme)
        self.hide()

    def set_pads(self, pads: object) -> None:
        """The driver of game pads, for those that SDL doesn't know."""
        self._roll.pads = pads if isinstance(pads, JoystickReader) else None

    # Time passes

    def showEvent(self, event: QShowEvent | None) -> None:
        self._hub.listening = True
        last = self._hub.last_device
        self._wanted = last.id if last is not None else self._wanted
        self._live.clear()
        self._roll.forget()
        super().showEvent(event)
        self.tick()
        self.teacher.rest()
        self.page.actions_list.setFocus(Qt.FocusReason.PopupFocusReason)
        self._timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        self._guide.leave()
        self.teacher.rest()
        self._keys.clear()
        self._hub.listening = False
        super().hideEvent(event)

    def tick(self) -> None:
        """One frame: what was plugged in or out, and what was moved."""
        now = time.monotonic()
        events = self._hub.take_events()
        self._show_devices()
        if self._profile is not None:
            own = [event for event in events if event.device == self._wanted]
            self._live.note(own, self._profile, now)
        if not self._guide.busy:
            self.teacher.feed(events, now)
        self._follow(events)
        self._show_profile()
        raw = dict(self._hub.raw(self._wanted)) if self._wanted is not None else {}
        self._guide.tick(raw, now)
        if self._profile is not None:
            gauges = gauges_of(self._profile, self._live.moved(raw))
            self.page.show_gauges(gauges, raw, self._live.turns, self._live.lit(now))
        self.page.undo_button.setEnabled(self._user_profiles.can_undo and not self._guide.busy)

    def _follow(self, events: list[ControlEvent]) -> None:
        """Choose the device that is touched, unless something is being asked."""
        if self.teacher.busy or self._guide.busy:
            return
        for event in events:
            if event.device not in OF_THE_PAGE and event.is_touch:
                if event.device != self._wanted:
                    self._choose(event.device)
                return

    # Devices

    def _show_devices(self) -> None:
        news = self._roll.look(time.monotonic())
        if news is None:
            return
        self.devices.set_rows(self._roll.rows)
        for device in news.gone:
            if self._guide.calibrates and device == self._wanted:
                self._guide.leave()
            self.teacher.lose(device)
        if news.came and not self.teacher.busy and not self._guide.busy:
            self._wanted = news.came[-1]  # whoever plugs it in wants to see it
        self._show_chosen()
        if news.came and self._notice:
            self.page.bar.say(self._notice, "done")
            self._notice = ""

    def _show_chosen(self) -> None:
        """The wanted device; while it is unplugged, what its driver says of it."""
        wanted = self._roll.row(self._wanted) or self._roll.row_instead()
        self.devices.select(wanted.id)
        if wanted.device:
            self._wanted = wanted.id
            self._show(wanted)
        else:
            self._show_nothing(wanted)

    def _choose(self, device: str) -> None:
        self._guide.leave()
        self._wanted = device
        self._live.clear()
        self._show_chosen()

    def _device(self) -> Device | None:
        return next((each for each in self._hub.devices() if each.id == self._wanted), None)

    def _show(self, row: DeviceRow) -> None:
        device = self._device()
        if device is None:
            return
        self._profile = profile = self._user_profiles.profile(device)
        line = row.line
        if row.tone == "good" and self._user_profiles.is_own(device):
            line = text("controllers.changed", line=line)
        moved = self._live.moved(self._hub.raw(device.id))
        self.page.gauges.set_gauges(gauges_of(profile, moved))
        self.page.show_steps(self._guide.busy)
        self.page.show_device(row.title, line, profile, mouse=device.driver == "mouse")
        self.teacher.set_device(device)

    def _show_profile(self) -> None:
        """Another profile may be in force: a file was saved, or a change taken back."""
        device = self._device()
        if device is not None and self._user_profiles.profile(device) != self._profile:
            row = self._roll.row(device.id)
            if row is not None and row.device:
                self._show(row)

    def _show_nothing(self, row: DeviceRow) -> None:
        self._profile = None
        self.teacher.set_device(None)
        self.page.gauges.set_gauges(())
        if row.joystick is not None:
            self.page.show_device(row.title, row.line, None, mouse=False)
            self._map(row.joystick)
            return
        self.page.show_device(row.title, "", None, mouse=False)
        self.page.steps.show_step(*words_instead(row))
        self.page.show_steps(True)
        self.page.bar.hide()

    # Teaching

    def _say(self, line: str, tone: Tone, answers: Sequence[Answer] = ()) -> None:
        self.page.bar.say(line, tone, answers)
        if tone == "asks" and self.isVisible():
            self.page.bar.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _learn(self, key: str) -> None:
        self.teacher.start(key)
        waiting = self.teacher.teachable
        self.page.actions_list.set_learning(waiting.id if waiting is not None else "")
        self.page.actions_list.choose(key)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # all keys are the page's own now

    def _taught(self, device: str) -> None:
        if device != self._wanted:
            self._wanted = device
            self._show_chosen()
        self._roll.forget()
        self._show_devices()
        self._show_profile()

    def _stopped(self) -> None:
        self.page.actions_list.set_learning("")
        if self.isVisible():
            self.page.actions_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _calibrate(self) -> None:
        if self._profile is not None and self._device() is not None:
            self._guide.calibrate(self._profile)

    def _map(self, joystick: Joystick) -> None:
        pads = self._roll.pads
        if pads is None:
            return
        if self._guide.map_joystick(joystick, pads, self._mappings, self._mapped):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mapped(self, line: str, trouble: bool) -> None:
        self._guide.leave()
        self._wanted = None
        self._show_chosen()
        self.page.bar.say(line, "bad" if trouble else "done")
        self._notice = "" if trouble else line

    # Keys

    def event(self, event: QEvent | None) -> bool:
        if (
            event is not None
            and event.type() == QEvent.Type.ShortcutOverride
            and self.teacher.waits
        ):
            event.accept()  # the key that is taught is no shortcut of a menu
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            if not event.isAutoRepeat():
                self._escape()
            return
        focus = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focus, QPushButton) and not self.teacher.waits:
            focus.click()  # Qt itself wants the space bar
            return
        undo = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Z
        if not self.teacher.waits and (event.modifiers(), event.key()) == undo:
            self.teacher.undo()
            return
        if self._wanted == "keyboard" and (name := self._keys.press(event)) is not None:
            self.key_pressed.emit(name)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.accept()
        if (name := self._keys.release(event)) is not None:
            self.key_released.emit(name)

    def _escape(self) -> None:
        if self._guide.busy:
            self._guide.give_up()
            if self._profile is None:
                self.hide()
        elif self.teacher.busy:
            self.teacher.cancel()
        else:
            self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While a key is waited for, Tab is a key like any other."""
        if self.teacher.waits and self._wanted == "keyboard":
            return False
        return super().focusNextPrevChild(forward)
