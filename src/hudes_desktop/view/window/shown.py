"""What a window shows at this moment, for what is saved of it."""

from hudes_desktop.engine.results import Surface
from hudes_desktop.session import Session
from hudes_desktop.view.kit.status_values import StatusValues
from hudes_desktop.view.window.main_window import MainWindow


def values_shown(window: MainWindow) -> StatusValues:
    """What it says in numbers, once all of it is up to date."""
    window.clock.refresh_all()
    return window.status.values


def surfaces_shown(window: MainWindow, session: Session) -> list[Surface]:
    """Of the present place, planes or curves in their order; those that have come."""
    lines = session.mode == "lines"
    count = session.descent.axes if lines else session.descent.planes
    seen = (window.status.in_sight.surface(number) for number in range(count))
    return [each for each in seen if each is not None and session.is_current(each)]
