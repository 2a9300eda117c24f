"""Writes profiles as TOML, as one would by hand; what is written is read back as the same."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.controls import PAD_MOTORS, name_of
from hudes_desktop.inputs.bindings.transform import default_transform
from hudes_desktop.inputs.bindings.window_actions import UnknownAction
from hudes_desktop.inputs.profiles.binding_table import KEYS_OF_MODES
from hudes_desktop.inputs.profiles.file import SCHEMA
from hudes_desktop.inputs.profiles.light_rule import AXIS_VALUES, LightRule
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.store.atomic import write

Value = str | float | bool | Sequence[Any] | Mapping[str, Any]


def save(profile: Profile, file: Path) -> None:
    """Write a profile to a file, whole or not at all. Raises OSError."""
    write(file, text_of(profile).encode())


def text_of(profile: Profile) -> str:
    """The text of the profile's file."""
    channel = _common_channel(profile)
    head: dict[str, Value] = {"schema": SCHEMA, "name": profile.name, "driver": profile.driver}
    if profile.match:
        head["match"] = list(profile.match)
    if profile.priority:
        head["priority"] = profile.priority
    if channel is not None:
        head["channel"] = channel
    for key in ("connect", "disconnect"):
        messages: Sequence[bytes] = getattr(profile, key)
        if messages:
            head[key] = [message.hex(" ").upper() for message in messages]
    if not profile.bindings:
        head["binding"] = []
    parts = ["# See controllers/README.md.\n" + _lines(head)]
    parts += [
        _table("layer", {"name": each.name, **_named(profile, each.control, channel)})
        for each in profile.layers
    ]
    parts += [_table("binding", _binding(profile, each, channel)) for each in profile.bindings]
    parts += [_table("light", _light(profile, each, channel)) for each in profile.lights]
    return "\n".join(parts)


def _common_channel(profile: Profile) -> int | None:
    """The channel of most controls; None where some are for every channel."""
    controls = [each.control for each in profile.bindings]
    controls += [light.control for light in profile.lights]
    controls += [layer.control for layer in profile.layers]
    channels = Counter(control.channel for control in controls)
    if not channels or None in channels:
        return None
    return channels.most_common(1)[0][0]


def _named(profile: Profile, control: Control, channel: int | None) -> dict[str, Value]:
    written: dict[str, Value] = {"control": name_of(profile.driver, control)}
    if control.channel is not None and control.channel != channel:
        written["channel"] = control.channel
    return written


def _binding(profile: Profile, binding: Binding, channel: int | None) -> dict[str, Value]:
    written = _named(profile, binding.control, channel)
    if binding.second is not None:
        written["control"] = [written["control"], name_of(profile.driver, binding.second)]
    if binding.label:
        written["label"] = binding.label
    if binding.layer:
        written["layer"] = binding.layer
    action, transform = binding.action, binding.transform
    written["action"] = action.name if isinstance(action, UnknownAction) else type(action).__name__
    if args := _args(binding):
        written["args"] = args
    usual = default_transform(binding.control.kind)
    changed = _changed(transform, usual)
    said = {"mode", *KEYS_OF_MODES[transform.mode]}
    if transform.mode == "relative" and usual.mode != "relative":
        changed["encoding"] = transform.encoding
    written |= {key: value for key, value in changed.items() if key in said}
    if transform.mode == "absolute":
        written["range"] = [transform.low, transform.high]
    if binding.repeat is not None:
        written["repeat"] = _changed(binding.repeat, RepeatTiming()) or True
    if binding.hold:
        written["hold"] = binding.hold
    return written


def _args(binding: Binding) -> dict[str, Value]:
    """What the action says beyond its defaults, and beyond what the control itself says."""
    action = binding.action
    if isinstance(action, UnknownAction):
        return dict(action.args)
    said = {"axis"} if binding.control.name == ANY else set()
    value = ACTIONS.of(action).value
    if binding.transform.mode == "absolute" and value is not None:
        said.add(value.field)
    args = {field: getattr(action, field.name) for field in fields(action)}
    return {
        field.name: value
        for field, value in args.items()
        if field.name not in said and (field.default is MISSING or value != field.default)
    }


def _changed(made: Any, usual: Any) -> dict[str, Value]:
    values = {field.name: getattr(made, field.name) for field in fields(made)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def _light(profile: Profile, light: LightRule, channel: int | None) -> dict[str, Value]:
    written = _named(profile, light.control, channel)
    changed = _changed(light, LightRule(light.control))
    ends = changed.pop("low", 0.0), changed.pop("high", 1.0)
    written |= {key: value for key, value in changed.items() if key not in ("of", "send")}
    if light.shows in AXIS_VALUES:
        written["axis"] = light.axis
    if light.of is not None:
        written["of"] = name_of(profile.driver, light.of)
    if ends != (0.0, 1.0):
        written["range"] = list(ends)
    usual = (0.0, 1.0) if light.control.name in PAD_MOTORS else (0.0, 127.0)
    if light.send != usual:
        written["send"] = light.send[0] if len(light.send) == 1 else list(light.send)
    return written


def _table(name: str, values: Mapping[str, Value]) -> str:
    return f"[[{name}]]\n{_lines(values)}"


def _lines(values: Mapping[str, Value]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items())


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case int() | float():
            whole = float(value).is_integer() and abs(value) < 1e15
            return str(int(value)) if whole else repr(float(value))
        case Mapping():
            return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
        case _:
            return f"[{', '.join(_value(each) for each in value)}]"
