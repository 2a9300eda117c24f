"""The trail: bounded, fading with age and with the distance out of the plane."""

import numpy as np

from hudes_desktop.view.landscape.model.trail import LENGTH, Trail


def test_length_is_bounded_and_the_end_is_here():
    trail = Trail()
    for step in range(5 * LENGTH):
        trail.append((step * 0.1, 0.0, 0.0, 0.0))
    points = trail.on_plane((0, 1), 1.0)
    assert len(points) == LENGTH
    assert points[-1, :2].tolist() == [0.0, 0.0]
    assert np.allclose(points[-2, :2], [-0.1, 0.0], atol=1e-6)


def test_strength_falls_with_age_and_out_of_the_plane():
    trail = Trail()
    for step in range(10):
        trail.append((step * 0.1, 0.0, step * 1.0, 0.0))
    here, there = trail.on_plane((0, 2), 1.0)[:, 2], trail.on_plane((0, 1), 1.0)[:, 2]
    assert (np.diff(here) > 0).all()
    assert (there[:-1] < here[:-1]).all()
    assert there[-1] == here[-1]


def test_standing_still_adds_nothing_and_clearing_begins_anew():
    trail = Trail()
    for _ in range(3):
        trail.append((1.0, 2.0))
    assert len(trail) == 1
    trail.clear()
    assert trail.last() is None
    assert len(trail.on_plane((0, 1), 1.0)) == 0


def test_an_axis_that_is_not_there_has_no_trail():
    trail = Trail()
    trail.append((1.0, 2.0))
    trail.append((1.5, 2.0))
    assert len(trail.on_plane((2, 3), 1.0)) == 0
