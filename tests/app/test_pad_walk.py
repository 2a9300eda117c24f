"""A real window played by a game pad alone: a real SDL pad, plugged in while it runs."""

import math

import pytest
import virtual_pad
from player import Player
from virtual_pad import VirtualPad
from window_reading import note_text

from hudes_desktop.inputs.bindings.transform import STICK_DEAD_ZONE
from hudes_desktop.inputs.seam.events import Control

pytestmark = pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")

NEAR = 0.25  # steps: so close to where it wants to a thumb lets go of the stick


class PadPlayer(Player):
    """Thumbs on a pad that is plugged in while the program runs."""

    def __init__(self, qtbot):
        super().__init__(qtbot)
        self.program.plug_in()
        self.plug()

    def plug(self):
        self.pad = VirtualPad()
        self.wait_for(lambda: self.program.hub.devices()[-1].id == "pad 1")

    def close(self):
        self.pad.unplug()
        super().close()

    def press(self, button, done):
        """Press a button until what it does is seen, and let go."""
        self.pad.button(button, True)
        self.wait_for(done)
        self.pad.button(button, False)
        self.wait_until_seen("button", button, 0.0)

    def push(self, **axes):
        """Move axes, all at once."""
        for name, value in axes.items():
            self.pad.axis(name, value)
        for name, value in axes.items():
            self.wait_until_seen("axis", name, value)

    def wait_until_seen(self, kind, name, value):
        """The program knows where the control is."""
        raw = self.program.hub.raw("pad 1")
        self.wait_for(lambda: abs(raw.get(Control(kind, name), 0.0) - value) < 1e-3)

    def trigger(self, name):
        plane = self.descent.selected_plane
        self.push(**{name: 1.0})
        self.wait_for(lambda: self.descent.selected_plane != plane)
        self.push(**{name: 0.0})

    def set_step(self, exponent):
        """Tap the bumpers until the step size is about 10^exponent."""
        while abs(exponent - (before := self.descent.step_exponent)) > 0.06:
            button = "rightshoulder" if exponent > before else "leftshoulder"
            self.press(button, lambda before=before: self.descent.step_exponent != before)

    def walk_to_the_lowest_point(self):
        """Slower the nearer it is, so that nobody runs past it who sees few pictures a second."""
        goal = self.lowest()
        while (distance := math.hypot(*self.away(goal))) > NEAR:
            a, b = self.away(goal)
            yaw = math.radians(self.program.window.landscape.camera.yaw)
            right = a * math.cos(yaw) + b * math.sin(yaw)
            forward = -a * math.sin(yaw) + b * math.cos(yaw)
            tilt = (STICK_DEAD_ZONE + 0.5 * min(1.0, distance)) / distance
            before = self.descent.place.coefficients
            self.pad.axis("leftx", right * tilt)
            self.pad.axis("lefty", -forward * tilt)
            self.wait_for(lambda before=before: self.descent.place.coefficients != before)
        self.push(leftx=0.0, lefty=0.0)

    def descend(self, step_exponents):
        """One subspace: every plane at each step size, then new directions and a new batch."""
        for exponent in step_exponents:
            self.set_step(exponent)
            for _ in range(3):
                self.walk_to_the_lowest_point()
                self.trigger("righttrigger")
        first, number = self.descent.place.subspace.first, self.descent.place.batch.number
        self.press("y", lambda: self.descent.place.subspace.first > first)
        self.press("b", lambda: self.descent.place.batch.number > number)


@pytest.fixture
def player(qtbot):
    made = PadPlayer(qtbot)
    yield made
    made.close()


def test_a_pad_alone_walks_downhill(player):
    start = player.validation_loss()
    for _ in range(3):
        player.descend((0.4,))
    assert start == pytest.approx(math.log(10), abs=0.05)
    assert player.validation_loss() < start - 0.02  # the first steps are small, but down
    assert player.pad.rumbles  # each new batch, and where the loss grew


@pytest.mark.full
def test_a_pad_alone_comes_to_a_loss_of_1_8(player):
    for subspace in range(60):
        player.descend((0.6, 0.1) if subspace < 20 else (0.3, -0.2))
        loss = player.validation_loss()
        print(f"subspace {subspace}: {loss:.3f}")
        if loss <= 1.8:
            break
    assert loss <= 1.8


def test_unplugged_in_the_middle_of_a_walk_it_stops_and_comes_back(player, qtbot):
    player.pad.axis("leftx", 1.0)
    player.wait_for(lambda: player.descent.frame > 3)
    player.pad.unplug()
    player.wait_for(lambda: all(d.driver != "pad" for d in player.program.hub.devices()))
    frame = player.descent.frame
    qtbot.wait(300)
    assert player.descent.frame <= frame + 1  # what had been done and waited for the engine
    player.plug()
    subspace = player.descent.place.subspace
    player.press("y", lambda: player.descent.place.subspace != subspace)


def test_a_button_rolls_to_the_lowest_point_and_ticks_where_there_is_none_lower(player):
    lowest = player.lowest()
    player.press("a", lambda: player.descent.frame == 1)
    here = player.descent.place.coefficients
    assert [here[axis] for axis in lowest] == pytest.approx(list(lowest.values()))
    player.press("dpleft", lambda: player.descent.frame == 2)
    tick = 0.35  # what the profile says for an end; nothing else is as strong

    def ticked():
        return any(high == pytest.approx(tick, abs=1e-3) for _, high in player.pad.rumbles)

    assert not ticked()
    player.press("dpleft", ticked)
    assert note_text(player.program.window) == "There is nothing to undo"
