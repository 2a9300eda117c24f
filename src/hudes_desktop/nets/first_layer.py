"""The first layer's output, which all points of a subspace share: computed once, kept by axis."""

from collections import OrderedDict
from collections.abc import Callable

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import PointParameters
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.plan import SlicePlan
from hudes_desktop.nets.slices import Position

#: Terms of a subspace's axes are kept up to this many bytes, the last used longest.
_TERM_BYTES = 256 * 2**20
#: θ's term is mixed from that of a place at most so far away, else rounding errors would show: as
#: far as the points of a surface are from its middle.
_REACH = 10.0


class FirstLayerTerms:
    """The first layer's output on one batch for θ and for the directions, kept by axis.

    pack: what is kept of an output (positions, *features, N).
    """

    def __init__(
        self,
        plan: SlicePlan,
        layout: ParameterLayout,
        directions: Tensor,
        prepared: Tensor,
        pack: Callable[[Tensor], Tensor] = lambda term: term,
    ) -> None:
        self._plan = plan
        self._layout = layout
        self._directions = directions
        self._prepared = prepared
        self._pack = pack
        self._axes: OrderedDict[int, Tensor] = OrderedDict()
        self._last: tuple[Tensor, Tensor] | None = None
        self._near: tuple[Position, Tensor] | None = None

    def of(self, theta: Tensor, axes: tuple[int, ...], at: Position | None = None) -> list[Tensor]:
        """That of θ, then one for each axis. θ's is kept for other planes through the same θ.

        at: where θ lies; the layer is linear, so that its term is that of a place nearby and some
        of those of the axes.
        """
        if self._last is None or not torch.equal(self._last[0], theta):
            self._last = None  # let go of it before making the new
            self._last = (theta.clone(), self._at(theta, at))
        return [self._last[1], *(self._axis(axis) for axis in axes)]

    def forget(self) -> None:
        """Keep nothing of what was computed."""
        self._axes.clear()
        self._last = self._near = None

    def _at(self, theta: Tensor, at: Position | None) -> Tensor:
        if at is None:
            return self._computed(theta)
        if self._near is not None and self._near[0].base == at.base:
            before, term = self._near
            pairs = zip(at.coefficients, before.coefficients, strict=True)
            away = [now - then for now, then in pairs]
            if sum(map(abs, away)) <= _REACH:
                term = term.clone()
                for axis, distance in enumerate(away):
                    if distance:
                        term.add_(self._axis(axis), alpha=distance)
                return term
        self._near = None
        self._near = (at, self._computed(theta))
        return self._near[1]

    @property
    def kept_bytes(self) -> int:
        """Size of what is kept for the axes."""
        return sum(term.numel() * term.element_size() for term in self._axes.values())

    def _axis(self, axis: int) -> Tensor:
        term = self._axes.pop(axis, None)
        if term is None:
            term = self._computed(self._directions[axis])
        self._axes[axis] = term
        while len(self._axes) > 1 and self.kept_bytes > _TERM_BYTES:
            self._axes.popitem(last=False)
        return term

    def _computed(self, vector: Tensor) -> Tensor:
        parameters = PointParameters(self._layout.split(vector.unsqueeze(0)))
        return self._pack(self._plan.terms(parameters, self._prepared)[0])
