"""What a page over the window is in a table: its names, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from hudes_desktop.view.kit.command import Command

if TYPE_CHECKING:
    from hudes_desktop.view.kit.page_overlay import PageOverlay


@dataclass(frozen=True)
class PageSpec:
    """One row is a page over the window, and an entry of a menu that shows or hides it.

    name: unique. title: in the menu. make: gives the page, or where that is found
    ("package.module:function"); called with the window when the page is wanted first.
    """

    name: str
    title: str
    make: Callable[[Any], PageOverlay] | str
    menu: str = "Help"
    shortcut: str | None = None
    icon: str = ""

    def command(self, window: Any, at_end: Callable[[Callable[[], None]], None]) -> Command:
        """The entry of the menu. at_end: is told what hides the page for good."""
        made: list[PageOverlay] = []

        def toggle(_part: object) -> None:
            if not made:
                make = resolve_name(self.make) if isinstance(self.make, str) else self.make
                made.append(make(window))
                window.add_cover(made[0])
                at_end(made[0].hide)
            made[0].toggle()

        name, title = f"page:{self.name}", self.title
        return Command(name, title, self.menu, self.shortcut, toggle, icon=self.icon)
