"""What a binding does, in the words of the teachables that it reaches; see teachables.py."""

from collections.abc import Mapping

from hudes_desktop.descent import actions as act
from hudes_desktop.inputs.bindings import window_actions
from hudes_desktop.inputs.bindings.binding import ANY, Binding
from hudes_desktop.inputs.bindings.help import meaning_of

WALK = "walk on the selected plane, with a stick"
WALKS = {
    (0, 1): "walk to the right",
    (0, -1): "walk to the left",
    (1, 1): "walk away from you",
    (1, -1): "walk towards you",
}
ORBIT = "turn the view, with a stick"
ORBITS = {
    (0, 1): "turn the view to the right",
    (0, -1): "turn the view to the left",
    (1, 1): "look from higher up",
    (1, -1): "look from further down",
}
PAN = "move the selected plane, with a stick"
PANS = {
    (0, 1): "move the selected plane right",
    (0, -1): "move the selected plane left",
    (1, 1): "move the selected plane down",
    (1, -1): "move the selected plane up",
}
ZOOMS = {1: "zoom in", -1: "zoom out"}
PLANES = {1: "next plane", -1: "previous plane"}
BATCHES = {1: "larger batches", -1: "smaller batches"}
STEPS = {1: "longer steps", -1: "shorter steps"}
SET_STEP = "step size, from end to end"
ANY_AXIS = "walk: the first one moved is axis 1, the next one axis 2, …"


def reached(binding: Binding) -> list[str]:
    """The texts of what a binding makes: both directions of what moves both ways."""
    action, transform = binding.action, binding.transform
    turned = -1 if transform.invert and transform.mode not in ("press", "absolute") else 1
    both = transform.mode in ("relative", "difference", "rate")
    if binding.control.kind == "axis" and str(binding.control.name).endswith("trigger"):
        both = False

    def ways(texts: Mapping[int, str], amount: float) -> list[str]:
        sign = turned if amount > 0 else -turned
        return [texts[sign], texts[-sign]] if both else [texts[sign]]

    def directions(
        texts: Mapping[tuple[int, int], str], pair: str, first: float, second: float
    ) -> list[str]:
        if binding.second is not None:
            return [pair]
        if bool(first) == bool(second):
            return [meaning_of(action)]
        which = 0 if first else 1
        return ways({sign: texts[which, sign] for sign in (1, -1)}, first or second)

    match action:
        case window_actions.Walk(right, forward):
            return directions(WALKS, WALK, right, forward)
        case window_actions.Orbit(yaw, pitch):
            return directions(ORBITS, ORBIT, yaw, pitch)
        case window_actions.Pan(right, down):
            return directions(PANS, PAN, right, down)
        case window_actions.Zoom(factor):
            return ways(ZOOMS, factor - 1.0)
        case act.SelectPlane(by):
            return ways(PLANES, by)
        case act.ChangeBatchSize(by):
            return ways(BATCHES, by)
        case act.ChangeStepSize(decades):
            return ways(STEPS, decades)
        case act.SetStepSize() if transform.mode == "absolute":
            return [SET_STEP]
        case act.Step() if binding.control.name == ANY:
            return [ANY_AXIS]
        case _:
            return [meaning_of(action)]
