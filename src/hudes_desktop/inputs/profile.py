"""A profile: which action or intent each control of a device makes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hudes_desktop.descent.actions import Action
from hudes_desktop.inputs.events import Control
from hudes_desktop.inputs.help import help_page
from hudes_desktop.inputs.intents import Intent
from hudes_desktop.inputs.repeat import RepeatTiming


@dataclass(frozen=True, slots=True)
class Binding:
    """What one control makes.

    Attributes:
        repeat: when it acts again while held; None if it doesn't.
        hold: seconds for which it must be held before it acts, once; 0 acts on the press.
    """

    control: Control
    action: Action | Intent
    repeat: RepeatTiming | None = None
    hold: float = 0.0


@dataclass(frozen=True)
class Profile:
    """The bindings of one device, no two for the same control.

    Attributes:
        name: for people ("Keyboard, 3-D").
        device: the driver that it is for ("keyboard").
    """

    name: str
    device: str
    bindings: Sequence[Binding]
    _by_control: dict[Control, Binding] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_control = {binding.control: binding for binding in self.bindings}
        if len(by_control) < len(self.bindings):
            raise ValueError(f"profile {self.name!r} binds a control twice")
        object.__setattr__(self, "_by_control", by_control)

    def binding(self, control: Control) -> Binding | None:
        """What the control makes; None if it is free."""
        return self._by_control.get(control)

    def timing(self, control: Control) -> RepeatTiming | None:
        """When the control acts again while held; None if it doesn't, or is free."""
        binding = self.binding(control)
        return binding.repeat if binding else None

    def help(self) -> list[tuple[str, str]]:
        """(controls, meaning) for each thing that can be done, in the order of the profile.

        Made from the bindings, so it can't disagree with them.
        """
        return help_page([(b.control, b.action, b.hold) for b in self.bindings])
