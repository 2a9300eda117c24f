"""A [[binding]] of a profile's file: control, action, and the transform between them."""

from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from difflib import get_close_matches
from typing import Any, cast, get_args

from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, LOWER_BITS, Binding
from hudes_desktop.inputs.bindings.controls import control_named
from hudes_desktop.inputs.bindings.transform import Encoding, Mode, Transform, default_transform
from hudes_desktop.inputs.bindings.window_actions import Intent, UnknownAction
from hudes_desktop.inputs.profiles.toml_fields import (
    Problem,
    Table,
    checked,
    choice,
    number,
    numbers,
    optional,
    refuse_unknown,
    seconds,
    take,
)
from hudes_desktop.inputs.profiles.toml_lines import TomlPath
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

KEYS_OF_MODES: dict[Mode, set[str]] = {
    "press": {"repeat", "hold", "threshold", "invert"},
    "relative": {"encoding", "invert", "scale", "acceleration"},
    "difference": {"bits", "invert", "scale", "curve", "recentre"},
    "rate": {"bits", "invert", "scale", "curve", "dead_zone", "axial"},
    "absolute": {"bits", "invert", "curve", "range", "soft_takeover"},
}
"""Keys of a binding that say something in that mode only."""

KEYS = {"control", "channel", "action", "args", "label", "layer", "mode"}
"""Keys that every binding may have."""


def binding_of(
    table: Table,
    path: TomlPath,
    driver: str,
    channel: int | None,
    repeat: RepeatTiming,
    layers: Sequence[str],
) -> Binding:
    """The binding that a table says; channel, repeat: of the whole profile. Raises Problem."""
    refuse_unknown(table, path, KEYS.union(*KEYS_OF_MODES.values()))
    control, second = _controls(table, path, driver, channel)
    usual = default_transform(control.kind)
    mode = cast(Mode, choice(table, path, "mode", get_args(Mode), usual.mode))
    for key in table:
        if key not in KEYS and key not in KEYS_OF_MODES[mode]:
            raise Problem((*path, key), f'says nothing with mode "{mode}"')
    action = _action(table, path, mode, every=control.name == ANY)
    _check_mode(control, second, mode, action, path)
    transform = _transform(table, path, mode, usual, action)
    if transform.bits == 14 and not _has_lower_bits(control):
        raise Problem((*path, "bits"), "14 are for the control changes 0 to 31 only")
    return Binding(
        control,
        action,
        _repeat(table, path, control, repeat),
        seconds(table, path, "hold", 0.0),
        transform,
        second,
        optional(table, path, "label", str, ""),
        layer_of(table, path, layers),
    )


def control_of(table: Table, path: TomlPath, key: str, driver: str, channel: int | None) -> Control:
    """The control that a key names, on the table's own channel or the profile's."""
    name = take(table, path, key, str)
    return _named(name, (*path, key), table, path, driver, channel)


def channel_of(table: Table, path: TomlPath, default: int | None = None) -> int | None:
    """The MIDI channel that a table names, from 1."""
    channel: int | None = optional(table, path, "channel", int, default)
    if channel is not None and not 1 <= channel <= 16:
        raise Problem((*path, "channel"), f"must be from 1 to 16, not {channel}")
    return channel


def layer_of(table: Table, path: TomlPath, layers: Sequence[str]) -> str:
    """The layer that a binding or light is in; empty for all."""
    layer = str(optional(table, path, "layer", str, ""))
    if layer and layer not in layers:
        known = ", ".join(layers) or "none, write [[layer]]"
        raise Problem((*path, "layer"), f'there is no layer "{layer}"; known: {known}')
    return layer


def timing_of(table: Any, path: TomlPath, default: RepeatTiming) -> RepeatTiming:
    """When a held control acts again."""
    if not isinstance(table, dict):
        raise Problem(path, f"must be a table of delay and interval, not {table!r}")
    refuse_unknown(table, path, {"delay", "interval"})
    delay = seconds(table, path, "delay", default.delay)
    interval = seconds(table, path, "interval", default.interval)
    if interval < 0.01:
        raise Problem((*path, "interval"), f"must be at least 0.01 s, not {interval:g}")
    return RepeatTiming(delay, interval)


def _named(
    name: str, at: TomlPath, table: Table, path: TomlPath, driver: str, channel: int | None
) -> Control:
    try:
        return control_named(driver, name, channel_of(table, path, channel))
    except ValueError as error:
        raise Problem(at, str(error)) from error


def _controls(
    table: Table, path: TomlPath, driver: str, channel: int | None
) -> tuple[Control, Control | None]:
    if not isinstance(table.get("control"), list):
        return control_of(table, path, "control", driver, channel), None
    at = (*path, "control")
    pair = [
        _named(checked(name, at, str), at, table, path, driver, channel)
        for name in table["control"]
    ]
    if len(pair) != 2 or pair[0] == pair[1] or any(each.kind != "axis" for each in pair):
        raise Problem(at, "must be one control, or the two axes of a stick")
    return pair[0], pair[1]


def _action(table: Table, path: TomlPath, mode: Mode, every: bool) -> Intent:
    """What is made; UnknownAction for a name that no action has."""
    name = take(table, path, "action", str)
    args = table.get("args", {})
    path = (*path, "args")
    if not isinstance(args, dict):
        raise Problem(path, f"must be a table, not {args!r}")
    spec = ACTIONS.named(name)
    if spec is None or not spec.bindable:
        for arg, value in args.items():
            if not isinstance(value, str | int | float | bool):
                raise Problem((*path, arg), f"must be text, a number, true or false, not {value!r}")
        return UnknownAction(name, tuple(args.items()))
    filled: dict[str, Any] = {}
    if mode == "absolute" and spec.value is not None:
        filled[spec.value.field] = 0.0
    if every and spec.by_axis:
        filled["axis"] = 0
    refuse_unknown(args, path, set(spec.arguments) - set(filled))
    given = filled | {arg: take(args, path, arg, spec.arguments[arg]) for arg in args}
    for field in fields(spec.type):
        if field.name not in given and field.default is MISSING:
            raise Problem(path, f"{name} needs {field.name}")
    try:
        made: Intent = spec.type(**given)
    except ValueError as error:
        raise Problem(path, str(error)) from error
    return made


def unknown_line(name: str) -> str:
    """What is said of a binding whose action nobody brings."""
    near = get_close_matches(name, ACTIONS.names(), n=1)
    known = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(ACTIONS.names()))}"
    return f'there is no action "{name}", so the binding does nothing; {known}'


def _check_mode(
    control: Control, second: Control | None, mode: Mode, action: Intent, path: TomlPath
) -> None:
    if second is not None and mode != "rate":
        raise Problem((*path, "mode"), 'the two axes of a stick need the mode "rate"')

    def fits(spec: ActionSpec) -> bool:
        if second is not None:
            return len(spec.amounts) == 2
        if mode == "absolute":
            return spec.value is not None
        return bool(spec.amounts) or mode not in ("difference", "rate")

    if not isinstance(action, UnknownAction) and not fits(ACTIONS.of(action)):
        names = ", ".join(sorted(spec.name for spec in ACTIONS if spec.bindable and fits(spec)))
        what = "two axes" if second is not None else f'mode "{mode}"'
        raise Problem((*path, "action"), f"{what} can't make {type(action).__name__}, but {names}")
    fitting = {
        "press": control.kind != "motion",
        "relative": control.kind in ("motion", "control_change"),
        "difference": control.kind in ("control_change", "pitch_bend"),
        "rate": control.kind in ("axis", "control_change", "pitch_bend"),
        "absolute": control.kind in ("axis", "control_change", "pitch_bend"),
    }
    if not fitting[mode]:
        kind = "an axis" if control.kind == "axis" else f"a {control.kind.replace('_', ' ')}"
        raise Problem((*path, "mode"), f'{kind} can\'t have the mode "{mode}"')


def _transform(
    table: Table, path: TomlPath, mode: Mode, usual: Transform, action: Intent
) -> Transform:
    def flag(key: str, default: bool = False) -> bool:
        return bool(optional(table, path, key, bool, default))

    bits = optional(table, path, "bits", int, 7)
    if bits not in (7, 14):
        raise Problem((*path, "bits"), f"must be 7 or 14, not {bits}")
    low, high = 0.0, 1.0
    if mode == "absolute":
        value = ACTIONS.of(action).value
        low, high = numbers(table, path, "range", (value.low, value.high) if value else (low, high))
    return replace(
        usual,
        mode=mode,
        encoding=cast(Encoding, choice(table, path, "encoding", get_args(Encoding), "signed_bit")),
        bits=bits,
        invert=flag("invert"),
        scale=number(table, path, "scale", 1.0, 1e-6, 1e6),
        curve=number(table, path, "curve", 1.0, 0.1, 10.0),
        dead_zone=number(table, path, "dead_zone", usual.dead_zone, 0.0, 0.95)
        if mode == "rate"
        else 0.0,
        axial=flag("axial"),
        low=low,
        high=high,
        soft_takeover=flag("soft_takeover", True),
        acceleration=number(table, path, "acceleration", 1.0, 1.0, 100.0),
        recentre=flag("recentre"),
        threshold=number(table, path, "threshold", 0.5, 0.05, 1.0),
    )


def _has_lower_bits(control: Control) -> bool:
    number = control.name
    return control.kind == "control_change" and isinstance(number, int) and 0 <= number < LOWER_BITS


def _repeat(
    table: Table, path: TomlPath, control: Control, usual: RepeatTiming
) -> RepeatTiming | None:
    repeat = table.get("repeat", False)
    timing: RepeatTiming | None = None
    if isinstance(repeat, dict):
        timing = timing_of(repeat, (*path, "repeat"), usual)
    elif not isinstance(repeat, bool):
        raise Problem(
            (*path, "repeat"), f"must be true, false or {{ delay, interval }}, not {repeat!r}"
        )
    elif repeat:
        timing = usual
    if timing and table.get("hold"):
        raise Problem((*path, "hold"), "a control that repeats can't have to be held first")
    if timing and control.kind not in ("key", "button", "note"):
        raise Problem((*path, "repeat"), "only keys, buttons and notes can repeat")
    return timing
