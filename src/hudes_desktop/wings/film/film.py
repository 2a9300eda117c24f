"""The film in the window: what its commands do, and the sign in the corner that tells of it."""

import io
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QIcon
from PyQt6.QtWidgets import QToolButton, QWidget

from hudes_desktop.seam import House
from hudes_desktop.view.kit import icons
from hudes_desktop.view.kit.feed import Applied, VisitorCame
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.wings.film.gif import Colour, write_gif
from hudes_desktop.wings.film.mp4 import encoder_there, write_mp4
from hudes_desktop.wings.film.recent_frames import Shot
from hudes_desktop.wings.film.recorder import Recorder
from hudes_desktop.words import text

_TELL_EVERY = 0.1  # of the work
_DOT_PX = 4  # from the edges
_NAME = "record_film"  # of the command that is ticked while it records


class Film:
    """Handlers of the wing's commands.

    recorder: of the window. sign: in the corner of the menus, while the last minute is kept or
    something is recorded. dot: the same in a corner of the window, where it has no menus: on a
    stage, while something is recorded, and where they are the desktop's.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._saver = house.handlers.saver
        self.recorder = Recorder(house.window)
        bar, centre = house.window.menuBar(), house.window.centralWidget()
        assert bar is not None
        self._bar = bar
        self.sign, self.dot = self._button(bar), self._button(centre)
        bar.setCornerWidget(self.sign)
        self.dot.move(_DOT_PX, _DOT_PX)
        self.recorder.changed.connect(self._show_sign)
        house.subscribe(Theme, lambda _theme: self._show_sign())
        house.subscribe(Applied, lambda _applied: self.recorder.wake())
        house.subscribe(VisitorCame, lambda _came: self.recorder.forget())
        house.at_end(self.recorder.close)

    def set_keeping(self, on: bool) -> None:
        """Keep the last minute, or don't."""
        self.recorder.set_keeping(on)

    def set_recording(self, on: bool) -> None:
        """Begin to record; or stop, and ask where to save it."""
        if on:
            self.recorder.record()
        elif shots := self.recorder.end_recording():
            self._save(shots)

    def save_last_minute(self) -> None:
        """Ask where to, and save it."""
        if shots := self.recorder.last_minute():
            self._save(shots)
        else:
            self._house.window.show_banner(text("film.not_kept"))

    def _save(self, shots: list[Shot]) -> None:
        about = self._saver.provenance()
        lines = "\n".join(about.footer()) if about is not None else ""
        kinds = [text("film.mp4")] if encoder_there() else []
        keep = colours(self._house.window.current_theme)

        def content(file: Path) -> bytes:
            return film_of(shots, file, self._saver.progressed.emit, lines, keep)

        kinds.append(text("film.gif"))
        self._saver.ask(text("film.save"), "film", ";;".join(kinds), content)

    def _press_sign(self) -> None:
        if self.recorder.recording:
            self._house.handlers.commands.action(_NAME).trigger()
        else:
            self.save_last_minute()

    def _button(self, parent: QWidget | None) -> QToolButton:
        made = QToolButton(parent)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(self._house.guarded(self._press_sign))
        return made

    def _show_sign(self) -> None:
        recording, theme = self.recorder.recording, self._house.window.current_theme
        wanted = recording or self.recorder.keeping
        native = self._bar.isNativeMenuBar()
        name, colour = ("recording", theme.bad) if recording else ("film", theme.dim_text)
        told = text("film.recording" if recording else "film.keeping")
        for sign in (self.sign, self.dot):
            side, ratio = theme.text_px, sign.devicePixelRatioF()
            sign.setIcon(QIcon(icons.picture(name, side, colour, ratio)))
            sign.setIconSize(QSize(side, side))
            sign.setToolTip(told)
            sign.setAccessibleName(told)
        self.sign.setVisible(wanted)
        self.dot.setVisible(wanted if native else recording and self._bar.isHidden())
        self.dot.adjustSize()
        self.dot.raise_()


def film_of(
    shots: Sequence[Shot],
    file: Path,
    say: Callable[[str], object],
    about: str = "",
    keep: Sequence[Colour] = (),
) -> bytes:
    """What a file of that name is to hold: an MP4 or a GIF. say: how far it is, in words.

    about: see the writers. keep: colours that a GIF must not change.
    """
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share >= told:
            say(text("film.saving", share=f"{share:.0%}"))
            told = share + _TELL_EVERY

    out = io.BytesIO()
    if file.suffix.casefold() == ".gif":
        write_gif(shots, out, tell, about, keep)
    else:
        write_mp4(shots, out, tell, about)
    return out.getvalue()


def colours(theme: Theme) -> list[Colour]:
    """Every colour of a theme: the ball is small and must stay red."""
    values = (getattr(theme, field.name) for field in fields(theme))
    found = (QColor(value) for value in values if isinstance(value, str))
    return [(c.red(), c.green(), c.blue()) for c in found if c.isValid()]
