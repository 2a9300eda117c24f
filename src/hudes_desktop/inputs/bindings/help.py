"""The help page: what every binding means, in words, the controls of one meaning together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hudes_desktop.inputs.bindings.action_spec import ActionSpec, Group
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.binding_words import meaning, shown
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.words import Message, text


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One thing that can be done.

    Attributes: controls, as people read them; meaning, in words; group, what it is about.
    """

    controls: tuple[str, ...]
    meaning: str
    group: Group

    @property
    def line(self) -> str:
        """Controls and meaning in one line."""
        return f"{', '.join(self.controls)}: {self.meaning}"


def help_rows(bindings: Sequence[Binding]) -> list[HelpRow]:
    """One row for each meaning, as they first appear."""
    rows: dict[object, _Row] = {}
    keys = KeyChoice(LAYOUT, bindings)
    for binding in bindings:
        spec = ACTIONS.of(binding.action)
        # Those that move along axes, each along its own, share a row.
        along = spec.by_axis and binding.transform.mode != "press" and binding.control.name != ANY
        what = meaning(binding)
        row = rows.setdefault(spec.id if along else (what, binding.hold), _Row(spec, what))
        row.hold = binding.hold
        row.controls.append((shown(binding, keys), binding.layer))
        if along:
            row.axes.add(spec.axis_of(binding.action) + 1)
        elif spec.by_axis and binding.control.name != ANY:
            size = getattr(binding.action, spec.amounts[0].field)
            row.amounts.append(f"{size:+g}".replace("-", "−"))
    return [HelpRow(_together(row.controls), row.worded(), row.spec.group) for row in rows.values()]


@dataclass(slots=True)
class _Row:
    """A row in the making.

    controls: (name, layer). amounts: of presses along one axis. axes: of controls that move along
    one each.
    """

    spec: ActionSpec
    meaning: Message
    hold: float = 0.0
    controls: list[tuple[str, str]] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    axes: set[int] = field(default_factory=set)

    def worded(self) -> str:
        words = str(self.meaning)
        if self.axes:
            axes = _ranges(self.axes)
            words = str(self.spec.message("axes", axes=axes, count=len(self.axes)))
        if self.hold:
            words = text("help.hold", meaning=words, seconds=self.hold)
        if self.amounts:
            words = text("help.steps", meaning=words, amounts=", ".join(self.amounts))
        return words


def _together(controls: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Names, each once; "encoder 1", "encoder 2", … of one layer are one name."""
    stems: dict[tuple[str, str], set[int]] = {}
    for name, layer in controls:
        stem, _, number = name.rpartition(" ")
        if stem and number.isdigit():
            stems.setdefault((stem, layer), set()).add(int(number))
        else:
            stems.setdefault((name, layer), set())
    together = []
    for (stem, layer), numbers in stems.items():
        name = f"{stem} {_ranges(numbers)}" if numbers else stem
        together.append(text("help.layer", control=name, layer=layer) if layer else name)
    return tuple(together)


def _ranges(numbers: set[int]) -> str:
    """1–8 for all from 1 to 8; 1, 3 for others."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )
