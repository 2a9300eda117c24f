"""What the File menu saves from the running program, read back with what others read it with."""

import csv

import numpy as np
import pytest
from PIL import Image
from player import Player
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QFileDialog, QLineEdit

from hudes_desktop.descent.actions import NextSubspace, Step


@pytest.fixture
def player(qtbot):
    own = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    QApplication.setAttribute(own)
    made = Player(qtbot)
    yield made
    made.close()
    QApplication.setAttribute(own, False)


def save(player, command, folder, suffix=None):
    """Choose a command, and take the name that is suggested, in that folder."""
    player.program.handlers.commands.action(command).trigger()
    player.wait_for(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    if suffix:
        kind = next(each for each in dialog.nameFilters() if suffix in each)
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
    name = dialog.findChild(QLineEdit).text()
    name = name.rpartition(".")[0] + suffix if suffix else name
    dialog.findChild(QLineEdit).setText(str(folder / name))
    with player.qtbot.waitSignal(player.program.handlers.saver.saved, timeout=60_000) as saved:
        dialog.accept()
    [file] = saved.args
    assert file == folder / name
    return file


def test_all_that_can_be_saved_is_what_was_played(player, tmp_path):
    program, descent = player.program, player.descent
    program.frame_loop.apply([Step(0, 1.0)])
    program.frame_loop.apply([NextSubspace()])
    surface = player.look()
    loss = player.validation_loss()

    values = save(player, "save_plane", tmp_path)
    assert values.name.startswith(f"human-descent-plane1-mlp-seed0-loss{loss:.3f}-")
    with np.load(values, allow_pickle=False) as read:
        np.testing.assert_array_equal(read["heights"], [surface.heights])
        assert read["network"] == "mlp"
        assert read["directions"].item().split() == [f"uniform:0:{n}" for n in range(6, 12)]
        assert read["loss_all_digits"] == loss
        assert read["batch_size"] == 512

    player.wait_for(lambda: all(player.surfaces[plane].exact for plane in range(3)))
    table = save(player, "save_values", tmp_path, ".csv").read_text().splitlines()
    assert "# seed: 0" in table
    rows = list(csv.DictReader(each for each in table if not each.startswith("#")))
    shown = [player.surfaces[plane].heights.ravel() for plane in range(3)]
    assert [float(row["loss"]) for row in rows] == np.concatenate(shown).tolist()

    with save(player, "save_losses", tmp_path).open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["action"] for row in rows] == ["start", "step", "next_subspace"]
    assert [float(row["loss_all_digits"]) for row in rows] == list(descent.losses.validation_loss)
    assert [float(row["loss_these_digits"]) for row in rows] == list(descent.losses.train_loss)
    seconds = [float(row["seconds"]) for row in rows]
    assert seconds == sorted(seconds)
    evaluations = [int(row["evaluations"]) for row in rows]
    assert 0 < evaluations[0] < evaluations[-1] <= descent.evaluations


def test_pictures_have_the_size_and_the_footer_that_were_chosen(player, tmp_path):
    handlers, window = player.program.handlers, player.program.window
    view = window.landscape
    handlers.commands.action("picture_footer").trigger()
    handlers.commands.action("picture_scale:2").trigger()
    with Image.open(save(player, "save_view_picture", tmp_path)) as image:
        assert image.size == (2 * view.width(), 2 * view.height())
        assert "seed 0" in image.info["Description"]
        assert "these 512 digits" in image.info["Description"]
    handlers.commands.action("picture_footer").trigger()
    handlers.commands.action("picture_scale:1").trigger()
    with Image.open(save(player, "save_picture", tmp_path)) as image:
        assert image.width == window.width()
        assert image.height > window.height()
    remembered = handlers.remembered()
    assert remembered["window.export_folder"] == str(tmp_path)
    assert "window.picture_scale" not in remembered  # it is as it was at first
