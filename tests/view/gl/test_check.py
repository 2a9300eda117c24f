"""OpenGL is looked for before a window opens."""

import os
import subprocess
import sys

from hudes_desktop.view.gl.check import check_opengl


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
