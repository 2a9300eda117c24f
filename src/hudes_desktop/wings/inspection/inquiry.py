"""When the digits are looked at: while somebody sees a panel of them, and once for each place."""

from collections.abc import Callable

from hudes_desktop.descent.history import Losses
from hudes_desktop.descent.place import Place
from hudes_desktop.engine.requests import Request
from hudes_desktop.seam import House
from hudes_desktop.session import Session
from hudes_desktop.view.kit.feed import Began
from hudes_desktop.wings.inspection import PANELS
from hudes_desktop.wings.inspection.results import InspectRequest


class Inquiry:
    """Asks the engine what the network makes of the digits where a session stands."""

    def __init__(self, post: Callable[[Request], object]) -> None:
        self._post = post
        self._asked: Place | None = None

    def ask(self, session: Session) -> None:
        """Ask, unless that was asked already; the answer comes once the engine has nothing else to
        do, and adds nothing to the count of evaluations."""
        descent = session.descent
        if self._asked is not descent.place:
            self._asked = descent.place
            self._post(
                InspectRequest(descent.frame, descent.place, descent=descent.id, owner="inspection")
            )

    def forget(self) -> None:
        """What was asked may have been lost: the engine is another one."""
        self._asked = None


def attach(house: House) -> None:
    """Ask now and then, while one of the panels is in sight."""
    inquiry, clock = Inquiry(house.post), house.window.clock
    docks = [house.window.docks[spec.name] for spec in PANELS]

    def ask() -> None:
        if any(not dock.visibleRegion().isEmpty() for dock in docks):
            inquiry.ask(house.session)

    soon = house.guarded(ask)
    for dock in docks:
        dock.visibilityChanged.connect(lambda _: clock.touch(soon))
    house.subscribe(Losses, lambda _: clock.touch(soon))
    house.subscribe(Began, lambda _: inquiry.forget())
