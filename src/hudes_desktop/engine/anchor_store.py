"""Anchors made into parameter vectors, remembered within a bound and rebuilt when forgotten."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from torch import Tensor

from hudes_desktop.descent.place import Anchor, BatchChoice, Place, Subspace


class AnchorStore:
    """θ of a place = θ of its anchor + Σ coefficients · directions, all float64 on the CPU.

    An anchor is a recipe: its parent, plus a step in a subspace, plus SGD steps. The last few
    vectors are kept; an older one (after a long undo) is made again from the nearest known parent.
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
        self._capacity = capacity
        self._vectors: OrderedDict[int, Tensor] = OrderedDict()

    def theta(self, place: Place) -> Tensor:
        """The parameters at a place: (P,) float64 on the CPU."""
        base = self.vector(place.anchor)
        return self._moved(base, place.subspace, place.anchor, place.coefficients)

    def vector(self, anchor: Anchor) -> Tensor:
        """The anchor's own parameters: (P,) float64 on the CPU."""
        recipe: list[Anchor] = []
        known: Anchor | None = anchor
        while known is not None and known.number not in self._vectors:
            recipe.append(known)
            known = known.parent
        vector = self._recall(known) if known is not None else None
        for step in reversed(recipe):
            vector = self._made(step, vector)
            self._keep(step, vector)
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
        weights = base.new_tensor(coefficients)
        return base + weights @ self._directions(subspace, anchor)

    def _recall(self, anchor: Anchor) -> Tensor:
        self._vectors.move_to_end(anchor.number)
        return self._vectors[anchor.number]

    def _keep(self, anchor: Anchor, vector: Tensor) -> None:
        self._vectors[anchor.number] = vector
        self._vectors.move_to_end(anchor.number)
        while len(self._vectors) > self._capacity:
            self._vectors.popitem(last=False)
