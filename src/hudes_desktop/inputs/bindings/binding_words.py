"""What a binding does: in words for help and drawings, and by the ids of what can be taught."""

from hudes_desktop.inputs.bindings import controls
from hudes_desktop.inputs.bindings.action_spec import Group, Variant
from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.words import Message, text


def group_of(action: Intent) -> Group:
    """What an action is about."""
    return ACTIONS.of(action).group


def shown(binding: Binding, keys: KeyChoice | None = None) -> str:
    """The control of a binding as people know it.

    keys: chosen by the whole profile, which may move a letter to another key.
    """
    if binding.control.kind == "key" and not binding.label:
        return (keys or KeyChoice(LAYOUT, (binding,))).shown(str(binding.control.name))
    stick = (binding.control,) if binding.second is None else (binding.control, binding.second)
    return binding.label or controls.shown(stick)


def meaning_of(action: Intent) -> Message:
    """What an action does when it is done once; all directions of two amounts share one."""
    spec = ACTIONS.of(action)
    return spec.variant_of(action).message("press", **spec.values(action))


def meaning(binding: Binding) -> Message:
    """What a control does; of one that moves both ways, for both ways."""
    action, transform = binding.action, binding.transform
    if transform.mode == "press":
        return meaning_of(action)
    spec = ACTIONS.of(action)
    if spec.value is not None and transform.mode == "absolute":
        low, high = sorted(map(spec.value.shown, (transform.low, transform.high)))
        return spec.message("range", low=low, high=high)
    if spec.by_axis and binding.control.name == ANY:
        return spec.message("any")
    return spec.message(**spec.values(action))


def short_of(binding: Binding) -> str:
    """A few words that have room on a drawing of the control."""
    spec, action = ACTIONS.of(binding.action), binding.action
    pressed = binding.transform.mode == "press"
    variant: Variant = spec.variant_of(action) if pressed else spec
    values = spec.values(action)
    short = str(variant.message("short", **values))
    if pressed and spec.by_axis:
        short = f"{short} {values['sign']}"
    return text("help.hold_short", meaning=short) if binding.hold else short


def reached(binding: Binding) -> list[str]:
    """The ids of what a binding does: both directions, if its control moves both ways.

    An action as a whole has its own id, each axis one of its own ("step:3" is axis 4), and what
    can't be taught one made of its arguments.
    """
    spec, transform = ACTIONS.of(binding.action), binding.transform
    if spec.by_axis:
        axis = ANY if binding.control.name == ANY else spec.axis_of(binding.action)
        return [axis_id(spec.id, axis)]
    if binding.second is not None or (spec.value is not None and transform.mode == "absolute"):
        return [spec.id]
    moved = [each for each in spec.amounts if each.direction(binding.action)]
    if len(moved) != 1 or moved[0].more is None or moved[0].less is None:
        whole = spec.plain and binding.action == spec.type()
        return [spec.id if whole else f"{spec.id}:{_arguments(binding.action)}"]
    both = [moved[0].more.id, moved[0].less.id]
    turned = transform.invert and transform.mode not in ("press", "absolute")
    if (moved[0].direction(binding.action) < 0) != turned:
        both.reverse()
    is_trigger = binding.control.kind == "axis" and str(binding.control.name).endswith("trigger")
    one_way = is_trigger or transform.mode not in ("relative", "difference", "rate")
    return both[:1] if one_way else both


def axis_id(action: str, axis: int | str) -> str:
    """The id of what acts on an axis, from 0; ANY for each control on one of its own."""
    return f"{action}:{axis}"


def _arguments(action: Intent) -> str:
    spec = ACTIONS.of(action)
    return ",".join(str(getattr(action, name)) for name in spec.arguments)
