"""Networks of the user's own in the real window: walked, opened, remembered, and refused."""

import math
import shutil
from pathlib import Path

import pytest
from psutil import Process
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel
from safetensors.torch import save_file
from window_reading import banner_text

from hudes_desktop import app
from hudes_desktop.cli import main
from hudes_desktop.engine.results import Banner, Surface
from hudes_desktop.nets.zoo import find
from hudes_desktop.options import Options
from hudes_desktop.store.settings import settings_file
from hudes_desktop.view.window.main_window import MainWindow

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "networks"
SMALL = {"batch_size": 32, "grid_size": 5, "planes": 1, "compile": False}


class Walker:
    """Somebody with a network of their own."""

    def __init__(self, qtbot, options, **more):
        self.qtbot = qtbot
        self.program = app.Program(options, **more)
        self.window = self.program.window
        self.surface, self.said = None, []
        self.program.frame_loop.shown.connect(self.see)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.program.frame_loop.start()

    def see(self, result):
        if isinstance(result, Surface) and result.exact:
            self.surface = result
        elif isinstance(result, Banner):
            self.said.append(result.text)

    def wait_for(self, condition):
        self.qtbot.waitUntil(condition, timeout=300_000)

    @property
    def network(self):
        """What the engine says it plays; None while it loads."""
        ready = self.program.router.ready
        return ready.network if ready is not None else None

    def wait_for_banner(self):
        self.wait_for(lambda: (banner_text(self.window) or "trying").partition(" ")[0] != "trying")
        return banner_text(self.window)

    def losses(self):
        """Of the last frame, with the surface around it."""
        session = self.program.session
        descent = session.descent
        self.wait_for(lambda: len(descent.losses.train_loss) == descent.frame + 1)
        self.wait_for(lambda: self.surface is not None and session.is_current(self.surface))
        return descent.losses.train_loss[-1], self.surface.heights[2, 2]

    def press(self, key):
        frame = self.program.session.descent.frame
        self.window.key_pressed.emit(key)
        self.window.key_released.emit(key)
        self.wait_for(lambda: self.program.session.descent.frame > frame)


@pytest.fixture
def walker(qtbot):
    made = []

    def make(options=None, **more):
        made.append(Walker(qtbot, options or Options(**SMALL), **more))
        return made[-1]

    yield make
    for each in made:
        each.program.handlers.leaving.close()
        each.program.close()


# As an error the warning would be one of vmap's refusals, and the path another.
@pytest.mark.filterwarnings("ignore:There is a performance drop:UserWarning")
@pytest.mark.parametrize(
    ("name", "path", "slowly"),
    [
        ("cnn_batchnorm.py:cnn", "affine", ""),
        ("transformer.py", "vmap", "surfaces of transformer.py:network are computed slowly (vmap)"),
        ("lstm.py:net", "point by point", "computed very slowly (point by point): vmap is not"),
    ],
)
def test_an_example_is_walked_and_its_surface_is_its_loss(walker, name, path, slowly):
    walker = walker(Options(net=str(EXAMPLES / name), **SMALL))
    walker.wait_for(lambda: walker.network is not None)
    assert walker.network.partition(":")[0] == name.partition(":")[0]
    train, centre = walker.losses()
    assert train == pytest.approx(math.log(10), abs=0.4)
    assert centre == pytest.approx(train, abs=1e-5)
    for key in ("D", "W", "/"):
        walker.press(key)
    after, centre = walker.losses()
    assert abs(after - train) > 1e-6
    assert centre == pytest.approx(after, abs=1e-5)
    program = walker.program
    assert (program.router.path or program.router.ready).path == path
    notes = "\n".join(walker.said)
    assert slowly in notes
    assert ("slowly" in notes) == bool(slowly)


def test_one_is_opened_while_another_is_played_and_chosen_again_later(
    walker, tmp_path, monkeypatch
):
    file = tmp_path / "my nets" / "cnn.py"
    file.parent.mkdir()
    shutil.copy(EXAMPLES / "cnn_batchnorm.py", file)
    spec = f"{file}:cnn"
    first = walker()
    first.wait_for(lambda: first.network == "mlp")
    chosen = str(file), ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    first.program.handlers.commands.action("open_network").trigger()
    assert first.network == "mlp"  # which is played until the other is known to be good
    first.wait_for(lambda: first.network == "cnn.py:cnn")
    assert first.program.options.net == spec
    assert first.program.handlers.commands.choice("network") == spec
    first.losses()

    left = first.program.handlers.remembered()
    assert left["window.opened"] == (spec,)
    gone = str(tmp_path / "gone.py:Net")
    second = walker(settings={"window.opened": (gone, spec)})
    assert second.program.handlers.commands.choice("network") == "mlp"
    offered = [action.objectName() for action in second.program.handlers.commands.actions()]
    assert f"network:{spec}" in offered
    assert f"network:{gone}" not in offered
    second.wait_for(lambda: second.network == "mlp")
    second.program.handlers.commands.action(f"network:{spec}").trigger()
    second.wait_for(lambda: second.network == "cnn.py:cnn")
    second.program.handlers.commands.action("network:mlp").trigger()
    second.wait_for(lambda: second.network == "mlp")


def test_of_several_networks_it_is_asked_which_one(walker, tmp_path, monkeypatch):
    code = (EXAMPLES / "cnn_batchnorm.py").read_text("utf-8")
    (tmp_path / "nets.py").write_text(f"{code}\n\ndef wide():\n    return cnn(32)\n", "utf-8")
    asked = []

    def answer(_parent, _title, question, names, **_):
        asked.append((question, names))
        return "wide", True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    chosen = str(tmp_path / "nets.py"), ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    walker = walker()
    walker.wait_for(lambda: walker.network == "mlp")
    walker.program.handlers.commands.action("open_network").trigger()
    walker.wait_for(lambda: walker.network == "nets.py:wide")
    assert asked == [("Which network of nets.py?", ("cnn", "wide"))]


def test_one_that_fails_is_one_line_and_the_present_one_is_played_on(walker, tmp_path):
    (tmp_path / "bad.py").write_text("from torch import nn\nnn.Linear(1)\n", "utf-8")
    walker = walker()
    walker.wait_for(lambda: walker.network == "mlp")
    walker.press("D")
    session, engine = walker.program.session, walker.program.router.ready
    walker.program.change(net=str(tmp_path / "bad.py:Net"))
    line = walker.wait_for_banner()
    assert line.startswith("bad.py:Net can't be used: line 2: TypeError: ")
    assert "\n" not in line
    assert walker.program.session is session
    assert walker.program.router.ready is engine
    assert walker.program.handlers.commands.choice("network") == "mlp"
    walker.press("D")
    walker.losses()


def test_an_edited_file_is_opened_anew(walker, tmp_path, monkeypatch):
    code = "from torch import nn\nclass Net(nn.Sequential):\n    def __init__(self):\n        "
    layers = "super().__init__(nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(1))\n"
    (tmp_path / "net.py").write_text(code + layers, "utf-8")
    walker = walker()
    chosen = str(tmp_path / "net.py"), ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    walker.program.handlers.commands.action("open_network").trigger()
    walker.wait_for(lambda: walker.network == "net.py:Net")
    assert walker.program.router.ready.parameters == 7850
    fewer = layers.replace("nn.Linear(784", "nn.MaxPool1d(4), nn.Linear(196")
    (tmp_path / "net.py").write_text(code + fewer, "utf-8")
    walker.program.handlers.commands.action("open_network").trigger()
    walker.wait_for(lambda: walker.network and walker.program.router.ready.parameters == 1970)


def test_weights_are_opened_for_the_network_that_is_played(walker, tmp_path, monkeypatch):
    trained = find("mlp").build(seed=9)
    save_file(trained.module.state_dict(), tmp_path / "w.safetensors")
    walker = walker(Options(seed=3, **SMALL))
    walker.wait_for(lambda: walker.network == "mlp")
    before, _ = walker.losses()
    chosen = str(tmp_path / "w.safetensors"), ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    session = walker.program.session
    walker.program.handlers.commands.action("open_network").trigger()
    walker.wait_for(lambda: walker.program.session is not session and walker.network == "mlp")
    assert abs(walker.losses()[0] - before) > 1e-4
    walker.program.change(net="lenet")
    walker.wait_for(lambda: walker.network == "lenet")
    assert walker.program.options.weights is None  # they were another network's
    (tmp_path / "w.safetensors").write_bytes(b"")
    walker.program.change(weights=tmp_path / "w.safetensors")
    assert "w.safetensors can't be read" in walker.wait_for_banner()
    walker.wait_for(lambda: walker.network == "lenet")


@pytest.mark.parametrize("at_start", [True, False])
def test_closed_in_the_middle_of_a_trial_nothing_is_left_behind(walker, tmp_path, at_start):
    (tmp_path / "hang.py").write_text("while True:\n    pass\n", "utf-8")
    net = str(tmp_path / "hang.py:net")
    walker = walker(Options(**SMALL | ({"net": net} if at_start else {})))
    if not at_start:
        walker.wait_for(lambda: walker.network == "mlp")
        walker.program.change(net=net)

    def tried():
        return any("hang.py" in " ".join(child.cmdline()) for child in Process().children())

    walker.wait_for(tried)
    walker.window.close()
    walker.program.close()
    assert not tried()


def test_on_the_command_line_it_is_one_line_and_the_exit_code_2(qapp, capsys, tmp_path):
    gone = tmp_path / "gone.py"
    assert main(["--net", f"{gone}:Net", "--no-compile"]) == 2
    said = capsys.readouterr().err
    assert said == f"hudes-desktop: {gone} can't be read (No such file or directory)\n"


def test_one_that_stands_in_the_settings_and_is_gone_keeps_nobody_out(qapp, tmp_path):
    gone = tmp_path / "gone.py"
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'net = "{gone}:Net"\ncompile = false\n', "utf-8")
    seen = []
    waiting = QTimer()

    def look():
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        for window in windows:
            labels = {label.text() for label in window.findChildren(QLabel)}
            if window.isVisible() and "mlp" in labels:
                seen.append(banner_text(window))
                window.close()

    waiting.timeout.connect(look)
    waiting.start(50)
    try:
        assert main([]) == 0
    finally:
        waiting.stop()
        text = file.read_text("utf-8")
        file.unlink()
    assert seen == [f"{gone} can't be read (No such file or directory)"]
    assert f'net = "{gone}:Net"' in text
