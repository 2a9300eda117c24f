"""A picture of every mode and panel, in build/gallery, and nothing on any of them is cut off."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from legible import PaintedText, faults
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QImage, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from window_reading import picture_of_part

from hudes_desktop import app
from hudes_desktop.descent.actions import NextBatch, NextSubspace, SgdStep, Step, Undo
from hudes_desktop.engine.results import Progress, Result, Surface
from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.options import Options
from hudes_desktop.store.paths import controllers_dir
from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.view.help.how_pages import PAGES
from hudes_desktop.wings.inspection.card import Card

GALLERY = Path(__file__).parents[2] / "build" / "gallery"
_GLIDE_MS = 350  # longer than planes and curves take to their places


_DEVICES = {
    "xbox": Device("pad 1", "pad", "Xbox 360 Controller"),
    "xtouch_mini_mc": Device("X-TOUCH MINI", "midi", "X-TOUCH MINI"),
    "generic_mixer": Device("DJ Control Compact", "midi", "DJ Control Compact"),
}


class Sitter:
    """A program after a short descent, and what it must do to be portrayed in every mode."""

    def __init__(
        self, theme: str, size: tuple[int, int], font_px: int, qtbot: QtBot, painted: PaintedText
    ) -> None:
        self._painted = painted
        self.said: list[str] = []
        self._seen: dict[int, Surface] = {}
        self._qtbot = qtbot
        options = Options(batch_size=64, grid_size=11, compile=False)
        self.program = app.Program(options, {"window.theme": theme, "window.font_px": font_px})
        self.window = self.program.window
        self.commands = self.program.handlers.commands
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.docks.arrange(font_px / 13)
        self.program.frame_loop.shown.connect(self._see)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.program.frame_loop.start()
        self.walk()

    def _see(self, result: Result) -> None:
        if isinstance(result, Progress):
            self.said.append(result.text)
        elif isinstance(result, Surface):
            self._seen[result.plane] = result

    def walk(self) -> None:
        """A little of everything, so that every panel has something to show."""
        for actions in (
            [Step(0, 2.0), Step(1, -1.5)], [Step(3, 1.0)], [SgdStep(20)], [NextSubspace()],
            [Step(4, 1.0)], [NextBatch()], [Step(0, 1.0)], [Undo()], [Step(1, -2.5)],
        ):  # fmt: skip
            self.program.frame_loop.apply(actions)
            QTest.qWait(5)
        self.wait_for_surfaces()
        cards = self.window.findChildren(Card)
        frame = self.program.session.descent.frame
        self.window.docks["examples"].raise_()  # looked for only while somebody sees them
        self._qtbot.waitUntil(
            lambda: all(card.inspection and card.inspection.frame == frame for card in cards),
            timeout=30_000,
        )

    def wait_for_surfaces(self) -> None:
        """Until what is shown is computed at every point, around the place of now."""
        session, lines = self.program.session, self.window.mode == "lines"
        descent = session.descent
        wanted = range(descent.axes if lines else descent.planes)

        def there() -> bool:
            found = [self._seen.get(index) for index in wanted]
            known = len(descent.losses) == descent.frame + 1
            return known and all(s and s.exact and session.is_current(s) for s in found)

        self._qtbot.waitUntil(there, timeout=30_000)

    def do(self, command: str) -> None:
        """Carry out a command, as from a menu."""
        self.commands.action(command).trigger()

    def modes(self) -> Iterator[tuple[str, bool]]:
        """Bring every mode in sight: its name, and whether the landscape is another one."""
        window = self.window
        yield "surfaces", True
        for name in ("top_view", "wireframe"):
            self.do(name)
            yield name, True
            self.do(name)
        self.do("next_plane")
        self.do("height_mode:log")
        yield "logarithmic", True
        self.do("height_mode:auto")
        self.do("help")
        yield "help", False
        self.do("help")
        yield from self._device_pages()
        self.do("how_it_works")
        for number in range(len(PAGES)):
            window.how_it_works.show_page(number)
            yield f"how-it-works-{number + 1}", False
        self.do("how_it_works")
        for said in self.said:
            window.loading.say(said)
        yield "loading", False
        window.loading.finish()
        self.do("palette")
        yield "palette", False
        self.program.handlers.palette.leave()
        window.show_banner("a longer line about what went wrong and what to do about it now " * 2)
        yield "banner", False
        window.clear_banner()
        self.do("mode:lines")
        yield from self._curves("curves", 6)
        self.do("help")
        yield "help-curves", False
        self.do("help")
        self.do("axes:32")
        yield from self._curves("curves-32-axes", 32)
        self.do("axes:6")
        self.do("mode:planes")

    def _device_pages(self) -> Iterator[tuple[str, bool]]:
        """The help of devices that are no keyboard, and the line that says which are there."""
        window, devices, statuses = self.window, [], []
        for name, device in _DEVICES.items():
            profile = load(controllers_dir() / f"{name}.toml")
            devices.append((device, profile))
            statuses.append(
                DeviceStatus(device.id, device.driver, device.title, "ready", profile.name)
            )
        statuses[-1] = replace(statuses[-1], state="lost")
        window.show_devices(devices, statuses)
        QTest.qWait(5)
        yield "devices", True
        window.clear_banner()
        for name, device in _DEVICES.items():
            window.toggle_help(device.id)
            yield f"help-{name}", False
            window.toggle_help()
        self.program._show_devices()
        QTest.qWait(5)
        window.clear_banner()

    def _curves(self, name: str, axes: int) -> Iterator[tuple[str, bool]]:
        descent = self.program.session.descent
        self._qtbot.waitUntil(lambda: descent.axes == axes)
        self.wait_for_surfaces()
        yield name, True
        self.do("layout:overlay")
        yield f"{name}-overlay", True
        self.do("layout:grid")

    def panels(self) -> Iterator[tuple[str, QWidget]]:
        """Bring every panel in sight."""
        for name in self.window.docks.names():
            dock = self.window.docks[name]
            dock.raise_()
            yield f"panel-{name}", dock

    def settle(self, landscape: bool) -> None:
        """Let everything come to rest, and paint it once more: the landscape if it has changed."""
        window = self.window
        window.clock.refresh_all()
        QTest.qWait(_GLIDE_MS if landscape else 1)
        self._painted.forget()
        for widget in (window, *window.findChildren(QWidget)):
            if widget.isVisible() and (landscape or widget is not window.landscape):
                # Of QWidget: that of a canvas says that an item has changed, and a draft follows.
                QWidget.update(widget)
        QTest.qWait(50)


def _blank(picture: QPixmap) -> bool:
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = image.constBits()
    assert data is not None
    pixels = np.frombuffer(data.asarray(image.sizeInBytes()), np.uint32)
    # A view that shows nothing has a ground and maybe a frame; text and curves have many shades.
    return len(np.unique(pixels[::3])) < 12


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> PaintedText:
    return PaintedText(monkeypatch)


SitterMaker = Callable[..., Sitter]


@pytest.fixture
def sitter(qtbot: QtBot, painted: PaintedText) -> Iterator[SitterMaker]:
    made: list[Sitter] = []

    def make(theme: str, size: tuple[int, int], font_px: int = 13) -> Sitter:
        made.append(Sitter(theme, size, font_px, qtbot, painted))
        return made[-1]

    yield make
    for each in made:
        each.program.handlers.leaving.close()
        each.program.close()


def _portray(
    sitter: Sitter, painted: PaintedText, folder: Path, size: tuple[int, int]
) -> list[str]:
    """Take every picture; returns what can't be read on which."""
    folder.mkdir(parents=True, exist_ok=True)
    found, window = [], sitter.window

    def take(name: str, part: QWidget | None, landscape: bool) -> None:
        sitter.settle(landscape)
        picture = picture_of(window) if part is None else picture_of_part(part)
        assert picture.save(str(folder / f"{name}.png"))
        if window.size() != QSize(*size):
            found.append(f"{name}: the window has grown to {window.width()} × {window.height()}")
        blank = _blank(picture) or (
            part is None and _blank(picture_of_part(window.centre.shown_view))
        )
        found.extend([f"{name}: nothing to be seen"] * blank)
        found.extend(f"{name}: {line}" for line in faults(window) + painted.faults(window))

    for name, dock in sitter.panels():
        take(name, dock, landscape=False)
    for name, other in sitter.modes():
        take(name, None, other)
    return found


def _check(
    sitter: SitterMaker, painted: PaintedText, theme: str, size: tuple[int, int], font_px: int = 13
) -> None:
    folder = GALLERY / f"{size[0]}x{size[1]}-{theme}-{font_px}px"
    found = _portray(sitter(theme, size, font_px), painted, folder, size)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("theme", "size"), [("dark", (1024, 640)), ("light", (1600, 1000))])
def test_nothing_is_cut_off(
    sitter: SitterMaker, painted: PaintedText, theme: str, size: tuple[int, int]
) -> None:
    _check(sitter, painted, theme, size)


@pytest.mark.full
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(
    ("size", "font_px"),
    [
        ((1024, 640), 13), ((1440, 900), 13), ((1600, 1000), 13), ((3840, 2160), 13),
        ((1440, 900), 18), ((1920, 1080), 20), ((3840, 2160), 26), ((3840, 2160), 40),
    ],
)  # fmt: skip
def test_nothing_is_cut_off_at_any_size(
    sitter: SitterMaker, painted: PaintedText, theme: str, size: tuple[int, int], font_px: int
) -> None:
    _check(sitter, painted, theme, size, font_px)
