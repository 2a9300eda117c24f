"""What another user may have written is not trusted; our own folders let nobody else write."""

import os
import stat

import pytest

from hudes_desktop.private_files import check_private, private_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX's")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "a" / "b"
    private_folder(folder)
    file = folder / "kernel.so"
    file.write_bytes(b"code")
    file.chmod(0o600)
    return file


def test_a_folder_is_made_for_its_owner_alone_and_so_are_those_above_it(file, tmp_path):
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    check_private(file)


def test_a_folder_of_ours_that_others_may_write_to_is_taken_back(file):
    file.parent.chmod(0o777)
    with pytest.raises(PermissionError, match="other users may write"):
        check_private(file)
    private_folder(file.parent)
    assert mode(file.parent) == 0o700
    check_private(file)


def test_a_folder_that_others_may_only_read_stays_as_it_is(file):
    file.parent.chmod(0o755)
    private_folder(file.parent)
    assert mode(file.parent) == 0o755
    check_private(file)


@pytest.mark.parametrize("others", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_trusted(file, others):
    file.chmod(others)
    with pytest.raises(PermissionError, match="other users may write"):
        check_private(file)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_belongs_to_another_user_is_not_trusted(file, what):
    os.chown(file if what == "file" else file.parent, 4242, 4242)
    with pytest.raises(PermissionError, match="another user"):
        check_private(file)


def test_what_is_not_there_is_an_error_too(file):
    file.unlink()
    with pytest.raises(FileNotFoundError):
        check_private(file)
