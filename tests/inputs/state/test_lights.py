"""What devices are shown: values become lights, and only what has changed is sent."""

from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver, cc, note

from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.profiles.file import load, parse
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.store.paths import controllers_dir

HEAD = 'schema = 2\nname = "Test"\ndriver = "{driver}"\n'
RING = """
binding = []
[[light]]
control = "cc 48"
channel = 1
shows = "position"
axis = 1
range = [-5, 5]
send = [17, 27]
"""
SLOPE = """
binding = []
[[light]]
control = "note 89"
channel = 1
shows = "slope"
axis = 0
range = [-1e-9, 1e-9]
send = [127, 0, 1]
"""


class Rig:
    """A device that shows something."""

    def __init__(self, driver: str, text: str) -> None:
        self.driver = FakeDriver(driver)
        self.hub = Hub(Clock())
        self.hub.set_profile(driver, parse(HEAD.format(driver=driver) + text, Path("t.toml")))
        self.hub.add(self.driver)

    def shown(self, **values: float) -> list[Light]:
        """What is sent after these values were set."""
        dotted = {name: name.replace("_0", ".0").replace("_1", ".1") for name in values}
        self.hub.set_values({dotted[name]: value for name, value in values.items()})
        self.hub.poll()
        lights = [light for _, light in self.driver.shown]
        self.driver.shown.clear()
        return lights


@pytest.mark.parametrize(
    ("position", "sent"), [(0, 22), (5, 27), (-5, 17), (400, 27), (-9, 17), (1.1, 23), (0.2, 22)]
)
def test_a_ring_shows_a_position_and_stops_at_its_ends(position, sent) -> None:
    assert Rig("midi", RING).shown(position_1=position) == [Light(cc(48), sent)]


def test_only_what_has_changed_is_sent() -> None:
    rig = Rig("midi", RING)
    assert rig.shown() == []  # not told yet: nothing is claimed
    assert len(rig.shown(position_1=0.0)) == 1
    assert rig.shown(position_1=0.1) == []  # the same point of the ring
    assert rig.shown(position_0=3.0) == []
    assert len(rig.shown(position_1=1.0)) == 1
    assert rig.shown() == []


@pytest.mark.parametrize(("slope", "sent"), [(-0.003, 127), (0.0, 0), (12.0, 1)])
def test_a_sign_has_a_light_of_its_own(slope, sent) -> None:
    assert Rig("midi", SLOPE).shown(slope_0=slope) == [Light(note(89), sent)]


def test_a_device_that_comes_again_is_told_everything_again() -> None:
    rig = Rig("midi", RING)
    first = rig.shown(position_1=2.0)
    here, rig.driver.here = rig.driver.here, []
    assert rig.shown(position_1=2.0) == []
    rig.driver.here = here
    assert rig.shown() == first


def test_another_profile_puts_out_what_it_does_not_use() -> None:
    rig = Rig("midi", RING)
    rig.shown(position_1=2.0)
    other = parse(HEAD.format(driver="midi") + SLOPE, Path("o.toml"))
    rig.hub.set_profile("midi", other)
    assert rig.shown(slope_0=1.0) == [Light(cc(48), 0.0), Light(note(89), 1.0)]


def test_another_profile_leaves_dark_what_is_dark() -> None:
    rig = Rig("midi", SLOPE)
    rig.shown(slope_0=0.0)
    rig.hub.set_profile("midi", parse(HEAD.format(driver="midi") + RING, Path("o.toml")))
    assert rig.shown() == []


def test_a_pulse_is_sent_each_time_it_happens_and_in_proportion() -> None:
    text = 'binding = []\n[[light]]\ncontrol = "rumble_low"\nshows = "loss_increase"\n'
    rig = Rig("pad", text + "range = [0, 0.5]\nseconds = 0.25\n")
    motor = Control("button", "rumble_low")
    assert rig.shown(loss_increase=0.25) == [Light(motor, 0.5, 0.25)]
    assert rig.shown(loss_increase=0.25) == [Light(motor, 0.5, 0.25)]
    assert rig.shown(loss_increase=9.0) == [Light(motor, 1.0, 0.25)]
    assert rig.shown() == []


def test_a_pulse_while_a_device_is_away_is_not_felt_when_it_comes_back() -> None:
    text = 'binding = []\n[[light]]\ncontrol = "rumble_low"\nshows = "loss_increase"\n'
    rig = Rig("pad", text + "range = [0, 0.5]\nseconds = 0.25\n")
    here, rig.driver.here = rig.driver.here, []
    assert rig.shown(loss_increase=0.25) == []
    assert rig.shown(loss_increase=0.25) == []
    rig.hub.set_values({"loss_increase": 0.25})
    rig.driver.here = here
    assert rig.shown() == []
    assert len(rig.shown(loss_increase=0.25)) == 1


def test_a_motor_answers_to_what_its_rule_shows_alone() -> None:
    low = '[[light]]\ncontrol = "rumble_low"\nshows = "loss_increase"\nrange = [0, 1]\n'
    high = '[[light]]\ncontrol = "rumble_high"\nshows = "pressed"\nof = "b"\nsend = [0, 1]\n'
    rig = Rig("pad", f"binding = []\n{low}seconds = 0.25\n{high}seconds = 0.1\n")
    assert rig.shown(loss_increase=0.5) == [Light(Control("button", "rumble_low"), 0.5, 0.25)]
    rig.driver.say(Control("button", "b"), 1)
    assert rig.shown() == [Light(Control("button", "rumble_high"), 1.0, 0.1)]
    assert rig.driver.invalidated == []  # a motor that has stopped stays as it is


def test_a_press_can_be_felt_once() -> None:
    text = 'binding = []\n[[light]]\ncontrol = "rumble_high"\nshows = "pressed"\nof = "b"\n'
    rig = Rig("pad", text + "send = [0, 0.5]\nseconds = 0.1\n")
    motor, button = Control("button", "rumble_high"), Control("button", "b")
    rig.driver.say(button, 1)
    assert rig.shown() == [Light(motor, 0.5, 0.1)]
    rig.driver.say(button, 1)
    assert rig.shown() == []
    rig.driver.say(button, 0)
    assert rig.shown() == []
    rig.driver.say(button, 1)
    assert len(rig.shown()) == 1


def test_a_light_that_a_device_changes_by_itself_is_invalidated() -> None:
    text = 'binding = []\n[[light]]\ncontrol = "note 0"\nchannel = 1\nof = "note 16"\nsend = 1\n'
    rig = Rig("midi", text.replace('"note 16"', '"note 16"'))
    assert rig.shown() == [Light(note(0), 1.0)]
    rig.driver.say(note(16), 127)
    rig.shown()
    assert rig.driver.invalidated == [("midi 1", note(0))]


def test_a_mode_is_entered_and_left_by_what_the_profile_says() -> None:
    rig = Rig("midi", 'binding = []\nconnect = ["B0 7F 01"]\ndisconnect = ["B0 7F 00"]\n')
    assert rig.driver.messages == {"midi 1": ([b"\xb0\x7f\x01"], [b"\xb0\x7f\x00"])}
    rig.hub.set_profile("midi", parse(HEAD.format(driver="midi") + RING, Path("o.toml")))
    assert rig.driver.messages == {"midi 1": ([], [])}


def test_the_x_touch_in_mc_mode_shows_its_layers_as_the_byte_table_says() -> None:
    driver = FakeDriver("midi", "X-TOUCH MINI")
    hub = Hub(Clock())
    hub.set_profile("midi", load(controllers_dir() / "xtouch_mini_mc.toml"))
    hub.add(driver)
    told = {f"position.{axis}": axis - 8.0 for axis in range(16)}
    hub.set_values(told | {f"slope.{axis}": (-1.0) ** axis for axis in range(16)})

    def lit() -> dict[Control, float]:
        hub.poll()
        lights = {light.control: light.value for _, light in driver.shown}
        driver.shown.clear()
        return lights

    layer_a = lit()
    assert [layer_a[cc(48 + n)] for n in range(8)] == [17, 17, 17, 17, 18, 19, 20, 21]
    upper = [89, 90, 40, 41, 42, 43, 44, 45]
    assert [layer_a[note(n)] for n in upper] == [1, 127] * 4
    assert [layer_a[note(n)] for n in (87, 88, 91, 92, 86)] == [127] * 5
    assert (layer_a[note(84)], layer_a[note(85)]) == (127, 0)
    driver.say(note(85), 127)
    layer_b = lit()
    assert [layer_b[cc(48 + n)] for n in range(8)] == [22, 23, 24, 25, 26, 27, 27, 27]
    assert (layer_b[note(84)], layer_b[note(85)]) == (0, 127)
    assert lit() == {}
    hub.set_values({"at_best": 1.0})
    assert lit() == {note(95): 127}
    hub.set_values({"at_best": 0.0})
    assert lit() == {note(95): 0}


def test_the_x_touch_in_standard_mode_speaks_on_11_and_is_shown_things_on_1() -> None:
    driver = FakeDriver("midi", "X-TOUCH MINI")
    hub = Hub(Clock())
    hub.set_profile("midi", load(controllers_dir() / "xtouch_mini.toml"))
    hub.add(driver)
    hub.set_values({f"position.{axis}": float(axis) for axis in range(8)})
    hub.poll()
    rings = {light.control: light.value for _, light in driver.shown}
    assert [rings[cc(9 + n, 1)] for n in range(8)] == [7, 8, 9, 10, 11, 12, 13, 13]
    driver.say(cc(3, 11), 65)  # the encoder changes its ring by itself
    hub.poll()
    assert driver.invalidated == [("midi 1", cc(11, 1))]
