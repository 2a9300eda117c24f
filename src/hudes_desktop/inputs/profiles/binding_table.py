"""A [[binding]] of a profile's file: control, action, and the transform between them."""

from collections.abc import Set
from dataclasses import MISSING, fields, replace
from difflib import get_close_matches
from typing import Any, get_args

from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, LOWER_BITS, Binding
from hudes_desktop.inputs.bindings.transform import Encoding, Mode, Transform, default_transform
from hudes_desktop.inputs.bindings.window_actions import Intent, UnknownAction
from hudes_desktop.inputs.profiles.head import Head, repeat_of
from hudes_desktop.inputs.profiles.toml_fields import Fields
from hudes_desktop.inputs.seam.events import Control, ControlKind
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.words import text

KEYS_OF_MODES: dict[Mode, Set[str]] = {
    "press": {"repeat", "hold", "threshold", "invert"},
    "relative": {"encoding", "invert", "scale", "acceleration"},
    "difference": {"bits", "invert", "scale", "curve", "recentre"},
    "rate": {"bits", "invert", "scale", "curve", "dead_zone", "axial"},
    "absolute": {"bits", "invert", "curve", "range", "soft_takeover"},
}
"""Keys of a binding that say something in that mode only."""

KEYS = {"control", "channel", "action", "args", "label", "layer", "mode"}
"""Keys that every binding may have."""

ALL_KEYS = KEYS.union(*KEYS_OF_MODES.values())

_KINDS_OF_MODES: dict[Mode, Set[ControlKind]] = {
    "press": {"key", "button", "note", "axis", "control_change", "pitch_bend", "nrpn"},
    "relative": {"motion", "control_change"},
    "difference": {"control_change", "pitch_bend", "nrpn"},
    "rate": {"axis", "control_change", "pitch_bend", "nrpn"},
    "absolute": {"axis", "control_change", "pitch_bend", "nrpn"},
}
_FLAGS = ("invert", "axial", "recentre", "soft_takeover")
_NUMBERS = {
    "scale": (1e-6, 1e6),
    "curve": (0.1, 10.0),
    "dead_zone": (0.0, 0.95),
    "acceleration": (1.0, 100.0),
    "threshold": (0.05, 1.0),
}


def binding_of(table: Fields, head: Head) -> Binding:
    """The binding that a table says. Raises Problem."""
    control, second = _controls(table, head)
    usual = default_transform(control.kind)
    mode: Mode = table.choice("mode", get_args(Mode), usual.mode)
    for key in table.table:
        if key not in KEYS | KEYS_OF_MODES[mode]:
            raise table.problem(key, "profile.not_in_mode", mode=mode)
    action = _action(table, mode, every=control.name == ANY)
    _check_mode(table, control, second, mode, action)
    return Binding(
        control,
        action,
        _repeat(table, control, head.repeat),
        table.seconds("hold", 0.0),
        _transform(table, control, usual, mode, action),
        second,
        table.optional("label", str, ""),
        head.layer(table),
    )


def unknown_line(name: str) -> str:
    """What is said of a binding whose action nobody brings."""
    near = get_close_matches(name, ACTIONS.names(), n=1)
    if near:
        return text("profile.action_near", name=name, near=near[0])
    return text("profile.action_unknown", name=name, known=", ".join(sorted(ACTIONS.names())))


def _controls(table: Fields, head: Head) -> tuple[Control, Control | None]:
    names = table.table.get("control")
    if not isinstance(names, list):
        return head.control(table), None
    channel = head.channel_of(table)
    pair = [
        head.named(table, "control", table.checked("control", name, str), channel) for name in names
    ]
    if len(pair) != 2 or pair[0] == pair[1] or any(each.kind != "axis" for each in pair):
        raise table.problem("control", "profile.pair")
    return pair[0], pair[1]


def _action(table: Fields, mode: Mode, every: bool) -> Intent:
    """What is made; UnknownAction for a name that no action has."""
    name = table.take("action", str)
    given = table.table.get("args", {})
    path = (*table.path, "args")
    spec = ACTIONS.named(name)
    if spec is None or not spec.bindable:
        args = Fields(given, path, given)
        for arg, value in args.table.items():
            if not isinstance(value, str | int | float | bool):
                raise args.problem(arg, "profile.arg", value=value)
        return UnknownAction(name, tuple(args.table.items()))
    filled: dict[str, Any] = {}
    if mode == "absolute" and spec.value is not None:
        filled[spec.value.field] = 0.0
    if every and spec.by_axis:
        filled["axis"] = 0
    args = Fields(given, path, set(spec.arguments) - set(filled))
    filled |= {arg: args.take(arg, spec.arguments[arg]) for arg in args.table}
    for field in fields(spec.type):
        if field.name not in filled and field.default is MISSING:
            raise table.problem("args", "profile.arg_missing", action=name, arg=field.name)
    try:
        made: Intent = spec.type(**filled)
    except ValueError as error:
        raise table.problem("args", "toml.wrong", error=error) from error
    return made


def _check_mode(
    table: Fields, control: Control, second: Control | None, mode: Mode, action: Intent
) -> None:
    if second is not None and mode != "rate":
        raise table.problem("mode", "profile.pair_mode")
    if control.kind not in _KINDS_OF_MODES[mode]:
        kind = text(f"profile.kind.{control.kind}")
        raise table.problem("mode", "profile.kind_mode", kind=kind, mode=mode)

    def fits(spec: ActionSpec) -> bool:
        if second is not None:
            return len(spec.amounts) == 2
        if mode == "absolute":
            return spec.value is not None
        return bool(spec.amounts) or mode not in ("difference", "rate")

    if not isinstance(action, UnknownAction) and not fits(ACTIONS.of(action)):
        known = ", ".join(sorted(spec.name for spec in ACTIONS if spec.bindable and fits(spec)))
        made = type(action).__name__
        if second is not None:
            raise table.problem("action", "profile.pair_action", action=made, known=known)
        raise table.problem("action", "profile.mode_action", mode=mode, action=made, known=known)


def _transform(
    table: Fields, control: Control, usual: Transform, mode: Mode, action: Intent
) -> Transform:
    said: dict[str, Any] = {
        key: table.number(key, 1.0, *ends) for key, ends in _NUMBERS.items() if key in table.table
    }
    said |= {key: table.take(key, bool) for key in _FLAGS if key in table.table}
    bits = table.optional("bits", int, 7)
    if bits not in (7, 14):
        raise table.problem("bits", "profile.bits", value=bits)
    number = control.name
    wide = control.kind == "control_change" and isinstance(number, int) and number < LOWER_BITS
    if bits == 14 and not wide:
        raise table.problem("bits", "profile.lower_bits", last=LOWER_BITS - 1)
    if mode == "absolute":
        value = ACTIONS.of(action).value
        said["low"], said["high"] = table.ends((value.low, value.high) if value else (0.0, 1.0))
    if mode != "rate":
        said["dead_zone"] = 0.0
    encoding = table.choice("encoding", get_args(Encoding), "signed_bit")
    return replace(usual, mode=mode, bits=bits, encoding=encoding, **said)


def _repeat(table: Fields, control: Control, usual: RepeatTiming) -> RepeatTiming | None:
    repeat = table.table.get("repeat", False)
    if not isinstance(repeat, dict | bool):
        raise table.problem("repeat", "profile.repeat", value=repeat)
    if repeat is False:
        return None
    given = {} if repeat is True else repeat
    timing = repeat_of(Fields(given, (*table.path, "repeat"), ("delay", "interval")), usual)
    if table.table.get("hold"):
        raise table.problem("hold", "profile.hold_repeats")
    if control.kind not in ("key", "button", "note"):
        raise table.problem("repeat", "profile.no_repeat")
    return timing
