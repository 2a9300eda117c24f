"""Runs the program in Qt's loop, from the splash to the settings that are saved."""

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType, TracebackType
from typing import Any, NoReturn

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QFontInfo
from PyQt6.QtWidgets import QApplication

from hudes_desktop.engine.results import Result, Surface
from hudes_desktop.errors import EXIT_FAULT, EnvironmentFault
from hudes_desktop.options import OPTIONS, Options, rules

# The alias says that it is re-exported: who starts the program finds its parts here.
from hudes_desktop.program import Program as Program
from hudes_desktop.seam import Wings
from hudes_desktop.seam import find as find_wings
from hudes_desktop.store.settings import load_settings, save_settings, why_not_kept
from hudes_desktop.view.gl.check import check_opengl
from hudes_desktop.view.window.application import FONT_REMEDY, make_application
from hudes_desktop.view.window.commands import all_options
from hudes_desktop.view.window.end_signals import closed_by_signals

log = logging.getLogger(__name__)


_OPEN_WITHIN_MS = 500
"""The engine waits so long for the window's first picture at most; curves don't tell of theirs."""


def run(
    options: Options,
    settings: Mapping[str, Any],
    given: Mapping[str, Any] = MappingProxyType({}),
    messages: Sequence[str] = (),
    on_open: Callable[[], object] = lambda: None,
    wings: Wings | None = None,
) -> int:
    """Open the window and play until it is closed; returns the exit code.

    settings: by key, for how the window was left; written when it is closed. given: the same for
    this run only. messages: one line each, shown when the window is there. on_open: called when the
    window has been drawn. wings: None for all that can be found.
    """
    application = prepare()
    # Asked now, for a wing's panels are the window's: looking for them takes 3 ms.
    wings = wings or find_wings()
    known = rules([*all_options(), *wings.options()])
    if wings.options():
        settings, more = load_settings(known)
        messages = list(dict.fromkeys([*messages, *more]))
    program = Program(options, settings, given, wings)
    faults: list[str] = []
    started: list[bool] = []

    def give_up(text: str, environment: bool) -> None:
        # Before the first picture there is nothing to save, and what is wrong with an option needs
        # no window; what is wrong with the installation is read by who clicked an icon, too.
        faults.append(text)
        log.info("the engine can't play: %s", text)
        if environment and not started:
            program.handlers.leaving.close()

    def is_ready() -> None:
        if not started:
            log.info("the engine is ready")
            program.plug_in()  # not sooner: looking for devices takes the time of a frame or two
        started.append(True)

    program.frame_loop.ready.connect(is_ready)
    program.on_failed = give_up
    unset = {row.name: row.default for row in OPTIONS if row.key in settings.keys() - given.keys()}
    if unset and options.engine() != (usual := replace(options, **unset)).engine():
        program.fall_back_to(usual)  # nobody is to be kept out by what stands in their settings

    def first_surface(result: Result) -> None:
        if isinstance(result, Surface):
            log.info("the first surface is shown")
            program.frame_loop.shown.disconnect(first_surface)

    program.frame_loop.shown.connect(first_surface)
    if messages := [*messages, *why_not_kept()]:
        program.window.show_banner("\n".join(messages))
    leave = program.handlers.leaving.close
    with closed_by_signals(program.window, leave):
        there = play(application, program, on_bug=program.window.show_banner, on_open=on_open)
        if there and faults and not started:
            raise EnvironmentFault(faults[0])
        try:
            save_settings(program.handlers.remembered(), known)
        except EnvironmentFault as fault:
            log.warning("%s", fault)
    if not there:
        end_without_screen()
    return 0


def play(
    application: QApplication,
    program: Program,
    on_bug: Callable[[str], None],
    on_open: Callable[[], object] = lambda: None,
) -> bool:
    """Show the window, start the engine, and return when the window is closed, or its screen gone.

    Returns whether the screen is still there: without it, the process has to end with
    end_without_screen().

    on_bug: told in one line of an exception that nobody caught; the log has the traceback. on_open:
    called when the window has been drawn for the first time.
    """
    # The engine asks for the interpreter after every small operation; with Python's 5 ms it would
    # mostly wait for the window's thread to be done drawing.
    sys.setswitchinterval(0.0005)
    program.window.closed.connect(application.quit)

    def begin() -> None:
        log.info("the window is open")
        on_open()
        program.frame_loop.start()

    # The engine loads torch as soon as there is a picture: not sooner, they would share the
    # interpreter; and not never, should a picture be long in coming.
    starting = QTimer()
    starting.setSingleShot(True)
    starting.timeout.connect(begin)

    before = sys.excepthook
    sys.excepthook = _excepthook(on_bug, program.wings)
    try:
        program.window.landscape.shown.connect(lambda: starting.isActive() and starting.start(0))
        starting.start(_OPEN_WITHIN_MS)
        program.window.show()
        with closed_by_signals(program.window, program.handlers.leaving.close):
            # Qt ends its loop by itself when it has lost the X server.
            there = application.exec() == 0
    finally:
        sys.excepthook = before
        starting.stop()
        program.close()
        program.window.deleteLater()
    return there


def end_without_screen() -> NoReturn:
    """End the process where it is: Qt crashes when it is taken apart after its screen."""
    log.error("the screen is gone")
    print("hudes-desktop: the screen is gone: start it again on another one", file=sys.stderr)
    sys.stderr.flush()
    os._exit(EXIT_FAULT)


def prepare() -> QApplication:
    """A Qt application that can draw. Raises: EnvironmentFault when it can't."""
    application = make_application()
    log.info("OpenGL: %s", check_opengl())
    if not QFontInfo(application.font()).family():
        log.warning("no fonts were found, so that no text can be read: %s", FONT_REMEDY)
    return application


def _excepthook(
    show: Callable[[str], None], wings: Wings
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Bugs: loud in the log, one line in the window, and the descent goes on without the wing whose
    bug it is, if it is one's."""

    def hook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if wings.blame(error):
            return
        log.critical("a bug", exc_info=(kind, error, traceback))
        show(f"a bug in this program: {kind.__name__}: {error}; the log has the details")

    return hook
