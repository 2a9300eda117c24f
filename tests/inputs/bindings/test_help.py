"""Every action and intent has words for the help page."""

import pytest

from hudes_desktop.descent.actions import ACTION_TYPES
from hudes_desktop.inputs.bindings.help import meaning_of
from hudes_desktop.inputs.bindings.window_actions import WINDOW_ACTION_TYPES

ARGUMENTS = {
    "Step": (0, 1.0),
    "ChangeBatchSize": (1,),
    "ChangeStepSize": (0.05,),
    "SetStepSize": (-1.0,),
    "SelectPlane": (1,),
    "Reseed": (7,),
    "SetAxes": (8,),
    "Zoom": (1.1,),
}


@pytest.mark.parametrize(
    "kind", [*ACTION_TYPES, *WINDOW_ACTION_TYPES], ids=lambda kind: kind.__name__
)
def test_every_action_and_intent_has_a_meaning(kind) -> None:
    assert len(meaning_of(kind(*ARGUMENTS.get(kind.__name__, ())))) > 3
