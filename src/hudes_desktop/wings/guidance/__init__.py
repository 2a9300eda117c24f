"""Guidance: a card until the first move, and then a hint at a time."""

from hudes_desktop.options import InMenu, OptionSpec
from hudes_desktop.seam import SEAM_VERSION, Wing
from hudes_desktop.store.setting_rules import SWITCH

HINTS = OptionSpec(
    "hints",
    True,
    "Hints for beginners",
    SWITCH,
    menu=InMenu("View", section=True),
    apply=lambda guide, on: guide.show(on),
)

WING = Wing(
    "guidance",
    SEAM_VERSION,
    settings=(HINTS,),
    attach="hudes_desktop.wings.guidance.guide:Guide",
)
