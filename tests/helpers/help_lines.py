"""The help page of bindings as lines."""

from collections.abc import Sequence

from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.help import help_rows


def help_lines(bindings: Sequence[Binding]) -> list[tuple[str, str]]:
    """(controls with two spaces between them, meaning) of each row."""
    return [("  ".join(row.controls), row.meaning) for row in help_rows(bindings)]
