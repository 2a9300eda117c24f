"""The line at the foot of the page of controllers: what to do now, what was done, what is asked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

Tone = Literal["plain", "waits", "asks", "done", "bad"]
Answer = tuple[str, Callable[[], object]]
"""What stands on a button, and what is called when it is pressed."""

Say = Callable[[str, Tone, Sequence[Answer]], object]
"""SayBar.say, for those who only speak."""


class SayBar(QFrame):
    """One text and the buttons that answer it, from left to right."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sayBar")
        self.setAccessibleName(text("controllers.bar"))
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._label, 1)
        self.buttons: list[QPushButton] = []
        self._tone: Tone = "plain"
        self._theme = theme
        self.set_theme(theme)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, line: str, tone: Tone = "plain", answers: Sequence[Answer] = ()) -> None:
        """Say a line, with a button for each answer."""
        if line == self.text and tone == self._tone and not answers and not self.buttons:
            return
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for words, handler in answers:
            button = QPushButton(words)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(_call, handler))
            self._line.addWidget(button)
            self.buttons.append(button)
        self._label.setText(line)
        self.setAccessibleDescription(line)
        self._tone = tone
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._theme = theme
        px = theme.text_px
        edge = {
            "plain": theme.border,
            "waits": theme.train,
            "asks": theme.validation,
            "done": theme.good,
            "bad": theme.bad,
        }[self._tone]
        self._line.setContentsMargins(px, px // 2, px // 2, px // 2)
        self._line.setSpacing(px // 2)
        # Two lines of text have their place at all times, so that nothing jumps.
        self.setMinimumHeight(round(3.7 * px))
        self.setStyleSheet(
            f"QFrame#sayBar {{ background: {theme.background}; border: 1px solid {edge};"
            f" border-left: 4px solid {edge}; border-radius: 6px; }}"
        )


def _call(handler: Callable[[], object], _checked: bool = False) -> None:
    handler()
