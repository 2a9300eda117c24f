"""Planes use the room that there is, in windows of every shape."""

from itertools import combinations

import pytest

from hudes_desktop.view.landscape.model.arrangement import slots

AREAS = [(330, 250), (400, 430), (480, 800), (800, 560), (1000, 1000), (1760, 820), (3600, 1900)]


def _apart(one, other):
    return (
        one.left + one.width <= other.left + 1e-6
        or other.left + other.width <= one.left + 1e-6
        or one.top + one.height <= other.top + 1e-6
        or other.top + other.height <= one.top + 1e-6
    )


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("count", range(1, 6))
def test_all_are_in_the_area_and_the_selected_one_is_largest(count, area):
    width, height = area
    for selected in range(count):
        found = slots(count, selected, width, height)
        assert len(found) == count
        for slot in found:
            assert min(slot.left, slot.top) >= 0
            assert slot.left + slot.width <= width + 1e-6
            assert slot.top + slot.height <= height + 1e-6
        others = [slot for plane, slot in enumerate(found) if plane != selected]
        assert all(_apart(*pair) for pair in combinations(others, 2))
        assert all(
            slot.width * slot.height < found[selected].width * found[selected].height
            for slot in others
        )
        # In their own order: from left to right, and downwards.
        places = [(slot.left, slot.top) for slot in others]
        assert places == sorted(places)


def test_wide_areas_have_the_others_beside_and_lose_no_height():
    _, large, _ = slots(3, 1, 1760, 820)
    assert large.height == 820


def test_narrow_areas_have_them_above_and_as_large_as_there_is_room():
    large, *others = slots(3, 0, 400, 430)
    assert large.width == 400
    assert all(other.height > 0.3 * 430 for other in others)
    assert large.top + 50 + (400 - 92) / 1.4 > 0.8 * 430  # little is left below
