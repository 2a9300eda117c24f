"""Reads profiles from TOML files and says what is wrong with one: file, line and key."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.window_actions import UnknownAction
from hudes_desktop.inputs.profiles.binding_table import ALL_KEYS, binding_of, unknown_line
from hudes_desktop.inputs.profiles.head import Head, repeat_of
from hudes_desktop.inputs.profiles.light_rule import LightRule
from hudes_desktop.inputs.profiles.light_table import KEYS as LIGHT_KEYS
from hudes_desktop.inputs.profiles.light_table import light_of
from hudes_desktop.inputs.profiles.profile import Layer, Profile, bound_twice
from hudes_desktop.inputs.profiles.toml_fields import Fields, Problem
from hudes_desktop.inputs.profiles.toml_lines import line_of
from hudes_desktop.inputs.seam.drivers import OURS, driver_names
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.words import text

SCHEMA = 2
"""2: transforms, lights, layers, MIDI and pads; `driver` instead of `device`."""

KEYS = {
    *("schema", "name", "driver", "match", "priority", "channel", "repeat", "binding", "light"),
    *("layer", "connect", "disconnect"),
}
"""Keys of the head."""


class ProfileError(EnvironmentFault):
    """A profile that can't be used: one line with the file, the line and the key.

    Attributes: file; line, from 1, None if it isn't known; key, as in "args.right", or None.
    """

    def __init__(self, file: Path, problem: str, line: int | None, key: str | None) -> None:
        where = [str(file)]
        if line is not None:
            where.append(text("profile.line", number=line))
        if key is not None:
            where.append(key)
        super().__init__(f"{', '.join(where)}: {problem}")
        self.file = file
        self.line = line
        self.key = key


def load(file: Path) -> Profile:
    """The profile in a TOML file. Raises ProfileError."""
    try:
        return parse(file.read_text(encoding="utf-8"), file)
    except OSError as error:
        line = text("profile.unreadable", reason=error.strerror)
        raise ProfileError(file, line, None, None) from error
    except UnicodeDecodeError as error:
        raise ProfileError(file, text("profile.no_utf8"), None, None) from error


def parse(toml: str, file: Path) -> Profile:
    """The profile in the text of a TOML file; the file is only named. Raises ProfileError."""
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else len(toml.splitlines())
        raise ProfileError(file, text("profile.no_toml", error=error), number, None) from error

    def located(problem: Problem) -> ProfileError:
        key = ".".join(part for part in problem.path if isinstance(part, str)) or None
        if key is not None and "." in key:
            key = re.sub(r"^(binding|light|layer)\.", "", key)
        return ProfileError(file, str(problem), line_of(toml, problem.path), key)

    try:
        profile = _profile(document)
    except Problem as problem:
        raise located(problem) from problem
    unknown = [
        Problem(("binding", index, "action"), "toml.wrong", error=unknown_line(binding.action.name))
        for index, binding in enumerate(profile.bindings)
        if isinstance(binding.action, UnknownAction)
    ]
    return replace(profile, troubles=tuple(str(located(problem)) for problem in unknown))


def _profile(document: dict[str, object]) -> Profile:
    top = Fields(document, (), document)
    schema = top.take("schema", int)
    if schema > SCHEMA:
        raise top.problem("schema", "profile.newer", schema=schema, known=SCHEMA)
    if schema < 1:
        raise top.problem("schema", "profile.schema", schema=schema, known=SCHEMA)
    driver_key = "device" if schema == 1 else "driver"
    top = Fields(document, (), (KEYS - {"driver"}) | {driver_key})
    name = top.take("name", str)
    driver = top.take(driver_key, str)
    if driver not in OURS and driver not in driver_names():
        known = ", ".join(driver_names())
        raise top.problem(driver_key, "profile.driver", driver=driver, known=known)
    timing = Fields(top.table.get("repeat", {}), ("repeat",), ("delay", "interval"))
    head = Head(driver, None, repeat_of(timing, RepeatTiming()))
    head = replace(head, channel=head.channel_of(top))
    layers = _layers(top, head)
    head = replace(head, layers=tuple(layer.name for layer in layers))
    top.take("binding", list)
    tables = top.tables("binding", ALL_KEYS)
    bindings = [binding_of(table, head) for table in tables]
    if (twice := bound_twice(bindings, layers)) is not None:
        raise _again(tables[twice], "profile.bound_twice")
    return Profile(
        name,
        driver,
        tuple(bindings),
        tuple(top.array("match", str)),
        top.optional("priority", int, 0),
        _lights(top, head),
        layers,
        _messages(top, "connect"),
        _messages(top, "disconnect"),
    )


def _layers(top: Fields, head: Head) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for table in top.tables("layer", ("name", "control", "channel")):
        layer = Layer(table.take("name", str), head.control(table))
        if not layer.name or any(layer.name == other.name for other in layers):
            raise table.problem("name", "profile.layer_name")
        if any(layer.control == other.control for other in layers):
            raise _again(table, "profile.bound_twice")
        layers.append(layer)
    return tuple(layers)


def _lights(top: Fields, head: Head) -> tuple[LightRule, ...]:
    rules: list[LightRule] = []
    for table in top.tables("light", LIGHT_KEYS):
        rule = light_of(table, head)
        for other in rules:
            same_place = rule.control == other.control and not (rule.seconds or other.seconds)
            if same_place and (rule.layer == other.layer or not (rule.layer and other.layer)):
                raise _again(table, "profile.lit_twice")
        rules.append(rule)
    return tuple(rules)


def _again(table: Fields, id: str) -> Problem:
    """A control that another table is about too."""
    names = table.table["control"]
    quoted = [f'"{name}"' for name in (names if isinstance(names, list) else [names])]
    return table.problem("control", id, control=text("learn.and").join(quoted))


def _messages(top: Fields, key: str) -> tuple[bytes, ...]:
    """MIDI messages in hexadecimal."""
    if key not in top.table:
        return ()
    from mido import Message  # only few profiles have messages, and loading mido takes a while

    messages = []
    for written in top.array(key, str):
        try:
            messages.append(bytes(Message.from_hex(written).bytes()))
        except ValueError as error:
            raise top.problem(key, "profile.no_message", text=written, error=error) from error
    return tuple(messages)
