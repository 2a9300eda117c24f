"""Says why an action could do nothing: the end of a list, nothing to undo, the lowest point."""

from collections.abc import Sequence
from time import monotonic

from hudes_desktop.descent.actions import Action
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.view.window.main_window import MainWindow

_AGAIN_AFTER = 0.5  # seconds: a control that is held at an end makes a pad rumble no more often


class Ends:
    """A line in the window, and a pulse for the devices, whenever an end was reached."""

    def __init__(self, window: MainWindow, hub: Hub) -> None:
        self._window = window
        self._hub = hub
        self._told_at = -_AGAIN_AFTER

    def tell(self, actions: Sequence[Action], change: Change, descent: Descent) -> None:
        """Whether the last action of a frame, which is what a hand did last, could do nothing."""
        if not actions or actions[-1] not in change.stopped:
            return
        if not (line := _line(actions[-1], descent)):
            return
        self._window.show_note(line)
        now = monotonic()
        if now - self._told_at >= _AGAIN_AFTER:
            self._told_at = now
            self._hub.set_values({"stopped": 1.0})


def _line(action: Action, descent: Descent) -> str:
    """Why an action could do nothing; "" where nobody needs to be told."""
    spec = ACTIONS.of(action)
    variant = spec.variant_of(action)
    if "end" not in variant.forms:
        return ""
    values = spec.values(action) | {
        "axes": descent.axes,
        "batch_size": descent.place.batch.size,
        "step_size": descent.step_size,
    }
    line = str(variant.message("end", **values))
    return line[:1].upper() + line[1:]
