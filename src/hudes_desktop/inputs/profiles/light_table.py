"""A [[light]] of a profile's file: what a device shows where."""

from collections.abc import Sequence

from hudes_desktop.descent.rules import MAX_AXES
from hudes_desktop.inputs.bindings.controls import PAD_MOTORS
from hudes_desktop.inputs.profiles.binding_table import control_of, layer_of
from hudes_desktop.inputs.profiles.light_rule import AXIS_VALUES, PULSES, VALUES, LightRule
from hudes_desktop.inputs.profiles.toml_fields import (
    Problem,
    Table,
    array,
    numbers,
    optional,
    refuse_unknown,
    seconds,
)
from hudes_desktop.inputs.profiles.toml_lines import TomlPath
from hudes_desktop.inputs.seam.events import Control

KEYS = {
    *("control", "channel", "shows", "axis", "of", "equals", "range", "send", "seconds", "layer"),
}


def light_of(
    table: Table, path: TomlPath, driver: str, channel: int | None, layers: Sequence[str]
) -> LightRule:
    """The light that a table says; channel: of the whole profile. Raises Problem."""
    refuse_unknown(table, path, KEYS)
    control = control_of(table, path, "control", driver, channel)
    if control.kind not in ("control_change", "note", "pitch_bend", "button"):
        raise Problem((*path, "control"), f'"{table["control"]}" can\'t show anything')
    motor = control.name in PAD_MOTORS
    if control.kind != "button" and (control.channel is None or not isinstance(control.name, int)):
        raise Problem((*path, "channel"), "a light needs a control and channel of its own")
    shows = str(optional(table, path, "shows", str, ""))
    if shows and shows not in VALUES:
        raise Problem((*path, "shows"), f'there is no "{shows}"; known: {", ".join(VALUES)}')
    axis = optional(table, path, "axis", int, 0)
    if not 0 <= axis < MAX_AXES or ("axis" in table and shows not in AXIS_VALUES):
        raise Problem((*path, "axis"), f"must be from 0 to {MAX_AXES - 1}, of {AXIS_VALUES}")
    lasts = seconds(table, path, "seconds", 0.0)
    if (motor or shows in PULSES) and not lasts:
        raise Problem((*path, "seconds"), "is missing; it says how long it lasts")
    if lasts and shows not in (*PULSES, "pressed"):
        raise Problem((*path, "seconds"), f"only {', '.join(PULSES)} and pressed last for a time")
    low, high = numbers(table, path, "range", (0.0, 1.0))
    return LightRule(
        control,
        shows,
        axis,
        _beside(table, path, driver, channel) if "of" in table else None,
        float(optional(table, path, "equals", float, 0.0)) if "equals" in table else None,
        low,
        high,
        _send(table, path, motor),
        lasts,
        layer_of(table, path, layers),
    )


def _beside(table: Table, path: TomlPath, driver: str, channel: int | None) -> Control:
    """On the profile's channel: devices are shown things on another one than they speak on."""
    alone = {"of": table["of"]}
    if channel is None and "channel" in table:
        alone["channel"] = table["channel"]
    return control_of(alone, path, "of", driver, channel)


def _send(table: Table, path: TomlPath, motor: bool) -> tuple[float, ...]:
    most = 1.0 if motor else 16383.0
    if "send" not in table:
        return (0.0, 1.0) if motor else (0.0, 127.0)
    given = table["send"]
    values = (
        array(table, path, "send", float)
        if isinstance(given, list)
        else [float(optional(table, path, "send", float, 0.0))]
    )
    if not values or not all(0.0 <= value <= most for value in values):
        raise Problem((*path, "send"), f"must be values from 0 to {most:g}, not {given!r}")
    return tuple(values)
