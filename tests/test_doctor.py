import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import xkb

from hudes_desktop import cli
from hudes_desktop.doctor import device_looks, engine_looks, folder_looks, report
from hudes_desktop.doctor.child import look
from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.store import paths
from hudes_desktop.store.settings import settings_file


def test_on_a_machine_that_runs_these_tests_it_can_play(qapp, capfd) -> None:
    code = report.main()

    said = capfd.readouterr()
    assert code == 0
    assert said.out.splitlines()[-1] == "It can play here."
    assert said.err == ""
    size = qapp.primaryScreen().size()
    for finding in (
        "Python ", "Qt ", f"Screen .* {size.width()} by {size.height()}, ", "OpenGL .*OpenGL 3|4",
        "torch ", "C\\+\\+ compiler", "MNIST .* 60,000 \\+ 10,000", "Settings ", "Fonts ",
        "Cache ", "Profiles .*keyboard_3d", "Game pads", "MIDI",
    ):  # fmt: skip
        assert re.search(finding, said.out), finding


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_it_says_so_and_lives(monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)

    code = report.main()

    out = capfd.readouterr().out
    assert code == 1
    assert "DISPLAY is not set" in out
    assert out.splitlines()[-1] == "It can't play here yet: Screen."


@pytest.mark.skipif(sys.platform != "linux", reason="X screens")
def test_a_screen_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":64000")

    [screen] = look("screen", "Screen", needed=True)

    assert not screen.ok
    assert ":64000" in screen.text
    assert "virtual screen" in screen.hint


def test_no_compiler_is_no_obstacle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setitem(sys.modules, "ziglang", None)

    [compiler] = engine_looks.kernel()

    assert not compiler.ok
    assert not compiler.needed
    assert compiler.hint.endswith('"hudes-desktop[fast]"')


def test_a_compiler_that_fails_is_named_with_what_it_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho error: no such processor\nexit 3\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))

    [compiler] = engine_looks.kernel()

    assert not compiler.ok
    assert "code 3: error: no such processor" in compiler.text


def test_a_damaged_cache_is_named_and_made_anew(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    raw = tmp_path / "cache" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"")

    mnist, damaged = engine_looks.data()

    assert mnist.ok
    assert "60,000 + 10,000 digits" in mnist.text
    assert f"{raw / 'train-images-idx3-ubyte'} was damaged" in damaged.text


def test_settings_that_can_not_be_used_have_the_line_that_mends_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    settings_file().parent.mkdir()
    settings_file().write_text("net = ", "utf-8")

    [settings] = folder_looks.settings()

    assert (settings.ok, settings.needed) == (False, False)
    assert "aren't TOML" in settings.text
    assert "mend the file or move it away" in settings.hint


def broken_torch(folder: Path, code: str) -> str:
    """A PYTHONPATH on which torch is a module of this code."""
    (folder / "torch.py").write_text(code, "utf-8")
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


def test_torch_that_can_not_be_loaded_has_the_line_that_mends_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(
        "PYTHONPATH", broken_torch(tmp_path, 'raise ImportError("no libgomp\\nmore")')
    )
    [torch] = look("torch", "torch", needed=True)
    assert (torch.ok, torch.text) == (False, "it can't be loaded: no libgomp")
    assert torch.hint.endswith("install --force-reinstall torch")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_ends_the_process_is_a_finding(monkeypatch, tmp_path) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setenv("PYTHONPATH", broken_torch(tmp_path, code))
    [torch] = look("torch", "torch", needed=True)
    assert (torch.ok, torch.needed) == (False, True)
    assert "SIGSEGV" in torch.text


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig")
def test_missing_fonts_have_the_line_that_mends_it(qapp, monkeypatch, tmp_path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig/>", "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    fonts = {found.name: found for found in look("screen", "Screen")}["Fonts"]
    assert (fonts.ok, fonts.text) == (False, "none")
    assert "fonts-dejavu-core" in fonts.hint


@pytest.mark.skipif(not shutil.which("setxkbmap"), reason="setxkbmap tells of layouts")
def test_the_layout_of_the_keyboard_is_told(qapp, xvfb) -> None:
    with xkb.restored(xvfb):
        xkb.lay_out("ru")
        found = {found.name: found for found in look("screen", "Screen")}
    assert found["Keyboard"].text.startswith("layout ru;")


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_folder_that_others_may_write_to_has_the_line_that_mends_it(
    monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    for name in ("cache", "config"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "cache").chmod(0o777)
    found = {found.name: found for found in folder_looks.folders()}
    assert not found["Cache"].ok
    assert f"chmod 700 {tmp_path / 'cache'}" in found["Cache"].hint
    assert found["Config"].ok
    assert found["Data"].ok
    assert not (tmp_path / "data").exists()


def test_a_device_without_a_profile_is_plugged_in_and_not_heard(monkeypatch, tmp_path) -> None:
    status = DeviceStatus("midi:x", "midi", "Strange Desk", "ready")
    found = device_looks.of_device(status)
    assert not found.ok
    assert "Strange Desk: plugged in" in found.text
    assert "Help → Controllers" in found.hint
    assert device_looks.of_device(replace(status, profile="x_touch_mini")).ok


def test_a_bug_report_says_what_is_needed_and_not_whose_machine_it_is(
    qapp, monkeypatch, tmp_path, capfd
) -> None:
    home = tmp_path / "home" / "ada"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", "ada")
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(home / "walks"))
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")
    monkeypatch.setenv("XDG_SESSION_COOKIE", "secret")
    monkeypatch.setattr("socket.gethostname", lambda: "ada-laptop")
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(f'data_dir = "{home}/digits"\n# of ada, on ada-laptop\n', "utf-8")
    log = paths.cache_dir() / "hudes-desktop.log"
    log.parent.mkdir(parents=True)
    log.write_text(f"File {home}/src/thing.py, line 3\n", "utf-8")
    file = tmp_path / "report.txt"

    assert cli.main(["doctor", "--controllers", "--report", str(file)]) == 0

    said = file.read_text("utf-8")
    for needed in (
        "MIDI ",
        "torch 2",
        "QT_SCALE_FACTOR=1",
        "~/digits",
        "~/src/thing.py",
    ):
        assert needed in said
    for personal in ("ada", "secret", str(tmp_path / "home"), os.environ["HUDES_DESKTOP_HOME"]):
        assert personal not in said
    capfd.readouterr()
    assert cli.main(["doctor", "--controllers", "--report", str(file)]) == 2
    assert "is there already" in capfd.readouterr().err
