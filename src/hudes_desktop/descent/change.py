"""What one frame of actions changed, and so what must be evaluated anew."""

from dataclasses import dataclass

from hudes_desktop.descent.actions import Action


@dataclass(frozen=True, slots=True)
class Change:
    """The outcome of `Descent.apply`; nothing but `frame` is set where nothing changed.

    Attributes:
        frame: the descent's frame number now; it has gone up by one if and only if `moved`.
        moved: the place is another one: its losses and its landscape are to be evaluated.
        rescaled: the step size is another one: the landscape's points lie elsewhere.
        new_subspace: other directions (a mark on the chart).
        new_batch: another batch, or batch size (a mark on the chart).
        replaned: another number of planes is looked at: the landscape of each is to be evaluated.
        selected: another plane is in front; nothing to evaluate.
        restarted: the history of losses begins anew at this frame.
        stopped: actions that could do nothing, because an end was reached (the wall that a pad
            rumbles for): nothing to undo, first batch, last batch size, no such axis, …
    """

    frame: int
    moved: bool = False
    rescaled: bool = False
    replaned: bool = False
    new_subspace: bool = False
    new_batch: bool = False
    selected: bool = False
    restarted: bool = False
    stopped: tuple[Action, ...] = ()

    @property
    def needs_landscape(self) -> bool:
        """The surfaces shown are of another place, of another scale or too few."""
        return self.moved or self.rescaled or self.replaned

    @property
    def nothing(self) -> bool:
        """Neither the place nor what is shown of it changed."""
        looks = self.rescaled or self.replaned or self.selected
        return not (self.moved or looks or self.restarted)
