"""Which axes the keys walk along on curves: a page of them, of as many as there are keys for."""

from PyQt6.QtCore import QObject

from hudes_desktop.descent.actions import Step
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.view.window.main_window import MainWindow

_KEYBOARD = "keyboard"


class AxisPages(QObject):
    """Of one window. A page begins where the one before ends; the last one may be shorter."""

    def __init__(self, window: MainWindow, hub: Hub) -> None:
        super().__init__(window)
        self._window = window
        self._hub = hub
        self._page = self._axes = 0
        window.keyboard_changed.connect(self.show)

    def set_axes(self, count: int) -> None:
        """There are so many axes now, or others."""
        self._axes = count
        self.show()

    def turn(self, by: int) -> None:
        """So many pages on; behind the last one comes the first."""
        size = len(self._keys())
        if size and self._axes:
            self._page = (self._page + by) % -(-self._axes // size)
            self.show()
            self._window.lines.bring_into_sight(self._page * size)

    def show(self) -> None:
        """Let the keys walk along the axes of the page, and say on the curves which ones they are.
        To be called when there is another profile of keys, or another mode."""
        keys = self._keys()
        if self._page * len(keys) >= max(self._axes, 1):
            self._page = 0
        first = self._page * len(keys)
        self._hub.first_axis[_KEYBOARD] = first if self._window.mode == "lines" else 0
        self._window.lines.show_keys({first + axis: said for axis, said in keys.items()})

    def _keys(self) -> dict[int, str]:
        """What is printed on the keys of each axis of a page: "S ◂ ▸ W"."""
        profile = self._hub.profile(_KEYBOARD)
        bindings = () if profile is None else profile.bindings
        choice = KeyChoice(LAYOUT, bindings)
        found: dict[int, dict[bool, str]] = {}
        for binding in bindings:
            if isinstance(binding.action, Step):
                ways = found.setdefault(binding.action.axis, {})
                ways.setdefault(binding.action.amount > 0, choice.shown(str(binding.control.name)))
        return {
            axis: f"{ways.get(False, '')} ◂ ▸ {ways.get(True, '')}"
            for axis, ways in sorted(found.items())
        }
