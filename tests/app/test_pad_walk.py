"""A real window played by a game pad alone: a real SDL pad, plugged in while it runs."""

import math

import pytest
import virtual_pad
from player import Player
from virtual_pad import VirtualPad

pytestmark = pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")

NEAR = 0.25  # steps: so close to where it wants to a thumb lets go of the stick


class PadPlayer(Player):
    """Thumbs on a pad that is plugged in while the program runs."""

    def __init__(self, qtbot):
        super().__init__(qtbot)
        self.program.plug_in()
        qtbot.wait(50)
        self.pad = VirtualPad()
        self.wait_for(lambda: self.program.hub.devices()[-1].id == "pad 1")
        qtbot.wait(400)  # until the pad has said where its axes are

    def close(self):
        self.pad.unplug()
        super().close()

    def press(self, button, done):
        """Press a button until what it does is seen, and let go."""
        self.pad.button(button, True)
        self.wait_for(done)
        self.pad.button(button, False)
        self.qtbot.wait(20)

    def trigger(self, name):
        plane = self.descent.selected_plane
        self.pad.axis(name, 1.0)
        self.wait_for(lambda: self.descent.selected_plane != plane)
        self.pad.axis(name, 0.0)
        self.qtbot.wait(20)

    def set_step(self, exponent):
        """Hold a bumper until the step size is about 10^exponent."""
        up = exponent > self.descent.step_exponent
        button = "rightshoulder" if up else "leftshoulder"
        self.press(button, lambda: (self.descent.step_exponent >= exponent - 0.02) == up)

    def walk_to_the_lowest_point(self):
        goal = self.lowest()
        best = math.inf
        for _ in range(400):
            a, b = self.away(goal)
            distance = math.hypot(a, b)
            if distance < NEAR or distance > best + 0.5:
                break
            best = min(best, distance)
            yaw = math.radians(self.program.window.landscape.yaw)
            right = a * math.cos(yaw) + b * math.sin(yaw)
            forward = -a * math.sin(yaw) + b * math.cos(yaw)
            tilt = min(1.0, 0.5 + 0.3 * distance) / distance
            self.pad.axis("leftx", right * tilt)
            self.pad.axis("lefty", -forward * tilt)
            self.qtbot.wait(8)
        self.pad.axis("leftx", 0.0)
        self.pad.axis("lefty", 0.0)
        self.qtbot.wait(20)

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
    player.pad = VirtualPad()
    player.wait_for(lambda: player.program.hub.devices()[-1].id == "pad 1")
    qtbot.wait(400)
    subspace = player.descent.place.subspace
    player.press("y", lambda: player.descent.place.subspace != subspace)
