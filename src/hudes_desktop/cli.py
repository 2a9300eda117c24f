"""The command line: parse, then hand over to the window, the demo or the doctor."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NoReturn

from hudes_desktop import __version__
from hudes_desktop.data.sources import SOURCES
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.landscape.choices import KINDS
from hudes_desktop.logs import log_to
from hudes_desktop.nets.zoo import NETWORKS
from hudes_desktop.options import Options
from hudes_desktop.store.paths import cache_dir
from hudes_desktop.store.settings import Settings, load_settings

log = logging.getLogger(__name__)

EXIT_FAULT = 2
"""Exit code when an option, a file or the machine won't do."""


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


def _run(argv: list[str]) -> int:
    arguments = _parser().parse_args(argv)
    if arguments.command == "doctor":
        from hudes_desktop import doctor

        watch = arguments.watch
        return doctor.main(only_controllers=arguments.controllers or watch, watch=watch)
    # What is given on the command line wins over the settings, and those over the defaults.
    loaded, messages = load_settings()
    for message in messages:
        print(f"hudes-desktop: {message}", file=sys.stderr)
    settings = loaded.options()
    names = {field.name for field in fields(Options)}
    given = {key: value for key, value in vars(arguments).items() if key in names}
    with log_to(cache_dir() / "hudes-desktop.log"):
        if arguments.command == "demo":
            from hudes_desktop import demo

            usual = {"batch_size": demo.BATCH_SIZE, "grid_size": demo.GRID_SIZE}
            options = Options(**{**settings, **usual, **given})
            return demo.run(options, subspaces=arguments.subspaces, out=arguments.out)
        return _play(Options(**{**settings, **given}), loaded, messages)


def _play(options: Options, settings: Settings, messages: Sequence[str]) -> int:
    from hudes_desktop.view.kit import theme
    from hudes_desktop.view.window.application import make_application
    from hudes_desktop.view.window.splash import Splash

    application = make_application()
    chosen = theme.resolve(settings.window.theme)
    splash = Splash(theme.with_text_px(chosen, settings.window.font_px))
    splash.show_at_once()
    log.info("the splash is drawn")
    try:
        # Only now: it takes longer to import than the splash to be drawn.
        from hudes_desktop import app

        return app.run(options, settings, messages, on_open=splash.close)
    finally:
        splash.close()
        splash.deleteLater()
        application.processEvents()


def _parser() -> argparse.ArgumentParser:
    # Options may stand before or after the word "demo"; suppressed defaults let settings through.
    common = OneLineParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("the descent")
    group.add_argument("--net", help=_one_of(NETWORKS, Options.net))
    group.add_argument("--dataset", help=_one_of(SOURCES, Options.dataset))
    group.add_argument("--data-dir", type=Path, help="folder with your own files of the data set")
    group.add_argument("--device", help="auto, cuda, mps or cpu (default auto)")
    group.add_argument("--dtype", help="float32, float16 or bfloat16 (default float32)")
    group.add_argument("--seed", type=int, help="of weights, directions and batches (default 0)")
    group.add_argument("--planes", type=int, help="surfaces shown, 1 to 5 (default 3)")
    group.add_argument("--grid-size", type=int, help="points a side, odd (default 41, demo 21)")
    group.add_argument("--batch-size", type=int, help="digits a batch (default 256, demo 2048)")
    group.add_argument("--axes", type=int, help="directions at a time, 2 to 32 (default 6)")
    group.add_argument("--directions", help=_one_of(KINDS, Options.directions))
    group.add_argument("--keyboard", help="3d, 1d or 1d_alt: which keys do what (default 3d)")
    group.add_argument(
        "--no-compile",
        dest="compile",
        action="store_false",
        help="don't build the compiled fast path in the background",
    )
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
    return parser


def _one_of(names: Iterable[str], usual: str) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last} (default {usual})"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number
