"""Flatness, an example of a wing: how much the loss rises around the place where one stands.

This module is the table of what the wing adds. It is imported before the window opens, so it
imports neither Qt nor torch: what needs them is said as "module:function".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hudes_desktop.descent.place import Place
from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.engine.requests import Request
from hudes_desktop.engine.results import DescentResult
from hudes_desktop.inputs.bindings.action_spec import ActionSpec
from hudes_desktop.inputs.bindings.window_actions import WingAction
from hudes_desktop.nets.zoo import Architecture
from hudes_desktop.options import OptionSpec
from hudes_desktop.seam import SEAM_VERSION, House, Wing
from hudes_desktop.store.setting_rules import NUMBER
from hudes_desktop.view.panels.spec import PanelSpec

if TYPE_CHECKING:
    from torch import nn


# What can be done: a frozen dataclass. Profiles call it by the name of its class.
@dataclass(frozen=True, slots=True)
class MeasureFlatness(WingAction):
    """Measure how flat it is here."""


# What the engine is asked, and what it answers. Both cross a thread: frozen, and free of tensors.
@dataclass(frozen=True, eq=False)
class FlatnessRequest(Request):
    """How much the loss rises, so many steps away from a place along each axis."""

    place: Place
    distance: float


@dataclass(frozen=True, eq=False)
class Flatness(DescentResult):
    """rise: the mean over all axes, both ways, in nats. distance: in parameter space."""

    rise: float
    distance: float


def attach(house: House) -> None:
    """Join the program: called once, when the window is there."""

    def measure(_action: MeasureFlatness) -> None:
        descent = house.session.descent
        distance = house.option("steps") * descent.step_size
        # The owner is who pays for the evaluations: they are not the hand's.
        house.post(FlatnessRequest(descent.place, distance, descent=descent.id, owner="flatness"))

    house.handle(MeasureFlatness, measure)


def _wide() -> nn.Module:
    """From images (N, 1, 28, 28) to log-probabilities (N, 10)."""
    from torch import nn

    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10), nn.LogSoftmax(dim=1)
    )


WING = Wing(
    name="flatness",
    seam_version=SEAM_VERSION,
    # An entry of a menu and of the palette, with a key; profiles can bind it, the page of
    # controllers teaches it, the help explains it.
    actions=(
        ActionSpec(
            "measure_flatness",
            "measure how flat it is here",
            type=MeasureFlatness,
            group="program",
            menu="Descent",
            key="Ctrl+M",
            section=True,
        ),
    ),
    # --flatness-steps on the command line, [wing.flatness] steps in the settings.
    settings=(OptionSpec("steps", 4, "so far away flatness is measured, in steps", NUMBER),),
    # A dock beside the landscape, and an entry of View › Panels.
    panels=(PanelSpec("flatness", "Flatness", "left", "hudes_example_wing.panel:FlatnessPanel"),),
    # "idle": in pieces, while nobody waits for losses or surfaces.
    jobs=(JobSpec(FlatnessRequest, "idle", "hudes_example_wing.job:flatness"),),
    # --net wide, and an entry of Network › Network.
    networks=(Architecture("wide", "784-64-10", _wide),),
    # Drawn on every plane, with depth.
    items=("hudes_example_wing.item:ORIGIN",),
    attach=attach,
)
