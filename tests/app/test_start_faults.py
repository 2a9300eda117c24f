"""What keeps the program from starting is one line that says what to do, and exit code 2."""

import os
import re
import sys

import pytest
from own_screen import own_screen
from program import OPEN, SHOWN, Program

LIGHT = ("--no-compile", "--batch-size", "64", "--grid-size", "11")


def one_line(ended):
    """The line on the terminal of a program that could not play."""
    code, out, err = ended
    assert (code, out) == (2, "")
    [line] = err.splitlines()
    assert line.startswith("hudes-desktop: ")
    return line


def test_torch_that_cannot_be_imported_is_a_line_in_the_window_until_it_is_closed(qapp, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "torch.py").write_text('raise ImportError("libgomp.so.1 is missing\\nmore")')
    paths = os.pathsep.join([str(broken), os.environ.get("PYTHONPATH", "")])
    with Program(tmp_path, "--no-compile", PYTHONPATH=paths) as program:
        program.wait_for("the engine can't play: torch can't be loaded")
        program.process.terminate()
        line = one_line(program.ended())
    assert "torch can't be loaded (libgomp.so.1 is missing): " in line
    assert "install --force-reinstall torch" in line
    assert "Traceback" in program.log()


@pytest.mark.parametrize(
    "content", [b"schema = 7", b"seed = 1\n\0\0\0", 'net = "größer"'.encode("latin-1")]
)
def test_settings_that_cannot_be_read_are_defaults_and_are_left_alone(qapp, tmp_path, content):
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_bytes(content)
    with Program(tmp_path, *LIGHT) as program:
        program.wait_for(SHOWN)
        program.process.terminate()
        code, out, err = program.ended()
    assert (code, out) == (0, "")
    assert str(file) in err
    assert file.read_bytes() == content


def test_settings_that_cannot_be_played_with_keep_nobody_out(qapp, tmp_path):
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text("grid_size = 40\nplanes = 1000\n")
    with Program(tmp_path, *LIGHT[:-2]) as program:
        program.wait_for(SHOWN)
        program.process.terminate()
        code, out, err = program.ended()
    assert (code, out) == (0, "")
    assert "the defaults count" in err
    assert "grid_size = 40" in file.read_text()


linux = pytest.mark.skipif(sys.platform != "linux", reason="X, Wayland and fontconfig")


@linux
@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DISPLAY": ""}, "DISPLAY is not set"),
        ({"DISPLAY": ":4711"}, ":4711"),
        ({"DISPLAY": "nonsense"}, "nonsense"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "OpenGL"),
        ({"QT_QPA_PLATFORM": "wayland"}, "no Wayland compositor answers at .*wayland-0"),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-7"}, "wayland-7"),
        ({"QT_QPA_PLATFORM": "mir"}, "no platform 'mir': .* xcb"),
        ({"QT_QPA_PLATFORM": "linuxfb:fb=/nowhere"}, "QT_QPA_PLATFORM=linuxfb"),
        ({"QT_QPA_PLATFORM": "wayland;mir"}, "wayland-0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value.values()),
)
def test_where_qt_would_abort_there_is_one_line(tmp_path, environment, message):
    with Program(tmp_path, **environment) as program:
        assert re.search(message, one_line(program.ended()))


@linux
def test_an_x_server_that_refuses_is_one_line(tmp_path):
    cookies = tmp_path / "cookies"
    cookies.write_bytes(b"\1\0\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x10" + bytes(range(16)))
    with own_screen("-auth", str(cookies)) as (_, display):
        refused = {"DISPLAY": display, "XAUTHORITY": str(tmp_path / "none")}
        with Program(tmp_path, **refused) as program:
            assert f"DISPLAY={display}" in one_line(program.ended())


@linux
def test_a_program_that_is_alone_on_an_x_server_starts_every_time(qapp, tmp_path):
    for number in range(3):
        with own_screen() as (_, display), Program(tmp_path, *LIGHT, DISPLAY=display) as program:
            program.wait_for(OPEN)
            program.process.terminate()
            assert program.ended() == (0, "", ""), number


@linux
def test_the_second_of_two_platforms_will_do(qapp, tmp_path):
    with Program(tmp_path, *LIGHT, QT_QPA_PLATFORM="wayland;xcb") as program:
        program.wait_for(OPEN)
        program.process.terminate()
        assert program.ended()[0] == 0


@linux
def test_the_landscape_is_drawn_where_a_wayland_session_is_only_named(qapp, tmp_path):
    with Program(tmp_path, *LIGHT, QT_QPA_PLATFORM="xcb", WAYLAND_DISPLAY="wayland-0") as program:
        program.wait_for(SHOWN)
        program.process.terminate()
        assert program.ended() == (0, "", "")
    assert "a bug" not in program.log()


@linux
def test_without_fonts_there_is_one_line(qapp, tmp_path):
    empty = tmp_path / "fonts.conf"
    empty.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>')
    with Program(tmp_path, *LIGHT, FONTCONFIG_FILE=str(empty)) as program:
        program.wait_for(OPEN)
        program.process.terminate()
        code, _, err = program.ended()
    assert code == 0
    assert "no fonts were found" in err
    assert "fonts-dejavu-core" in err
