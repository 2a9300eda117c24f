"""The program in a window of the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytestqt.qtbot import QtBot

from hudes_desktop import app
from hudes_desktop.options import Options

SMALL = Options(batch_size=64, grid_size=11, compile=False)
"""With these the first surfaces are there soonest."""

_PATIENCE_MS = 60_000


@contextmanager
def open_program(
    qtbot: QtBot,
    options: Options = SMALL,
    *,
    playing: bool = False,
    **more: Any,
) -> Iterator[app.Program]:
    """The program in an active window; in the end both are closed.

    playing: its engine and its frame loop run. more: for app.Program.
    """
    program = app.Program(options, **more)
    try:
        qtbot.addWidget(program.window)
        with qtbot.waitExposed(program.window, timeout=_PATIENCE_MS):
            program.window.show()
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow)
        if playing:
            program.frame_loop.start()
        yield program
    finally:
        program.handlers.leaving.close()
        program.close()


def wait_for_losses(qtbot: QtBot, program: app.Program) -> None:
    """Until the losses of the present frame are there."""
    descent = program.session.descent

    def there() -> bool:
        return len(descent.losses) > 0 and descent.losses.frames[-1] == descent.frame

    qtbot.waitUntil(there, timeout=_PATIENCE_MS)


def wait_for_surfaces(qtbot: QtBot, program: app.Program) -> None:
    """Until the exact surface of every plane has come."""

    def there() -> bool:
        planes = program.window.landscape.state.planes
        return all(p.surface is not None and p.surface.exact for p in planes)

    qtbot.waitUntil(there, timeout=_PATIENCE_MS)
