"""OpenGL is looked for before a window opens, and drawn with, whatever the environment says."""

import os
import subprocess
import sys

import pytest

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.view.gl.check import check_drawing, check_opengl

# The beginning of the program, and one picture of the landscape.
PICTURE = """
import numpy as np
from hudes_desktop.view.window.application import make_application
from hudes_desktop.view.gl.check import check_drawing, check_opengl
application = make_application()
check_opengl()
from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.view import LandscapeView
view = LandscapeView(1)
view.resize(200, 200)
slope = np.add.outer(np.arange(11.0), np.arange(11.0))
view.show_surface(Surface(0, 0, (0, 1), (0.0, 0.0), 0.1, slope, 121, 0))
picture = view.picture()
print(len({picture.pixel(x, y) for x in range(200) for y in range(200)}))
print(check_drawing())
"""


def test_renderer_and_version_in_one_line(qapp):
    line = check_opengl()
    assert line.startswith("OpenGL ")
    assert float(line.split()[1][:3]) >= 3.3
    assert "\n" not in line


def test_without_opengl_there_is_one_clear_line():
    code = (
        "from PyQt6.QtWidgets import QApplication\n"
        "from hudes_desktop.errors import EnvironmentFault\n"
        "from hudes_desktop.view.gl.check import check_opengl\n"
        "app = QApplication([])\n"
        "try:\n    check_opengl()\n"
        "except EnvironmentFault as fault:\n    print(fault)\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("OpenGL 3.3 is needed")
    assert done.stdout.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one interface")
@pytest.mark.parametrize(
    "environment",
    [
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"XDG_SESSION_TYPE": "wayland"},
        {"PYOPENGL_PLATFORM": "egl"},
        {"QT_XCB_GL_INTEGRATION": "xcb_egl"},
    ],
    ids=lambda environment: next(iter(environment)),
)
def test_pyopengl_uses_what_qt_uses(qapp, environment):
    done = subprocess.run(
        [sys.executable, "-c", PICTURE],
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    colours, opengl = done.stdout.splitlines()
    assert int(colours) > 100  # of a slope; without a surface there are those of the text
    assert opengl.startswith("OpenGL ")


def test_a_triangle_is_drawn_and_read_back(qapp):
    assert check_drawing() == check_opengl()


def test_a_driver_that_draws_something_else_is_found_out(qapp, monkeypatch):
    from hudes_desktop.view.gl import check

    monkeypatch.setattr(
        check, "_FRAGMENT", check._FRAGMENT.replace("0.0, 1.0, 0.0", "1.0, 0.0, 0.0")
    )
    with pytest.raises(EnvironmentFault, match="#ff0000"):
        check_drawing()
