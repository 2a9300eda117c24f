"""From raw values to amounts: encodings, ends, dead zones and fast turning."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudes_desktop.inputs.bindings.transform import (
    Acceleration,
    deflection,
    detents,
    position,
    without_dead_zone,
)


@pytest.mark.parametrize(
    ("encoding", "turned"),
    [
        ("twos_complement", {1: 1, 3: 3, 63: 63, 127: -1, 125: -3, 64: -64, 0: 0}),
        ("signed_bit", {1: 1, 3: 3, 63: 63, 65: -1, 67: -3, 127: -63, 64: 0, 0: 0}),
        ("offset_64", {65: 1, 67: 3, 127: 63, 63: -1, 61: -3, 0: -64, 64: 0}),
        ("offset_16", {17: 1, 19: 3, 31: 15, 15: -1, 13: -3, 0: -16, 16: 0}),
    ],
)
def test_the_encodings_of_an_endless_encoder(encoding, turned) -> None:
    assert {raw: detents(encoding, raw) for raw in turned} == turned


def test_every_control_ends_at_0_and_1_and_rests_at_0() -> None:
    assert (position("control_change", 0), position("control_change", 127)) == (0, 1)
    assert (position("control_change", 0, 14), position("control_change", 16383, 14)) == (0, 1)
    assert (position("pitch_bend", 0), position("pitch_bend", 16383)) == (0, 1)
    assert deflection("pitch_bend", 8192) == 0
    assert deflection("pitch_bend", 16383) == 1
    assert deflection("pitch_bend", 0) == -1
    assert deflection("control_change", 64) == 0
    assert deflection("control_change", 127) == 1
    assert deflection("axis", -1.1) == -1


def test_a_dead_zone_is_cut_out_and_the_remainder_stretched() -> None:
    assert without_dead_zone(0.24, 0.0, 0.24) == (0.0, 0.0)
    assert without_dead_zone(1.0, 0.0, 0.24) == (1.0, 0.0)
    x, y = without_dead_zone(0.62, 0.0, 0.24)
    assert (x, y) == (pytest.approx(0.5), 0.0)
    assert without_dead_zone(0.62, 0.0, 0.24, curve=2.0)[0] == pytest.approx(0.25)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.9), st.floats(0.5, 4))
def test_a_radial_dead_zone_keeps_the_direction_and_never_exceeds_1(x, y, zone, curve) -> None:
    made = without_dead_zone(x, y, zone, curve)
    assert math.hypot(*made) <= 1.0 + 1e-9
    assert x * made[1] == pytest.approx(y * made[0], abs=1e-9)
    assert x * made[0] >= 0
    assert y * made[1] >= 0


def test_turning_slowly_counts_one_for_one_and_fast_up_to_the_largest_factor() -> None:
    slow, fast = Acceleration(4.0), Acceleration(4.0)
    assert [slow.factor(1, i * 0.1) for i in range(20)] == [1.0] * 20  # 10 detents a second
    factors = [fast.factor(1, i * 0.01) for i in range(60)]  # 100 a second
    assert factors[0] == 1.0
    assert factors == sorted(factors)
    assert factors[-1] == 4.0
    assert fast.factor(-1, 0.61) == 1.0  # turned back: aimed at
    assert Acceleration(1.0).factor(1000, 0.0) == 1.0
