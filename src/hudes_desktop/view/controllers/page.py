"""The page of controllers: devices as they are moved, and teaching them without any text file."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QPushButton, QWidget

from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import ControlEvent, Device
from hudes_desktop.view.controllers.activity import Activity
from hudes_desktop.view.controllers.bar import Answer, Tone
from hudes_desktop.view.controllers.frame import ControllersFrame
from hudes_desktop.view.controllers.gauges import gauges_of
from hudes_desktop.view.controllers.hotplug import DeviceRows
from hudes_desktop.view.controllers.menu import ProfileMenu
from hudes_desktop.view.controllers.teacher import Teacher
from hudes_desktop.view.controllers.wizards import CalibrationWizard, PadWizard
from hudes_desktop.view.devices.status_rows import OF_THE_PAGE, DeviceRow, words_instead
from hudes_desktop.view.events.keys import KeyNames
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

_FRAME_MS = 33


class Controllers(ControllersFrame):
    """Covers its parent while it is shown; nothing that is moved then moves the game.

    listed: the rows of devices. key_pressed, key_released, pointer_moved: for the drivers of
    keyboard and mouse. keyboard_changed: other letters may be printed on the keys.
    """

    key_pressed = pyqtSignal(str)
    key_released = pyqtSignal(str)
    pointer_moved = pyqtSignal(str, float)
    keyboard_changed = pyqtSignal()

    def __init__(
        self,
        parent: QWidget,
        hub: Hub,
        user_profiles: UserProfiles,
        mappings: Path,
        theme: Theme = DARK,
    ) -> None:
        """mappings: the user's file of SDL mapping strings."""
        super().__init__(parent, theme)
        self._hub = hub
        self._user_profiles = user_profiles
        self._mappings = mappings
        self._keys = KeyNames(self.keyboard_changed.emit)
        self._wanted: str | None = None  # the chosen device, also while it is unplugged
        self._profile: Profile | None = None
        self._activity = Activity()
        self.listed = DeviceRows(hub)
        self._notice = ""  # to be said when the pad that was taught is there
        self.teacher = Teacher(hub, user_profiles, self._say, self._taught, self._stopped)
        self._menu = ProfileMenu(self.page.menu, user_profiles, self._device, self.teacher.report)
        self.devices.chosen.connect(self._choose)
        page = self.page
        page.actions_list.learn.connect(self._learn)
        page.actions_list.remove.connect(self.teacher.remove)
        page.practice.pointer_moved.connect(self.pointer_moved)
        page.undo_button.clicked.connect(lambda: self.teacher.undo())
        page.calibrate_button.clicked.connect(lambda: self._calibrate())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self.set_theme(theme)
        self.hide()

    def set_pads(self, pads: object) -> None:
        """The driver of game pads, for those that SDL doesn't know."""
        self.listed.pads = pads if isinstance(pads, PadDriver) else None

    def showEvent(self, event: QShowEvent | None) -> None:
        self._hub.listening = True
        last = self._hub.last_device
        self._wanted = last.id if last is not None else self._wanted
        self._activity.clear()
        self.listed.rows = []
        super().showEvent(event)
        self.tick()
        if LAYOUT.refresh():
            self.keyboard_changed.emit()
        self.teacher.rest()
        self.page.actions_list.setFocus(Qt.FocusReason.PopupFocusReason)
        self._timer.start(_FRAME_MS)

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        self.page.leave_wizard()
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
            self._activity.note(own, self._profile, now)
        if self.page.wizard_view.running is None:
            self.teacher.feed(events, now)
        self._follow(events)
        self._show_profile()
        raw = dict(self._hub.raw(self._wanted)) if self._wanted is not None else {}
        if self._profile is not None:
            gauges = gauges_of(self._profile, self._activity.moved(raw))
            self.page.show_gauges(gauges, raw, self._activity.turns, self._activity.lit(now))
        self.page.undo_button.setEnabled(
            self._user_profiles.can_undo and self.page.wizard_view.running is None
        )

    def _follow(self, events: list[ControlEvent]) -> None:
        """Choose the device that is touched, unless something is being asked."""
        if self.teacher.busy or self.page.wizard_view.running is not None:
            return
        for event in events:
            if event.device not in OF_THE_PAGE and event.is_touch:
                if event.device != self._wanted:
                    self._choose(event.device)
                return

    def _show_devices(self) -> None:
        changes = self.listed.look(time.monotonic())
        if changes is None:
            return
        self.devices.set_rows(self.listed.rows)
        for device in changes.removed:
            if device == self._wanted:
                self.page.leave_wizard()
            self.teacher.lose(device)
        if changes.added and not self.teacher.busy and self.page.wizard_view.running is None:
            self._wanted = changes.added[-1]  # whoever plugs it in wants to see it
        self._show_chosen()
        if changes.added and self._notice:
            self.page.bar.say(self._notice, "done")
            self._notice = ""

    def _show_chosen(self) -> None:
        """The wanted device; while it is unplugged, what its driver says of it."""
        row = self.listed.row(self._wanted) or self.listed.first()
        self.devices.select(row.id)
        device = None
        if row.kind == "device":
            self._wanted = row.id
            device = self._device()
        self.teacher.set_device(device)
        if device is not None:
            self._show_device(row, device)
            return
        self._profile = None
        self.page.gauges.set_gauges(())
        line = row.line if row.joystick is not None else ""
        self.page.show_device(row.title, line, None, mouse=False)
        if row.joystick is not None:
            self._map(row.joystick)
            return
        self.page.wizard_view.show_step(*words_instead(row))
        self.page.show_wizard(True)
        self.page.bar.hide()

    def _choose(self, device: str) -> None:
        self.page.leave_wizard()
        self._wanted = device
        self._activity.clear()
        self._show_chosen()

    def _device(self) -> Device | None:
        return next((each for each in self._hub.devices() if each.id == self._wanted), None)

    def _show_device(self, row: DeviceRow, device: Device) -> None:
        self._profile = profile = self._user_profiles.profile(device)
        line = row.line
        if row.tone == "good" and self._user_profiles.is_own(device):
            line = text("controllers.changed", line=line)
        moved = self._activity.moved(self._hub.raw(device.id))
        self.page.gauges.set_gauges(gauges_of(profile, moved))
        self.page.show_wizard(self.page.wizard_view.running is not None)
        self.page.show_device(row.title, line, profile, mouse=device.driver == "mouse")

    def open_device(self, device: str) -> None:
        """Open the page at a device or joystick (the id of its row)."""
        self.open()
        self._choose(device)

    def show_keyboard(self) -> None:
        """Say what is printed on the keys now."""
        if self.isVisible():
            self._show_chosen()

    def _show_profile(self) -> None:
        """Another profile may be in force: a file was saved, or a change taken back."""
        device = self._device()
        if device is not None and self._user_profiles.profile(device) != self._profile:
            self._show_chosen()

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
        self.listed.rows = []
        self._show_devices()
        self._show_profile()

    def _stopped(self) -> None:
        self.page.actions_list.set_learning("")
        if self.isVisible():
            self.page.actions_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        """Back to the list of what can be taught; nothing has changed."""
        self.page.leave_wizard()
        self.teacher.rest()

    def _calibrate(self) -> None:
        device, view = self._device(), self.page.wizard_view
        if self._profile is not None and device is not None:
            self.teacher.rest()
            raw, done, leave = partial(self._hub.raw, device.id), self._calibrated, self._give_up
            self.page.run_wizard(
                CalibrationWizard(self._profile, raw, view, self._say, done, leave)
            )

    def _calibrated(self, profile: Profile) -> None:
        self.page.leave_wizard()
        self.teacher.put(profile, text("controllers.calibrated"))

    def _map(self, joystick: Joystick) -> None:
        pads, view = self.listed.pads, self.page.wizard_view
        if pads is not None and not isinstance(view.running, PadWizard):
            mappings, done = self._mappings, self._mapped
            self.page.run_wizard(PadWizard(joystick, pads, mappings, view, self._say, done))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mapped(self, line: str, trouble: bool) -> None:
        self.page.leave_wizard()
        self._wanted = None
        self._show_chosen()
        self.page.bar.say(line, "bad" if trouble else "done")
        self._notice = "" if trouble else line

    def event(self, event: QEvent | None) -> bool:
        assert event is not None
        if event.type() == QEvent.Type.ShortcutOverride and self.teacher.waits:
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
        self._keys.choice = self.teacher.key_choice(self._profile)
        name = self._keys.press(event)
        if name == "Ctrl+Z" and not self.teacher.waits:
            self.teacher.undo()
        elif name is not None and self._wanted == "keyboard":
            self.key_pressed.emit(name)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.accept()
        if (name := self._keys.release(event)) is not None:
            self.key_released.emit(name)

    def _escape(self) -> None:
        if self.page.wizard_view.running is not None:
            self._give_up()
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
