import sys
from pathlib import Path

import pytest

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import paths


def test_one_variable_moves_everything_of_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))

    folders = {paths.cache_dir(), paths.config_dir(), paths.data_dir()}

    assert len(folders) == 3
    assert {folder.parent for folder in folders} == {tmp_path}


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders")
def test_otherwise_the_desktops_standard_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HUDES_DESKTOP_HOME")
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))

    assert paths.cache_dir() == tmp_path / "CACHE" / "hudes-desktop"
    assert paths.config_dir() == tmp_path / "CONFIG" / "hudes-desktop"
    assert paths.data_dir() == tmp_path / "DATA" / "hudes-desktop"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders")
def test_a_relative_xdg_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HUDES_DESKTOP_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", "here")

    assert paths.cache_dir() == tmp_path / ".cache" / "hudes-desktop"
    assert paths.config_dir() == tmp_path / ".config" / "hudes-desktop"
    assert paths.data_dir() == tmp_path / ".local" / "share" / "hudes-desktop"


@pytest.mark.skipif(sys.platform != "linux", reason="users and homes of POSIX")
@pytest.mark.parametrize("named", [None, "~/stick"])
def test_a_user_without_a_home_is_told_which_variable_to_set(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    import pwd

    known = {entry.pw_uid for entry in pwd.getpwall()}
    stranger = next(uid for uid in range(4242, 60_000) if uid not in known)
    for name in ("HUDES_DESKTOP_HOME", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: stranger)
    if named is not None:
        monkeypatch.setenv("HUDES_DESKTOP_HOME", named)

    for folder in (paths.cache_dir, paths.config_dir):
        with pytest.raises(EnvironmentFault, match="HOME"):
            folder()


def test_asking_for_a_folder_does_not_make_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))

    assert not paths.cache_dir().exists()
    assert not paths.config_dir().exists()


def test_what_comes_with_the_program_is_found_from_any_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert (paths.assets_dir() / "mnist" / "train-images-idx3-ubyte.gz").is_file()
    assert (paths.controllers_dir() / "keyboard_3d.toml").is_file()
