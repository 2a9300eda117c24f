"""What keeps the program from starting is one line that says what to do, and exit code 2."""

import os

import pytest
from program import SHOWN, Program

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
