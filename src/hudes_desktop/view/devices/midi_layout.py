"""Where the knobs, faders and buttons of a desk are drawn, as its profile names them.

Controls that are numbered ("knob 3", "mute 1") stand in rows of eight, as on most desks; a single
fader has a column of its own to the right.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from PyQt6.QtCore import QRectF

from hudes_desktop.descent.actions import Step
from hudes_desktop.inputs.bindings.action_spec import Group
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.binding_words import group_of, short_of
from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.words import text

Shape = Literal["knob", "encoder", "fader", "button"]
COLUMNS = 8
CELL = 2.15  # units
CAPTION = 2.0
_HEIGHTS: dict[Shape, float] = {"knob": 1.65, "encoder": 1.8, "button": 1.25, "fader": 2.0}
_LINE = 0.5  # for a line of text more
_COLUMN = 2.5  # for a single fader
_BETWEEN = 0.35
_ORDER: dict[Shape, int] = {"encoder": 0, "knob": 1, "button": 2, "fader": 3}
_MOST = 64  # a control with a higher number is one by itself
_MANY = ("encoder", "knob", "pot", "fader", "slider", "button")
_LAYER = re.compile(r"layer (\S+) (.+)")
_NUMBERED = re.compile(r"(.+?) (\d+)")


@dataclass(frozen=True)
class Part:
    """A control: its shape and place in units, its name, and what it does.

    Attributes:
        texts: short, one for each layer.
        meaning: all of it.
        named: whether its name is written at it, and not at the row.
        any: whether it stands for all controls of a kind.
    """

    name: str
    shape: Shape
    area: QRectF
    group: Group | None = None
    texts: tuple[str, ...] = ()
    meaning: str = ""
    named: bool = False
    any: bool = False


@dataclass
class Layout:
    """Everything that is drawn. captions: the names of rows. size: in units."""

    parts: list[Part] = field(default_factory=list)
    captions: list[tuple[QRectF, str]] = field(default_factory=list)
    size: tuple[float, float] = (0.0, 0.0)


def layout_of(profile: Profile) -> Layout:
    """The drawing of the desk that a profile is for."""
    parts: dict[tuple[str, int | None], Part] = {}
    layers = {layer.name: True for layer in profile.layers}
    for binding in profile.bindings:
        stem, number, layer = _named(binding)
        if layer:
            layers.setdefault(layer, False)
        usual = profile.layers[0].name if profile.layers else ""
        for place, part in _parts(binding, stem, number):
            short = part.texts[0] if layer in ("", usual) else f"{layer}: {part.texts[0]}"
            before = parts.get((stem, place))
            parts[stem, place] = replace(
                part,
                texts=(*(before.texts if before else ()), short),
                meaning=f"{before.meaning}\n{part.meaning}" if before else part.meaning,
            )
    if layers and not profile.layers:
        layers = {"A": False} | layers  # the device changes them by itself, from the first one on
    rows: dict[str, dict[int, Part]] = {}
    for (stem, place), part in parts.items():
        if place is not None:
            rows.setdefault(stem, {})[place] = part
    singles = [part for (_, place), part in parts.items() if place is None]
    return _placed(rows, singles, layers)


def _named(binding: Binding) -> tuple[str, int | None, str]:
    """The name without its number, the number, and the layer."""
    name = help_rows([replace(binding, layer="")])[0].controls[0]
    layer = binding.layer
    if found := _LAYER.fullmatch(name):
        layer, name = found[1], found[2]
    if binding.label and (found := _NUMBERED.fullmatch(name)) and 0 < int(found[2]) <= _MOST:
        return found[1], int(found[2]), layer
    return name, None, layer


def _parts(binding: Binding, stem: str, number: int | None) -> Iterable[tuple[int | None, Part]]:
    """The part for a binding; for one that stands for all of a kind, the first few."""
    shape = _shape(binding, stem)
    meaning = help_rows([binding])[0].line
    name = f"{stem} {number}" if number else stem
    short, stands_for_all = (short_of(binding),), binding.control.name == ANY
    group = group_of(binding.action)
    part = Part(name, shape, QRectF(), group, short, meaning, any=stands_for_all)
    if not stands_for_all or shape == "button":
        yield number, part
        return
    for index in range(COLUMNS):
        action = binding.action
        if isinstance(action, Step):
            action = replace(action, axis=action.axis + index)
        yield index + 1, replace(part, texts=(short_of(replace(binding, action=action)),))


def _shape(binding: Binding, stem: str) -> Shape:
    words = stem.lower()
    if binding.transform.mode == "press":
        return "button"
    if binding.transform.mode == "relative" or "encoder" in words:
        return "encoder"
    if binding.control.name == ANY or "knob" in words:
        return "knob"
    if "fader" in words or "slider" in words or binding.control.kind == "pitch_bend":
        return "fader"
    return "button" if binding.control.kind == "note" else "knob"


def _placed(
    rows: dict[str, dict[int, Part]], singles: list[Part], layers: dict[str, bool]
) -> Layout:
    made = Layout()
    columns = [part for part in singles if part.shape == "fader"]
    others = [part for part in singles if part.shape != "fader"]
    stems = sorted(rows, key=lambda stem: _ORDER[next(iter(rows[stem].values())).shape])
    y = 0.0
    for stem in stems:
        if y and next(iter(rows[stem].values())).shape == "fader":
            y = _place_singles(made, others, y)
            others = []
        y = _place_row(made, stem, rows[stem], y)
    y = _place_singles(made, others, y)
    y = max(y, 2.6 if columns or layers else 0.0)
    x = CAPTION + COLUMNS * CELL
    if columns or layers:
        x += _BETWEEN
        bottom = y - 1.25 * bool(layers)
        wide = _COLUMN / max(1, len(columns))
        for number, part in enumerate(columns):
            area = QRectF(x + number * wide, 0, wide, bottom)
            made.parts.append(replace(part, area=area, named=True))
        for number, (name, bound) in enumerate(layers.items()):
            wide = _COLUMN / len(layers)
            area = QRectF(x + number * wide, y - 1.15, wide, 1.0)
            group: Group | None = "program" if bound else None
            meaning = text("drawing.layer.meaning", layer=name)
            title = text("drawing.layer", layer=name)
            made.parts.append(Part(title, "button", area, group, (name,), meaning))
        x += _COLUMN
    made.size = (x, y)
    return made


def _place_row(made: Layout, stem: str, parts: dict[int, Part], y: float) -> float:
    """Rows of eight; returns where they end."""
    first = next(iter(parts.values()))
    height = _HEIGHTS[first.shape] + _LINE * (max(len(part.texts) for part in parts.values()) - 1)
    last = -(-max(parts) // COLUMNS) * COLUMNS
    empty = Part("", first.shape, QRectF())
    all_of_them = [
        parts.get(number, replace(empty, name=f"{stem} {number}")) for number in range(1, last + 1)
    ]
    below = _place(made, all_of_them, COLUMNS, y, height)
    name = f"{stem}s" if stem.endswith(_MANY) and not first.any else stem
    made.captions.append((QRectF(0, y, CAPTION - 0.2, below - y), name))
    return below


def _place(made: Layout, parts: Sequence[Part], columns: int, y: float, height: float) -> float:
    """Side by side, in rows; returns where they end."""
    for number, part in enumerate(parts):
        row, column = divmod(number, columns)
        area = QRectF(CAPTION + column * CELL, y + row * height, CELL, height)
        made.parts.append(replace(part, area=area))
    return y + height * -(-len(parts) // columns)


def _place_singles(made: Layout, parts: list[Part], y: float) -> float:
    """Rows of controls with names of their own, as evenly filled as can be."""
    for is_button in (False, True):
        some = [part for part in parts if (part.shape == "button") == is_button]
        if len(some) == 1 and some[0].any:
            height = _HEIGHTS["button"]
            made.captions.append((QRectF(0, y, CAPTION - 0.2, height), some[0].name))
            area = QRectF(CAPTION, y, COLUMNS * CELL, height)
            made.parts.append(replace(some[0], area=area))
            y += height
        elif some:
            height = _HEIGHTS[some[0].shape] + 0.4 * max(len(part.texts) for part in some)
            columns = -(-len(some) // -(-len(some) // COLUMNS))
            y = _place(made, [replace(part, named=True) for part in some], columns, y, height)
    return y
