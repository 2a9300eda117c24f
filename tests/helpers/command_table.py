"""All commands of the window with the panels of the table; those of options do nothing."""

from collections.abc import Iterator

from hudes_desktop.options import OptionSpec
from hudes_desktop.view.kit.command import Command, commands_for
from hudes_desktop.view.panels.table import PANELS
from hudes_desktop.view.window.commands import parts


def _all() -> Iterator[Command]:
    for rows, _ in parts(PANELS):
        for row in rows:
            if isinstance(row, OptionSpec):
                yield from commands_for(row, lambda *_: None)
            else:
                yield row


COMMANDS = tuple(_all())
