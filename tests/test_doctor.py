import sys
from pathlib import Path

import pytest

from hudes_desktop import doctor
from hudes_desktop.store.settings import settings_file


def findings() -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.report()}


def test_on_a_machine_that_runs_these_tests_it_can_play(qapp, capfd) -> None:
    code = doctor.main()

    said = capfd.readouterr()
    assert code == 0
    assert said.out.splitlines()[-1] == "It can play here."
    assert said.err == ""
    for name in ("Python", "Qt", "Screen", "OpenGL", "torch", "MNIST", "Settings", "Game pads"):
        assert f"  {name} " in said.out


def test_what_it_found_is_what_is_there(qapp) -> None:
    found = findings()

    size = qapp.primaryScreen().size()
    assert found["Screen"].text.startswith(f"{size.width()} by {size.height()}, ")
    assert found["OpenGL"].text.startswith("OpenGL ")
    assert "60,000 + 10,000" in found["MNIST"].text
    assert "keyboard_3d" in found["Profiles"].text
    assert found["Game pads"].text.startswith("SDL ")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_it_says_so_and_lives(monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)

    code = doctor.main()

    out = capfd.readouterr().out
    assert code == 1
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in out
    assert out.splitlines()[-1] == "It can't play here yet: Screen."


@pytest.mark.skipif(sys.platform != "linux", reason="X screens")
def test_a_screen_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":64000")

    found = findings()

    assert not found["Screen"].ok
    assert "DISPLAY" in found["Screen"].hint
    assert found["torch"].ok


def test_no_compiler_is_no_obstacle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setitem(sys.modules, "ziglang", None)

    compiler = findings()["C++ compiler"]

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

    compiler = findings()["C++ compiler"]

    assert not compiler.ok
    assert "code 3: error: no such processor" in compiler.text


def test_what_is_damaged_is_named_and_made_anew_where_that_is_possible(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd
) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    settings_file().parent.mkdir()
    settings_file().write_text("net = ", "utf-8")
    raw = tmp_path / "cache" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (raw / f"{name}-ubyte").write_bytes(b"")

    code = doctor.main()

    out = capfd.readouterr().out
    assert code == 0
    assert f"{raw / 'train-images-idx3-ubyte'} was damaged and has been made anew" in out
    assert "60,000 + 10,000 digits" in out
    assert "aren't TOML" in out
