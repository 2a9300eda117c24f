"""Inspection: what the network makes of single digits, where it errs, and what it looks for."""

from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.seam import SEAM_VERSION, Wing
from hudes_desktop.view.panels.spec import PanelSpec
from hudes_desktop.wings.inspection.results import InspectRequest

_HERE = "hudes_desktop.wings.inspection"
PANELS = (
    PanelSpec("examples", "Examples", "right", f"{_HERE}.examples:make", tab="Digits", order=10),
    PanelSpec(
        "confusion", "Confusion matrix", "right", f"{_HERE}.confusion:make", tab="Matrix", order=11
    ),
    PanelSpec(
        "mistakes", "Worst mistakes", "right", f"{_HERE}.mistakes:make", tab="Errors", order=12
    ),
    PanelSpec(
        "weights", "First-layer weights", "right", f"{_HERE}.weights:make", tab="Weights", order=13
    ),
)

WING = Wing(
    "inspection",
    SEAM_VERSION,
    panels=PANELS,
    jobs=(JobSpec(InspectRequest, "idle", f"{_HERE}.job:inspect"),),
    attach=f"{_HERE}.inquiry:attach",
)
