"""The line that brings an optional library fits the way in which the program was installed."""

import sys
from pathlib import Path

import pytest

from hudes_desktop import extras
from hudes_desktop.extras import install_line


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A virtual environment that this Python seems to be in."""
    folder = tmp_path / "hudes-desktop"
    (folder / "bin").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(folder))
    monkeypatch.setattr(sys, "executable", str(folder / "bin" / "python"))
    return folder


def test_in_an_environment_its_own_pip_is_named(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = '-m pip install "hudes-desktop[fast]"'
    assert install_line("fast") == f"{environment}/bin/python {wanted}"
    monkeypatch.chdir(environment.parent)
    assert install_line("fast") == f"hudes-desktop/bin/python {wanted}"


def test_pipx_and_uv_have_their_own_ways(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pip", None)
    python = environment / "bin" / "python"
    assert install_line("fast") == f'uv pip install --python {python} "hudes-desktop[fast]"'
    (environment / "pipx_metadata.json").touch()
    assert install_line("fast") == 'pipx runpip hudes-desktop install "hudes-desktop[fast]"'


def test_without_an_environment_it_is_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert install_line("fast") == 'pip install "hudes-desktop[fast]"'


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get is Debian's")
def test_where_rtmidi_has_no_wheel_the_line_brings_what_builds_it(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(sys, "version_info", (3, 13, 5))
    assert install_line("midi").startswith("sudo apt-get install g++ pkg-config python3-dev")
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    assert "apt-get" not in install_line("midi")
    assert install_line("midi").endswith('pip install "hudes-desktop[midi]"')
