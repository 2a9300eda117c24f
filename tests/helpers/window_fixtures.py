"""Windows on a real (virtual) screen, analytic surfaces to show in them, and pixels to look at."""

from collections.abc import Callable

import numpy as np
import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.engine.results import Surface
from hudes_desktop.view.gl import check as gl_check
from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.window.main_window import MainWindow

PATIENCE_MS = 60_000  # an event that doesn't come costs so much; a busy machine never needs it all

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _surface(
    function: Function,
    plane: int = 0,
    centre: tuple[float, float] = (0.0, 0.0),
    spacing: float = 0.05,
    points: int = 41,
) -> Surface:
    offsets = (np.arange(points) - points // 2) * spacing
    a, b = centre[0] + offsets[:, None], centre[1] + offsets[None, :]
    with np.errstate(invalid="ignore"):
        heights = np.broadcast_to(function(a, b), (points, points)).astype(np.float32)
    heights.setflags(write=False)
    masked = int((~np.isfinite(heights)).sum())
    axes = (2 * plane, 2 * plane + 1)
    return Surface(0, plane, axes, centre, spacing, heights, heights.size, masked)


class PatientBot(QtBot):
    """What is waited for may take long on a busy machine, whatever a test thinks is enough."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In the place of pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture
def surface() -> Callable[..., Surface]:
    """surface(function of a and b, plane, centre, spacing, points) on ±1 by default."""
    return _surface


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """An open window of 3 planes, 1024 × 640."""
    made = MainWindow(3, LossHistory())
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture(params=["card", "software"])
def top_view(
    request: pytest.FixtureRequest, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> LandscapeView:
    """One plane seen from straight above (as nearly as the pitch allows), axis a to the right.

    Drawn on either canvas, whichever suits this machine.
    """
    monkeypatch.setattr(gl_check, "software_renderer", lambda: request.param == "software")
    made = LandscapeView(1)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.orbit(-made.camera.yaw, 90.0)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def pixels(qtbot: QtBot) -> Callable[[LandscapeView], np.ndarray]:
    """pixels(view): what it shows once everything has come to rest, (height, width, 3) uint8."""

    def read(view: LandscapeView) -> np.ndarray:
        qtbot.waitUntil(lambda: view.pacer.at_rest, timeout=60_000)
        image = view.picture().convertToFormat(QImage.Format.Format_RGBA8888)
        data = image.constBits().asarray(image.sizeInBytes())
        return np.asarray(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()

    return read


@pytest.fixture
def pixel_of() -> Callable[[LandscapeView, int, float, float], QPointF]:
    """pixel_of(view, plane, a, b): where that place is seen, by the matrices of the picture."""

    def find(view: LandscapeView, plane: int, a: float, b: float) -> QPointF:
        view.picture()  # the last frame may show how it was before, on a busy machine
        scene, shown = view._painter.items[plane].scene, view.state.planes[plane]
        height = view.state.scale.share(shown.loss_at(a, b)) * scene.height
        clip = scene.projection @ scene.view @ np.array([*shown.to_box(a, b), height, 1.0])
        x, y = clip[:2] / clip[3]
        return QPointF(round((x + 1) / 2 * view.width()), round((1 - y) / 2 * view.height()))

    return find
