"""The README's pictures of modes and pages, made anew in docs/; its first one is the demo's.

tools/with_screen.sh .venv/bin/python tools/readme_pictures.py
"""

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QEventLoop, QTimer

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "helpers"))

from virtual_pad import VirtualPad  # noqa: E402 - only now it can be found

from hudes_desktop import app  # noqa: E402
from hudes_desktop.descent.actions import (  # noqa: E402
    Action,
    NextSubspace,
    SetStepSize,
    SgdStep,
    Step,
)
from hudes_desktop.engine.results import PathChanged, Ready, Result, Surface  # noqa: E402
from hudes_desktop.options import Options  # noqa: E402
from hudes_desktop.view.export.picture import save_picture  # noqa: E402
from hudes_desktop.wings.inspection.card import Card  # noqa: E402

GLIDE_S = 2.0
"""Time for planes, curves and gauges to come to rest."""
DEADLINE_S = 120

WALK: Sequence[Sequence[Action]] = (
    *[[SgdStep(6)]] * 12,
    [NextSubspace(), SetStepSize(0.25)],
    *[[Step(4, 0.25)]] * 6,
    *[[Step(2, -0.25)]] * 6,
    *[[Step(0, 0.25), Step(1, 0.14)]] * 10,
)
"""Into a valley by gradients, then up its slope by hand."""


class Sitter:
    """A running program that has walked, and can be told what to show."""

    def __init__(self, theme: str, axes: int | None = None) -> None:
        self._current: set[int] = set()
        self._path = ""
        self.program = app.Program(Options(batch_size=512, axes=axes), {"window.theme": theme})
        self.program.frame_loop.shown.connect(self._see)
        self.program.window.show()
        self.program.frame_loop.start()
        self._wait(lambda: self._path)

    def walk(self) -> None:
        """A descent of some frames, each with its losses."""
        session = self.program.session
        for actions in WALK:
            self.program.frame_loop.apply(actions)
            self._wait(lambda: not session.owed)

    def do(self, command: str) -> None:
        """Carry out a command, as from a menu."""
        self.program.handlers.commands.action(command).trigger()

    def save(self, name: str, landscape: bool = True) -> None:
        """Wait until everything shown is of the present place and at rest; write docs/NAME.png."""
        session, window = self.program.session, self.program.window
        cards = [card for card in window.findChildren(Card) if card.isVisible()]
        self.rest()
        if landscape:
            lines = window.mode == "lines"
            wanted = session.descent.axes if lines else session.descent.planes
            self._wait(lambda: self._exact(wanted))
        frame = session.descent.frame
        self._wait(lambda: all(c.inspection and c.inspection.frame == frame for c in cards))
        self.rest()
        save_picture(window, REPOSITORY / "docs" / f"{name}.png")

    def rest(self) -> None:
        """Let everything glide to its place."""
        until = time.monotonic() + GLIDE_S
        self._wait(lambda: time.monotonic() > until)

    def close(self) -> None:
        """End the program."""
        self.program.window.close()
        self.program.close()

    def _see(self, result: Result) -> None:
        if isinstance(result, Ready | PathChanged):
            self._path = result.path
        elif isinstance(result, Surface):
            if not self.program.session.is_current(result):
                return
            if result.exact:
                self._current.add(result.plane)
            else:
                self._current.discard(result.plane)

    def _exact(self, wanted: int) -> bool:
        return self._current >= set(range(wanted))

    def _wait(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError("what the picture needs has not come")
            # Not processEvents: what is to be deleted later would stay in sight.
            loop = QEventLoop()
            QTimer.singleShot(5, loop.quit)
            loop.exec()


def portray_controllers(sitter: Sitter) -> None:
    """The page of controllers, with a stick held, a trigger half pulled and a button pressed."""
    pad = VirtualPad("Xbox 360 Controller")
    sitter.program.plug_in()
    sitter.rest()
    sitter.do("controllers")
    sitter.rest()
    sitter.program.controllers.devices.chosen.emit("pad 1")
    pad.button("y", True)
    trembles = itertools.cycle((0.0, 0.01))  # as a hand does: a pad that stands still is a lost one

    def hold() -> None:
        by = next(trembles)
        pad.axis("leftx", 0.8 + by)
        pad.axis("lefty", -0.45 + by)
        pad.axis("righttrigger", 0.6 + by)

    hand = QTimer()
    hand.timeout.connect(hold)
    hand.start(50)
    sitter.save("controllers", landscape=False)
    hand.stop()
    pad.unplug()
    sitter.close()


def main() -> None:
    """Every picture but docs/window.png."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HUDES_DESKTOP_HOME"] = home  # the user's settings have no say
        _application = app.prepare()
        portray_controllers(Sitter("dark"))
        dark = Sitter("dark")
        dark.walk()
        dark.do("top_view")
        dark.save("top")
        dark.do("top_view")
        dark.do("mode:lines")
        dark.save("curves")
        dark.close()
        many = Sitter("dark", axes=32)
        many.walk()
        many.do("mode:lines")
        many.save("axes32")
        many.close()
        light = Sitter("light")
        light.walk()
        light.save("light")
        light.close()


if __name__ == "__main__":
    main()
