"""Digits are looked at while somebody sees a panel of them, and at no other time."""

import pytest
from open_program import open_program

from hudes_desktop.descent.actions import Step
from hudes_desktop.wings.inspection import PANELS
from hudes_desktop.wings.inspection.card import Card
from hudes_desktop.wings.inspection.results import Inspection


@pytest.fixture
def program(qtbot):
    with open_program(qtbot) as made:
        made.window.resize(1440, 900)
        yield made


def test_panels_follow_the_hand_while_one_is_in_sight(program, qtbot):
    docks, cards = program.window.docks, program.window.findChildren(Card)
    program.frame_loop.start()
    docks["mistakes"].raise_()
    qtbot.waitUntil(lambda: all(card.inspection for card in cards), timeout=60_000)
    program.frame_loop.apply([Step(0, 3.0)])
    qtbot.waitUntil(lambda: all(card.inspection.frame == 1 for card in cards), timeout=60_000)


def test_nothing_is_asked_while_no_panel_is_in_sight(program, qtbot):
    seen = []
    program.window.feed.subscribe(Inspection, seen.append)
    docks = [program.window.docks[spec.name] for spec in PANELS]
    for dock in docks:
        dock.hide()
    program.frame_loop.start()
    losses = program.session.descent.losses
    for step in range(1, 4):
        program.frame_loop.apply([Step(0, 1.0)])
        qtbot.waitUntil(lambda step=step: len(losses) == step + 1, timeout=60_000)
        program.window.clock.refresh_all()
    assert seen == []
    docks[0].show()
    docks[0].raise_()
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=60_000)
    assert seen[0].frame == 3
