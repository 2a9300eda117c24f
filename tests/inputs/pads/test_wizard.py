"""The mapping wizard learns a pad that SDL doesn't know, and the pad then does it."""

from collections.abc import Iterator

import pytest
from virtual_pad import UNKNOWN, VirtualPad, why_not

from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.pads.mappings import checked, with_mapping
from hudes_desktop.inputs.pads.wizard import MappingWizard
from hudes_desktop.words import text

GUID = "030000007900000006000000100100ff"


class ConnectedDevice:
    """A hand on a pad of which only readings are seen, a hundred a second."""

    def __init__(self, axes: tuple[float | None, ...] = (0.0,) * 6, buttons=12, hats=1) -> None:
        self.wizard = MappingWizard(GUID, "Cheap, nameless pad")
        self.axes = list(axes)
        self.buttons = [False] * buttons
        self.hats = [0] * hats
        self.now = 0.0
        self.wait()

    def wait(self, seconds: float = 0.15) -> None:
        for _ in range(round(seconds * 100)):
            self.now += 0.01
            axes = {f"a{n}": value for n, value in enumerate(self.axes) if value is not None}
            buttons = {f"b{n}": float(down) for n, down in enumerate(self.buttons)}
            hats = {
                f"h{n}.{bit}": float(bits & bit != 0)
                for n, bits in enumerate(self.hats)
                for bit in (1, 2, 4, 8)
            }
            self.wizard.feed(axes | buttons | hats, self.now)

    def press(self, button: int) -> None:
        for pressed in (True, False):
            self.buttons[button] = pressed
            self.wait()

    def hat(self, bits: int) -> None:
        for value in (bits, 0):
            self.hats[0] = value
            self.wait()

    def sweep(self, axis: int, to: float, back: float = 0.0) -> None:
        """There and back as a hand does it: through values in between."""
        start = self.axes[axis] or 0.0
        for part in range(1, 11):
            self.axes[axis] = start + (to - start) * part / 10
            self.wait(0.01)
        for part in range(1, 11):
            self.axes[axis] = to + (back - to) * part / 10
            self.wait(0.01)
        self.wait()

    def until(self, asked: str) -> MappingWizard:
        while self.wizard.asked != asked:
            self.wizard.skip()
        return self.wizard


def test_it_asks_for_everything_once_in_words_and_ends() -> None:
    hand = ConnectedDevice()
    wizard, asked = hand.wizard, []
    while wizard.asked is not None:
        asked.append(wizard.asked)
        assert wizard.prompt == text(f"wizard.ask.{wizard.asked}")
        wizard.skip()
    assert len(asked) == len(set(asked)) == 21
    assert wizard.prompt == "all done"
    with pytest.raises(ValueError, match="no control is mapped"):
        wizard.mapping()


def test_a_button_counts_when_it_is_let_go() -> None:
    hand = ConnectedDevice()
    hand.buttons[3] = True
    hand.wait(1)
    assert (hand.wizard.asked, hand.wizard.prompt) == ("a", "let go")
    hand.buttons[3] = False
    hand.wait()
    assert (hand.wizard.asked, hand.wizard.bound) == ("b", {"a": "b3"})
    assert hand.wizard.mapping().startswith(f"{GUID},Cheap  nameless pad,a:b3,platform:")


@pytest.mark.parametrize(
    ("asked", "rest", "to", "element"),
    [
        ("leftx", 0.0, 1.0, "a2"),
        ("leftx", 0.1, -1.0, "a2~"),
        ("righty", 0.0, -0.9, "a2~"),
        ("lefttrigger", -1.0, 1.0, "a2"),
        ("lefttrigger", -1.0, 0.2, "a2"),
        ("righttrigger", 1.0, -1.0, "a2~"),
        ("righttrigger", 0.0, 1.0, "+a2"),
        ("righttrigger", 0.0, -1.0, "-a2"),
        ("dpup", 0.0, -1.0, "-a2"),
        ("dpdown", 0.0, 1.0, "+a2"),
    ],
)
def test_axes_are_known_by_where_they_rest_and_where_they_go(asked, rest, to, element) -> None:
    hand = ConnectedDevice(axes=(0.0, -1.0, rest, 1.0))
    hand.until(asked)
    hand.sweep(2, to, back=rest + 0.05)
    assert hand.wizard.bound == {asked: element}


def test_hats_are_directions_and_one_at_a_time() -> None:
    hand = ConnectedDevice()
    wizard = hand.until("dpup")
    hand.hat(1 | 2)
    assert (wizard.bound, wizard.trouble) == ({}, "that was more than one direction")
    for bits in (1, 4, 8, 2):
        hand.hat(bits)
    assert wizard.bound == {"dpup": "h0.1", "dpdown": "h0.4", "dpleft": "h0.8", "dpright": "h0.2"}


def test_a_trigger_that_is_a_button_too_is_taken_as_an_axis() -> None:
    hand = ConnectedDevice(axes=(0.0, 0.0, -1.0))
    wizard = hand.until("lefttrigger")
    hand.buttons[6] = True
    hand.sweep(2, 1.0, back=-1.0)
    hand.buttons[6] = False
    hand.wait()
    assert wizard.bound == {"lefttrigger": "a2"}


def test_what_is_taken_already_is_not_taken_twice() -> None:
    hand = ConnectedDevice()
    hand.press(0)
    hand.press(0)
    assert (hand.wizard.asked, hand.wizard.trouble) == ("b", "that is A already")
    hand.press(1)
    assert (hand.wizard.asked, hand.wizard.trouble) == ("x", "")
    hand.until("leftx")
    hand.sweep(0, 1.0)
    hand.sweep(0, -1.0)
    assert (hand.wizard.asked, hand.wizard.trouble) == ("lefty", "that is left stick ←→ already")


def test_both_halves_of_an_axis_can_be_two_controls() -> None:
    hand = ConnectedDevice()
    wizard = hand.until("lefttrigger")
    hand.sweep(2, 1.0)
    hand.sweep(2, -1.0)
    assert wizard.bound == {"lefttrigger": "+a2", "righttrigger": "-a2"}


def test_a_button_is_no_stick() -> None:
    hand = ConnectedDevice()
    wizard = hand.until("leftx")
    hand.press(4)
    assert (wizard.asked, wizard.trouble, wizard.bound) == ("leftx", "that is no stick", {})


def test_one_can_go_back() -> None:
    hand = ConnectedDevice()
    hand.press(0)
    hand.press(5)
    hand.wizard.back()
    assert hand.wizard.asked == "b"
    hand.press(1)
    assert hand.wizard.bound == {"a": "b0", "b": "b1"}
    for _ in range(5):
        hand.wizard.back()
    assert (hand.wizard.asked, hand.wizard.bound) == ("a", {})


def test_a_button_that_is_held_from_the_beginning_counts_once_it_was_let_go() -> None:
    hand = ConnectedDevice()
    hand.wizard = MappingWizard(GUID, "pad")
    hand.buttons[0] = True
    hand.wait(1)
    assert hand.wizard.prompt == text("wizard.ask.a")
    hand.buttons[0] = False
    hand.wait()
    hand.press(0)
    assert hand.wizard.bound == {"a": "b0"}


def test_an_axis_that_has_not_reported_rests_where_it_first_is() -> None:
    hand = ConnectedDevice(axes=(None, None, None))
    wizard = hand.until("lefttrigger")
    hand.axes[2] = -1.0
    hand.wait()
    hand.sweep(2, 1.0, back=-1.0)
    assert wizard.bound == {"lefttrigger": "a2"}


def test_first_values_that_were_wrong_are_found_out_and_it_asks_again() -> None:
    hand = ConnectedDevice(axes=(0.0, 0.0, 0.0))
    wizard = hand.until("lefttrigger")
    hand.sweep(2, 1.0, back=-1.0)  # in truth it rests at −1
    hand.wait(2.2)
    assert (wizard.asked, wizard.bound) == ("lefttrigger", {})
    assert "once more" in wizard.trouble
    hand.sweep(2, 1.0, back=-1.0)
    assert wizard.bound == {"lefttrigger": "a2"}


@pytest.fixture
def stranger() -> Iterator[VirtualPad]:
    """Sticks on axes 0, 1, 3 (the wrong way) and 4; triggers on 2 (from −1) and 5 (from 0)."""
    if reason := why_not():
        pytest.skip(reason)
    pad = VirtualPad(
        "Stranger", kind=UNKNOWN, axes=6, buttons=11, hats=1, resting={2: -1.0, 5: 0.0}
    )
    yield pad
    pad.unplug()


MOVES = {
    **{name: ("button", n) for n, name in enumerate(("b", "a", "y", "x"))},
    "leftshoulder": ("button", 4),
    "rightshoulder": ("button", 5),
    "back": ("button", 6),
    "start": ("button", 7),
    "leftstick": ("button", 9),
    "rightstick": ("button", 10),
    **{f"dp{name}": ("hat", bits) for name, bits in (("up", 1), ("right", 2), ("down", 4))},
    "dpleft": ("hat", 8),
    "leftx": ("axis", 0, 1.0, 0.0),
    "lefty": ("axis", 1, 1.0, 0.0),
    "rightx": ("axis", 3, -1.0, 0.0),
    "righty": ("axis", 4, 1.0, 0.0),
    "lefttrigger": ("axis", 2, 1.0, -1.0),
    "righttrigger": ("axis", 5, 1.0, 0.0),
}


def do(pad: VirtualPad, move: tuple, there: bool) -> None:
    kind, number, *ends = move
    if kind == "button":
        pad.raw_button(number, there)
    elif kind == "hat":
        pad.raw_hat(0, number if there else 0)
    else:
        pad.raw_axis(number, ends[0] if there else ends[1])


def learn(driver: PadDriver, pad: VirtualPad) -> str:
    """Answers the wizard's questions with the pad, the guide button excepted, which it lacks."""
    driver.poll()
    (joystick,) = driver.joysticks()
    wizard = MappingWizard(joystick.guid, joystick.name)
    now = 0.0

    def look() -> None:
        nonlocal now
        for _ in range(3):
            now += 0.06
            driver.poll()
            wizard.feed(driver.raw(joystick.instance), now)

    look()
    while (asked := wizard.asked) is not None:
        if asked not in MOVES:
            wizard.skip()
            continue
        for there in (True, False):
            do(pad, MOVES[asked], there)
            look()
        assert wizard.asked != asked, wizard.trouble
    driver.stop_raw(joystick.instance)
    return wizard.mapping()


def test_a_pad_that_sdl_does_not_know_can_be_used_after_the_wizard(stranger) -> None:
    driver = PadDriver()
    driver.open()
    try:
        assert driver.poll() == []
        assert driver.devices() == []
        assert [(each.name, each.mapped) for each in driver.joysticks()] == [("Stranger", False)]
        mapping = learn(driver, stranger)
        assert driver.state == "absent"

        driver.add_mapping(mapping)
        assert driver.poll() == []
        assert [device.id for device in driver.devices()] == ["pad 1"]
        assert driver.joysticks()[0].mapped
        for name, move in MOVES.items():
            for there, value in ((True, 1.0), (False, 0.0)):
                do(stranger, move, there)
                (event,) = driver.poll()
                assert (event.control.name, event.value) == (name, pytest.approx(value, abs=1e-4))
        stranger.raw_axis(3, 1.0)
        (event,) = driver.poll()
        assert (event.control.name, event.value) == ("rightx", -1.0)
    finally:
        driver.close()


def test_the_users_file_of_mappings_is_read_when_looking_begins(stranger, tmp_path, caplog) -> None:
    file = tmp_path / "gamecontrollerdb.txt"
    driver = PadDriver(file)
    driver.open()
    mapping = learn(driver, stranger)
    driver.close()

    text = with_mapping("# mine\nnonsense\n", mapping)
    elsewhere = mapping.replace("platform:", "platform:Not ").replace("a:b1", "a:b8")
    for_sdl = "xinput,Any,a:b0,platform:Linux,\ndefault,all,a:b0,\n"
    file.write_text(f"{text}{elsewhere}\n{for_sdl}preset,all,a:b0,\n", encoding="utf-8")
    caplog.set_level("INFO")
    driver.open()
    try:
        driver.poll()
        assert [device.title for device in driver.devices()] == ["Stranger"]
        stranger.raw_button(1, True)
        assert [event.control.name for event in driver.poll()] == ["a"]
        notes = [
            "gamecontrollerdb.txt, line 2: a mapping is a GUID, a name and controls, with commas "
            "between them",
            'gamecontrollerdb.txt, line 7: "preset" is no GUID of 32 hexadecimal digits',
        ]
        assert list(driver.troubles().values()) == notes
        assert [r.getMessage() for r in caplog.records if "line" in r.getMessage()] == notes
    finally:
        driver.close()


def test_a_new_mapping_of_a_pad_in_use_lets_go_of_what_is_held(stranger) -> None:
    driver = PadDriver()
    driver.open()
    try:
        mapping = learn(driver, stranger)
        driver.add_mapping(mapping)
        driver.poll()
        stranger.raw_button(0, True)
        assert [(e.control.name, e.value) for e in driver.poll()] == [("b", 1.0)]
        driver.add_mapping(mapping.replace("b:b0", "guide:b0"))
        assert [(e.control.name, e.value) for e in driver.poll()] == [("b", 0.0)]
    finally:
        driver.close()


def test_an_unreadable_file_of_mappings_is_one_line_and_pads_work(tmp_path, stranger) -> None:
    driver = PadDriver(tmp_path)
    driver.open()
    try:
        driver.poll()
        assert driver.troubles()["mapping 1"] == f"{tmp_path} can't be read: Is a directory"
        assert len(driver.joysticks()) == 1
    finally:
        driver.close()


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("", "a mapping is a GUID"),
        ("xinput,pad,a:b0,", '"xinput" is no GUID'),
        (f"{GUID},,a:b0,", "the name is missing"),
        (f"{GUID},pad,platform:Linux,", "no control is mapped"),
        (f"{GUID},pad,a:c0,", '"c0" is no button, axis or hat'),
        (f"{GUID},pad,a:,", '"" is no button'),
        (f"{GUID},pad,a,b:b1", None),
        (f"{GUID},pad,hello,b:b1", '"hello" must be a control, a colon'),
    ],
)
def test_what_is_no_mapping_is_refused_in_one_line(mapping, says) -> None:
    with pytest.raises(ValueError, match=says or "is no button") as caught:
        checked(mapping)
    assert "\n" not in str(caught.value)


def test_a_mapping_takes_the_place_of_the_one_before() -> None:
    first = with_mapping("# pads\n", f"{GUID},pad,a:b0")
    other = GUID.replace("79", "78")
    text = with_mapping(first, f"{other},other,a:b1,")
    text = with_mapping(text, f"{GUID.upper()},pad,a:b2,")
    assert text == f"# pads\n{other},other,a:b1,\n{GUID.upper()},pad,a:b2,\n"
