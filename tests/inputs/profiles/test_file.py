"""Profiles that can't be used are refused in one line that names file, line and key."""

from pathlib import Path

import pytest

from hudes_desktop.descent.actions import Step, Undo
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.window_actions import Quit, UnknownAction, Walk
from hudes_desktop.inputs.profiles.file import ProfileError, load, parse
from hudes_desktop.inputs.profiles.profile import Binding
from hudes_desktop.inputs.profiles.text import save, text_of
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.seam.repeat import RepeatTiming

GOOD = """\
schema = 2
name = "Mine"
driver = "keyboard"
[repeat]
delay = 0.3
interval = 0.1

[[binding]]
control = "W"
action = "Walk"
args = { forward = 1 }
repeat = true

[[binding]]
control = "Ctrl+Z"
action = "Undo"
repeat = { interval = 0.5 }

[[binding]]
control = "Q"
action = "Quit"
hold = 1.5

[[binding]]
control = "["
action = "Step"
[binding.args]
axis = 3
amount = -0.5
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_profile_is_what_its_file_says(tmp_path) -> None:
    profile = load(write(tmp_path, GOOD))
    assert (profile.name, profile.driver) == ("Mine", "keyboard")
    assert profile.bindings == (
        Binding(Control("key", "W"), Walk(forward=1.0), RepeatTiming(0.3, 0.1)),
        Binding(Control("key", "Ctrl+Z"), Undo(), RepeatTiming(0.3, 0.5)),
        Binding(Control("key", "Q"), Quit(), hold=1.5),
        Binding(Control("key", "["), Step(3, -0.5)),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ('"Walk"', "3", 10, "action", "must be a text in quotes, not 3"),
        ('action = "Walk"\n', "", 8, "action", "is missing"),
        ('"W"', '"Ctrl+Z"', 15, "control", '"Ctrl+Z" is bound twice'),
        ('"W"', '"Spcae"', 9, "control", "is no key"),
        ('"W"', '"w"', 9, "control", "is no key"),
        ('"W"', "7", 9, "control", "must be a text"),
        ("forward = 1 }", "forwards = 1 }", 11, "args.forwards", "known here: forward, right"),
        ("forward = 1 }", 'forward = "1" }', 11, "args.forward", "must be a number, not '1'"),
        ("forward = 1 }", "forward = true }", 11, "args.forward", "must be a number, not True"),
        ("forward = 1 }", "forward = nan }", 11, "args.forward", "must be finite"),
        ("{ forward = 1 }", "1", 11, "args", "must be a table"),
        ("repeat = true", 'repeat = "yes"', 12, "repeat", "must be true, false or"),
        ("repeat = true", "repaet = true", 12, "repaet", "unknown key"),
        ("repeat = true", "repeat = true\nhold = 1", 13, "hold", "repeats"),
        ("interval = 0.5 }", "rate = 2 }", 17, "repeat.rate", "known here: delay, interval"),
        ("interval = 0.5 }", "interval = 0 }", 17, "repeat.interval", "from 0.01 to 60 seconds"),
        ("delay = 0.3", "delay = -1", 5, "repeat.delay", "from 0 to 60 seconds"),
        ("[repeat]\ndelay = 0.3\ninterval = 0.1", "repeat = 5", 4, "repeat", "must be a table"),
        ("hold = 1.5", "hold = false", 22, "hold", "must be a number"),
        ("axis = 3", "axis = 0.5", 28, "args.axis", "must be a whole number, not 0.5"),
        ("axis = 3\n", "", 27, "args", "Step needs axis"),
        ("axis = 3", "axis = -3", 27, "args", "axis must be 0 or more, not -3"),
        ("schema = 2", "schema = 3", 1, "schema", "3 is newer than this program reads (2)"),
        ("schema = 2", "schema = 0", 1, "schema", "must be 2"),
        ("schema = 2\n", "", None, "schema", "is missing"),
        ('"keyboard"', '"theremin"', 3, "driver", 'no driver called "theremin"'),
        ('name = "Mine"', 'title = "Mine"', 2, "title", "unknown key"),
        ("schema = 2", "schema = ", 1, None, "not valid TOML"),
        ('"Walk"', '"Walk', 10, None, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(tmp_path, old, new, line, key, says) -> None:
    assert GOOD.count(old) >= 1
    file = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ProfileError) as caught:
        load(file)
    error, text = caught.value, str(caught.value)
    assert (error.file, error.line, error.key) == (file, line, key)
    assert says in text
    assert str(file) in text
    assert line is None or f"line {line}" in text
    assert key is None or key in text
    assert "\n" not in text
    assert isinstance(error, EnvironmentFault)


@pytest.mark.parametrize(
    ("name", "says"), [("Wlak", "did you mean Walk?"), ("Fly", "known: ChangeBatchSize")]
)
def test_an_action_that_nobody_brings_is_kept_and_said(tmp_path, name, says) -> None:
    file = write(tmp_path, GOOD.replace('"Walk"', f'"{name}"', 1))
    profile = load(file)
    assert profile.bindings[0] == Binding(
        Control("key", "W"), UnknownAction(name, (("forward", 1),)), RepeatTiming(0.3, 0.1)
    )
    (line,) = profile.troubles
    assert line.startswith(f'{file}, line 10, action: there is no action "{name}", so')
    assert says in line
    save(profile, file)
    assert f'action = "{name}"\nargs = {{ forward = 1 }}' in file.read_text(encoding="utf-8")
    assert load(file) == profile


def test_of_an_action_that_nobody_brings_every_key_is_written_again(tmp_path) -> None:
    text = """schema = 2
name = "Mine"
driver = "midi"
[[binding]]
control = "cc 7"
label = "big fader"
action = "SetWind"
args = { from = "north", gusts = true, force = 0.5 }
mode = "absolute"
range = [-2, 8]
curve = 2
soft_takeover = false
"""
    profile = load(write(tmp_path, text))
    assert parse(text_of(profile), tmp_path / "again.toml") == profile
    assert text_of(profile).endswith(text.partition("[[binding]]\n")[2].replace(
        "curve = 2\nsoft_takeover = false\n", "").replace(
        "range", "curve = 2\nsoft_takeover = false\nrange"))  # fmt: skip
    with pytest.raises(ProfileError, match=r"args.force: must be text, a number, true or false"):
        parse(text.replace("0.5", "[1, 2]"), tmp_path / "mine.toml")


def test_bindings_that_are_no_tables_are_refused(tmp_path) -> None:
    head = 'schema = 2\nname = "Mine"\ndriver = "keyboard"\n'
    with pytest.raises(ProfileError, match="line 4, binding: must be an array"):
        load(write(tmp_path, head + "binding = 3\n"))
    with pytest.raises(ProfileError, match=r"line 4, binding: must be a table"):
        load(write(tmp_path, head + "binding = [3]\n"))


def test_a_file_that_is_not_there_or_not_text_is_one_line(tmp_path) -> None:
    with pytest.raises(ProfileError, match=r"none\.toml: can't be read \(No such file"):
        load(tmp_path / "none.toml")
    file = tmp_path / "binary.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="not a text file in UTF-8"):
        load(file)
