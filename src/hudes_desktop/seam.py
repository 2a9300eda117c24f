"""How wings join: what a wing is, what it is given, how it is found, what becomes of its faults."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, TypeVar

from hudes_desktop.engine.jobs import JOBS, JobSpec
from hudes_desktop.engine.results import WingFailed
from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.nets.zoo import NETWORKS, Architecture, add_networks_of_packages
from hudes_desktop.store.paths import data_dir
from hudes_desktop.view.kit.command import Command, Row, commands_of

# Only for annotations: wings are looked at before there is a window, and without torch.
if TYPE_CHECKING:
    from hudes_desktop.engine.requests import Request
    from hudes_desktop.engine.router import ResultRouter
    from hudes_desktop.options import OptionSpec
    from hudes_desktop.session import Session
    from hudes_desktop.view.kit.page_spec import PageSpec
    from hudes_desktop.view.landscape.added_items import ItemSpec
    from hudes_desktop.view.landscape.view import LandscapeView
    from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
    from hudes_desktop.view.window.command_handlers import CommandHandlers
    from hudes_desktop.view.window.main_window import MainWindow

log = logging.getLogger(__name__)

SEAM_VERSION = 1
"""Grows when what a wing gives or is given changes; a wing says for which one it was written."""

GROUP = "hudes_desktop.wings"
"""The group of entry points; each is a Wing."""

WINGS = tuple(f"hudes_desktop.wings.{name}:WING" for name in ("inspection", "film", "guidance"))
"""Ours: they are there in a checkout that was never installed, too."""

T = TypeVar("T")
Call = Callable[..., Any]


@dataclass(frozen=True)
class Wing:
    """What a wing adds.

    The window waits for the import of the module with a wing in it, so that imports neither Qt nor
    torch: a panel, a page, a job, an item and `attach` may be said as "package.module:name".

    name: unique among wings. seam_version: see SEAM_VERSION. actions: what controls and menus make;
    House.handle says who carries them out. commands: other entries of menus, and settings: options;
    both are applied to what `attach` returned, or to the House. panels, pages: beside the landscape
    and over the window. jobs: what the engine can be asked. networks: to choose from. items: on
    every plane. attach: called with the House once the window is there and not yet shown.
    """

    name: str
    seam_version: int
    actions: Sequence[ActionSpec] = ()
    commands: Sequence[Command] = ()
    panels: Sequence[PanelSpec] = ()
    pages: Sequence[PageSpec] = ()
    settings: Sequence[OptionSpec] = ()
    jobs: Sequence[JobSpec] = ()
    networks: Sequence[Architecture] = ()
    items: Sequence[ItemSpec | str] = ()
    attach: Callable[[House], object] | str | None = None


class House:
    """What a wing is given, one each. wing: itself. window: the main window. router: of the engine,
    for sessions of its own. handlers: of commands and options. What the wing hands over to be
    called is called no more once it has failed."""

    window: MainWindow
    router: ResultRouter
    handlers: CommandHandlers

    def __init__(self, wing: Wing, package: str, fail: Callable[[House, str], None]) -> None:
        """package: of whose modules the wing is. fail: told what the wing's code raises."""
        self.wing, self.package, self.on = wing, package, True
        self._fail = fail
        self._at_end: list[Call] = []

    @property
    def session(self) -> Session:
        """The one that is shown now; `Began` says when it is another."""
        return self.handlers.frame_loop.session

    @property
    def folder(self) -> Path:
        """For what the user would miss; whoever writes makes it first."""
        return data_dir() / "wings" / self.wing.name

    def option(self, name: str) -> Any:
        """What one of the wing's options is now. Raises KeyError for one that it hasn't."""
        defaults = {option.name: option.default for option in self.wing.settings}
        return self.handlers.value(f"wing.{self.wing.name}.{name}", defaults[name])

    def post(self, request: Request) -> None:
        """Ask the engine for something; see Engine.post."""
        self.router.post(request)

    def subscribe(
        self, kind: type[T], handler: Callable[[T], object], descent: str | None = None
    ) -> None:
        """Call `handler` with each result of a type for the descent that is shown, also with Began,
        Applied, Slopes and Theme (view.kit.feed). descent: with those for the one of that id."""
        if descent is None:
            self.window.feed.subscribe(kind, self.guarded(handler))
        else:
            self.router.subscribe(kind, self.guarded(handler), descent)

    def handle(self, action: type[T], handler: Callable[[T], object]) -> None:
        """Call `handler` with each action of a type that is the wing's own, whatever made it."""
        self.handlers.frame_loop.handlers[action] = self.guarded(handler)

    def at_end(self, call: Callable[[], object]) -> None:
        """Call it before the window goes, and when the wing fails."""
        self._at_end.append(call)

    def guarded(self, call: Call | str) -> Call:
        """`call`, which does nothing once the wing has failed; what it raises is that failure."""

        def guarded(*arguments: Any) -> Any:
            if self.on:
                try:
                    return (resolve_name(call) if isinstance(call, str) else call)(*arguments)
                except Exception as error:
                    # Another's code, or as good as that: the program goes on without it.
                    log.exception("the wing %s failed", self.wing.name)
                    self._fail(self, f"{type(error).__name__}: {error}")
            return None

        return guarded

    def end(self) -> None:
        """Let the wing finish what it is at."""
        while self._at_end:
            try:
                self._at_end.pop()()
            except Exception:
                # The rest is to end as well.
                log.exception("the wing %s could not end", self.wing.name)


class Wings:
    """All wings that are there. messages: a line for each that can't be, or has failed."""

    def __init__(
        self, found: Iterable[tuple[Wing, str]] = (), messages: Iterable[str] = ()
    ) -> None:
        """found: wings, each with its package; of two with one name the first is taken."""
        self.messages, self._attached = list(messages), False
        self._houses: dict[str, House] = {}
        for wing, package in found:
            if wing.seam_version > SEAM_VERSION:
                line = f"the wing {wing.name} is made for a newer version of this program"
                self.messages.append(line)
            elif wing.name in self._houses:
                line = f"there are two wings {wing.name}: that of {package} is left out"
                self.messages.append(line)
            else:
                try:
                    ACTIONS.add(*wing.actions)
                except ValueError as error:
                    self.messages.append(f"the wing {wing.name} is left out: {error}")
                    continue
                self._houses[wing.name] = House(wing, package, self._fail)
                NETWORKS.update({network.name: network for network in wing.networks})

    def __iter__(self) -> Iterator[Wing]:
        return (house.wing for house in self._houses.values())

    def jobs(self) -> list[JobSpec]:
        """What an engine can be asked: ours, and what wings bring."""
        return [*JOBS, *(replace(job, wing=wing.name) for wing in self for job in wing.jobs)]

    def panels(self) -> list[PanelSpec]:
        """Those of all wings, for a window."""
        return [
            replace(spec, make=partial(_make_panel, house, spec.make))
            for house in self._houses.values()
            for spec in house.wing.panels
        ]

    def options(self) -> list[OptionSpec]:
        """Those of all wings."""
        return [option for wing in self for option in _options(wing)]

    def attach(self, router: ResultRouter, handlers: CommandHandlers) -> None:
        """Let all wings join, and tell the user which of them can't."""
        router.subscribe(WingFailed, lambda told: self._fail(self._houses[told.wing], told.reason))
        for house in self._houses.values():
            house.window, house.router, house.handlers = handlers.window, router, handlers
            house.guarded(self._join)(house)
            if not house.on:
                self._put_away(house)
        handlers.window.landscape.item_failed.connect(self._item_failed)
        self._attached = True
        if self.messages:
            handlers.window.show_banner("\n".join(self.messages))

    def _join(self, house: House) -> None:
        wing = house.wing
        part = house.guarded(wing.attach)(house) if wing.attach is not None else None
        pages = [page.command(house.window, house.at_end) for page in wing.pages]
        rows: list[Row] = [*commands_of(wing.actions), *wing.commands, *pages, *_options(wing)]
        for row in rows if house.on else ():
            name = "handler" if isinstance(row, Command) else "apply"
            call: Call | None = getattr(row, name)
            changed: Any = {name: call and house.guarded(call)}
            guarded = replace(row, **changed)
            house.handlers.add([guarded], house if part is None else part)
            house.at_end(partial(house.handlers.disable, guarded))
        for item in wing.items if house.on else ():
            spec = replace(resolve_name(item) if isinstance(item, str) else item, name=wing.name)
            house.window.landscape.add_item(spec)
            house.at_end(partial(_take_away, house.window.landscape, spec))

    def _item_failed(self, name: str, why: str) -> None:
        if house := self._houses.get(name):
            house.window.later(partial(self._fail, house, why))

    def close(self) -> None:
        """Let wings finish what they are at, before the window goes."""
        for house in self._houses.values():
            house.end()
            ACTIONS.remove(*house.wing.actions)

    def blame(self, error: BaseException) -> bool:
        """Switch off the wing in whose code an exception was raised; False if that was nobody's."""
        for frame, _ in reversed(list(walk_tb(error.__traceback__))):
            module = frame.f_globals.get("__name__", "")
            for house in self._houses.values():
                if f"{module}.".startswith(f"{house.package}."):
                    log.error("the wing %s failed", house.wing.name, exc_info=error)
                    self._fail(house, f"{type(error).__name__}: {error}")
                    return True
        return False

    def _fail(self, house: House, reason: str) -> None:
        if house.on:
            house.on = False
            self.messages.append(f"the wing {house.wing.name} is off: {reason}")
            if self._attached:
                house.window.show_banner(self.messages[-1])
                # A turn of the loop later: it may have failed in the middle of being painted.
                house.window.later(partial(self._put_away, house))

    def _put_away(self, house: House) -> None:
        """Leave nothing of it where it could fail again."""
        house.end()
        for spec in house.wing.panels:
            house.window.docks.replace(spec.name, f"The wing {house.wing.name} is off.")


def _make_panel(house: House, make: Call | str, context: PanelContext) -> Any:
    return house.guarded(make)(replace(context, guard=house.guarded))


def _take_away(landscape: LandscapeView, spec: ItemSpec) -> None:
    with suppress(ValueError):  # it can have failed, and is not there any more
        landscape.remove_item(spec)


def _options(wing: Wing) -> list[OptionSpec]:
    return [replace(option, section=f"wing.{wing.name}") for option in wing.settings]


def find(foreign: bool = True) -> Wings:
    """Ours, and, where they are wanted, those of other packages, whose networks join as well."""
    paths = [*WINGS]
    if foreign:
        from importlib.metadata import entry_points

        add_networks_of_packages()
        paths += [point.value for point in entry_points(group=GROUP)]
    found, messages = [], []
    for path in paths:
        try:
            if not isinstance(wing := resolve_name(path), Wing):
                raise TypeError(f"{path} is no Wing")
        except Exception as error:
            # Another's code: whatever is wrong with it, the program starts without it.
            log.warning("the wing %s can't be imported", path, exc_info=True)
            messages.append(f"the wing {path} can't be imported: {type(error).__name__}: {error}")
        else:
            module = sys.modules[path.partition(":")[0].strip()]
            found.append((wing, module.__package__ or module.__name__))
    return Wings(found, messages)
