"""Every action that there is, a row each, for help, lists, menus, profiles and the log."""

from hudes_desktop.descent import actions as act
from hudes_desktop.descent.rules import MAX_STEP_AMOUNT, MAX_STEP_EXPONENT, MIN_STEP_EXPONENT
from hudes_desktop.inputs.bindings import window_actions
from hudes_desktop.inputs.bindings.action_spec import (
    ActionSpec,
    ActionTable,
    Amount,
    Rates,
    Value,
    Variant,
)
from hudes_desktop.inputs.seam.repeat import RepeatTiming

_WALK = Rates(press=0.25, second=5.0, detent=0.25, travel=16.0, pixel=0.02)
_STEP = Rates(1.0, 5.0, 1.0, 16.0, 0.02, RepeatTiming(interval=0.2))
_TURN = Rates(10.0, 140.0, 5.0, 180.0, 0.4)
_TILT = Rates(5.0, 70.0, 5.0, 90.0, 0.3)
_ZOOM = Rates(1.1, 2.5, 1.1, 8.0, 1.12)
_MOVE = Rates(20.0, 300.0, 10.0, 400.0, 1.0)
_DECADES = Rates(0.05, 0.5, 0.05, 2.0, 0.01)
_MAX_ZOOM_EXPONENT = 100.0

ACTIONS = ActionTable((
    ActionSpec("undo", "undo", menu="Descent", key="Ctrl+Z", icon="undo",
               type=act.Undo, group="history", repeat=True),
    ActionSpec("redo", "redo", menu="Descent", key="Ctrl+Shift+Z", icon="redo",
               type=act.Redo, group="history", repeat=True),
    ActionSpec("next_subspace", "next subspace: new directions",
               {"short": "next subspace", "log": "new directions {first}–{last}"},
               menu="Descent", section=True, icon="directions",
               type=act.NextSubspace, group="directions"),
    ActionSpec("previous_subspace", "previous subspace",
               {"log": "back to directions {first}–{last}"}, menu="Descent",
               type=act.PreviousSubspace, group="directions"),
    ActionSpec("set_axes", "act on {count} axes",
               {"short": "{count} axes", "log": "{count} axes, directions {first}–{last}"},
               type=act.SetAxes, group="directions"),
    ActionSpec("show_planes", "show {count} planes",
               {"short": "{count} planes", "log": "{count} planes, directions {first}–{last}"},
               type=act.ShowPlanes, group="directions"),
    ActionSpec("use_directions", "use chosen directions", {"log": "chosen directions"},
               type=act.UseDirections, group="directions"),
    ActionSpec("go_to", "go to a place", {"log": "to another place"},
               type=act.GoTo, group="history"),
    ActionSpec("next_batch", "next batch", {"log": "new batch {batch}"},
               menu="Descent", section=True, icon="batch", type=act.NextBatch, group="batch"),
    ActionSpec("previous_batch", "previous batch", {"log": "back to batch {batch}"},
               menu="Descent", type=act.PreviousBatch, group="batch"),
    ActionSpec("change_batch_size", "size of the batches",
               {"short": "batch size", "log": "batch size {batch_size}"},
               type=act.ChangeBatchSize, group="batch", amounts=(
        Amount("by", Variant("larger_batch", "larger batches", menu="Descent"),
               Variant("smaller_batch", "smaller batches", menu="Descent")),
    )),
    ActionSpec("change_step_size", "step size",
               type=act.ChangeStepSize, group="step_size", amounts=(
        Amount("decades",
               Variant("larger_step", "larger steps", {"press": "larger steps, × {amount:.3g}"},
                       menu="Descent", section=True),
               Variant("smaller_step", "smaller steps", {"press": "smaller steps, ÷ {amount:.3g}"},
                       menu="Descent"),
               _DECADES, shown=lambda decades: 10.0 ** abs(decades)),
    )),
    ActionSpec("set_step_size", "step size, from end to end",
               {"short": "step size", "press": "step size {value:.3g}",
                "range": "step size, from {low:.3g} to {high:.3g}"},
               type=act.SetStepSize, group="step_size",
               value=Value("exponent", "step_exponent", MIN_STEP_EXPONENT, MAX_STEP_EXPONENT,
                           lambda exponent: 10.0**exponent)),
    ActionSpec("select_plane", "choose a plane", {"short": "plane"},
               type=act.SelectPlane, group="view", amounts=(
        Amount("by", Variant("next_plane", "next plane", menu="Descent", section=True),
               Variant("previous_plane", "previous plane", menu="Descent")),
    )),
    ActionSpec("sgd_step", ("one step of SGD", "{count} steps of SGD"),
               {"short": ("SGD step", "{count} SGD steps"),
                "log": ("{count} SGD step", "{count} SGD steps")},
               menu="Descent", section=True, type=act.SgdStep, group="history"),
    ActionSpec("reset", "reset the descent", {"short": "reset", "log": "back to the start"},
               menu="Descent", icon="reset", type=act.Reset, group="history", hold=1.0),
    ActionSpec("reseed", "start again with seed {seed}",
               {"short": "seed {seed}", "log": "seed {seed}"}, type=act.Reseed, group="history"),
    ActionSpec("walk", "walk on the selected plane", {"short": "walk"},
               type=window_actions.Walk, group="walk", amounts=(
        Amount("right", Variant("walk_right", "walk to the right"),
               Variant("walk_left", "walk to the left"), _WALK),
        Amount("forward", Variant("walk_away", "walk away from you"),
               Variant("walk_towards", "walk towards you"), _WALK, up_is_more=True),
    )),
    ActionSpec("step", "walk along axis {axis}",
               {"short": "axis {axis}", "log": "step on axis {axis}",
                "axes": ("walk along axis {axes}", "walk along axes {axes}"),
                "any": "walk along an axis: the first one moved is axis 1, the next one axis 2, …"},
               type=act.Step, group="walk",
               amounts=(Amount("amount", rates=_STEP, limit=MAX_STEP_AMOUNT),)),
    ActionSpec("walk_to_pointer", "walk to the place under the pointer",
               type=window_actions.WalkToPointer, group="walk", needs_pointer=True),
    ActionSpec("orbit", "turn the view", type=window_actions.Orbit, group="view", amounts=(
        Amount("yaw", Variant("orbit_right", "turn the view to the right"),
               Variant("orbit_left", "turn the view to the left"), _TURN),
        Amount("pitch", Variant("orbit_up", "look from higher up"),
               Variant("orbit_down", "look from further down"), _TILT, up_is_more=True),
    )),
    ActionSpec("reset_view", "reset the view", menu="View",
               type=window_actions.ResetView, group="view"),
    ActionSpec("zoom", "zoom", type=window_actions.Zoom, group="view", amounts=(
        Amount("factor", Variant("zoom_in", "zoom in", menu="View"),
               Variant("zoom_out", "zoom out", menu="View"),
               _ZOOM, limit=_MAX_ZOOM_EXPONENT, factor=True),
    )),
    ActionSpec("pan", "move the selected plane", type=window_actions.Pan, group="view", amounts=(
        Amount("right", Variant("pan_right", "move the selected plane right"),
               Variant("pan_left", "move the selected plane left"), _MOVE),
        Amount("down", Variant("pan_down", "move the selected plane down"),
               Variant("pan_up", "move the selected plane up"), _MOVE),
    )),
    ActionSpec("select_at_pointer", "choose the plane under the pointer",
               type=window_actions.SelectAtPointer, group="view", needs_pointer=True),
    ActionSpec("help", "show or hide this help", {"short": "help"},
               type=window_actions.ToggleHelp, group="program"),
    ActionSpec("stage_view", "stage view: the landscape alone, large", {"short": "stage view"},
               menu="View", key="F10", type=window_actions.ToggleStage, group="program", hold=1.0),
    ActionSpec("toggle_precision", "float16 or float32", {"short": "float16/32"},
               type=window_actions.TogglePrecision, group="program"),
    ActionSpec("quit", "quit", menu="File", key="Ctrl+Q", section=True,
               type=window_actions.Quit, group="program", hold=1.0),
    ActionSpec("unknown", "an action that no add-on here has: {name}",
               type=window_actions.UnknownAction, group="program"),
))  # fmt: skip
"""Wings' rows are added once at the start; the order is that of menus, and of lists in a group."""

OURS = tuple(ACTIONS)
"""Those that no wing brings."""
