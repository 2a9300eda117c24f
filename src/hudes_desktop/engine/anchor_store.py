"""Anchors made into parameter vectors, remembered within a bound and rebuilt when forgotten."""

from collections.abc import Callable

from torch import Tensor

from hudes_desktop.descent.place import Anchor, BatchChoice, Place, Subspace
from hudes_desktop.engine.lru_cache import LruCache

_PLACES = 4
"""Surfaces and losses of the same few places are asked for one after the other."""


class AnchorStore:
    """θ of a place = θ of its anchor + Σ coefficients · directions, all float64 on the CPU.

    An anchor is a recipe: its parent, plus a step in a subspace, plus SGD steps. The last few
    vectors are kept; an older one (after a long undo) is made again from the nearest known parent.
    Vectors go by the keys of their anchors, so that descents share the store and no vector.
    """

    def __init__(
        self,
        initial: Callable[[int], Tensor],
        directions: Callable[[Subspace, Anchor], Tensor],
        descend: Callable[[Tensor, BatchChoice, int], Tensor],
        capacity: int = 16,
    ) -> None:
        """initial: seed → the network's first parameters, (P,) float64.
        directions: subspace, and the anchor it begins at → (n, P).
        descend: θ, batch, SGD steps → θ.
        capacity: how many vectors are kept."""
        self._initial = initial
        self._directions = directions
        self._descend = descend
        self._vectors: LruCache[tuple[str, int], Tensor] = LruCache(capacity)
        self._places: LruCache[Place, Tensor] = LruCache(_PLACES)

    def __len__(self) -> int:
        """How many vectors are kept at present."""
        return len(self._vectors)

    def forget(self, descent: str) -> None:
        """Let go of the vectors of a descent's anchors."""
        self._vectors.forget(lambda key: key[0] == descent)
        self._places.forget(lambda place: place.anchor.descent == descent)

    def theta(self, place: Place) -> Tensor:
        """The parameters at a place: (P,) float64 on the CPU."""
        theta = self._places.get(place)
        if theta is None:
            base = self.vector(place.anchor)
            theta = self._moved(base, place.subspace, place.anchor, place.coefficients)
            self._places.put(place, theta)
        return theta

    def vector(self, anchor: Anchor) -> Tensor:
        """The anchor's own parameters: (P,) float64 on the CPU."""
        recipe: list[Anchor] = []
        known: Anchor | None = anchor
        while known is not None and known.key not in self._vectors:
            recipe.append(known)
            known = known.parent
        vector = self._vectors.get(known.key) if known is not None else None
        for step in reversed(recipe):
            vector = self._made(step, vector)
            self._vectors.put(step.key, vector)
        assert vector is not None
        return vector

    def _made(self, anchor: Anchor, parent_vector: Tensor | None) -> Tensor:
        if anchor.parent is None or parent_vector is None:
            return self._initial(anchor.seed)
        vector = parent_vector
        if anchor.subspace is not None:
            vector = self._moved(vector, anchor.subspace, anchor.parent, anchor.coefficients)
        if anchor.sgd_steps and anchor.batch is not None:
            vector = self._descend(vector, anchor.batch, anchor.sgd_steps)
        return vector

    def _moved(
        self, base: Tensor, subspace: Subspace, anchor: Anchor, coefficients: tuple[float, ...]
    ) -> Tensor:
        if not any(coefficients):
            return base
        # One after the other, not a product of matrices, whose sums differ between processors.
        moved = base.clone()
        rows = self._directions(subspace, anchor)
        for coefficient, direction in zip(coefficients, rows, strict=True):
            if coefficient:
                moved += coefficient * direction
        return moved
