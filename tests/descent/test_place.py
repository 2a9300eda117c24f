"""A chain of anchors as long as any game is cheap to compare, hash, print, walk and drop."""

from lineage import lineage

from hudes_desktop.descent.actions import NextSubspace, SgdStep, Step
from hudes_desktop.descent.descent import Descent

LENGTH = 10_000


def test_thousands_of_anchors_neither_recurse_nor_slow_down() -> None:
    descent = Descent()
    other = Descent()
    for _ in range(LENGTH):
        descent.apply([Step(0, 1.0), NextSubspace()])
        other.apply([SgdStep()])
    place = descent.place
    assert len(lineage(place)) == LENGTH + 1
    assert lineage(place)[-1].parent is None
    assert len(repr(place)) < 2_000
    assert place == place
    assert place != other.place
    assert len({place, other.place}) == 2
    assert other.sgd_steps == LENGTH
    del descent, other, place  # dropping a chain must not recurse either


def test_subspace_names_its_last_direction() -> None:
    descent = Descent(axes=8)
    descent.apply([NextSubspace()])
    assert (descent.place.subspace.first, descent.place.subspace.last) == (8, 15)
