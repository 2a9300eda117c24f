"""The conversation in which a control is taught: move it, what else it does, done, taken back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import reached
from hudes_desktop.inputs.bindings.key_choice import KeyChoice, KeyToTeach
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.learning.editing import (
    conflict_line,
    conflicts,
    control_words,
    label_of,
    layer_of,
    with_binding,
    without,
)
from hudes_desktop.inputs.learning.learning import Learner
from hudes_desktop.inputs.learning.teachable import Moved, Teachable, Unfit, teachables_of
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import ControlEvent, Device
from hudes_desktop.view.controllers.bar import Answer, Say, Tone
from hudes_desktop.view.devices.status_rows import OF_THE_PAGE
from hudes_desktop.words import text


class Teacher:
    """Teaches one device after the other.

    say: shows a text and the buttons that answer it. taught: called with the device's id when its
    profile has changed, or another one than before is meant. stopped: called when no control is
    waited for any more.
    """

    def __init__(
        self,
        hub: Hub,
        user_profiles: UserProfiles,
        say: Say,
        taught: Callable[[str], object],
        stopped: Callable[[], object],
    ) -> None:
        self._hub = hub
        self._user_profiles = user_profiles
        self._say = say
        self._taught = taught
        self._stopped = stopped
        self._learner: Learner | None = None
        self._device: Device | None = None
        self._asking = False
        self._prompt = ""

    @property
    def teachable(self) -> Teachable | None:
        """What a control is waited for, or asked about."""
        return self._learner.teachable if self._learner is not None else None

    @property
    def busy(self) -> bool:
        """Whether it waits for a control, or for an answer."""
        return self._learner is not None or self._asking

    @property
    def waits(self) -> bool:
        """Whether the next thing that is moved is the one that is meant."""
        learner = self._learner
        return learner is not None and not self._asking and learner.question is None

    def key_choice(self, profile: Profile | None) -> KeyChoice:
        """How the next key is named: as it would be bound, or as the profile binds it."""
        if self.teachable is not None and "button" in self.teachable.recipes:
            return KeyToTeach(LAYOUT, self.teachable.recipes["button"].action)
        return KeyChoice(LAYOUT, profile.bindings if profile else ())

    def set_device(self, device: Device | None) -> None:
        """Teach this one; what was begun is left."""
        if device != self._device:
            self._device = device
            self.rest()

    def rest(self) -> None:
        """Stop waiting, and say what can be done."""
        was_busy = self.busy
        self._learner = None
        self._asking = False
        self._say(text("controllers.ready") if self._device is not None else "", "plain", ())
        if was_busy:
            self._stopped()

    def start(self, key: str) -> None:
        """Wait for a control that is to be taught the teachable of that id."""
        if self._device is None:
            return
        profile = self._user_profiles.profile(self._device)
        known = {each.id: each for each in teachables_of(tuple(profile.bindings))}
        self._asking = False
        self._wait(known[key])

    def cancel(self) -> None:
        """Stop waiting; nothing has changed."""
        self._end(text("controllers.unchanged"), "plain")

    def feed(self, events: Sequence[ControlEvent], now: float) -> None:
        """What the devices say, and that time has passed; now as for Learner."""
        learner = self._learner
        if learner is None or self._asking:
            return
        for event in events:
            if self._is_meant(event):
                learner.feed(event, now)
        learner.tick(now)
        if learner.moved is not None:
            self._found(learner.teachable, learner.moved, learner.device)
        elif learner.question is not None:
            question = learner.question
            self._asking = True
            answers = [(words, partial(self._answer, answer)) for answer, words in question.answers]
            self._ask(question.text, answers)
        elif learner.prompt != self._prompt:
            self._show_prompt(learner)

    def lose(self, device: str) -> None:
        """A device was unplugged."""
        if self._learner is not None:
            self._learner.lose(device)
            if self._learner.device == device or (
                self._device is not None and self._device.id == device
            ):
                self._end(text("controllers.lost"), "bad")
            elif self._asking and self._learner.question is None and self._learner.moved is None:
                self._asking = False
                self._prompt = ""

    def remove(self, key: str, number: int) -> None:
        """Remove one control of the teachable of that id, by number; −1: ask which one."""
        if self._device is None:
            return
        self._drop()
        profile = self._user_profiles.profile(self._device)
        found = [binding for binding in profile.bindings if key in reached(binding)]
        if number >= 0:
            self._remove(found[number])
            return
        self._asking = True
        answers: list[Answer] = [
            (control_words(each), partial(self._remove, each)) for each in found
        ]
        self._ask(text("controllers.which"), answers)

    def undo(self) -> None:
        """Take the last change back."""
        self._drop()
        if not self._user_profiles.can_undo:
            self._end(text("controllers.undo.none"), "plain")
            return
        trouble = self._user_profiles.undo()
        self._end(trouble or text("controllers.undo.done"), "bad" if trouble else "done")

    def put(self, profile: Profile, done: str) -> None:
        """Use a profile for the device, save it, and say so."""
        assert self._device is not None
        trouble = self._user_profiles.put(self._device, profile)
        self.report(trouble, done)

    def report(self, trouble: str, done: str) -> None:
        """Something was changed: say `done`, or the trouble that there was."""
        answers = [(text("controllers.undo"), self.undo)] if self._user_profiles.can_undo else []
        self._end(trouble or done, "bad" if trouble else "done", answers)

    def _wait(self, teachable: Teachable, why: str = "") -> None:
        raw = {device.id: self._hub.raw(device.id) for device in self._hub.devices()}
        self._hub.take_events()  # what was moved before doesn't count
        self._learner = Learner(teachable, raw)
        self._show_prompt(self._learner, why)

    def _show_prompt(self, learner: Learner, why: str = "") -> None:
        self._prompt = learner.prompt
        before = f"{why} " if why else ""
        line = text("learn.prompt", prompt=text(learner.prompt), action=learner.teachable.text)
        self._say(before + line, "waits", [(text("controllers.cancel"), self.cancel)])

    def _is_meant(self, event: ControlEvent) -> bool:
        """Keyboard and mouse work the page, and are taught only where they were chosen."""
        of_the_page = event.device in OF_THE_PAGE
        return not of_the_page or (self._device is not None and event.device == self._device.id)

    def _answer(self, answer: str) -> None:
        assert self._learner is not None
        self._asking = False
        self._learner.answer(answer)
        self._prompt = ""

    def _found(self, teachable: Teachable, moved: Moved, device_id: str) -> None:
        device = next((each for each in self._hub.devices() if each.id == device_id), None)
        if device is None:
            self._end(text("controllers.lost"), "bad")
            return
        self._device = device
        self._taught(device.id)
        profile = self._user_profiles.profile(device)
        try:
            binding = teachable.binding(moved, label_of(profile, moved.control))
        except Unfit as unfit:
            self._wait(teachable, f"{str(unfit).capitalize()}.")
            return
        if (layer := layer_of(profile, binding)) is not None:
            name = control_words(binding)
            self._wait(teachable, text("learn.layer", control=name, layer=layer.name))
            return
        if teachable.opposite is not None and moved.shape == "button":
            self._asking = True
            other = replace(binding, action=teachable.opposite)
            ways = [(text("controllers.up"), binding), (text("controllers.down"), other)]
            self._ask(
                text("learn.way", control=control_words(binding)),
                [(words, partial(self._in_layer, profile, each)) for words, each in ways],
            )
            return
        self._in_layer(profile, binding)

    def _in_layer(self, profile: Profile, binding: Binding) -> None:
        if not profile.layers:
            self._offer(profile, binding)
            return
        self._asking = True
        layers = [
            (text("controllers.layers"), ""),
            *((layer.name, layer.name) for layer in profile.layers),
        ]
        self._ask(
            text("learn.in_layer", control=control_words(binding)),
            [
                (words, partial(self._offer, profile, replace(binding, layer=layer)))
                for words, layer in layers
            ],
        )

    def _offer(self, profile: Profile, binding: Binding) -> None:
        """Bind it, or ask first where something else would go."""
        words = control_words(binding)
        others = conflicts(profile, binding)
        if others == [binding]:
            self._end(text("learn.already", control=words), "plain")
            return
        assert self._learner is not None
        wanted = self._learner.teachable
        done = partial(
            self.put,
            with_binding(profile, binding),
            text("learn.done", control=words, action=wanted.text),
        )
        if not others or all(wanted.id in reached(each) for each in others):
            done()
            return
        self._asking = True
        self._ask(
            text("learn.replace", conflict=conflict_line(others)),
            [(text("controllers.replace"), done)],
        )

    def _remove(self, binding: Binding) -> None:
        assert self._device is not None
        profile = without(self._user_profiles.profile(self._device), binding)
        self.put(profile, text("learn.removed", control=control_words(binding)))

    def _ask(self, question: str, answers: Sequence[Answer]) -> None:
        self._say(question, "asks", [*answers, (text("controllers.cancel"), self.cancel)])

    def _drop(self) -> None:
        self._learner = None
        self._asking = False

    def _end(self, line: str, tone: Tone, answers: Sequence[Answer] = ()) -> None:
        self._drop()
        self._say(line, tone, answers)
        if self._device is not None:
            self._taught(self._device.id)
        self._stopped()
