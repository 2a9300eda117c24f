"""The first layer's output, which all points of a subspace share: computed once, kept by axis."""

from collections import OrderedDict
from collections.abc import Callable

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import PointParameters
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.plan import SlicePlan

#: Terms of a subspace's axes are kept up to this many bytes, the last used longest.
_TERM_BYTES = 256 * 2**20


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

    def of(self, theta: Tensor, axes: tuple[int, ...]) -> list[Tensor]:
        """That of θ, then one for each axis. θ's is kept for other planes through the same θ."""
        if self._last is None or not torch.equal(self._last[0], theta):
            self._last = (theta.clone(), self._computed(theta))
        return [self._last[1], *(self._axis(axis) for axis in axes)]

    def forget(self) -> None:
        """Keep nothing of what was computed."""
        self._axes.clear()
        self._last = None

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
