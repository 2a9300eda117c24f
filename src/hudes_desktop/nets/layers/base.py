"""What every batched layer is: a function of per-point parameters and batch-last activations.

Activations are (points, *features, batch): the batch is the last, contiguous axis, so elementwise
work, normalisation and log-softmax run along long rows and a product is weights @ activations.
The points axis may be 1 where nothing before depends on the parameters yet; it broadcasts.
"""

from collections.abc import Mapping

from torch import Tensor, nn


class PointParameters:
    """The parameters of every point: name → tensor (points, *shape)."""

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        self._tensors = tensors

    def __getitem__(self, name: str, /) -> Tensor:
        return self._tensors[name]

    def bases(self, _layer: str, _name: str, /) -> tuple[Tensor, Tensor] | None:
        """(K, *shape) tensors and (points, K) coefficients whose mixture is parameters[name].

        None where the layer of that path shall use its per-point parameters.
        """
        return None

    def room(self, _shape: tuple[int, ...], _like: Tensor, /) -> Tensor | None:
        """Where a product of that shape may be written; None: into a new tensor."""
        return None


class BatchedModule(nn.Module):
    """A layer that computes one result per point.

    path: the dotted name of the ordinary submodule this is the twin of.
    fresh_output: the output is a new tensor that nothing else holds.
    linear_map: without parameters and linear in the activations (f(x + a y) = f(x) + a f(y)).
    linear_in_parameters: for fixed activations, the output is linear in its parameters.
    """

    fresh_output = False
    linear_map = False
    linear_in_parameters = False

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self.path = path

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Names in the ordinary module's layout of the parameters this layer reads."""
        return ()

    def forward(self, parameters: PointParameters, x: Tensor) -> Tensor:
        """(points or 1, *features, batch) → (points or 1, *features, batch)."""
        raise NotImplementedError


class Unparametrised(BatchedModule):
    """A layer without parameters."""

    def forward(self, _parameters: PointParameters, x: Tensor) -> Tensor:
        return self.function(x)

    def function(self, x: Tensor) -> Tensor:
        """(points or 1, *features, batch) → (points or 1, *features, batch)."""
        raise NotImplementedError
