"""Makes the anchors of one descent: the starts of seeds, walks baked in, and SGD steps."""

from dataclasses import replace
from typing import Any

from hudes_desktop.descent.place import Anchor, Place


class AnchorMaker:
    """Numbers anchors in the order in which they are made, and makes none without need."""

    def __init__(self, descent: str) -> None:
        """descent: the id that its anchors carry."""
        self._descent = descent
        self._last_number = -1
        self._roots: dict[int, Anchor] = {}
        self._new: Anchor | None = None

    def begin_entry(self) -> None:
        """What was made so far is in the history and can be grown no more."""
        self._new = None

    def root(self, seed: int) -> Anchor:
        """The initial parameters of a seed: one anchor, however often one returns to it."""
        if seed not in self._roots:
            self._roots[seed] = self._anchor(seed=seed, parent=None)
        return self._roots[seed]

    def bake(self, place: Place) -> Anchor:
        """An anchor with the place's parameters: the present one, if nothing was walked."""
        if not any(place.coefficients):
            return place.anchor
        self._new = self._anchor(
            seed=place.anchor.seed,
            parent=place.anchor,
            subspace=place.subspace,
            coefficients=place.coefficients,
            total_sgd_steps=place.anchor.total_sgd_steps,
        )
        return self._new

    def sgd(self, place: Place, count: int) -> Anchor:
        """The anchor that `count` SGD steps on the place's batch lead to."""
        start = self.bake(place)
        total = start.total_sgd_steps + count
        grows = start is self._new and (start.sgd_steps == 0 or start.batch == place.batch)
        if grows:
            # Baked or trained in this very entry: one recipe, and the counts add up.
            self._new = replace(
                start,
                number=self._next_number(),
                sgd_steps=start.sgd_steps + count,
                batch=place.batch,
                total_sgd_steps=total,
            )
        else:
            self._new = self._anchor(
                seed=start.seed,
                parent=start,
                sgd_steps=count,
                batch=place.batch,
                total_sgd_steps=total,
            )
        return self._new

    def _anchor(self, **recipe: Any) -> Anchor:
        return Anchor(descent=self._descent, number=self._next_number(), **recipe)

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number
