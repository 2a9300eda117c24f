"""Reads profiles from TOML files and says what is wrong with one: file, line and key."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.window_actions import UnknownAction
from hudes_desktop.inputs.profiles.binding_table import (
    binding_of,
    channel_of,
    control_of,
    timing_of,
    unknown_line,
)
from hudes_desktop.inputs.profiles.light_rule import LightRule
from hudes_desktop.inputs.profiles.light_table import light_of
from hudes_desktop.inputs.profiles.profile import Layer, Profile
from hudes_desktop.inputs.profiles.toml_fields import (
    Problem,
    Table,
    array,
    optional,
    refuse_unknown,
    tables,
    take,
)
from hudes_desktop.inputs.profiles.toml_lines import TomlPath, line_of
from hudes_desktop.inputs.seam.drivers import OURS, driver_names
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

SCHEMA = 2
"""2: transforms, lights, layers, MIDI and pads; `driver` instead of `device`."""


class ProfileError(EnvironmentFault):
    """A profile that can't be used: one line with the file, the line and the key.

    Attributes: file; line, from 1, None if it isn't known; key, as in "args.right", or None.
    """

    def __init__(self, file: Path, problem: str, line: int | None, key: str | None) -> None:
        where = [str(file)]
        if line is not None:
            where.append(f"line {line}")
        if key is not None:
            where.append(key)
        super().__init__(f"{', '.join(where)}: {problem}")
        self.file = file
        self.line = line
        self.key = key


def load(file: Path) -> Profile:
    """The profile in a TOML file. Raises ProfileError."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ProfileError(file, f"can't be read ({error.strerror})", None, None) from error
    except UnicodeDecodeError as error:
        raise ProfileError(file, "is not a text file in UTF-8", None, None) from error
    return parse(text, file)


def parse(text: str, file: Path) -> Profile:
    """The profile in the text of a TOML file; the file is only named. Raises ProfileError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines())
        raise ProfileError(file, f"not valid TOML: {error}", number, None) from error

    def located(problem: Problem) -> ProfileError:
        key = ".".join(part for part in problem.path if isinstance(part, str)) or None
        if key is not None and "." in key:
            key = re.sub(r"^(binding|light|layer)\.", "", key)
        return ProfileError(file, str(problem), line_of(text, problem.path), key)

    try:
        profile = _profile(document)
    except Problem as problem:
        raise located(problem) from problem
    unknown = [
        Problem(("binding", index, "action"), unknown_line(binding.action.name))
        for index, binding in enumerate(profile.bindings)
        if isinstance(binding.action, UnknownAction)
    ]
    return replace(profile, troubles=tuple(str(located(problem)) for problem in unknown))


_KEYS = {
    *("schema", "name", "driver", "match", "priority", "channel", "repeat", "binding", "light"),
    *("layer", "connect", "disconnect"),
}


def _profile(document: Table) -> Profile:
    schema = take(document, (), "schema", int)
    if schema > SCHEMA:
        raise Problem(
            ("schema",), f"{schema} is newer than this program reads ({SCHEMA}); update the program"
        )
    if schema < 1:
        raise Problem(("schema",), f"must be {SCHEMA}, not {schema}")
    driver_key = "device" if schema == 1 else "driver"
    refuse_unknown(document, (), (_KEYS - {"driver"}) | {driver_key})
    name = take(document, (), "name", str)
    driver = take(document, (), driver_key, str)
    if driver not in OURS and driver not in driver_names():
        known = ", ".join(driver_names())
        raise Problem((driver_key,), f'there is no driver called "{driver}"; known: {known}')
    channel = channel_of(document, ())
    layers = _layers(document, driver, channel)
    repeat = timing_of(document.get("repeat", {}), ("repeat",), RepeatTiming())
    take(document, (), "binding", list)
    bindings: list[Binding] = []
    taken: dict[tuple[Control, str], str] = {}
    for layer in layers:
        taken[layer.control, ""] = layer.name
    names = [layer.name for layer in layers]
    for path, table in tables(document, "binding"):
        binding = binding_of(table, path, driver, channel, repeat, names)
        for control in binding.controls:
            at = [binding.layer, ""] if binding.layer else ["", *names]
            if any((control, each) in taken for each in at):
                raise Problem((*path, "control"), f"{_quoted(table['control'])} is bound twice")
            taken[control, binding.layer] = ""
        bindings.append(binding)
    return Profile(
        name,
        driver,
        tuple(bindings),
        tuple(array(document, (), "match", str)),
        optional(document, (), "priority", int, 0),
        _lights(document, driver, channel, names),
        layers,
        _messages(document, "connect"),
        _messages(document, "disconnect"),
    )


def _layers(document: Table, driver: str, channel: int | None) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for path, table in tables(document, "layer"):
        refuse_unknown(table, path, {"name", "control", "channel"})
        name = take(table, path, "name", str)
        if not name or any(name == other.name for other in layers):
            raise Problem((*path, "name"), "must be a text that no other layer has")
        layers.append(Layer(name, control_of(table, path, "control", driver, channel)))
    return tuple(layers)


def _lights(
    document: Table, driver: str, channel: int | None, layers: Sequence[str]
) -> tuple[LightRule, ...]:
    rules: list[LightRule] = []
    for path, table in tables(document, "light"):
        rule = light_of(table, path, driver, channel, layers)
        for other in rules:
            same_place = rule.control == other.control and not (rule.seconds or other.seconds)
            if same_place and (rule.layer == other.layer or not (rule.layer and other.layer)):
                raise Problem((*path, "control"), f"{_quoted(table['control'])} is lit twice")
        rules.append(rule)
    return tuple(rules)


def _messages(document: Table, key: str) -> tuple[bytes, ...]:
    """MIDI messages in hexadecimal."""
    if key not in document:
        return ()
    from mido import Message  # only few profiles have messages, and loading mido takes a while

    messages = []
    for text in array(document, (), key, str):
        try:
            messages.append(bytes(Message.from_hex(text).bytes()))
        except ValueError as error:
            path: TomlPath = (key,)
            problem = f'"{text}" is no MIDI message ({error}); example: "B0 7F 01"'
            raise Problem(path, problem) from error
    return tuple(messages)


def _quoted(names: str | list[str]) -> str:
    return f'"{names}"' if isinstance(names, str) else " and ".join(f'"{name}"' for name in names)
