"""The parts of a running program, joined: window, session, engine, devices and wings."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hudes_desktop.descent.actions import ShowPlanes
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.results import Ready
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.window_actions import NewVisitor
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.keyboard_mouse.keyboard import KeyboardDriver
from hudes_desktop.inputs.keyboard_mouse.mouse import MouseDriver
from hudes_desktop.inputs.pads.mappings import FILE_NAME as MAPPINGS
from hudes_desktop.inputs.profiles.library import Library, keyboards
from hudes_desktop.inputs.seam.drivers import foreign_drivers, make
from hudes_desktop.nets.user_network import Source, file_source
from hudes_desktop.nets.zoo import name_of, source_of
from hudes_desktop.options import OPTIONS, Options
from hudes_desktop.seam import Wings
from hudes_desktop.seam import find as find_wings
from hudes_desktop.session import Session
from hudes_desktop.store.directions import DirectionStore
from hudes_desktop.store.paths import cache_dir, config_dir, controllers_dir, data_dir
from hudes_desktop.view.controllers.page import Controllers
from hudes_desktop.view.panels.table import PANELS
from hudes_desktop.view.window.command_handlers import CommandHandlers
from hudes_desktop.view.window.frame_loop import FrameLoop
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.view.window.network_opener import NetworkOpener
from hudes_desktop.view.window.screen_saver import ScreenSaver
from hudes_desktop.view.window.system_motion import SystemMotion


class Program:
    """The parts of a running program, joined.

    options: what is played at present. session: the descent, on the engine behind `router`. hub:
    the devices. frame_loop: joins them with the window. handlers: carries out the commands of its
    menus. opener: of the user's own networks. on_failed: called when the engine can't go on, with
    nothing to go back to (text, whether the environment is why).
    """

    def __init__(
        self,
        options: Options,
        settings: Mapping[str, Any] = MappingProxyType({}),
        given: Mapping[str, Any] = MappingProxyType({}),
        wings: Wings | None = None,
    ) -> None:
        """All parts, not started yet. Raises: EnvironmentFault for options that can't be used.

        settings: by key, how the window was left and what the user chose. given: the same for this
        run only. wings: None for ours.
        """
        self.options = self._at_start = options
        self.wings = wings or find_wings(foreign=False)
        descent = options.descent()
        library = Library([config_dir() / "controllers", controllers_dir()])
        self._keyboards = keyboards(library, options.keyboard)
        self.router = ResultRouter(self._engine(options))
        self.session = Session(descent, self.router, options.grid_size)
        panels = (*PANELS, *self.wings.panels())
        self.window = MainWindow(descent.planes, descent.losses, panels)
        self.hub = Hub(library=library)
        self._user_profiles = UserProfiles(self.hub, library, config_dir() / "controllers")
        keyboard, mouse = KeyboardDriver(), MouseDriver()
        self.hub.set_profile("mouse", "mouse")
        self.hub.set_profile("keyboard", self._keyboards["planes"])
        self.hub.add(keyboard)
        self.hub.add(mouse)
        self.window.key_pressed.connect(keyboard.press)
        self.window.key_released.connect(keyboard.release)
        self.window.landscape.pointer_moved.connect(mouse.move)
        self.window.landscape.pointer_moved.connect(lambda *_: keyboard.use_modifiers())
        self.frame_loop = FrameLoop(self.window, self.session, self.hub, self.router)
        SystemMotion(self.window)
        screen_saver = ScreenSaver(self.window)
        self.frame_loop.played.connect(screen_saver.play)
        self.window.closed.connect(screen_saver.allow)
        if options.keyboard == "1d":
            given = {"window.mode": "lines", **given}
        self.handlers = CommandHandlers(
            self.window,
            self.frame_loop,
            self.change,
            library.profile(self._keyboards["planes"]),
            settings,
            given,
        )
        self.wings.attach(self.router, self.handlers)
        self.controllers = self._controllers()
        self._use_keys(self.window.mode)
        self.hub.changed = self._show_devices
        self.window.keyboard_changed.connect(self._show_devices)
        self.handlers.mode_changed.connect(self._use_keys)
        self.controllers.key_pressed.connect(keyboard.press)
        self.controllers.key_released.connect(keyboard.release)
        self.controllers.pointer_moved.connect(mouse.move)
        self.window.device_strip.offer_taken.connect(self.controllers.open_device)
        self.controllers.keyboard_changed.connect(self.window.keyboard_changed)
        self.window.keyboard_changed.connect(self.controllers.show_keyboard)
        self.handlers.controllers_wanted.connect(self.controllers.toggle)
        self.opener = NetworkOpener(self.window, self.window.show_banner)
        self.opener.passed.connect(self._play_opened)
        self.opener.weights_chosen.connect(lambda file: self.change(weights=file))
        self.handlers.network_wanted.connect(self.opener.open)
        self.frame_loop.handlers[NewVisitor] = lambda _: self.new_visitor()
        self.frame_loop.precision_toggled.connect(self._toggle_precision)
        self.handlers.show_options(options)
        self.handlers.show_axes(descent.axes)
        self.frame_loop.axes_changed.connect(self.handlers.show_axes)
        self._before: tuple[Options, Session] | None = None
        self._started = False
        self.on_failed: Callable[[str, bool], object] = lambda _text, _environment: None
        self.frame_loop.ready.connect(self._is_ready)
        self.frame_loop.failed.connect(self._has_failed)

    def plug_in(self) -> None:
        """Look for game pads, MIDI desks, and what drivers of other packages know, from now on."""
        pads = make("pad", config_dir() / "controllers" / MAPPINGS)
        self.hub.add(pads)
        self.controllers.set_pads(pads)
        self.hub.add(make("midi"))
        for driver in foreign_drivers():
            self.hub.add(driver)

    def _controllers(self) -> Controllers:
        """The page on which devices are taught, over the window."""
        mappings = config_dir() / "controllers" / MAPPINGS
        page = Controllers(self.window, self.hub, self._user_profiles, mappings)
        self.window.add_cover(page)
        return page

    def change(self, **changes: Any) -> None:
        """Play on with other options; what can't be used leaves everything as it is, and says so.

        Another number of planes is an action. Another device or precision goes on with the same
        descent; another network, data set or kind of directions is another descent. What is played
        on the same network, data and device needs no other engine. Somebody else's network is tried
        first, while the present one is played on.
        """
        if "net" in changes:
            changes = {"weights": None, **changes}  # they were another network's
        options = replace(self.options, **changes)
        source = source_of(options.net)
        if source is not None and {"net", "weights"} & changes.keys():
            self.handlers.show_options(self.options)
            self.opener.try_out(source, options.weights)
        elif options != self.options:
            self._change(options, changes.keys())

    def new_visitor(self) -> None:
        """Let descent, view, panels and text be as they were when the program started."""
        self.opener.give_up()
        self.handlers.begin_anew()
        self._change(self._at_start, {row.name for row in OPTIONS}, ask=False)

    def fall_back_to(self, options: Options) -> None:
        """Play on with these if the engine can't start with those that were given."""
        self._before = options, Session(options.descent(), self.router, options.grid_size)

    def _play_opened(self, source: Source, weights: Path | None) -> None:
        options = replace(self.options, net=name_of(source), weights=weights)
        # The file can be the one that is played, with something else in it.
        self._change(options, {"net", "weights"}, anew=True)

    def _change(
        self, options: Options, names: Collection[str], anew: bool = False, ask: bool = True
    ) -> None:
        """names: of the options that differ. anew: with another engine, in any case. ask: the user,
        before they lose a descent."""
        try:
            descent = options.descent()
        except EnvironmentFault as fault:
            self.window.show_banner(str(fault))
            self.handlers.show_options(self.options)
            return
        if set(names) == {"planes"}:
            self.options = options
            self.handlers.show_options(options)
            self.frame_loop.apply([ShowPlanes(options.planes)])
            return
        anew = anew or options.engine() != self.options.engine()
        if any(row.name in names and not row.same_descent for row in OPTIONS):
            self.handlers.show_options(self.options)  # until it is so
            go_on = partial(self._go_on, options, descent, anew)
            self.handlers.leaving.ask(go_on) if ask else go_on()
        else:
            self._go_on(options, None, anew)

    def _go_on(self, options: Options, descent: Descent | None, anew: bool) -> None:
        """descent: another one, or None for the present one. anew: with another engine."""
        session = self.session
        if descent is not None:
            session = Session(descent, self.router, options.grid_size)
        if anew and self._before is None:
            self._before = self.options, self.session
        self._begin(options, session, anew)

    def _use_keys(self, mode: str) -> None:
        self.hub.set_profile("keyboard", self._user_profiles.named(self._keyboards[mode]))
        self._show_devices()

    def _show_devices(self) -> None:
        """Menus, help and what the window says of devices follow the hub."""
        self.handlers.commands.set_profile(self.hub.profile("keyboard"))
        devices = [(device, self.hub.profile(device.id)) for device in self.hub.devices()]
        self.frame_loop.pages.show()
        self.window.show_devices(devices, self.hub.status(), self.controllers.listed.unmapped())
        for line in self.hub.take_messages():
            self.window.show_banner(line)

    def _toggle_precision(self) -> None:
        self.change(dtype="float16" if self.options.dtype == "float32" else "float32")

    def _begin(self, options: Options, session: Session, anew: bool) -> None:
        if session is not self.session:
            self.session.close()
            self.session = session
        if anew:
            self.router.replace(self._engine(options))
        self.options = options
        self.handlers.show_options(options)
        self.frame_loop.begin(session)

    def _engine(self, options: Options) -> ThreadEngine:
        directions = DirectionStore(data_dir() / "directions")
        return ThreadEngine(options.engine(), cache_dir(), self.wings.jobs(), directions)

    def _is_ready(self, ready: Ready) -> None:
        self.handlers.offer_devices(ready.absent_devices)
        self._before = None
        if not self._started:  # those that were given may be none that the engine can start with
            self._started, self._at_start = True, self.options
        if file_source(self.options.net) is not None:
            self.handlers.keep_network(self.options.net)

    def _has_failed(self, text: str, environment: bool) -> None:
        # What was chosen can't be had (the banner says why): go on with what could.
        if environment and self._before is not None:
            before, self._before = self._before, None
            self._begin(*before, anew=True)
        else:
            self.on_failed(text, environment)

    def close(self) -> None:
        """Let go of devices and stop the engine; the window is closed by whoever asked."""
        self.opener.close()
        self.wings.close()
        self.hub.close()
        self.router.close()
