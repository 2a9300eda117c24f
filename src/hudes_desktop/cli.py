"""The command line: parse, then hand over to the window, the demo or the doctor."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hudes_desktop import __version__
from hudes_desktop.end_signals import EXIT_INTERRUPTED, on_end_signals
from hudes_desktop.errors import EXIT_FAULT, EnvironmentFault
from hudes_desktop.logs import log_to
from hudes_desktop.options import OPTIONS, Options, OptionSpec, rules
from hudes_desktop.private_files import private_folder
from hudes_desktop.store.leftovers import sweep
from hudes_desktop.store.paths import cache_dir, config_dir, data_dir
from hudes_desktop.store.setting_rules import SWITCH
from hudes_desktop.store.settings import load_settings

if TYPE_CHECKING:
    from hudes_desktop.seam import Wings

log = logging.getLogger(__name__)


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        raise EnvironmentFault(f"{message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except EnvironmentFault as fault:
        print(f"hudes-desktop: {fault}", file=sys.stderr)
        return EXIT_FAULT
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _run(argv: list[str]) -> int:
    arguments, wings = _parsed(argv)
    if arguments.command == "doctor":
        from hudes_desktop.doctor import report

        watch, only = arguments.watch, arguments.controllers or arguments.watch
        return report.main(only_controllers=only, watch=watch, file=arguments.report)
    from hudes_desktop.view.window.commands import all_options

    with suppress(OSError):  # whoever writes there says so
        private_folder(cache_dir())
    for folder in (cache_dir(), config_dir(), data_dir()):
        sweep(folder)
    settings, messages = load_settings(rules(all_options()))
    given = {key: value for key, value in vars(arguments).items() if key not in _OURS}
    demo_is_played = arguments.command == "demo"
    usual = {row.name: row.demo for row in OPTIONS if row.demo is not None and demo_is_played}
    try:
        options = _options(usual, given, settings, messages)
    finally:
        for message in messages:
            print(f"hudes-desktop: {message}", file=sys.stderr)
    # Until there is a window there is nothing to save: the process can end where it is.
    with on_end_signals(lambda: os._exit(0)), log_to(cache_dir() / "hudes-desktop.log"):
        if demo_is_played:
            from hudes_desktop.view.gl.check import check_opengl
            from hudes_desktop.view.window.application import make_application

            _application = make_application()
            check_opengl()  # before anything imports OpenGL
            from hudes_desktop import demo

            return demo.run(options, subspaces=arguments.subspaces, out=arguments.out)
        return _play(options, settings, given, messages, wings)


def _parsed(argv: list[str]) -> tuple[argparse.Namespace, Wings | None]:
    """The arguments, and the wings, where they were asked what options they have."""
    if not {"-h", "--help"} & set(argv):
        with suppress(EnvironmentFault):
            return _parser(OPTIONS).parse_args(argv), None
    # Only now: to look for those of other packages takes time, and few have options.
    from hudes_desktop.seam import find

    wings = find()
    return _parser([*OPTIONS, *wings.options()]).parse_args(argv), wings


def _options(
    usual: Mapping[str, Any],
    given: Mapping[str, Any],
    settings: Mapping[str, Any],
    messages: list[str],
) -> Options:
    """What is given on the command line wins over what is usual, and that over the settings.

    Settings that can't be played with don't count, which is a line in `messages`. Raises
    EnvironmentFault where the command line is to blame.
    """

    def among(values: Mapping[str, Any]) -> Options:
        found = Options(
            **{option.name: values[option.key] for option in OPTIONS if option.key in values}
        )
        found.descent()
        return found

    try:
        return among({**settings, **usual, **given})
    except EnvironmentFault as fault:
        options = among({**usual, **given})
        messages.append(f"the settings can't be played with: {fault}; the defaults count")
        return options


def _play(
    options: Options,
    settings: Mapping[str, Any],
    given: Mapping[str, Any],
    messages: Sequence[str],
    wings: Wings | None,
) -> int:
    from hudes_desktop.view.gl.check import check_opengl
    from hudes_desktop.view.kit import theme
    from hudes_desktop.view.window.application import make_application
    from hudes_desktop.view.window.commands import all_options
    from hudes_desktop.view.window.splash import Splash

    application = make_application()
    look = {option.key: option.default for option in all_options()} | dict(settings)
    splash = Splash(theme.chosen(look["window.theme"], look["window.font_px"]))
    splash.show_at_once()
    log.info("the splash is drawn")
    try:
        check_opengl()
        # Only now: it takes longer to import than the splash to be drawn.
        from hudes_desktop import app

        return app.run(options, settings, given, messages, splash.close, wings)
    finally:
        splash.close()
        splash.deleteLater()
        application.processEvents()


_OURS = ("command", "subspaces", "out")
"""What a command is told that is no option."""


def _parser(options: Iterable[OptionSpec]) -> argparse.ArgumentParser:
    # Options may stand before or after the word "demo"; suppressed defaults let settings through.
    common = OneLineParser(add_help=False, argument_default=argparse.SUPPRESS)
    groups: dict[str, Any] = {}
    for option in options:
        title = option.section.removeprefix("wing.") or "the descent"
        if title not in groups:
            groups[title] = common.add_argument_group(title)
        _add(groups[title], option)
    parser = OneLineParser(
        prog="hudes-desktop",
        description="Walk on the loss surface of a neural network by hand.",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"hudes-desktop {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="demo | doctor")
    demo = commands.add_parser(
        "demo", parents=[common], help="a greedy player walks by itself and leaves a picture"
    )
    demo.add_argument("--subspaces", type=_positive, default=60, help="how many (default 60)")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help="folder for the results")
    doctor = commands.add_parser("doctor", help="what this machine has, and what is missing")
    doctor.add_argument("--controllers", action="store_true", help="devices, drivers, permissions")
    doctor.add_argument("--watch", action="store_true", help="and then what the devices do, live")
    doctor.add_argument("--report", type=Path, metavar="FILE", help="write a file for a bug report")
    return parser


def _add(group: Any, option: OptionSpec) -> None:
    told = {"dest": option.key, "help": option.help().replace("%", "%%")}
    if option.rule is SWITCH:
        group.add_argument(option.flag, action=argparse.BooleanOptionalAction, **told)
    else:
        metavar = option.name.upper()
        group.add_argument(option.flag, type=option.rule.parse, metavar=metavar, **told)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number
