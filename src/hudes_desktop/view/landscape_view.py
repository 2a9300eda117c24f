"""The 3-D view: one to five planes of the landscape, the ball on each of them, and the camera."""

from __future__ import annotations

from time import perf_counter, thread_time

from OpenGL import GL
from PyQt6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QPainter, QSurfaceFormat, QWheelEvent
from PyQt6.QtWidgets import QWidget
from pyqtgraph.opengl import GLViewWidget

from hudes_desktop.engine.results import Surface
from hudes_desktop.view import colormaps, gl_check
from hudes_desktop.view.arrangement import Arrangement
from hudes_desktop.view.camera import Camera, Slot
from hudes_desktop.view.colour_bar import BAR_AREA_PX, paint_colour_bar
from hudes_desktop.view.draft import SCALE as DRAFT_SCALE
from hudes_desktop.view.draft import Draft
from hudes_desktop.view.frame_pacer import FramePacer
from hudes_desktop.view.gl_programs import SharedResources
from hudes_desktop.view.lettering import Lettering
from hudes_desktop.view.loss_scale import HEIGHT_MODES, HeightMode, LossScale, nice_interval
from hudes_desktop.view.marks import arrow_on_surface, paint_arrow, paint_pointed
from hudes_desktop.view.overlay import Overlay, tick_every
from hudes_desktop.view.picking import pick
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.plane_item import PlaneItem, Scene
from hudes_desktop.view.pointer import Pointer
from hudes_desktop.view.theme import DARK, Theme
from hudes_desktop.view.touch import Touch
from hudes_desktop.view.trail import Trail

MAX_PLANES = 5
_FRAME_SECONDS = 0.015
_CONTOURS = 12
_BEHIND_DIM = 0.34
# Vertices along an axis, at most, of the selected plane and of the others: the graphics card has
# time for all of them, a software renderer spends half a microsecond on each.
_MESH = (401, 201)
_MESH_ON_SOFTWARE = (61, 31)
# Seconds. A graphics card may keep a frame until the screen takes it, 33 ms at 30 Hz; a software
# renderer never waits, it works on the cores that the engine needs.
_CHEAP, _CHEAP_ON_SOFTWARE = 0.036, 0.008
_REST_MS = 250  # after so long without a change, a draft gives way to the whole picture


class LandscapeView(GLViewWidget):
    """Planes seen from the same side, one of them selected: larger and in front.

    planes: what is shown on each. trail: the positions walked through. paint_seconds: the
    processor time of our part of the last frame. camera: yaw, pitch and zoom. pacer: when frames
    are drawn. about_to_draw: something new is going to be shown. pointer_moved: a control of the
    mouse and by how much, see Pointer.
    """

    about_to_draw = pyqtSignal()
    pointer_moved = pyqtSignal(str, float)

    def __init__(self, planes: int, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        if not 1 <= planes <= MAX_PLANES:
            raise ValueError(f"1 to {MAX_PLANES} planes can be shown, not {planes}")
        super().__init__(parent)
        self.setFormat(self._format())
        # Keys belong to the window: pyqtgraph's own camera keys must never see one.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName("Loss landscape")
        self.camera = Camera()
        self._arrived: dict[int, Surface] = {}
        self.planes = [Plane(index) for index in range(planes)]
        self.trail = Trail()
        self.scale = LossScale()
        self.paint_seconds = 0.0
        self._theme = theme
        self._wireframe = False
        self._lettering = Lettering(theme)
        self._overlay = Overlay(self._lettering)
        self._colour_map = colormaps.COLOUR_MAPS[0]
        self._colours = colormaps.image(self._colour_map)
        self._position: tuple[float, ...] | None = None
        self._train_loss: float | None = None
        self._axes_changed = False
        self._interval = 0.0
        self._arrangement = Arrangement(planes)
        self._last_frame = perf_counter()
        self._shared: SharedResources | None = None
        self._plane_items: list[PlaneItem] = []
        self._pointer = Pointer(self.pointer_moved.emit)
        self._touch = Touch(self, self.pointer_moved.emit)
        self.setMouseTracking(True)
        software = gl_check.software_renderer()
        self._mesh_points = _MESH_ON_SOFTWARE if software else _MESH
        self.pacer = FramePacer(self._frame, self, _CHEAP_ON_SOFTWARE if software else _CHEAP)
        self._draft = Draft() if software else None
        self._drafting = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.update)
        self.frameSwapped.connect(self.pacer.shown)

    @staticmethod
    def _format() -> QSurfaceFormat:
        return gl_check.surface_format(gl_check.samples_for_renderer())

    # What the session tells the view.

    @property
    def yaw(self) -> float:
        """Degrees in −180..180; at 0 axis a points right and axis b away."""
        return self.camera.yaw

    @property
    def pitch(self) -> float:
        """Degrees above the horizon in −89..89."""
        return self.camera.pitch

    @property
    def selected(self) -> int:
        return self._arrangement.selected

    def show_surface(self, surface: Surface) -> None:
        """Show this surface on its plane in the next frame; the one before glides into it.

        Raises ValueError for a surface with one axis, IndexError for a plane that is not shown.
        """
        if surface.heights.ndim != 2:
            raise ValueError("a line can't be shown on a plane")
        self._check_plane(surface.plane)
        self._arrived[surface.plane] = surface
        self.pacer.request()

    def begin(self, planes: int) -> None:
        """Show `planes` planes (1 to 5) without surfaces, as before the first ones."""
        if not 1 <= planes <= MAX_PLANES:
            raise ValueError(f"1 to {MAX_PLANES} planes can be shown, not {planes}")
        self.release()
        self._arrived.clear()
        self.planes = [Plane(index) for index in range(planes)]
        self._arrangement = Arrangement(planes)
        self.trail.clear()
        self._position = None
        self._train_loss = None
        self._axes_changed = False
        mode, self.scale = self.scale.mode, LossScale()
        self.scale.mode = mode
        self.pacer.request()

    @property
    def up_to_date(self) -> bool:
        """Whether every surface that arrived has been painted."""
        return not self._arrived

    def _take_in(self, now: float) -> None:
        """Show what has arrived: of surfaces that follow each other within a frame, the last."""
        if not self._arrived:
            return
        # Where a frame takes as long as a glide, gliding would only show the answer later.
        glide = not self.pacer.dear
        for index, surface in self._arrived.items():
            self.planes[index].show(surface, now, glide)
        self._arrived.clear()
        self.scale.fit(plane.new for plane in self.planes if plane.new is not None)

    def set_position(self, coefficients: tuple[float, ...]) -> None:
        """Put the ball at these coefficients (one an axis) on every plane, in the next frame."""
        if self._axes_changed:
            self._keep_ball_in_place(coefficients)
            self._axes_changed = False
        self._position = coefficients
        self.trail.append(coefficients)
        self.pacer.request()

    def set_train_loss(self, loss: float | None) -> None:
        """The exact loss at the ball, for the number on the colour bar."""
        self._train_loss = loss
        self.pacer.request()

    def clear_trail(self) -> None:
        """Begin a new trail, because the axes changed or the walk began anew.

        The surfaces shown until the new ones arrive stay where they are under the ball, whatever
        coefficients the next set_position gives it.
        """
        self.trail.clear()
        self._axes_changed = True
        self.pacer.request()

    def _keep_ball_in_place(self, coefficients: tuple[float, ...]) -> None:
        self._take_in(perf_counter())
        for plane in self.planes:
            if self._position is None or max(plane.axes) >= len(coefficients):
                continue
            if max(plane.axes) >= len(self._position):
                continue
            a, b = plane.axes
            plane.rebase((coefficients[a] - self._position[a], coefficients[b] - self._position[b]))

    def _check_plane(self, plane: int) -> None:
        if not 0 <= plane < len(self.planes):
            raise IndexError(f"plane {plane} is not one of {len(self.planes)}")

    def select(self, plane: int) -> None:
        """Bring a plane to the front. Raises IndexError for one that is not shown."""
        self._check_plane(plane)
        self._arrangement.select(plane, perf_counter(), *self._area())
        self.pacer.request()

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
        self._wireframe = on
        self.pacer.request()

    def set_height_mode(self, mode: HeightMode) -> None:
        """What heights and colours mean. Raises ValueError for what is not in HEIGHT_MODES."""
        if mode not in HEIGHT_MODES:
            raise ValueError(f"unknown height mode {mode!r}; known: {', '.join(HEIGHT_MODES)}")
        self.scale.mode = mode
        self.scale.fit(plane.new for plane in self.planes if plane.new is not None)
        self.pacer.request()

    def set_theme(self, theme: Theme) -> None:
        """Other colours around the planes, and another size of text."""
        self._theme = theme
        self._lettering = Lettering(theme)
        self._overlay = Overlay(self._lettering)
        self.pacer.request()

    def set_colour_map(self, name: str) -> None:
        """One of colormaps.COLOUR_MAPS. Raises ValueError for another."""
        self._colours = colormaps.image(name)
        self._colour_map = name
        if self._shared is not None:
            self.makeCurrent()
            self._shared.set_colour_map(name)
            self.doneCurrent()
        self.pacer.request()

    def shown_loss(self, plane: int) -> float | None:
        """The loss drawn under the ball on a plane; None before there is a surface."""
        self._take_in(perf_counter())
        shown = self.planes[plane]
        if self._position is None or max(shown.axes) >= len(self._position):
            return None
        return shown.loss_at(*(self._position[axis] for axis in shown.axes))

    # Drawing.

    def _area(self) -> tuple[float, float]:
        """Width and height that the planes may fill."""
        return float(self.width()), float(max(self.height() - BAR_AREA_PX * self._theme.unit, 1))

    def _contour_interval(self) -> float:
        """A round number of nats, so that the selected plane has a good number of lines.

        It changes only when there would be far more or fewer of them.
        """
        field = self.planes[self.selected].new
        own = field.high - field.low if field is not None else 0.0
        span = max(own, self.scale.span / 8.0)
        if self._interval <= 0 or not 0.5 < span / self._interval / _CONTOURS < 1.7:
            self._interval = nice_interval(span, _CONTOURS)
        return self._interval

    def _frame(self) -> None:
        """A frame that shows something new: where frames are dear, a draft of it."""
        self.about_to_draw.emit()
        self._drafting = self._draft is not None and self.pacer.dear
        self.update()

    def paintGL(self) -> None:
        started, now = thread_time(), perf_counter()
        self.pacer.began()
        if self._shared is None:
            self._create_resources()
        self._take_in(now)
        elapsed, self._last_frame = now - self._last_frame, now
        moving = self.scale.advance(elapsed)
        for plane in self.planes:
            moving = plane.advance(now) or moving
        places = self._arrangement.advance(now, *self._area())
        moving = moving or self._arrangement.moving
        # Whoever else asks for a paint (a new size, a saved picture) gets the whole of it.
        draft, self._drafting = self._draft if self._drafting else None, False
        scenes = self._scenes(places, DRAFT_SCALE if draft else 1.0)
        if draft is not None:
            draft.begin(self._device_size())
        self._paint_planes(scenes)
        if draft is not None:
            draft.end(self._device_size())
            self._rest.start()
        self._paint_text(places, scenes)
        if moving:
            self.pacer.request(_FRAME_SECONDS)
        self.paint_seconds = thread_time() - started

    def _device_size(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    def _paint_planes(self, scenes: list[Scene]) -> None:
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glDisable(GL.GL_STENCIL_TEST)
        GL.glDepthMask(GL.GL_TRUE)
        ground = self._theme.gl("background")
        GL.glClearColor(ground.x(), ground.y(), ground.z(), 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        for item, scene, weight in zip(
            self._plane_items, scenes, self._arrangement.weights, strict=True
        ):
            item.scene = scene
            item.setDepthValue(weight)
        # Not drawItemTree(): it swallows exceptions, and a blank view would look like a calm one.
        for item in sorted(self._plane_items, key=PlaneItem.depthValue):
            item.paint()

    def _scenes(self, places: list[Slot], scale: float) -> list[Scene]:
        """scale: of the picture's pixels to the view's."""
        view = self.camera.view()
        ratio = max(self.devicePixelRatioF(), 1.0) * scale
        interval = self._contour_interval()
        out = []
        for plane, slot, weight in zip(self.planes, places, self._arrangement.weights, strict=True):
            margin = _margins(slot, weight)
            out.append(
                Scene(
                    view=view,
                    projection=self.camera.projection(
                        view, margin, self.width(), self.height(), weight
                    ),
                    scale=self.scale,
                    interval=interval,
                    position=self._position,
                    trail=self.trail,
                    dim=_BEHIND_DIM * (1.0 - weight),
                    pixel_ratio=ratio,
                    width_px=self.width(),
                    height_px=self.height(),
                    size=weight,
                    mesh_points=self._mesh_points[0 if weight > 0.5 else 1],
                    tick_every=tick_every(plane),
                    height=self.camera.height,
                    wireframe=self._wireframe,
                    theme=self._theme,
                )
            )
        return out

    def _paint_text(self, places: list[Slot], scenes: list[Scene]) -> None:
        painter = QPainter(self)
        try:
            self._write(painter, places, scenes)
        finally:
            painter.end()  # one left open would end the process at the next frame

    def _write(self, painter: QPainter, places: list[Slot], scenes: list[Scene]) -> None:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        overlay, width, height = self._overlay, self.width(), self.height()
        for index, (plane, slot, scene) in enumerate(zip(self.planes, places, scenes, strict=True)):
            if scene.size > 0.6:
                self._mark_way_down(painter, plane, scene)
                strength = (scene.size - 0.6) / 0.4
                overlay.axes(
                    painter, plane, self.scale, scene.view, scene.projection, scene.height,
                    width, height, strength,
                )  # fmt: skip
            overlay.caption(painter, plane, slot, index == self.selected)
        if self.planes[self.selected].new is not None:
            paint_colour_bar(
                painter, self._lettering, self.scale, self._colours, self._interval,
                self.shown_loss(self.selected), self._train_loss, width, height,
            )  # fmt: skip
        pointed = self.place_at_pointer()
        if pointed is not None and self._pointer.at is not None:
            plane, place = self.planes[pointed[0]], pointed[1:]
            paint_pointed(painter, self._lettering, self._pointer.at, plane, place)

    def _mark_way_down(self, painter: QPainter, plane: Plane, scene: Scene) -> None:
        if self._position is None or max(plane.axes) >= len(self._position):
            return
        a, b = (self._position[axis] for axis in plane.axes)
        points = arrow_on_surface(plane, (a, b), self.scale, scene.height)
        if points is not None:
            to_clip = scene.projection @ scene.view
            paint_arrow(painter, points, to_clip, self.width(), self.height(), self._theme)

    def _create_resources(self) -> None:
        self._shared = SharedResources(self._colour_map)
        self._plane_items = [PlaneItem(plane, self._shared) for plane in self.planes]
        for item in self._plane_items:
            self.addItem(item)
        self.context().aboutToBeDestroyed.connect(self.release)

    def release(self) -> None:
        """Free what lies on the graphics card; painting again builds it anew."""
        self.pacer.stop()
        self._rest.stop()
        if self._shared is None:
            return
        self.makeCurrent()
        self.context().aboutToBeDestroyed.disconnect(self.release)
        for item in self._plane_items:
            item.destroy()
            self.removeItem(item)
        self._plane_items = []
        self._shared.destroy()
        self._shared = None
        if self._draft is not None:
            self._draft.destroy()
        for plane in self.planes:
            plane.uploads_old += 1
            plane.uploads_new += 1
        self.doneCurrent()

    # The mouse: the view only says what it did; a profile says what that means.

    def place_at_pointer(self) -> tuple[int, float, float] | None:
        """Like place_at, of the pointer; None when it is outside the view."""
        return None if self._pointer.at is None else self.place_at(self._pointer.at)

    def place_at(self, at: QPointF) -> tuple[int, float, float] | None:
        """Plane and coefficients (a, b) of what is seen at a pixel; None beside the planes."""
        x, y = 2 * at.x() / max(self.width(), 1) - 1, 1 - 2 * at.y() / max(self.height(), 1)
        # The selected plane stands in front.
        order = sorted(range(len(self.planes)), key=lambda index: index != self.selected)
        scenes = self._scenes(self._arrangement.advance(perf_counter(), *self._area()), 1.0)
        for index in order:
            scene = scenes[index]
            to_clip = scene.projection @ scene.view
            place = pick(self.planes[index], self.scale, to_clip, scene.height, x, y)
            if place is not None:
                return index, *place
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)
        self.pacer.request()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._pointer.turn_wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer.leave()
        self.pacer.request()
        super().leaveEvent(event)


def _margins(slot: Slot, weight: float) -> Slot:
    """The slot less the room for text: more of it around the selected plane."""

    def mix(small: float, large: float) -> float:
        return small + (large - small) * weight

    side, top, bottom = mix(14.0, 46.0), mix(26.0, 10.0), mix(6.0, 40.0)
    return Slot(
        slot.left + side,
        slot.top + top,
        max(slot.width - 2 * side, 10.0),
        max(slot.height - top - bottom, 10.0),
    )
