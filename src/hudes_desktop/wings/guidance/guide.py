"""Guides a beginner: when the card is there, and which hint is said."""

from PyQt6.QtCore import QEvent, QObject

from hudes_desktop.descent.history import Losses
from hudes_desktop.engine.results import Surface
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.seam import House
from hudes_desktop.view.kit.feed import Applied, Began, Devices
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.wings.guidance.card import Card
from hudes_desktop.wings.guidance.controls import control_for, hands_of, playable
from hudes_desktop.wings.guidance.hint_line import HintLine
from hudes_desktop.wings.guidance.rules import Advisor, Pacing

_LINES = 30
"""Lines of text that the window is high, at least: in a smaller one there is no room to spare."""


class Guide(QObject):
    """Of one window. The card is there from the first landscape until the first move, by whatever
    hand; hints begin then. card, line: what is seen of it."""

    def __init__(self, house: House) -> None:
        window = house.window
        super().__init__(window)
        self._house = house
        self._on = True
        self._devices = Devices()
        self._seen = False  # a landscape of the present descent
        self._descent = house.session.descent
        self._advisor, self._pacing = Advisor(self._descent), Pacing()
        self._view = window.landscape.parentWidget()
        assert self._view is not None
        self.card, self.line = Card(self._view, window.current_theme), HintLine()
        window.centre.add_line(self.line)
        self._view.installEventFilter(self)
        self._soon = house.guarded(self._refresh)
        for part in (self.card, self.line):
            part.tour_wanted.connect(house.guarded(window.toggle_how_it_works))
        self.line.off_wanted.connect(
            house.guarded(lambda: house.handlers.choose("wing.guidance.hints", False))
        )
        house.subscribe(Began, self._begin)
        house.subscribe(Applied, self._moved)
        house.subscribe(Losses, self._take_losses)
        house.subscribe(Surface, self._take_surface)
        house.subscribe(Devices, self._plugged)
        house.subscribe(Theme, self._dress)
        house.handlers.frame_loop.played.connect(house.guarded(self._touched))
        house.at_end(self._end)
        self._dress(window.current_theme)

    def show(self, on: bool) -> None:
        """Guide, or be silent."""
        self._on = on
        self._lay_out()

    def _lay_out(self) -> None:
        self.card.place()
        self.line.setVisible(self._on and self._has_room)
        self._show_card()

    @property
    def _has_room(self) -> bool:
        window = self._house.window
        return window.height() >= _LINES * window.current_theme.text_px

    def _begin(self, began: Began) -> None:
        """Another descent is shown, or the same on another engine."""
        if began.descent is not self._descent:
            self._descent, self._seen = began.descent, False
            self._pacing = Pacing()
            self.line.say(None)
        self._advisor = Advisor(self._descent)
        self._show_card()
        self._touch()

    def _moved(self, applied: Applied) -> None:
        self._advisor.move(applied.actions, applied.change)
        if applied.change.moved:
            self._show_card()
        self._touch()

    def _take_losses(self, losses: Losses) -> None:
        self._advisor.lose(losses)
        self._touch()

    def _take_surface(self, surface: Surface) -> None:
        self._advisor.see(surface)
        if not self._seen:
            self._seen = True
            self._show_card()
        self._touch()

    def _plugged(self, devices: Devices) -> None:
        self._devices = devices
        self._touched()

    def _touched(self) -> None:
        """Another device may have been touched last."""
        profile = self._profile()
        hands = hands_of(profile) if profile is not None else None
        if hands is not None and not self._descent.frame:
            self.card.say(hands)
        self._touch()

    def _profile(self) -> Profile | None:
        touched = self._house.handlers.frame_loop.last_device
        return playable(self._devices.plugged, touched)

    def _show_card(self) -> None:
        room = self._on and self._seen and self._has_room and not self._house.handlers.stage.on
        if not room:
            self.card.hide()
        elif self._descent.frame:
            self.card.leave()
        else:
            self.card.appear()

    def _touch(self) -> None:
        self._house.window.clock.touch(self._soon)

    def _refresh(self) -> None:
        """Say what helps now."""
        begun = self._on and self._descent.frame > 0
        hint = self._pacing.choose(self._advisor.advise()) if begun else None
        profile = self._profile()
        if hint is None or profile is None:
            self.line.say(None)
            return
        profiles = [profile, *(p for d, p in self._devices.plugged if p and d.id == "keyboard")]
        named = (control_for(hint, each) for each in profiles)
        control, group = next(filter(None, named), ("", None))
        self.line.say(hint, control, group)

    def _dress(self, theme: Theme) -> None:
        self.card.set_theme(theme)
        self.line.set_theme(theme)
        self._lay_out()

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._lay_out()
        return False

    def _end(self) -> None:
        self.card.hide()
        self.line.hide()
