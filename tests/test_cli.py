"""Whatever can't be used is one line on stderr and exit code 2; nothing is overwritten."""

import re
import shutil
import sys

import pytest
import torch

from hudes_desktop.cli import main
from hudes_desktop.store import paths
from hudes_desktop.store.settings import settings_file

no_cuda = pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")


def refused(capsys, *arguments):
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("hudes-desktop: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--grid-size", "40"], "40 points.*odd"),
        (["--grid-size", "1"], "1 points"),
        (["--grid-size", "-3"], "-3 points"),
        (["--grid-size", "many"], "--grid-size.*many"),
        (["--planes", "6"], "planes must be from 1 to 5"),
        (["--axes", "33"], "axes must be from 2 to 32"),
        (["--batch-size", "0"], "batch size"),
        (["--grid-size", "100000001"], "100,000,001 points.*GB are free.*--grid-size"),
        (["--keyboard", "4d"], "4d.*1d, 1d_alt, 3d"),
        (["--colour"], "--colour"),
        (["demo", "--subspaces", "0"], "--subspaces.*0"),
        (["demo", "--grid-size", "8"], "8 points"),
    ],
)
def test_numbers_out_of_range_are_refused_before_anything_is_loaded(
    qapp, capsys, arguments, message
):
    assert re.search(message, refused(capsys, *arguments))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--net", "resnet"], "'resnet'.*mlp.*fc200"),
        (["--dataset", "cifar"], "'cifar'.*mnist, fashion-mnist, kmnist"),
        (["--device", "tpu"], "'tpu'.*auto, cuda, mps, cpu"),
        (["--dtype", "float8"], "'float8'.*float32, float16, bfloat16"),
        (["--directions", "sideways"], "'sideways'.*uniform"),
        (["--data-dir", "/nowhere/at/all"], "/nowhere/at/all"),
        (["--batch-size", "100000000"], "100,000,000.*GB are free.*--batch-size"),
        pytest.param(["--device", "cuda"], "'cuda'.*those that can: auto.*cpu", marks=no_cuda),
        (["demo", "--net", "resnet"], "'resnet'.*mlp"),
    ],
)
def test_names_that_nobody_knows_close_the_window_with_one_line(
    qapp, capsys, tmp_path, arguments, message
):
    more = ["--out", str(tmp_path)] if arguments[0] == "demo" else []
    assert re.search(message, refused(capsys, *arguments, *more))


def test_a_truncated_data_file_is_named_and_left_alone(qapp, capsys, tmp_path):
    for file in (paths.assets_dir() / "mnist").glob("*.gz"):
        shutil.copy(file, tmp_path)
    broken = tmp_path / "train-images-idx3-ubyte.gz"
    broken.write_bytes(broken.read_bytes()[:100_000])
    before = broken.read_bytes()
    assert "train-images-idx3-ubyte" in refused(capsys, "--data-dir", str(tmp_path))
    assert broken.read_bytes() == before


@pytest.fixture
def settings():
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    yield file
    file.unlink()


def test_settings_with_a_slip_are_reported_and_do_not_stop_the_program(qapp, capsys, settings):
    settings.write_text('seed = "x"\n')
    assert main(["--grid-size", "40"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "seed (must be a whole number)" in first
    assert "40 points" in second
    assert settings.read_text() == 'seed = "x"\n'


def test_an_option_wins_over_the_settings_and_those_over_the_default(qapp, capsys, settings):
    settings.write_text('data_dir = "/nowhere/in/settings"\nplanes = 6\n')
    assert "/nowhere/at/all" in refused(capsys, "--data-dir", "/nowhere/at/all", "--planes", "1")
    assert "44 points" in refused(capsys, "--grid-size", "44")


def test_an_unusable_folder_for_the_demo_is_refused(qapp, capsys, tmp_path):
    (tmp_path / "file").write_text("mine")
    assert str(tmp_path) in refused(capsys, "demo", "--out", str(tmp_path / "file"))
    assert (tmp_path / "file").read_text() == "mine"


def test_version_and_help(capsys):
    for option, text in (("--version", "hudes-desktop "), ("--help", "--grid-size")):
        with pytest.raises(SystemExit) as end:
            main([option])
        assert end.value.code == 0
        assert text in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="homes of POSIX")
def test_a_user_without_a_home_is_told_which_variable_to_set(capsys, monkeypatch):
    for name in ("HUDES_DESKTOP_HOME", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2**31 - 7)  # in nobody's /etc/passwd
    assert "set HOME" in refused(capsys)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_cache_that_others_could_write_to_is_the_users_alone_again(
    qapp, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    paths.cache_dir().mkdir()
    paths.cache_dir().chmod(0o777)
    refused(capsys, "--grid-size", "40")
    assert paths.cache_dir().stat().st_mode & 0o777 == 0o700
