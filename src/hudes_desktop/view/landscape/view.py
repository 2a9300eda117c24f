"""The 3-D view: one to five planes of the landscape, the ball on each of them, and the camera."""

from collections.abc import Sequence
from contextlib import ExitStack
from time import perf_counter, thread_time

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.events.pointer import PointerWidget
from hudes_desktop.view.events.touch import Touch
from hudes_desktop.view.gl.canvas import Detail, canvas
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.frame_pacer import FramePacer
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.landscape.added_items import AddedItems, ItemSpec
from hudes_desktop.view.landscape.colour_bar import bar_height
from hudes_desktop.view.landscape.gauge import Score, gauge_width
from hudes_desktop.view.landscape.model.camera import Camera
from hudes_desktop.view.landscape.model.loss_scale import HEIGHT_MODES, HeightMode
from hudes_desktop.view.landscape.model.picking import pick_nearest
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.model.state import LandscapeState
from hudes_desktop.view.landscape.model.trail import Trail
from hudes_desktop.view.landscape.planes import PlanesPainter
from hudes_desktop.view.landscape.scenes import Look, scenes
from hudes_desktop.view.landscape.text import LandscapeText
from hudes_desktop.words import text

_FRAME_SECONDS = 0.015
_REST_MS = 250  # after so long without a change, a draft gives way to the whole picture


class LandscapeView(PointerWidget):
    """Planes seen from the same side, one of them selected: larger and in front.

    state: what it shows. paint_seconds: the processor time of our part of the
    last frame. pacer: when frames are drawn. canvas: they are drawn
    there. shown: something new is on the screen.
    item_failed: an added item is off, by its name, and why; emitted while a picture is drawn.
    """

    shown = pyqtSignal()
    item_failed = pyqtSignal(str, str)

    def __init__(self, planes: int, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = LandscapeState(planes)
        self.canvas = canvas(self._paint, self.release, self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the window
        self.setMinimumSize(320, 64)  # very large text leaves little of a low window
        self.setAccessibleName("Loss landscape")
        self.paint_seconds = 0.0
        self._last_frame = perf_counter()
        self._touch = Touch(self, self.pointer_moved.emit)
        self.setMouseTracking(True)
        self._look = Look(theme)
        self._score: Score | None = None
        self._added = AddedItems(self.canvas, self._item_failed)
        self._added.begin(self.state.planes)
        self._painter = PlanesPainter(self.canvas, self._added)
        self._text = LandscapeText(self.canvas.text, theme, self._painter.colour_map)
        self.pacer = FramePacer(self._frame, self, self.canvas.cheap_s)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.canvas.redraw)
        self.canvas.shown.connect(self.pacer.shown)
        self.canvas.shown.connect(self.shown)
        self.canvas.item_changed.connect(self.pacer.request)

    @property
    def camera(self) -> Camera:
        """Yaw, pitch and zoom."""
        return self._look.camera

    # What the session tells the view.

    def begin(self, planes: int, trail: Trail | None = None) -> None:
        """Show `planes` planes (1 to 5) without surfaces; trail: see LandscapeState.begin."""
        self.state.begin(planes, trail)
        self.release()
        self._added.begin(self.state.planes)
        self.pacer.request()

    def show_surface(self, surface: Surface) -> None:
        """Show this surface on its plane in the next frame; the one before glides into it.

        Raises ValueError for a surface with one axis, IndexError for a plane that is not shown.
        """
        self.state.expect(surface)
        self.pacer.request()

    @property
    def up_to_date(self) -> bool:
        """Whether every surface that arrived has been painted."""
        return self.state.up_to_date

    @property
    def _glide(self) -> bool:
        # Where a frame takes as long as a glide, gliding would only show the answer later.
        return not (self.pacer.dear or motion.reduced())

    def set_position(self, coefficients: tuple[float, ...]) -> None:
        """Put the ball at these coefficients (one an axis) on every plane, in the next frame."""
        self.state.move_to(coefficients, perf_counter(), self._glide)
        self.pacer.request()

    def set_train_loss(self, loss: float | None) -> None:
        """The exact loss at the ball, for the number on the colour bar."""
        self.state.train_loss = loss
        self.pacer.request()

    def show_score(self, values: StatusValues) -> None:
        """Losses on all digits, for the gauge."""
        score = Score.of(values)
        if score != self._score:
            self._score = score
            self.pacer.request()

    def set_working(self, on: bool) -> None:
        """Say beside the selected plane's name that its surface is being worked on, or no more."""
        if on != self.state.working:
            self.state.working = on
            self.pacer.request()

    def clear_trail(self) -> None:
        """Begin a new trail, because the axes changed or the walk began anew.

        The surfaces shown until the new ones arrive stay where they are under the ball, whatever
        coefficients the next set_position gives it.
        """
        self.state.change_axes()
        self.pacer.request()

    def shown_loss(self, plane: int) -> float | None:
        """The loss drawn under the ball on a plane; None before there is a surface."""
        self.state.take_in(perf_counter(), self._glide)
        return self.state.shown_loss(plane)

    def select(self, plane: int) -> None:
        """Bring a plane to the front. Raises IndexError for one that is not shown."""
        self.state.check_plane(plane)
        self.state.arrangement.select(plane, perf_counter(), *self._area())
        self.pacer.request()

    # How one looks at it.

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees; yaw wraps at ±180, pitch stops at ±89."""
        self.camera.orbit(yaw, pitch)
        self.pacer.request()

    def zoom(self, factor: float) -> None:
        """Enlarge the selected plane by a factor."""
        self.camera.magnify(factor)
        self.pacer.request()

    def reset_view(self) -> None:
        self.camera.reset()
        self.pacer.request()

    def pan(self, right: float, down: float) -> None:
        """Move the selected plane by so many pixels."""
        self.camera.move(right, down)
        self.pacer.request()

    def set_top_view(self, on: bool) -> None:
        """Show the planes as maps, flat and from straight above, or as hills again."""
        self.camera.top = on
        self.pacer.request()

    def set_wireframe(self, on: bool) -> None:
        """Show only the lines between neighbouring points."""
        self._look.wireframe = on
        self.pacer.request()

    def set_height_mode(self, mode: HeightMode) -> None:
        """What heights and colours mean. Raises ValueError for what is not in HEIGHT_MODES."""
        if mode not in HEIGHT_MODES:
            raise ValueError(f"unknown height mode {mode!r}; known: {', '.join(HEIGHT_MODES)}")
        self.state.scale.set_mode(mode)
        self.state.fit_scale()
        self.pacer.request()

    def set_theme(self, theme: Theme) -> None:
        """Other colours around the planes, and another size of text."""
        self._look.theme = theme
        self._text.set_theme(theme)
        self.pacer.request()

    def set_colour_map(self, name: str) -> None:
        """One of colormaps.COLOUR_MAPS. Raises ValueError for another."""
        self._text.set_colour_map(name)
        self._painter.set_colour_map(name)
        self.pacer.request()

    def add_item(self, item: GLGraphicsItem | ItemSpec, plane: int | None = None) -> None:
        """Put an item on a plane (all if None), or one of a spec on each. See AddedItems.add."""
        self._added.add(item, plane)

    def remove_item(self, item: GLGraphicsItem | ItemSpec) -> None:
        """Take it away. Raises ValueError for what stands on no plane."""
        self._added.remove(item)

    def _item_failed(self, name: str, failure: Exception) -> None:
        self.item_failed.emit(name, f"{type(failure).__name__}: {failure}")
        self.pacer.request()

    # Drawing.

    def _area(self) -> tuple[float, float]:
        """Width and height that the planes may fill."""
        bar = bar_height(self._look.theme, self.height())
        gauge = gauge_width(self._look.theme, self.width(), self.height())
        return self.width() - gauge, max(self.height() - bar, 1.0)

    def _frame(self) -> None:
        """A frame that shows something new: where frames are dear, a draft of it."""
        draft = self.pacer.dear
        self.canvas.redraw(draft)
        if draft:
            self._rest.start()

    def picture(self, scale: float = 1.0) -> QImage:
        """What it shows at present, drawn anew and whole, with `scale` times the pixels a side.

        Raises EnvironmentFault where that is too large for the machine.
        """
        try:
            with ExitStack() as finer:
                self.state.take_in(perf_counter(), glide=False)
                for plane in self.state.planes if scale > 1.0 else ():
                    finer.enter_context(plane.finer())
                return self.canvas.picture(scale)
        finally:
            self.pacer.request()  # texts on the screen have other pixels again

    def _paint(self, detail: Detail) -> None:
        started, now = thread_time(), perf_counter()
        self.pacer.began()
        if not self._painter.ready:
            self._painter.create(self.state.planes)
        self.state.take_in(now, self._glide)
        elapsed, self._last_frame = now - self._last_frame, now
        moving = self.state.advance(now, elapsed)
        slots = self.state.arrangement.advance(now, *self._area())
        moving = moving or self.state.arrangement.moving
        shown = scenes(self.state, self._look, slots, self.width(), self.height(), detail)
        self.canvas.text.begin(self.size(), detail.text_ratio)
        self._painter.paint(shown, self._look.theme)
        width, height = self._area()
        beside = QRectF(width, 0.0, self.width() - width, height)
        self._text.paint(self.state, slots, shown, self._pointed(shown), self._score, beside)
        if moving:
            self.pacer.request(_FRAME_SECONDS)
        self.paint_seconds = thread_time() - started

    def release(self) -> None:
        """Free what lies on the graphics card; painting again builds it anew."""
        self.pacer.stop()
        self._rest.stop()
        if not self._painter.ready:
            return
        self.canvas.makeCurrent()
        self._painter.release()
        self.canvas.doneCurrent()

    # The mouse.

    def place_at_pointer(self) -> tuple[int, float, float] | None:
        """Like place_at, of the pointer; None when it is outside the view."""
        return None if self.pointer_at is None else self.place_at(self.pointer_at)

    def place_at(self, at: QPointF) -> tuple[int, float, float] | None:
        """Plane and coefficients (a, b) of what is seen at a pixel; None beside the planes."""
        slots = self.state.arrangement.advance(perf_counter(), *self._area())
        shown = scenes(self.state, self._look, slots, self.width(), self.height(), Detail())
        return self._place_in(shown, at)

    def _place_in(self, shown: Sequence[Scene], at: QPointF) -> tuple[int, float, float] | None:
        x, y = 2 * at.x() / max(self.width(), 1) - 1, 1 - 2 * at.y() / max(self.height(), 1)
        return pick_nearest(self.state.planes, shown, self.state.selected, x, y)

    def _pointed(self, shown: Sequence[Scene]) -> tuple[QPointF, Plane, tuple[float, float]] | None:
        """Pixel, plane and coefficients under the pointer."""
        at = self.pointer_at
        found = None if at is None else self._place_in(shown, at)
        if found is None or at is None:
            return None
        plane, a, b = found
        return at, self.state.planes[plane], (a, b)

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        self.canvas.resize(self.size())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        super().mouseMoveEvent(event)
        self.pacer.request()
        (width, height), at, told = self._area(), self.pointer_at, ""
        if at is not None and (at.x() >= width or at.y() >= height):
            told = text("scale.told" if at.y() >= height else "gauge.told")
        if told != self.toolTip():
            self.setToolTip(told)

    def leaveEvent(self, event: QEvent | None) -> None:
        super().leaveEvent(event)
        self.pacer.request()
