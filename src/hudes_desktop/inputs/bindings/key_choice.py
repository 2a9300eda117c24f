"""Which name a pressed key has for a profile: that of its position, or of what is printed on it."""

from collections.abc import Iterable

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.keyboard_mouse.key_names import shown, split
from hudes_desktop.inputs.keyboard_mouse.layout import KeyboardLayout


def is_position(key: str, action: Intent) -> bool:
    """Whether a profile means a key by where it is, and not by what is printed on it.

    That is so for keys to walk with (a block under the hand), and for digits and signs, which are
    somewhere else on every keyboard. A letter that does anything else is the name of a command.
    """
    modifiers, base = split(key)
    walks = ACTIONS.of(action).group == "walk"
    return len(base) == 1 and not modifiers and (walks or not base.isalpha())


class KeyChoice:
    """Chooses names of keys by what a keyboard's profile binds."""

    def __init__(self, layout: KeyboardLayout, bindings: Iterable[Binding] = ()) -> None:
        self._layout = layout
        keys = {str(each.control.name): each for each in bindings if each.control.kind == "key"}
        self._positions = {key for key, each in keys.items() if is_position(key, each.action)}
        self._letters = keys.keys() - self._positions

    def name(self, position: str | None, letter: str | None) -> str | None:
        """The name to report, of the two that a key has; None for a key that has none.

        position: None where it isn't known. letter: what the key prints; None where that is no
        character of ASCII: no profile binds one, so that such keys count by position.
        """
        if position is None or letter is None or position in self._positions:
            return position or letter
        if letter in self._letters:
            return letter
        if position in self._letters and self._is_out_of_reach(position):
            return position
        return None if letter in self._positions else letter

    def shown(self, key: str) -> str:
        """What people read on the key that has this name now, with its modifiers."""
        modifiers, base = split(key)
        if len(base) == 1 and (key in self._positions or self._is_out_of_reach(key)):
            return "+".join([*modifiers, self._layout.printed(base)])
        return shown(key)

    def _is_out_of_reach(self, key: str) -> bool:
        """Whether nothing prints a letter, or only a key that is something else as a position."""
        base = split(key)[1]
        covered = any(self._layout.printed(position) == key for position in self._positions)
        return covered or not self._layout.prints(base)


class KeyToTeach(KeyChoice):
    """Chooses the name by which a profile would bind a key to an action."""

    def __init__(self, layout: KeyboardLayout, action: Intent) -> None:
        super().__init__(layout)
        self._action = action

    def name(self, position: str | None, letter: str | None) -> str | None:
        if position and (letter is None or is_position(position, self._action)):
            return position
        return letter
