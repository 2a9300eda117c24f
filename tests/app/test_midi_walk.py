"""A real window played by an X-Touch Mini alone: real MIDI from another process."""

import math

import pytest
from far_desk import FarDesk
from player import Player

pytest_plugins = ["midi_server"]

# Of the X-Touch Mini in MC mode, channel 1.
ENCODER = 16  # CC of the first one
CLOCKWISE, COUNTER = 1, 65
PLANE, SUBSPACE, BATCH = 88, 91, 92  # notes of lower buttons
FADER = 0xE8  # pitch bend on channel 9, seven useful bits
NEAR = 0.6  # steps


class MidiPlayer(Player):
    """Hands on a desk that is plugged in while the program runs."""

    def __init__(self, qtbot):
        super().__init__(qtbot)
        self.program.plug_in()
        self.desk = FarDesk()
        self.wait_for(lambda: self.program.hub.devices()[-1].id == "X-TOUCH MINI")
        qtbot.wait(300)
        self.desk.received(1)

    def close(self):
        super().close()
        self.desk.unplug()

    def press(self, note, done):
        self.desk.send([0x90, note, 127])
        self.wait_for(done)
        self.desk.send([0x90, note, 0])

    def move_fader(self, exponent):
        """All the way from the bottom: it takes hold when it passes the present step size."""
        goal = round((exponent + 4) / 6 * 127)
        for value in range(0, 127, 2):
            self.desk.send([FADER, 0, min(value, 127)])
            if self.descent.step_exponent > -3.9 and value >= goal:
                break
            self.qtbot.wait(5)
        for value in range(126, goal - 1, -1):  # from above, if the present one was higher
            if abs(self.descent.step_exponent - exponent) < 0.06:
                break
            self.desk.send([FADER, 0, value])
            self.qtbot.wait(20)
        self.wait_for(lambda: abs(self.descent.step_exponent - exponent) < 0.06, seconds=5)

    def walk_to_the_lowest_point(self):
        goal = self.lowest()
        for _ in range(40):
            turns = [
                [0xB0, ENCODER + axis, CLOCKWISE if away > 0 else COUNTER]
                for axis, away in zip(goal, self.away(goal), strict=True)
                if abs(away) > NEAR
            ]
            if not turns:
                break
            here = self.descent.place.coefficients
            self.desk.send(*turns)
            self.wait_for(lambda here=here: self.descent.place.coefficients != here, seconds=10)
            self.qtbot.wait(60)  # slowly: turned fast, an encoder takes larger steps

    def descend(self, exponent):
        """One subspace: every plane, then new directions and a new batch."""
        if abs(self.descent.step_exponent - exponent) > 0.06:
            self.move_fader(exponent)
        for _ in range(3):
            self.walk_to_the_lowest_point()
            plane = self.descent.selected_plane
            self.press(PLANE, lambda plane=plane: self.descent.selected_plane != plane)
        first, number = self.descent.place.subspace.first, self.descent.place.batch.number
        self.press(SUBSPACE, lambda: self.descent.place.subspace.first > first)
        self.press(BATCH, lambda: self.descent.place.batch.number > number)


@pytest.fixture
def player(qtbot, midi_server):
    made = MidiPlayer(qtbot)
    yield made
    made.close()


def test_a_desk_alone_walks_downhill_and_its_rings_show_where_it_stands(player):
    start = player.validation_loss()
    for _ in range(3):
        player.descend(0.3)
    assert start == pytest.approx(math.log(10), abs=0.05)
    assert player.validation_loss() < start - 0.01  # the first steps are small, but down
    player.desk.received(0, seconds=0.5)
    player.desk.send([0xB0, ENCODER, CLOCKWISE])
    player.wait_for(lambda: player.descent.place.coefficients[0] > 0)
    player.qtbot.wait(300)  # here the program runs; `received` stands still
    # The first ring (CC 48) in pan style, 17 to 27: right of its middle, 22.
    rings = [each for each in player.desk.received(0) if each[:2] == [0xB0, 48]]
    assert rings
    assert 22 < rings[-1][2] <= 27


@pytest.mark.full
def test_a_desk_alone_comes_to_a_loss_of_1_8(player):
    for subspace in range(80):
        player.descend(0.4 if subspace < 20 else 0.2)
        loss = player.validation_loss()
        print(f"subspace {subspace}: {loss:.3f}")
        if loss <= 1.8:
            break
    assert loss <= 1.8
