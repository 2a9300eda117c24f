"""Inspection: what the network makes of single digits, where it errs, and what it looks for."""

from hudes_desktop.engine.jobs import JobSpec
from hudes_desktop.seam import SEAM_VERSION, Wing
from hudes_desktop.view.panels.spec import PanelSpec
from hudes_desktop.wings.inspection.results import InspectRequest

_HERE = "hudes_desktop.wings.inspection"
PANELS = (
    PanelSpec(
        "examples",
        "Digits",
        "right",
        f"{_HERE}.examples:make",
        "A few of these digits, and what the network takes each of them for.",
        order=10,
    ),
    PanelSpec(
        "confusion",
        "Confusion",
        "right",
        f"{_HERE}.confusion:make",
        "Which digits the network takes for which others: a row for what a digit is, a column for "
        "what it was taken for.",
        order=11,
    ),
    PanelSpec(
        "mistakes",
        "Mistakes",
        "right",
        f"{_HERE}.mistakes:make",
        "The digits that the network is most sure of, and wrong about.",
        order=12,
    ),
    PanelSpec(
        "weights",
        "Weights",
        "right",
        f"{_HERE}.weights:make",
        "What each unit of the first layer looks for in a picture: where it is red, ink "
        "wakes the unit, where it is blue, ink quiets it.",
        order=13,
    ),
)

WING = Wing(
    "inspection",
    SEAM_VERSION,
    panels=PANELS,
    jobs=(JobSpec(InspectRequest, "idle", f"{_HERE}.job:inspect"),),
    attach=f"{_HERE}.inquiry:attach",
)
