"""Whether things may move by themselves: as the user chose, or else as the system says.

Glides, fades, pulses and turning signs ask `reduced` before each step; where it is so, they are at
their end at once. What a hand moves always moves.
"""

_choice = "system"
_of_system = False


def reduced() -> bool:
    """Whether nothing is to move by itself now."""
    return _of_system if _choice == "system" else _choice == "on"


def choose(choice: str) -> None:
    """One of choices.MOTION: "on" and "off" win over the system."""
    global _choice
    _choice = choice


def set_of_system(on: bool) -> None:
    """Whether the user has asked the whole desktop for less motion."""
    global _of_system
    _of_system = on
