import os
from pathlib import Path

import pytest

from hudes_desktop.store import atomic


def test_a_file_is_made_with_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file"

    atomic.write(file, b"all of it")

    assert file.read_bytes() == b"all of it"
    assert list(file.parent.iterdir()) == [file]


def test_an_exception_in_the_block_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    with pytest.raises(ZeroDivisionError), atomic.replacing(file) as new:
        new.writelines(bytes(1 // left) for left in (1, 0))

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    with atomic.replacing(file) as new:
        new.write(b"new")
        new.flush()
        assert file.read_bytes() == b"old"

    assert file.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="no permissions of this kind")
def test_permissions_stay_and_a_new_file_has_the_usual_ones(tmp_path: Path) -> None:
    file, usual = tmp_path / "file", tmp_path / "usual"
    usual.touch()

    atomic.write(file, b"1")
    assert file.stat().st_mode == usual.stat().st_mode
    file.chmod(0o600)
    atomic.write(file, b"2")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)

    atomic.write(link, b"new")

    assert link.is_symlink()
    assert real.read_bytes() == b"new"
