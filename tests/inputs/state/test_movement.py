"""Knobs, encoders, faders, sticks and triggers, from what a device says to what is made."""

import random
from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver, axis, cc, note

from hudes_desktop.descent.actions import NextSubspace, SelectPlane, SetStepSize, Step, Undo
from hudes_desktop.inputs.bindings.window_actions import Walk
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.store.paths import controllers_dir

TICK = 0.004


class Rig:
    """A device with a profile of a few bindings, in a hub whose clock a test moves."""

    def __init__(self, driver: str, bindings: str) -> None:
        self.clock = Clock()
        self.driver = FakeDriver(driver)
        self.hub = Hub(self.clock)
        head = f'schema = 2\nname = "Test"\ndriver = "{driver}"\n'
        self.profile = parse(head + bindings, Path("test.toml"))
        self.hub.set_profile(driver, self.profile)
        self.hub.add(self.driver)
        self.hub.poll()

    def say(self, control: Control, *values: float) -> list:
        """What is made of these values, arriving between two polls."""
        for value in values:
            self.driver.say(control, value)
        return self.after(TICK)

    def after(self, seconds: float) -> list:
        self.clock.now += seconds
        return self.hub.poll()

    def walked(self, seconds: float) -> tuple[float, float]:
        """How far it walks in so many seconds, at the window's own rate."""
        made = [each for _ in range(round(seconds / TICK)) for each in self.after(TICK)]
        assert all(isinstance(each, Walk) for each in made)
        return sum(each.right for each in made), sum(each.forward for each in made)


def binding(control: str, action: str = "Step", args: str = "", *lines: str) -> str:
    quoted = control if control.startswith("[") else f'"{control}"'
    head = [f'[[binding]]\ncontrol = {quoted}\naction = "{action}"\nargs = {{ {args} }}']
    return "\n".join([*head, *lines]) + "\n"


ENCODER = binding("cc 16", "Step", "axis = 2, amount = 1", 'mode = "relative"')
KNOB = binding("cc 16", "Step", "axis = 2, amount = 127")
STICK = binding('["leftx", "lefty"]', "Walk", "right = 4, forward = -4", "dead_zone = 0.2")
FADER = binding("cc 9", "SetStepSize", "", 'mode = "absolute"', "range = [-4, 2]")


def test_one_detent_is_one_step_and_a_poll_makes_one_action() -> None:
    rig = Rig("midi", ENCODER)
    assert rig.say(cc(16), 1) == [Step(2, 1.0)]
    assert rig.say(cc(16), 65) == [Step(2, -1.0)]
    assert rig.say(cc(16), 1, 1, 2, 65) == [Step(2, 3.0)]
    assert rig.say(cc(16), 1, 65) == []
    assert rig.after(1.0) == []


def test_a_flood_loses_no_net_movement() -> None:
    rig = Rig("midi", ENCODER)
    dice = random.Random(4)
    turned, made = 0, []
    for _ in range(250):  # a second of 2,000 messages
        values = [dice.choice((1, 2, 65, 66)) for _ in range(8)]
        turned += sum(value if value < 64 else 64 - value for value in values)
        made += rig.say(cc(16), *values)
    assert sum(step.amount for step in made) == turned
    assert len(made) <= 250


def test_what_was_turned_before_a_press_comes_before_it() -> None:
    rig = Rig("midi", ENCODER + binding("note 8", "NextSubspace"))
    rig.driver.say(cc(16), 1)
    rig.driver.say(cc(16), 1)
    rig.driver.say(note(8), 127)
    rig.driver.say(cc(16), 1)
    assert rig.after(TICK) == [Step(2, 2.0), NextSubspace(), Step(2, 1.0)]


def test_an_encoder_turned_fast_goes_further_if_the_profile_says_so() -> None:
    rig = Rig("midi", ENCODER + "acceleration = 4\n")
    slow = [made for _ in range(5) for made in [rig.after(0.2), rig.say(cc(16), 1)][1]]
    assert [step.amount for step in slow] == [1.0] * 5
    rig.after(1.0)
    fast = [step for _ in range(100) for step in rig.say(cc(16), 1)]
    assert 300 < sum(step.amount for step in fast) <= 400


def test_invert_and_scale() -> None:
    rig = Rig("midi", ENCODER + "invert = true\nscale = 0.5\n")
    assert rig.say(cc(16), 1) == [Step(2, -0.5)]


def test_whole_things_are_counted_not_scaled() -> None:
    rig = Rig("midi", binding("cc 16", "SelectPlane", "by = 1", 'mode = "relative"', "scale = 0.5"))
    assert rig.say(cc(16), 1) == []
    assert rig.say(cc(16), 1) == [SelectPlane(1)]
    assert rig.say(cc(16), 65, 65) == [SelectPlane(-1)]


def test_nothing_jumps_when_a_knob_is_touched_first() -> None:
    rig = Rig("midi", KNOB)
    assert rig.say(cc(16), 100) == []
    assert rig.say(cc(16), 102) == [Step(2, 2.0)]
    assert rig.say(cc(16), 50, 92) == [Step(2, -10.0)]
    rig.hub.release_all()
    assert rig.say(cc(16), 10) == []
    assert rig.say(cc(16), 12) == [Step(2, 2.0)]


def test_fourteen_bits_come_in_two_halves() -> None:
    rig = Rig("midi", binding("cc 16", "Step", "axis = 0, amount = 16383", "bits = 14"))
    assert rig.say(cc(16), 64) == []
    assert rig.say(cc(48), 5) == []
    assert rig.say(cc(48), 8) == [Step(0, 3.0)]
    rig.driver.say(cc(16), 65)
    assert rig.after(TICK) == []  # a half of a value: a leap to it would be wrong
    assert rig.say(cc(48), 0) == [Step(0, 120.0)]


def test_an_absolute_encoder_never_comes_to_its_end() -> None:
    rig = Rig("midi", KNOB + "recentre = true\n")
    value, steps = 64.0, 0.0
    for _ in range(500):  # clockwise for far longer than the encoder is wide
        value = min(value + 1, 127.0)
        steps += sum(step.amount for step in rig.say(cc(16), value))
        for _, light in rig.driver.shown:
            assert light.control == cc(16)
            value = light.value  # the desk obeys, between two detents
        rig.driver.shown.clear()
    assert steps == pytest.approx(499)  # the first only said where it is
    # It moved its ring by itself, so the driver must send the middle again, each time.
    assert set(rig.driver.invalidated) == {("midi 1", cc(16))}
    assert len(rig.driver.invalidated) > 10


def test_what_an_encoder_had_sent_before_it_was_put_back_is_no_leap() -> None:
    rig = Rig("midi", KNOB + "recentre = true\n")
    rig.say(cc(16), 103)
    rig.say(cc(16), 104)
    assert [light.value for _, light in rig.driver.shown] == [64.0]
    assert rig.say(cc(16), 105, 106) == [Step(2, 2.0)]
    assert rig.say(cc(16), 65) == [Step(2, 1.0)]
    assert rig.say(cc(16), 63) == [Step(2, -2.0)]


def test_a_fader_waits_until_it_has_met_the_present_value() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -1.0})  # in the middle
    assert rig.say(cc(9), 0) == []
    assert rig.say(cc(9), 50) == []
    (met,) = rig.say(cc(9), 61)
    assert met.exponent == pytest.approx(-4 + 6 * 61 / 127)
    assert rig.say(cc(9), 127) == [SetStepSize(2.0)]


def test_a_fader_that_leaps_over_the_present_value_has_met_it() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -1.0})
    assert rig.say(cc(9), 20) == []
    (made,) = rig.say(cc(9), 100)
    assert made.exponent == pytest.approx(-4 + 6 * 100 / 127)


def test_a_fader_lets_go_when_something_else_has_set_the_value() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -4.0})
    (made,) = rig.say(cc(9), 2)
    rig.hub.set_values({"step_exponent": made.exponent})
    rig.after(1.0)
    rig.hub.set_values({"step_exponent": 1.0})
    assert rig.say(cc(9), 4) == []
    assert len(rig.say(cc(9), 126)) == 1


def test_a_value_that_returns_to_where_a_fader_left_it_does_not_wake_the_fader() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -4.0})
    (made,) = rig.say(cc(9), 2)
    rig.after(1.0)
    rig.hub.set_values({"step_exponent": 1.0})
    assert rig.say(cc(9), 60) == []
    rig.hub.set_values({"step_exponent": made.exponent})
    assert rig.say(cc(9), 61) == []


def test_a_fader_meets_a_value_beyond_its_range_at_its_end() -> None:
    rig = Rig("midi", FADER.replace("[-4, 2]", "[-4, 1]"))
    rig.hub.set_values({"step_exponent": 2.0})
    assert rig.say(cc(9), 100) == []
    assert rig.say(cc(9), 127) == [SetStepSize(1.0)]


def test_a_fader_that_was_moved_while_all_was_let_go_must_meet_the_value_again() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -1.0})
    rig.say(cc(9), 20)
    rig.hub.listening = True
    rig.say(cc(9), 100)
    rig.hub.listening = False
    assert rig.say(cc(9), 101) == []


def test_a_fast_fader_is_not_lost_while_the_window_is_behind() -> None:
    rig = Rig("midi", FADER)
    rig.hub.set_values({"step_exponent": -4.0})
    made = [each for value in range(0, 128, 8) for each in rig.say(cc(9), value)]
    assert len(made) == 16  # the window has told of none of them yet


def test_a_fader_does_nothing_while_the_present_value_is_unknown() -> None:
    rig = Rig("midi", FADER)
    assert rig.say(cc(9), 0, 64, 127) == []


@pytest.mark.parametrize("rate", [60, 250, 1000])
def test_a_stick_walks_so_much_a_second_however_often_it_is_polled(rate) -> None:
    rig = Rig("pad", STICK)
    rig.driver.say(axis("leftx"), 1.0)
    rig.after(0.0)
    walked = 0.0
    for _ in range(rate):
        walked += sum(each.right for each in rig.after(1 / rate))
    assert walked == pytest.approx(4.0)


def test_a_stick_is_cut_round_not_square_and_up_is_forward() -> None:
    rig = Rig("pad", STICK)
    rig.say(axis("leftx"), 0.15)
    rig.say(axis("lefty"), -0.15)  # together beyond the zone of 0.2
    right, forward = rig.walked(1.0)
    assert right == pytest.approx(forward)
    assert 0 < right < 0.2
    rig.say(axis("leftx"), 0.0)
    assert rig.walked(1.0) == (0, 0)


def test_after_a_stall_a_stick_carries_nobody_away() -> None:
    rig = Rig("pad", STICK)
    rig.say(axis("leftx"), 1.0)
    (walk,) = rig.after(30.0)
    assert walk.right == pytest.approx(0.4)


def test_a_stick_that_is_stuck_from_the_start_does_not_walk() -> None:
    rig = Rig("pad", STICK)
    rig.driver.here = []
    rig.hub.poll()
    rig.driver.here = [*FakeDriver("pad").here]
    rig.driver.say(axis("leftx"), 1.0)  # how it was found
    rig.after(TICK)
    assert rig.walked(1.0) == (0, 0)
    rig.say(axis("leftx"), 0.98)  # it trembles
    assert rig.walked(1.0) == (0, 0)
    rig.say(axis("lefty"), -1.0)  # the other axis is sound
    assert rig.walked(1.0) == (0, pytest.approx(4.0))
    rig.say(axis("lefty"), 0.0)
    rig.say(axis("leftx"), 0.0)
    rig.say(axis("leftx"), 1.0)
    assert rig.walked(1.0) == (pytest.approx(4.0), 0)


def test_a_stick_that_is_tilted_while_its_profile_changes_must_come_back_first() -> None:
    rig = Rig("pad", STICK)
    rig.say(axis("leftx"), 1.0)
    faster = STICK.replace("right = 4", "right = 8")
    head = 'schema = 2\nname = "Faster"\ndriver = "pad"\n'
    rig.hub.set_profile("pad", parse(head + faster, Path("faster.toml")))
    rig.say(axis("leftx"), 0.9)
    assert rig.walked(0.5) == (0, 0)
    rig.say(axis("leftx"), 0.0)
    rig.say(axis("leftx"), 1.0)
    assert rig.walked(0.5) == (pytest.approx(4.0), 0)


def test_unplugging_a_tilted_stick_ends_the_walk() -> None:
    rig = Rig("pad", STICK)
    rig.say(axis("leftx"), 1.0)
    assert rig.walked(0.5)[0] > 1
    rig.driver.here = []
    assert rig.walked(1.0) == (0, 0)


def test_a_stick_that_was_let_go_of_must_come_back_first() -> None:
    rig = Rig("pad", STICK)
    rig.say(axis("leftx"), 1.0)
    rig.hub.release_all()
    rig.say(axis("leftx"), 0.9)
    assert rig.walked(0.5) == (0, 0)


def test_a_trigger_presses_once_and_does_not_chatter() -> None:
    press = binding("righttrigger", "SelectPlane", "by = 1", 'mode = "press"', "threshold = 0.5")
    rig = Rig("pad", press)
    trigger = axis("righttrigger")
    assert rig.say(trigger, 0.3, 0.49) == []
    assert rig.say(trigger, 0.51, 0.49, 0.52, 0.4, 0.6, 1.0) == [SelectPlane(1)]
    assert rig.say(trigger, 0.2, 0.7) == [SelectPlane(1)]


def test_a_trigger_that_was_held_from_the_start_must_be_let_go_first() -> None:
    rig = Rig("pad", binding("righttrigger", "SelectPlane", "by = 1", 'mode = "press"'))
    trigger = axis("righttrigger")
    here, rig.driver.here = rig.driver.here, []
    rig.hub.poll()
    rig.driver.here = here
    assert rig.say(trigger, 0.6) == []  # how it was found
    assert rig.say(trigger, 1.0, 0.6, 1.0) == []
    assert rig.say(trigger, 0.0, 1.0) == [SelectPlane(1)]


def test_a_button_that_sends_a_control_change_acts_on_the_press() -> None:
    rig = Rig("midi", binding("cc 41", "Undo", "", 'mode = "press"'))
    assert rig.say(cc(41), 127) == [Undo()]
    assert rig.say(cc(41), 0) == []
    assert rig.say(cc(41), 127, 0, 127) == [Undo(), Undo()]


def test_layers_give_the_same_encoder_other_axes() -> None:
    layers = (
        '[[layer]]\nname = "A"\ncontrol = "note 84"\n[[layer]]\nname = "B"\ncontrol = "note 85"\n'
    )
    a = ENCODER + 'layer = "A"\n'
    b = ENCODER.replace("axis = 2", "axis = 9") + 'layer = "B"\n'
    rig = Rig("midi", layers + a + b)
    assert rig.say(cc(16), 1) == [Step(2, 1.0)]
    rig.driver.say(note(85), 127)
    rig.driver.say(note(85), 0)
    assert rig.say(cc(16), 1) == [Step(9, 1.0)]
    rig.say(note(84), 127)
    assert rig.say(cc(16), 1) == [Step(2, 1.0)]


def test_another_layer_loses_nothing_that_was_made_before_and_ends_what_goes_on() -> None:
    layers = '[[layer]]\nname = "A"\ncontrol = "back"\n[[layer]]\nname = "B"\ncontrol = "start"\n'
    press = binding("a", "Undo", "", 'layer = "A"')
    rig = Rig("pad", layers + press + STICK + 'layer = "A"\n')
    rig.driver.say(Control("button", "a"), 1)
    assert rig.say(Control("button", "start"), 1) == [Undo()]
    rig.say(Control("button", "back"), 1)
    rig.say(axis("leftx"), 1.0)
    assert rig.walked(0.5)[0] > 1
    rig.say(Control("button", "start"), 1)
    assert rig.walked(0.5) == (0, 0)


def test_an_encoder_turned_in_the_same_moment_counts_for_the_layer_before() -> None:
    layers = (
        '[[layer]]\nname = "A"\ncontrol = "note 84"\n[[layer]]\nname = "B"\ncontrol = "note 85"\n'
    )
    a = ENCODER + 'layer = "A"\n'
    b = ENCODER.replace("axis = 2", "axis = 9") + 'layer = "B"\n'
    rig = Rig("midi", layers + a + b)
    rig.driver.say(cc(16), 1)
    rig.driver.say(note(85), 127)
    assert rig.say(cc(16), 1) == [Step(2, 1.0), Step(9, 1.0)]


def test_a_binding_for_a_channel_goes_before_one_for_all() -> None:
    own = binding("cc 16", "Step", "axis = 5, amount = 1", 'mode = "relative"', "channel = 3")
    rig = Rig("midi", ENCODER + own)
    assert rig.say(cc(16, 3), 1) == [Step(5, 1.0)]
    assert rig.say(cc(16, 7), 1) == [Step(2, 1.0)]


def test_any_knobs_become_axes_in_the_order_of_touch_and_buttons_do_not() -> None:
    rig = Rig("midi", binding("cc *", "Step", "amount = 127"))
    assert rig.say(cc(20), 127, 0, 127) == []  # a button
    rig.say(cc(7, 2), 64)
    rig.say(cc(9), 30)
    assert rig.say(cc(9), 32) == [Step(1, 2.0)]
    assert rig.say(cc(7, 2), 66) == [Step(0, 2.0)]
    assert rig.say(cc(9), 0) == [Step(1, -32.0)]
    assert rig.say(cc(9), 127) == []  # no hand leaps from one end to the other
    for number in range(40, 80):
        rig.say(cc(number), 50)
        assert all(step.axis < 32 for step in rig.say(cc(number), 55))


def unknown_desk() -> Rig:
    """A desk that no profile is for."""
    shipped = (controllers_dir() / "generic_mixer.toml").read_text(encoding="utf-8")
    return Rig("midi", shipped[shipped.index("[[binding]]") :])


def walked_by(made: list) -> dict[int, float]:
    """Steps by axis."""
    assert all(isinstance(each, Step) for each in made)
    return {axis: sum(each.amount for each in made if each.axis == axis)
            for axis in {each.axis for each in made}}  # fmt: skip


def test_a_trembling_knob_moves_nobody() -> None:
    rig = unknown_desk()
    assert walked_by(rig.say(cc(16), 60) + rig.say(cc(16), 64)) == {0: pytest.approx(4 / 127 * 16)}
    made = []
    for _ in range(1000):  # ten seconds of a worn potentiometer
        rig.driver.say(cc(16), 64)
        made += rig.after(0.005)
        rig.driver.say(cc(16), 65)
        made += rig.after(0.005)
    assert made == []
    assert walked_by(rig.say(cc(16), 67)) == {0: pytest.approx(3 / 127 * 16)}


def test_a_single_unit_counts_once_it_has_stayed() -> None:
    rig = Rig("midi", KNOB)
    rig.say(cc(16), 60)
    assert rig.say(cc(16), 61) == []
    assert rig.after(0.2) == [Step(2, 1.0)]
    assert rig.say(cc(16), 60) == []  # back
    assert rig.after(0.6) == [Step(2, -1.0)]
    assert rig.after(5.0) == []


def test_a_knob_turned_slowly_moves_with_the_hand() -> None:
    rig = Rig("midi", KNOB)
    rig.say(cc(16), 60)
    made = [step for value in range(61, 80) for step in [*rig.after(0.05), *rig.say(cc(16), value)]]
    assert [step.amount for step in made] == [2.0, *[1.0] * 17]


def test_a_trembling_fader_sets_nothing() -> None:
    rig = Rig("midi", FADER + "soft_takeover = false\n")
    assert len(rig.say(cc(9), 60)) == 1
    assert [made for _ in range(100) for made in rig.say(cc(9), 61) + rig.say(cc(9), 60)] == []


def test_two_control_changes_that_speak_in_turns_are_one_knob() -> None:
    rig = unknown_desk()
    made = []
    for value in range(256, 513):
        rig.driver.say(cc(1), value >> 7)
        rig.driver.say(cc(33), value & 127)
        made += rig.after(TICK)
    made += rig.after(1.0)
    assert walked_by(made) == {0: pytest.approx(16 * 256 / 16383)}
    rig.say(cc(2), 50)
    assert walked_by(rig.say(cc(2), 60)).keys() == {1}  # the next knob has the next axis


def test_knobs_that_are_32_apart_are_two_unless_they_speak_in_turns() -> None:
    rig = unknown_desk()
    made = []
    for number, value in [(1, 20), (33, 50), (1, 30), (33, 60), (1, 35), (33, 70)]:  # a hand each
        made += rig.after(0.1) + rig.say(cc(number), value)
    assert walked_by(made) == {0: pytest.approx(15 / 127 * 16), 1: pytest.approx(20 / 127 * 16)}
    for number, value in [(1, 40), (33, 75), (33, 80)]:  # both at once, but not in turns
        rig.driver.say(cc(number), value)
    made = rig.after(TICK)
    assert walked_by(made) == {0: pytest.approx(5 / 127 * 16), 1: pytest.approx(10 / 127 * 16)}


def test_the_touch_of_a_fader_is_no_button() -> None:
    rig = unknown_desk()
    touch, fader = note(0x68), Control("pitch_bend", 0, 1)
    for _ in range(2):
        made = rig.say(touch, 127) + rig.say(fader, 60 << 7, 61 << 7) + rig.say(touch, 0)
        assert NextSubspace() not in made
    assert rig.say(touch, 127) + rig.say(touch, 0) == []  # touched without being moved
    assert rig.say(note(8), 127) + rig.say(note(8), 0) == [NextSubspace()]


def test_a_button_that_is_held_while_a_knob_is_turned_stays_a_button() -> None:
    rig = unknown_desk()
    rig.say(cc(7), 20)
    rig.say(note(8), 127)
    rig.say(cc(7), 30)
    assert rig.say(note(8), 0) == [NextSubspace()]
    rig.say(note(8), 127)
    rig.hub.release_all()  # the focus is lost, and the driver lets go of what is held
    assert rig.say(note(8), 0) == []


def test_a_parameter_is_one_knob() -> None:
    rig = unknown_desk()
    rig.say(Control("nrpn", 5, 1), 0)
    rig.say(Control("nrpn", 6, 1), 0)
    assert walked_by(rig.say(Control("nrpn", 6, 1), 1638)) == {1: pytest.approx(1638 / 16383 * 16)}
