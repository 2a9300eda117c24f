"""Changes to a profile, each giving another profile: a control bound anew, or bound no longer."""

from collections.abc import Callable
from dataclasses import replace

from hudes_desktop.inputs.bindings.binding import Binding
from hudes_desktop.inputs.bindings.binding_words import group_of, shown
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.learning.teachable import taught_to
from hudes_desktop.inputs.profiles.profile import Layer, Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.words import text


def name_of(binding: Binding, keys: KeyChoice | None = None) -> str:
    """The control of a binding as people know it, as `shown` says it; of a drag, the way too."""
    way = {"X": " ↔", "Y": " ↕"} if binding.control.kind == "motion" else {}
    return shown(binding, keys) + (
        "" if binding.label else way.get(str(binding.control.name)[-1], "")
    )


def control_words(binding: Binding, keys: KeyChoice | None = None) -> str:
    """The control's name, and the layer that the binding is in."""
    layer = f" ({binding.layer})" if binding.layer else ""
    return name_of(binding, keys) + layer


def conflicts(profile: Profile, binding: Binding) -> list[Binding]:
    """The bindings that can't stay beside this one: they take a control that it takes."""
    return [
        other
        for other in profile.bindings
        if _meet(other.layer, binding.layer)
        and any(_same(one, two) for one in other.controls for two in binding.controls)
    ]


def layer_of(profile: Profile, binding: Binding) -> Layer | None:
    """The layer that a control of the binding changes to: such a control can do nothing else."""
    for layer in profile.layers:
        if any(_same(layer.control, each) for each in binding.controls):
            return layer
    return None


def label_of(profile: Profile, control: Control) -> str:
    """What the profile calls a control; empty where it has no name of its own for it."""
    return next((b.label for b in profile.bindings if b.label and control in b.controls), "")


def with_binding(profile: Profile, binding: Binding) -> Profile:
    """The profile with this binding, in the place of those that it is in conflict with.

    Without any it comes after the last one that is about the same.
    """
    gone = conflicts(profile, binding)
    kept = [other for other in profile.bindings if other not in gone]
    if gone:
        before = list(profile.bindings).index(gone[0])
        place = sum(other in kept for other in profile.bindings[:before])
    else:
        group = group_of(binding.action)
        same = [i for i, other in enumerate(kept) if group_of(other.action) == group]
        place = same[-1] + 1 if same else len(kept)
    return replace(profile, bindings=(*kept[:place], binding, *kept[place:]))


def without(profile: Profile, binding: Binding) -> Profile:
    """The profile without a binding."""
    return replace(profile, bindings=tuple(other for other in profile.bindings if other != binding))


def changed(profile: Profile, change: Callable[[Binding], Binding]) -> Profile:
    """The profile with every binding as `change` gives it."""
    return replace(profile, bindings=tuple(change(binding) for binding in profile.bindings))


def conflict_line(others: list[Binding]) -> str:
    """What is going to be replaced, in one line: "Y already does: next subspace"."""
    return "; ".join(
        text(
            "learn.conflict",
            control=control_words(other),
            actions=text("learn.and").join(each.text for each in taught_to(other)),
        )
        for other in others
    )


def _same(one: Control, other: Control) -> bool:
    """Whether an event may be of both: a binding without a channel is for all of them."""
    channels = one.channel == other.channel or None in (one.channel, other.channel)
    return one.kind == other.kind and one.name == other.name and channels


def _meet(one: str, other: str) -> bool:
    return one == other or not one or not other
