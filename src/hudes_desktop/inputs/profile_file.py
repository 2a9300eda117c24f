"""Reads profiles from TOML files and says what is wrong with one: file, line and key."""

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from hudes_desktop.descent.actions import ACTION_TYPES, Action
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.events import Control
from hudes_desktop.inputs.intents import INTENT_TYPES, Intent
from hudes_desktop.inputs.keynames import is_key_name
from hudes_desktop.inputs.mouse import CLICKS, MOTIONS, mouse_control
from hudes_desktop.inputs.profile import Binding, Profile
from hudes_desktop.inputs.repeat import RepeatTiming
from hudes_desktop.inputs.toml_lines import TomlPath, line_of

SCHEMA = 1

BINDABLE: dict[str, type[Action] | type[Intent]] = {
    kind.__name__: kind for kind in (*INTENT_TYPES, *ACTION_TYPES)
}


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
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines())
        raise ProfileError(file, f"not valid TOML: {error}", number, None) from error
    try:
        return _profile(document)
    except _Problem as problem:
        key = ".".join(part for part in problem.path if isinstance(part, str)) or None
        key = key and key.removeprefix("binding.")
        raise ProfileError(file, str(problem), line_of(text, problem.path), key) from problem


class _Problem(Exception):
    """What is wrong with the value at a path."""

    def __init__(self, path: TomlPath, text: str) -> None:
        super().__init__(text)
        self.path = path


def _profile(document: Mapping[str, Any]) -> Profile:
    schema = _take(document, (), "schema", int)
    if schema > SCHEMA:
        raise _Problem(
            ("schema",), f"{schema} is newer than this program reads ({SCHEMA}); update the program"
        )
    if schema < 1:
        raise _Problem(("schema",), f"must be {SCHEMA}, not {schema}")
    _refuse_unknown(document, (), {"schema", "name", "device", "repeat", "binding"})
    name = _take(document, (), "name", str)
    device = _take(document, (), "device", str)
    if device not in _CONTROLS:
        known = ", ".join(_CONTROLS)
        raise _Problem(("device",), f'there is no driver called "{device}"; known: {known}')
    repeat = _timing(document.get("repeat", {}), ("repeat",), RepeatTiming())
    tables = _take(document, (), "binding", list)
    bindings: list[Binding] = []
    for index, table in enumerate(tables):
        path: TomlPath = ("binding", index)
        if not isinstance(table, dict):
            raise _Problem(path, "must be a table: write [[binding]]")
        binding = _binding(table, path, _CONTROLS[device], repeat)
        if any(binding.control == other.control for other in bindings):
            raise _Problem((*path, "control"), f'"{binding.control.name}" is bound twice')
        bindings.append(binding)
    return Profile(name, device, tuple(bindings))


def _key(name: str) -> Control:
    if not is_key_name(name):
        raise ValueError(
            f'"{name}" is no key; examples: W, [, Left, Space, Ctrl+Shift+Z, ShiftLeft'
        )
    return Control("key", name)


def _mouse(name: str) -> Control:
    control = mouse_control(name)
    if control is None:
        known = ", ".join((*MOTIONS, *CLICKS))
        raise ValueError(f'"{name}" is nothing a mouse has; known: {known}')
    return control


_CONTROLS: dict[str, Callable[[str], Control]] = {"keyboard": _key, "mouse": _mouse}
"""For each driver, the control of a name; ValueError for one that it doesn't have."""


def _binding(
    table: Mapping[str, Any],
    path: TomlPath,
    control_of: Callable[[str], Control],
    profile_repeat: RepeatTiming,
) -> Binding:
    _refuse_unknown(table, path, {"control", "action", "args", "repeat", "hold"})
    try:
        control = control_of(_take(table, path, "control", str))
    except ValueError as error:
        raise _Problem((*path, "control"), str(error)) from error
    action = _action(table, path)
    repeat = table.get("repeat", False)
    timing: RepeatTiming | None = None
    if isinstance(repeat, dict):
        timing = _timing(repeat, (*path, "repeat"), profile_repeat)
    elif not isinstance(repeat, bool):
        raise _Problem(
            (*path, "repeat"), f"must be true, false or {{ delay, interval }}, not {repeat!r}"
        )
    elif repeat:
        timing = profile_repeat
    hold = _seconds(table, path, "hold", 0.0)
    if timing and hold:
        raise _Problem((*path, "hold"), "a control that repeats can't have to be held first")
    return Binding(control, action, timing, hold)


def _action(table: Mapping[str, Any], path: TomlPath) -> Action | Intent:
    name = _take(table, path, "action", str)
    kind = BINDABLE.get(name)
    if kind is None:
        near = get_close_matches(name, BINDABLE, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(BINDABLE))}"
        raise _Problem((*path, "action"), f'there is no action "{name}"; {hint}')
    args = table.get("args", {})
    path = (*path, "args")
    if not isinstance(args, dict):
        raise _Problem(path, f"must be a table, not {args!r}")
    hints = get_type_hints(kind)
    _refuse_unknown(args, path, set(hints))
    given = {arg: _take(args, path, arg, hints[arg]) for arg in args}
    for field in fields(kind):
        if field.name not in given and field.default is MISSING:
            raise _Problem(path, f"{name} needs {field.name}")
    try:
        return kind(**given)
    except ValueError as error:
        raise _Problem(path, str(error)) from error


def _timing(table: Any, path: TomlPath, default: RepeatTiming) -> RepeatTiming:
    if not isinstance(table, dict):
        raise _Problem(path, f"must be a table of delay and interval, not {table!r}")
    _refuse_unknown(table, path, {"delay", "interval"})
    delay = _seconds(table, path, "delay", default.delay)
    interval = _seconds(table, path, "interval", default.interval)
    if interval < 0.01:
        raise _Problem((*path, "interval"), f"must be at least 0.01 s, not {interval:g}")
    return RepeatTiming(delay, interval)


def _seconds(table: Mapping[str, Any], path: TomlPath, key: str, default: float) -> float:
    if key not in table:
        return default
    seconds = float(_take(table, path, key, float))
    if not 0 <= seconds <= 60:
        raise _Problem((*path, key), f"must be from 0 to 60 seconds, not {seconds:g}")
    return seconds


def _take(table: Mapping[str, Any], path: TomlPath, key: str, kind: type) -> Any:
    """The value of a key, of the type it must have; an integer will do for a float."""
    words = {int: "a whole number", float: "a number", str: "a text in quotes", list: "an array"}
    if key not in table:
        raise _Problem((*path, key), f"is missing; it must be {words[kind]}")
    value = table[key]
    accepted = (int, float) if kind is float else kind
    if isinstance(value, bool) or not isinstance(value, accepted):
        raise _Problem((*path, key), f"must be {words[kind]}, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise _Problem((*path, key), f"must be finite, not {value}")
    return value


def _refuse_unknown(table: Mapping[str, Any], path: TomlPath, known: set[str]) -> None:
    for key in table:
        if key not in known:
            allowed = ", ".join(sorted(known)) or "none"
            raise _Problem((*path, key), f"unknown key; known here: {allowed}")
