"""A [[light]] of a profile's file: what a device shows where."""

from typing import get_args

from hudes_desktop.descent.rules import MAX_AXES
from hudes_desktop.inputs.bindings.controls import PAD_MOTORS
from hudes_desktop.inputs.profiles.head import Head
from hudes_desktop.inputs.profiles.light_rule import AXIS_VALUES, PULSES, VALUES, LightRule, Scale
from hudes_desktop.inputs.profiles.toml_fields import Fields
from hudes_desktop.inputs.seam.events import Control

KEYS = {
    *("control", "channel", "shows", "axis", "of", "equals", "range", "scale", "send", "seconds"),
    "layer",
}


def light_of(fields: Fields, head: Head) -> LightRule:
    """The light that a table says. Raises Problem."""
    control = head.control(fields)
    if control.kind not in ("control_change", "note", "pitch_bend", "button"):
        raise fields.problem("control", "profile.no_light", control=fields.table["control"])
    motor = control.name in PAD_MOTORS
    if control.kind != "button" and (control.channel is None or not isinstance(control.name, int)):
        raise fields.problem("channel", "profile.light_channel")
    shows = fields.choice("shows", VALUES, "")
    axis = fields.optional("axis", int, 0)
    if not 0 <= axis < MAX_AXES or ("axis" in fields.table and shows not in AXIS_VALUES):
        named = " and ".join(AXIS_VALUES)
        raise fields.problem("axis", "profile.light_axis", last=MAX_AXES - 1, values=named)
    seconds = fields.seconds("seconds", 0.0)
    if (motor or shows in PULSES) and not seconds:
        raise fields.problem("seconds", "profile.light_seconds")
    if seconds and shows not in (*PULSES, "pressed"):
        raise fields.problem("seconds", "profile.no_pulse", pulses=", ".join((*PULSES, "pressed")))
    low, high = fields.ends((0.0, 1.0))
    scale: Scale = fields.choice("scale", get_args(Scale), "linear")
    if scale == "log" and not 0.0 < low < high:
        raise fields.problem("range", "profile.log_range")
    return LightRule(
        control,
        shows,
        axis,
        _beside(fields, head) if "of" in fields.table else None,
        fields.optional("equals", float, None),
        low,
        high,
        _send(fields, motor),
        seconds,
        head.layer(fields),
        scale,
    )


def _beside(fields: Fields, head: Head) -> Control:
    """On the profile's channel: devices are shown things on another one than they speak on."""
    channel = head.channel if head.channel is not None else head.channel_of(fields)
    return head.named(fields, "of", fields.take("of", str), channel)


def _send(fields: Fields, motor: bool) -> tuple[float, ...]:
    most = 1.0 if motor else 16383.0
    given = fields.table.get("send", [0.0, 1.0 if motor else 127.0])
    values = given if isinstance(given, list) else [given]
    sent = tuple(fields.checked("send", value, float) for value in values)
    if not sent or not all(0.0 <= value <= most for value in sent):
        raise fields.problem("send", "profile.send", most=most, value=given)
    return sent
