"""A real window on real MNIST, driven by X key events from another process."""

import math
import shutil
import subprocess
import time

import numpy as np
import pytest
from player import Player
from PyQt6.QtGui import QImage

from hudes_desktop.view.panels.loss_chart import LossChart

pytestmark = pytest.mark.skipif(not shutil.which("xdotool"), reason="xdotool presses the keys")

PRESS = 0.25  # steps that a press of W, A, S or D walks


class KeyPlayer(Player):
    """Fingers on a keyboard: keys are pressed through the X server."""

    def __init__(self, qtbot):
        super().__init__(qtbot, compile=False)
        window = self.program.window
        command = ["xdotool", "windowfocus", "--sync", str(int(window.winId()))]
        subprocess.run(command, check=True)
        self.wait_for(window.isActiveWindow)

    def key(self, name, times=1):
        """Press a key; the event loop must run meanwhile, or the X server would wait for us."""
        command = ["xdotool", "key", "--delay", "12", *[name] * times]
        process = subprocess.Popen(command)
        try:
            self.wait_for(lambda: process.poll() is not None)
        finally:
            process.kill()
            process.wait()
        assert process.returncode == 0

    def walk_to_the_lowest_point(self):
        a, b = self.away(self.lowest())
        yaw = math.radians(self.program.window.landscape.camera.yaw)
        right = round((a * math.cos(yaw) + b * math.sin(yaw)) / PRESS)
        forward = round((-a * math.sin(yaw) + b * math.cos(yaw)) / PRESS)
        for amount, positive, negative in ((right, "d", "a"), (forward, "w", "s")):
            if amount:
                self.key(positive if amount > 0 else negative, abs(amount))


@pytest.fixture
def player(qtbot):
    made = KeyPlayer(qtbot)
    yield made
    made.close()


def test_keys_from_outside_walk_downhill(player):
    descent = player.descent
    player.key("bracketright", 4)
    player.wait_for(lambda: descent.step_exponent >= 0.2)
    # While a busy machine hangs, taps may have become one held key, or a key may have repeated.
    while descent.step_exponent != pytest.approx(0.4, abs=0.02):
        before = descent.step_exponent
        player.key("bracketright" if before < 0.4 else "bracketleft")
        player.wait_for(lambda before=before: descent.step_exponent != before)
    for subspace in range(1, 5):
        # What comes after some keys shows that those keys have been obeyed.
        for plane in (1, 2, 0):
            player.walk_to_the_lowest_point()
            player.key("Tab")
            player.wait_for(lambda plane=plane: descent.selected_plane == plane)
        player.key("space")
        player.key("Return")
        player.wait_for(lambda number=subspace: descent.place.batch.number == number)
        assert descent.place.subspace.first == 6 * subspace
    player.wait_for(lambda: len(descent.losses) == descent.frame + 1)
    start, end = descent.losses.validation_loss[0], descent.losses.validation_loss[-1]
    assert start == pytest.approx(math.log(10), abs=0.05)
    assert end < start - 0.08


def test_one_press_is_one_walk_and_undo_takes_it_back(player):
    descent = player.descent
    start = descent.place
    player.key("d")
    player.wait_for(lambda: descent.frame == 1)
    assert math.hypot(*descent.place.coefficients) == pytest.approx(PRESS * descent.step_size)
    player.key("ctrl+z")
    player.wait_for(lambda: descent.frame == 2)
    assert descent.place is start


def test_the_chart_and_the_status_show_the_losses_of_the_descent(player):
    descent, window = player.descent, player.program.window
    player.key("d", 2)
    player.wait_for(lambda: len(descent.losses) == descent.frame + 1 >= 2)
    curve = window.docks.panel(LossChart).plot.getPlotItem().listDataItems()[0]
    expected = list(descent.losses.train_loss)
    player.wait_for(lambda: np.array_equal(curve.getOriginalDataset()[1], expected), seconds=5)
    assert window.status.values.losses.validation_loss == descent.losses.validation_loss[-1]
    assert window.status.values.descent is descent


def ball(window):
    """Centre of the ball's red on the screen, on the selected plane: the largest red patch."""
    view = window.landscape  # as it is drawn: what lies over it has red signs too
    image = view.picture().convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asarray(image.sizeInBytes())
    rgb = np.asarray(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)
    part = rgb[view.height() // 3 : view.height() - 70]
    red = (part[..., 0] > 150) & (part[..., 1] < 110) & (part[..., 2] < 100)
    rows, columns = np.nonzero(red)
    assert len(rows) > 30, "no ball to be seen"
    return columns.mean(), rows.mean()


@pytest.mark.parametrize(
    ("key", "column", "row"), [("d", 1, 0), ("a", -1, 0), ("w", 0, -1), ("s", 0, 1)]
)
def test_the_ball_goes_where_the_key_says(player, key, column, row):
    player.qtbot.wait(700)
    # The surfaces stay as they are, so that only the ball moves: nothing may arrive any more.
    player.program.router.close()
    x, y = ball(player.program.window)
    player.key(key, 8)

    def went():
        moved_x, moved_y = ball(player.program.window)
        return (moved_x - x) * column + (moved_y - y) * row > 15

    player.wait_for(went)
    moved_x, moved_y = ball(player.program.window)
    assert abs((moved_x - x) * row) + abs((moved_y - y) * column) < 60


def test_losing_the_focus_releases_held_keys(player):
    descent = player.descent
    subprocess.run(["xdotool", "keydown", "d"], check=True)
    player.wait_for(lambda: descent.frame >= 3)
    player.program.window.focus_lost.emit()
    player.look()  # what was on its way has arrived
    frame = descent.frame
    began = time.monotonic()
    player.qtbot.waitUntil(lambda: time.monotonic() - began > 0.5)
    assert descent.frame == frame
    subprocess.run(["xdotool", "keyup", "d"], check=True)
