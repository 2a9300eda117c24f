"""Which controls of a device a beginner is told of: those to walk with, and the one for a hint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hudes_desktop.descent.actions import (
    ChangeStepSize,
    NextBatch,
    NextSubspace,
    SelectPlane,
    SetStepSize,
    Step,
)
from hudes_desktop.inputs.bindings.action_spec import Group
from hudes_desktop.inputs.bindings.binding_words import group_of, shown
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.bindings.window_actions import Intent, Roll, Walk
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.wings.guidance.rules import Hint

Walker = Literal["keys", "axes", "stick", "knobs", "faders"]

PLAYABLE = ("pad", "midi", "keyboard")
"""Drivers of devices that one walks with, the most playable first."""

MOST_AXES = 3
"""Pairs of keys that are drawn."""

MOST_KNOBS = 2
"""One for each axis of the first plane."""


@dataclass(frozen=True)
class Hands:
    """What one walks with.

    pairs: names of controls. keys: (back, forward) and (left, right). axes: keys too, those that
    lead back and on along each axis. Anything else is one name.
    """

    kind: Walker
    pairs: tuple[tuple[str, ...], ...]


def playable(
    devices: Sequence[tuple[Device, Profile | None]], touched: Device | None
) -> Profile | None:
    """The profile of the device touched last, or before that of the most playable one; those that
    nobody can walk with don't count."""
    usable = [(d, p) for d, p in devices if d.driver in PLAYABLE and p and hands_of(p)]
    usable.sort(key=lambda each: (each[0] != touched, PLAYABLE.index(each[0].driver)))
    return usable[0][1] if usable else None


def hands_of(profile: Profile) -> Hands | None:
    """What one walks with on a device; None where there is nothing."""
    names = KeyChoice(LAYOUT, profile.bindings)
    bindings = [each for each in _in_force(profile) if group_of(each.action) == "walk"]
    if stick := [b for b in bindings if isinstance(b.action, Walk) and b.second is not None]:
        return Hands("stick", ((shown(stick[0]),),))
    by_way: dict[tuple[object, int], str] = {}
    turned: list[Binding] = []
    for binding in bindings:
        match binding.action:
            case _ if binding.transform.mode != "press":
                turned.append(binding)
            case Walk(right, forward) if right or forward:
                way = ("forward", forward) if forward else ("right", right)
                by_way.setdefault((way[0], 1 if way[1] > 0 else -1), shown(binding, names))
            case Step(axis, amount) if amount:
                by_way.setdefault((axis, 1 if amount > 0 else -1), shown(binding, names))
    if turned:
        labels = tuple((shown(each),) for each in turned[:MOST_KNOBS])
        faders = all(_is_fader(each) for each in turned[:MOST_KNOBS])
        return Hands("faders" if faders else "knobs", labels)

    def pairs(*ways: object) -> tuple[tuple[str, str], ...]:
        both = ((by_way.get((way, -1)), by_way.get((way, 1))) for way in ways)
        return tuple((less, more) for less, more in both if less and more)

    if len(cross := pairs("forward", "right")) == 2:
        return Hands("keys", cross)
    axes = sorted({way for way, _ in by_way if isinstance(way, int)})
    columns = pairs(*axes)[:MOST_AXES]
    return Hands("axes", columns) if columns else None


def control_for(hint: Hint, profile: Profile) -> tuple[str, Group] | None:
    """The control that does what a hint says, as people read it, and what it is about; None where
    the device has none."""
    names = KeyChoice(LAYOUT, profile.bindings)
    found = [each for each in _in_force(profile) if _DOES[hint](each.action, each)]
    if not found:
        return None
    # Of two keys the one whose name is shorter; of two amounts the larger.
    best = min(found, key=lambda each: (-_amount(each.action), len(shown(each, names))))
    return shown(best, names), group_of(best.action)


def _in_force(profile: Profile) -> list[Binding]:
    layers = ("", *(layer.name for layer in profile.layers[:1]))
    return [each for each in profile.bindings if each.layer in layers]


def _amount(action: Intent) -> float:
    return abs(action.decades) if isinstance(action, ChangeStepSize) else 0.0


def _is_fader(binding: Binding) -> bool:
    label = binding.label.lower()
    return "fader" in label or "slider" in label or binding.control.kind == "pitch_bend"


def _scales(sign: int) -> Callable[[Intent, Binding], bool]:
    def scales(action: Intent, binding: Binding) -> bool:
        if isinstance(action, ChangeStepSize):
            return binding.transform.mode != "press" or action.decades * sign > 0
        return isinstance(action, SetStepSize) and binding.transform.mode != "press"

    return scales


_DOES: dict[Hint, Callable[[Intent, Binding], bool]] = {
    Hint.ROLL: lambda action, _: isinstance(action, Roll),
    Hint.NEXT_PLANE: lambda action, _: isinstance(action, SelectPlane) and action.by > 0,
    Hint.NEXT_CURVE: lambda *_: False,
    Hint.NEW_DIRECTIONS: lambda action, _: isinstance(action, NextSubspace),
    Hint.NEW_DIGITS: lambda action, _: isinstance(action, NextBatch),
    Hint.LARGER_STEP: _scales(+1),
    Hint.SMALLER_STEP: _scales(-1),
}
