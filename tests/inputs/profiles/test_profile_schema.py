"""What can't be meant in a profile of a pad or a MIDI desk is refused in one line."""

from pathlib import Path

import pytest

from hudes_desktop.descent.actions import SetStepSize, Step
from hudes_desktop.inputs.bindings.transform import Transform
from hudes_desktop.inputs.bindings.window_actions import Walk
from hudes_desktop.inputs.profiles.file import ProfileError, parse
from hudes_desktop.inputs.profiles.light_rule import LightRule
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.profiles.text import text_of
from hudes_desktop.inputs.seam.events import Control

FILE = Path("desk.toml")
PAD = """\
schema = 2
name = "Pad"
driver = "pad"

[[binding]]
control = ["leftx", "lefty"]
action = "Walk"
args = { right = 5, forward = -5 }

[[binding]]
control = "righttrigger"
action = "SelectPlane"
args = { by = 1 }
mode = "press"

[[light]]
control = "rumble_low"
shows = "loss_increase"
seconds = 0.2
"""
DESK = """\
schema = 2
name = "Desk"
driver = "midi"
channel = 3
connect = ["B0 7F 01"]

[[layer]]
name = "A"
control = "note 84"

[[binding]]
control = "cc 16"
action = "Step"
args = { axis = 0, amount = 1 }
mode = "relative"
encoding = "signed_bit"

[[binding]]
control = "cc 7"
action = "SetStepSize"
mode = "absolute"
range = [-4, 2]

[[binding]]
control = "cc 8"
action = "Step"
args = { axis = 1, amount = 1 }
bits = 14

[[light]]
control = "cc 48"
shows = "position"
axis = 0
send = [17, 27]
"""


def refused(text: str, old: str, new: str) -> tuple[ProfileError, str]:
    assert text.count(old) >= 1
    with pytest.raises(ProfileError) as caught:
        parse(text.replace(old, new, 1), FILE)
    assert "\n" not in str(caught.value)
    return caught.value, str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ('["leftx", "lefty"]', '["leftx"]', 6, "control", "or the two axes of a stick"),
        ('["leftx", "lefty"]', '["leftx", "leftx"]', 6, "control", "or the two axes"),
        ('["leftx", "lefty"]', '["leftx", "a"]', 6, "control", "or the two axes"),
        ('["leftx", "lefty"]', '["leftx", 3]', 6, "control", "must be a text"),
        ('["leftx", "lefty"]', '"leftz"', 6, "control", "nothing a game pad has"),
        ('["leftx", "lefty"]', '"righttrigger"', 11, "control", '"righttrigger" is bound twice'),
        ('"righttrigger"', '"lefty"', 11, "control", '"lefty" is bound twice'),
        (
            '"Walk"\nargs = { right = 5, forward = -5 }',
            '"Undo"',
            7,
            "action",
            "two axes can't make",
        ),
        ('mode = "press"', 'mode = "presss"', 14, "mode", "known: press, relative"),
        (
            'mode = "press"',
            'mode = "relative"',
            14,
            "mode",
            "an axis can't have the mode",
        ),
        ('mode = "press"', 'mode = "press"\ndead_zone = 0.1', 15, "dead_zone", "says nothing"),
        ('mode = "press"', 'mode = "press"\nthreshold = 2', 15, "threshold", "from 0.05 to 1"),
        ('mode = "press"', 'mode = "press"\nrepeat = true', 15, "repeat", "only keys, buttons"),
        ('mode = "press"', 'mode = "press"\ninvert = 1', 15, "invert", "must be true or false"),
        ('mode = "press"', 'mode = "press"\nlayer = "A"', 15, "layer", "known: none"),
        ("seconds = 0.2\n", "", 16, "seconds", "is missing"),
        ('"loss_increase"', '"los"', 18, "shows", "known: position"),
        ('"rumble_low"', '"leftx"', 17, "control", "can't show anything"),
        ("seconds = 0.2", "seconds = 0.2\nsend = [0, 127]", 20, "send", "from 0 to 1"),
    ],
)
def test_a_pad(old, new, line, key, says) -> None:
    error, text = refused(PAD, old, new)
    assert (error.line, error.key) == (line, key)
    assert says in text


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ("channel = 3", "channel = 17", 4, "channel", "from 1 to 16"),
        ("channel = 3", 'channel = "3"', 4, "channel", "a whole number"),
        ('"B0 7F 01"', '"B0 7F GG"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '"7F 01"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '"B0 7F"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '"B0 7F 80"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '"F0 01"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '"F4"', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', '""', 5, "connect", "no MIDI message"),
        ('"B0 7F 01"', "176", 5, "connect", "must be a text"),
        ('"cc 16"', '"cc 128"', 12, "control", "from 0 to 127"),
        ('"cc 16"', '"CC16"', 12, "control", "nothing in MIDI; examples: cc 16"),
        ('"cc 16"', '"cc 7"', 19, "control", '"cc 7" is bound twice'),
        ('"cc 16"', '"cc 40"', 25, "control", '"cc 8" is bound twice'),  # 8 + 32: its lower bits
        ('"cc 7"', '"note 84"', 21, "mode", "a note can't have the mode"),
        ('"signed_bit"', '"unsigned"', 16, "encoding", "known: twos_complement"),
        ("bits = 14", "bits = 8", 28, "bits", "7 or 14"),
        ('"cc 8"', '"cc 40"', 28, "bits", "0 to 31 only"),
        ("range = [-4, 2]", "range = [2, 2]", 22, "range", "two different numbers"),
        ("range = [-4, 2]", "range = [2]", 22, "range", "two different numbers"),
        ('"absolute"', '"absolute"\nargs = { exponent = 1 }', 22, "args.exponent", "unknown key"),
        ('action = "SetStepSize"', 'action = "Undo"', 20, "action", "can't make Undo"),
        ('name = "A"', 'name = ""', 8, "name", "no other layer has"),
        ("axis = 0\nsend", "axis = 32\nsend", 33, "axis", "from 0 to 31"),
        ("send = [17, 27]", "send = []", 34, "send", "from 0 to 16383"),
        ("send = [17, 27]", "seconds = 1", 34, "seconds", "last for a time"),
    ],
)
def test_a_desk(old, new, line, key, says) -> None:
    error, text = refused(DESK, old, new)
    assert (error.line, error.key) == (line, key)
    assert says in text


def test_a_control_that_changes_the_layer_makes_nothing_else() -> None:
    button = '[[binding]]\ncontrol = "note 84"\naction = "Undo"\n'
    error, text = refused(DESK + button, "axis = 0\nsend", "axis = 1\nsend")
    assert '"note 84" is bound twice' in text
    assert error.line == 36


def test_one_place_shows_one_thing() -> None:
    error, text = refused(
        DESK + DESK[DESK.index("[[light]]") :], "axis = 0\nsend", "axis = 1\nsend"
    )
    assert '"cc 48" is lit twice' in text
    assert error.line == 36


def test_schema_1_is_read_as_before() -> None:
    old = (
        'schema = 1\nname = "K"\ndevice = "keyboard"\n[[binding]]\ncontrol = "W"\naction = "Undo"\n'
    )
    new = old.replace("schema = 1", "schema = 2").replace("device", "driver")
    assert parse(old, FILE) == parse(new, FILE)
    with pytest.raises(ProfileError, match="line 3, device: unknown key"):
        parse(old.replace("schema = 1", "schema = 2"), FILE)


def test_what_was_learnt_is_written_as_one_would_have_written_it() -> None:
    learnt = Profile(
        'My "desk"',
        "midi",
        (
            Binding(
                Control("control_change", 16, 1),
                Step(0, 1.0),
                transform=Transform("relative", encoding="twos_complement", acceleration=3.0),
                label="encoder 1",
            ),
            Binding(
                Control("pitch_bend", 0, 9),
                SetStepSize(0.0),
                transform=Transform("absolute", low=-4.0, high=2.0, soft_takeover=False),
            ),
        ),
        match=("My desk",),
        lights=(LightRule(Control("note", 8, 1), send=(127.0,)),),
    )
    text = text_of(learnt)
    assert parse(text, FILE) == learnt
    assert (
        text
        == """\
# See controllers/README.md.
schema = 2
name = "My \\"desk\\""
driver = "midi"
match = ["My desk"]
channel = 1

[[binding]]
control = "cc 16"
label = "encoder 1"
action = "Step"
args = { axis = 0, amount = 1 }
mode = "relative"
encoding = "twos_complement"
acceleration = 3

[[binding]]
control = "pitch bend"
channel = 9
action = "SetStepSize"
mode = "absolute"
soft_takeover = false
range = [-4, 2]

[[light]]
control = "note 8"
send = 127
"""
    )


def test_a_stick_is_written_as_a_pair() -> None:
    stick = Binding(
        Control("axis", "leftx"),
        Walk(right=5.0, forward=-5.0),
        second=Control("axis", "lefty"),
    )
    learnt = Profile("Pad", "pad", (stick,))
    assert 'control = ["leftx", "lefty"]\n' in text_of(learnt)
    assert parse(text_of(learnt), FILE) == learnt
