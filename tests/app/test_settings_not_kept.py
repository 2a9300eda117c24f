"""Where settings can't be written one plays all the same, and is told so in window and log."""

import sys
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from window_reading import banner_text

from hudes_desktop import app
from hudes_desktop.options import Options
from hudes_desktop.view.window.main_window import MainWindow


@pytest.mark.skipif(sys.platform != "linux", reason="nobody, not even root, writes into /proc")
def test_a_folder_of_settings_that_cannot_be_written(qapp, tmp_path, monkeypatch, caplog):
    (tmp_path / "config").symlink_to(Path("/proc/self"))
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    read = []

    def look():
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
        [window] = [each for each in windows if each.isVisible()]
        read.append(banner_text(window))
        window.close()

    code = app.run(
        Options(compile=False), {}, messages=["a line"], on_open=lambda: QTimer.singleShot(0, look)
    )
    assert code == 0
    assert read[0].startswith(f"a line\nsettings won't be kept: {tmp_path / 'config'} can't be")
    assert "can't be written" in caplog.text
    caplog.clear()
