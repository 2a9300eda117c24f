"""Carries out the commands of menus and palette, and remembers how the window was left."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QMessageBox

from hudes_desktop import __version__
from hudes_desktop.inputs.bindings.window_actions import ToggleStage
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.landscape.choices import Mode
from hudes_desktop.nets.user_network import file_source
from hudes_desktop.options import Options, OptionSpec
from hudes_desktop.view.commands.menus import Commands
from hudes_desktop.view.commands.palette import Palette
from hudes_desktop.view.export.journal import Journal
from hudes_desktop.view.export.save import Saver
from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.kit.choices import TEXT_PX
from hudes_desktop.view.kit.command import Command, Row, choices, commands_for, name_of
from hudes_desktop.view.kit.feed import VisitorCame
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.window.commands import LEFT, parts
from hudes_desktop.view.window.frame_loop import FrameLoop
from hudes_desktop.view.window.layout import Layout
from hudes_desktop.view.window.leaving import Leaving
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.view.window.shown import surfaces_shown, values_shown
from hudes_desktop.view.window.stage import Stage

_ABOUT = (
    f"<h3>Human Descent {__version__}</h3><p>Walk on the loss surface of a neural network by hand."
    "</p><p>Free software under the GNU General Public License, version 3 or later.</p>"
    "<p>MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges (CC BY-SA 3.0).</p>"
)

_NETWORKS_KEPT = 6
"""So many networks of the user's own are offered again."""


class CommandHandlers(QObject):
    """The commands of a window, its settings, the palette, and what saves.

    change: called with options by name when the user chose others. settings: what stands in the
    user's file, by key. given: what holds for this run only. commands, palette: its parts.
    layout: of its panels. stage: the stage view. leaving: asks before a descent is left.
    mode_changed: surfaces ("planes") or curves ("lines") are shown now. controllers_wanted: the
    page of controllers is to be shown. network_wanted: the user wants to open one of their own.
    """

    mode_changed = pyqtSignal(str)
    controllers_wanted = pyqtSignal()
    network_wanted = pyqtSignal()

    def __init__(
        self,
        window: MainWindow,
        frame_loop: FrameLoop,
        change: Callable[..., None],
        profile: Profile,
        settings: Mapping[str, Any],
        given: Mapping[str, Any],
    ) -> None:
        super().__init__(window)
        self.window = window
        self.frame_loop = frame_loop
        self.chart = window.docks.panel(LossChart)
        self._change = change
        self._options: dict[str, tuple[OptionSpec, object]] = {}
        self._left = settings
        self._given = given
        self._chosen: dict[str, Any] = {}
        self._layout_at_end: dict[str, Any] = {}
        self._offered: set[str] = set()
        self._dressed: themes.Theme | None = None
        self.layout = Layout(window, self.value)
        self.stage = Stage(window, self.layout, self.dress)
        frame_loop.handlers[ToggleStage] = lambda _: self.stage.toggle()
        self.saver = Saver(
            window,
            window.show_banner,
            lambda: values_shown(window),
            lambda: surfaces_shown(window, frame_loop.session),
            Journal(window.feed),
            self.value,
            self.choose,
        )
        self.leaving = Leaving(window, self.saver)
        window.closed.connect(self.saver.wait)
        self.commands = Commands(window, frame_loop.do)
        for rows, part in parts(window.docks.specs):
            self._add(rows, part(self))
        self.commands.set_profile(profile)
        self.palette = Palette(window, self.commands)
        for name in window.docks.names():
            toggle = window.docks[name].toggleViewAction()
            assert toggle is not None
            toggle.toggled.connect(partial(self.commands.set_checked, f"panel:{name}"))
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._dress_anew)
        window.full_screen_changed.connect(partial(self.commands.set_checked, "full_screen"))
        window.closed.connect(self._note_layout)
        self._restore()

    def add(self, rows: Iterable[Row], to: object) -> None:
        """More commands and options, which `to` carries out; what was set of them holds at once."""
        rows = tuple(rows)
        self._add(rows, to)
        self._apply(row for row in rows if isinstance(row, OptionSpec))

    def disable(self, row: Row) -> None:
        """Let what a row added be chosen no more."""
        commands = [row] if isinstance(row, Command) else commands_for(row, self.choose)
        for command in commands:
            self.commands.set_enabled(command.name, False)

    def value(self, key: str, default: Any = None) -> Any:
        """What a setting is now: chosen, given for this run, as it was left, or its default.

        default: of one whose row was not added yet.
        """
        for values in (self._chosen, self._given, self._left):
            if key in values:
                return values[key]
        return self._options[key][0].default if key in self._options else default

    def choose(self, key: str, value: Any) -> None:
        """Make an option something else, as from its menu; all but those of the program itself are
        remembered. Raises KeyError for an option that there isn't."""
        option, _ = self._options[key]
        if option.section:
            self._chosen[key] = value
            self._apply([option])
        elif option.apply is not None:
            option.apply(self._options[key][1], value)
        else:
            self._change(**{option.name: value})

    def show(self, key: str, value: Any) -> None:
        """Tick what an option is."""
        option, _ = self._options[key]
        if option.menu is None:
            return
        if option.offered():
            self.commands.set_choice(name_of(option), value)
        else:
            self.commands.set_checked(name_of(option), value)

    def show_options(self, options: Options) -> None:
        """Tick what is played at present."""
        for option, _ in self._options.values():
            if not option.section and option.apply is None:
                self.show(option.key, getattr(options, option.name))

    def show_axes(self, axes: int) -> None:
        """Tick how many axes there are."""
        self.show("axes", axes)

    def keep_network(self, net: str) -> None:
        """Let a network of the user's own be chosen again, now and after the next start."""
        others = (each for each in self.value("window.opened") if each != net)
        self._chosen["window.opened"] = (net, *others)[:_NETWORKS_KEPT]
        self._offer_network(net)
        self.show("net", net)

    def remembered(self) -> dict[str, Any]:
        """What to write into the settings: how the window is now, and what was chosen."""
        now = self._chosen | (self._layout_at_end or self.layout.now())
        return {
            key: value
            for key, value in now.items()
            if key in self._left or value != self._options[key][0].default
        }

    def _note_layout(self) -> None:
        # When it is closed, not later: panels that float are hidden with it.
        self._layout_at_end = self.layout.now()

    def _add(self, rows: Iterable[Row], to: object) -> None:
        for row in rows:
            if isinstance(row, OptionSpec):
                self._options[row.key] = row, to
                self.commands.add(commands_for(row, self.choose), row.key)
            else:
                self.commands.add([row], to)

    def _offer_network(self, net: str) -> None:
        option, _ = self._options["net"]
        source = file_source(net)
        if option.menu is None or source is None or net in self._offered:
            return
        self._offered.add(net)
        choice = net, f"{source.title} ({Path(source.place).parent})"
        rows = choices(name_of(option), option.menu.path, [choice], self.choose)
        self.commands.add(rows, option.key)

    def _apply(self, options: Iterable[OptionSpec]) -> None:
        """Make settings what they are said to be."""
        for option in options:
            value = self.value(option.key)
            if option.apply is not None:
                option.apply(self._options[option.key][1], value)
            self.show(option.key, value)

    def _restore(self) -> None:
        """Let the window be as it was left."""
        docks = self.window.docks
        self._add(LEFT, self)
        self.layout.restore_window()
        self.layout.restore_panels()
        for net in self.value("window.opened"):
            if (source := file_source(net)) is not None and Path(source.place).exists():
                self._offer_network(net)
        for name in docks.names():
            self.commands.set_checked(f"panel:{name}", not docks[name].isHidden())
        self._apply(option for option, _ in self._options.values() if option.section)

    def offer_devices(self, absent: Mapping[str, str]) -> None:
        """Let those devices be chosen that the machine has. absent: others, each with a reason."""
        for kind, why in absent.items():
            self.commands.set_enabled(f"device:{kind}", False)
            self.commands.action(f"device:{kind}").setToolTip(why)

    def begin_anew(self) -> None:
        """Let everything be chosen as it was when the program started, and nothing lie over it.

        The window itself stays as large as it is.
        """
        self.leaving.withdraw()
        self.stage.show(False)
        self.window.hide_pages()
        self.palette.leave()
        opened = self._chosen.get("window.opened")
        self._chosen = {} if opened is None else {"window.opened": opened}
        self._apply(option for option, _ in self._options.values() if option.section)
        self.layout.restore_panels()
        landscape = self.window.landscape
        landscape.set_top_view(False)
        landscape.set_wireframe(False)
        landscape.reset_view()
        for name in ("top_view", "wireframe"):
            self.commands.set_checked(name, False)
        self.window.feed.publish(VisitorCame())

    # What commands do; each row says which.

    def show_panel(self, name: str, on: bool) -> None:
        """Show a panel or hide it."""
        dock = self.window.docks[name]
        if not on and dock.visibleRegion().isEmpty():
            # Behind another one's tab: whoever chooses it wants to see it.
            on = True
            self.commands.set_checked(f"panel:{name}", True)
        dock.setVisible(on)
        if on:
            dock.raise_()

    def show_mode(self, mode: Mode) -> None:
        """Show surfaces or curves, with what can be chosen of them."""
        self.frame_loop.set_mode(mode)
        self.commands.set_mode(mode)
        self.mode_changed.emit(mode)

    def scale_text(self, steps: int) -> None:
        """Make the text larger or smaller, by pixels."""
        smallest, largest = TEXT_PX
        px = min(max(self.value("window.font_px") + steps, smallest), largest)
        self.choose("window.font_px", px)

    def show_about(self) -> None:
        """Say what this program is, and whose digits it comes with."""
        QMessageBox.about(self.window, "About Human Descent", _ABOUT)

    def dress(self) -> None:
        """Wear the theme and the size of text that were chosen."""
        look = self.value("window.theme"), self.value("window.font_px")
        theme = self.stage.dressed(themes.chosen(*look))
        if theme != self._dressed:
            self._dressed = theme
            for part in (self.window, self.palette, self.commands, self.saver):
                part.set_theme(theme)

    def _dress_anew(self) -> None:
        """The desktop has other colours now."""
        self._dressed = None
        self.dress()
