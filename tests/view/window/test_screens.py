"""The window comes up on any screen: within what is free of it, with everything in reach."""

import json
import os
import subprocess
import sys
from itertools import combinations

import pytest
from own_screen import own_screen

LOOK = """
import json
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QDockWidget, QLabel, QTabBar
from hudes_desktop.app import Program, prepare
from hudes_desktop.options import Options

application = prepare()
program = Program(Options())
window = program.window
window.show()
QTest.qWaitForWindowExposed(window)
QTest.qWait(300)

def rect(widget):
    corner = widget.mapToGlobal(widget.rect().topLeft())
    return corner.x(), corner.y(), widget.width(), widget.height()

docks = [dock for dock in window.findChildren(QDockWidget) if not dock.isHidden()]
names = {dock.windowTitle() for dock in docks}
tabs = {bar.tabText(k) for bar in window.findChildren(QTabBar) for k in range(bar.count())}
seen = [dock for dock in docks if not dock.visibleRegion().isEmpty()]
free = window.screen().availableGeometry()
print(json.dumps({
    "free": free.getRect(),
    "window": window.frameGeometry().getRect(),
    "parts": [rect(window.centralWidget()), *map(rect, seen)],
    "menus": [rect(window.menuBar())],
    "hidden": sorted(names - tabs - {dock.windowTitle() for dock in seen}),
    "headline": [rect(each) for each in window.status.headline.findChildren(QLabel)
                 if each.isVisible()],
}))
window.close()
program.close()
"""


def _inside(inner, outer):
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def _apart(one, other):
    return any(
        a[axis] + a[axis + 2] <= b[axis] for axis in (0, 1) for a, b in ((one, other), (other, one))
    )


def _look(screen, scale, home):
    """What LOOK prints on a screen of its own."""
    with own_screen("-screen", "0", f"{screen}x24") as (_, display):
        environment = os.environ | {
            "DISPLAY": display,
            "QT_SCALE_FACTOR": scale,
            "HUDES_DESKTOP_HOME": str(home),
        }
        done = subprocess.run(
            [sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("screen", "scale"),
    [
        ("800x600", "1"),
        ("1024x600", "1"),
        ("1366x768", "1"),
        ("1080x1920", "1"),
        ("1920x1080", "2"),
        ("3840x2160", "2"),
    ],
)
def test_everything_is_on_the_screen_and_nothing_lies_over_another(screen, scale, tmp_path):
    seen = _look(screen, scale, tmp_path)
    assert _inside(seen["window"], seen["free"])
    for part in (*seen["parts"], *seen["menus"], *seen["headline"]):
        assert _inside(part, seen["window"])
        assert part[2] > 0
        assert part[3] > 0
    for parts in (seen["parts"], seen["headline"]):
        assert all(_apart(*pair) for pair in combinations(parts, 2))
    assert seen["hidden"] == []
    landscape = seen["parts"][0]
    assert landscape[2] >= 0.4 * seen["free"][2]
