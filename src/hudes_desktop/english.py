"""Every text of the program in English by its id, but for those of rows that have a name: words.py.

The same ids are the keys of catalogues for other languages. {name} stands for a value; a text of
two forms is the singular and the plural for {count}.
"""

ENGLISH: dict[str, str | tuple[str, str]] = {
    # Log of actions
    "log.start": "start",
    "log.steps": "step{times} on {axes}",
    "log.times": " ×{count:,}",
    "log.axes": ("axis {names}", "axes {names}"),
    "log.many_axes": "{count} axes",
    "log.many": "{count} actions at once",
    "log.comma": ", ",
    # Help
    "group.walk": "walk",
    "group.axes": "axes",
    "group.view": "view",
    "group.directions": "directions",
    "group.batch": "batch",
    "group.step_size": "step size",
    "group.history": "history",
    "group.program": "program",
    "help.hold": "{meaning} (hold for {seconds:g} s)",
    "help.hold_short": "{meaning} (hold)",
    "help.layer": "{control} (layer {layer})",
    "learn.pair": "{action}, with a stick",
    "learn.conflict": "{control} already does: {actions}",
    "learn.and": " and ",
    "learn.or": "{some} or {last}",
    "learn.unfit": "{shape} can't do that; it takes {fits}",
    "shape.button": "a button",
    "shape.stick": "a stick",
    "shape.pair": "both ways of a stick",
    "shape.trigger": "a trigger",
    "shape.knob": "a knob or fader",
    "shape.encoder": "an endless knob",
    "shape.motion": "a drag or the wheel",
    "help.steps": "{meaning}: {amounts} step",
}
