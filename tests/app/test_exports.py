"""What the menu "File" saves from the running program, read back with what others read it with."""

import csv

import numpy as np
import pytest
from PIL import Image
from player import Player
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton
from window_reading import banner_text

from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.wings.film.recorder import Recorder


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


def film_frames(file):
    """The sizes of the frames of a film, in order."""
    if file.suffix == ".gif":
        with Image.open(file) as film:
            return [film.size] * film.n_frames
    av = pytest.importorskip("av")
    with av.open(str(file)) as film:
        return [(frame.width, frame.height) for frame in film.decode(video=0)]


@pytest.mark.parametrize("suffix", [".mp4", ".gif"])
def test_the_last_minute_is_always_there(player, tmp_path, suffix):
    if suffix == ".mp4":
        pytest.importorskip("av")
    window = player.program.window
    [first] = film_frames(save(player, "save_film", tmp_path, suffix))
    whole = window.width(), window.height()
    assert first == (whole if suffix == ".mp4" else (720, 720 * whole[1] // whole[0]))

    for _ in range(3):
        player.program.frame_loop.apply([Step(0, 1.0)])
        player.look()
    recorder = player.program.window.findChild(Recorder)
    player.wait_for(lambda: len(recorder.frames) >= 3)
    assert len(film_frames(save(player, "save_film", tmp_path, suffix))) >= 3


def test_a_visitor_gets_no_film_of_the_one_before(player, tmp_path):
    program = player.program
    recorder = program.window.findChild(Recorder)
    program.frame_loop.apply([Step(0, 1.0)])
    player.wait_for(lambda: len(recorder.frames) >= 1)
    before = recorder.last_minute()[-1]
    program.handlers.commands.action("new_visitor").trigger()
    player.wait_for(lambda: program.session.descent is not player.descent)
    assert all(shot.time > before.time for shot in recorder.last_minute())


def test_a_recording_has_a_red_dot_and_is_saved_when_it_ends(player, tmp_path):
    program = player.program
    sign = program.window.menuBar().cornerWidget()
    record = program.handlers.commands.action("record_film")
    assert sign.isVisible()
    assert "last minute is kept" in sign.toolTip()
    assert not reddish(sign)
    record.trigger()
    assert "is recorded" in sign.toolTip()
    assert reddish(sign)
    program.frame_loop.apply([Step(0, 1.0)])
    player.look()
    assert film_frames(save(player, "record_film", tmp_path, ".gif"))
    assert not record.isChecked()
    assert not reddish(sign)


def test_the_red_dot_is_seen_on_a_stage_too(player):
    program = player.program
    window, action = program.window, program.handlers.commands.action
    dots = [each for each in window.centralWidget().children() if isinstance(each, QToolButton)]
    [dot] = [each for each in dots if "last minute" in each.toolTip()]
    action("stage_view").trigger()
    player.wait_for(lambda: not window.menuBar().isVisible())
    assert not dot.isVisible()
    action("record_film").trigger()
    assert dot.isVisible()
    assert reddish(dot)
    action("stage_view").trigger()
    player.wait_for(lambda: window.menuBar().isVisible())
    assert not dot.isVisible()


def reddish(sign):
    """Whether there is red to be seen on it."""
    image = sign.grab().toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return any(each.red() > 200 and each.green() < 140 for each in pixels)


def test_whoever_does_not_want_to_be_filmed_is_not(player, qtbot):
    program = player.program
    sign = program.window.menuBar().cornerWidget()
    program.handlers.commands.action("wing.film.keep").trigger()
    assert not sign.isVisible()
    program.frame_loop.apply([Step(0, 1.0)])
    player.look()
    program.handlers.commands.action("save_film").trigger()
    assert "isn't kept" in banner_text(program.window)
    assert QApplication.activeModalWidget() is None
    assert program.handlers.remembered()["wing.film.keep"] is False
