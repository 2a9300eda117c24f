"""Unit vectors in parameter space, addressed by (kind, seed, index), the same on every device."""

from __future__ import annotations

import torch
from torch import Tensor

from hudes_desktop.landscape.choices import check_kind
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.seeding import generator


def directions(
    kind: str,
    seed: int,
    first: int,
    count: int,
    size: int,
    *,
    parameters: Tensor | None = None,
    layout: ParameterLayout | None = None,
) -> Tensor:
    """Directions first … first + count - 1 of the stream (kind, seed), as rows of unit length.

    Everything is drawn and normalised on the CPU in float64, so an address names the same vector
    whatever the device and dtype of the evaluation.

    - "uniform": each component uniform in [-0.5, 0.5), then normalised.
    - "gaussian": each component standard normal, then normalised: isotropic.
    - "orthonormal": the Gaussian rows made orthonormal among themselves, in order (QR).
    - "filter": Gaussian, scaled filter by filter to the norms of `parameters` (Li et al. 2018,
      "Visualizing the Loss Landscape of Neural Nets", section 4), biases left out, and the whole
      brought to unit length so that a step is as long as with the other kinds.

    Returns: (count, size) float64 on the CPU.
    Raises: EnvironmentFault for an unknown kind; ValueError when "filter" lacks the parameters, or
    more orthonormal directions are asked for than there are dimensions.
    """
    check_kind(kind)
    draw = _uniform if kind == "uniform" else _gaussian
    rows = torch.stack([draw(seed, first + i, size) for i in range(count)])
    if kind == "orthonormal":
        return _orthonormal(rows)
    if kind == "filter":
        if parameters is None or layout is None:
            raise ValueError("filter-normalised directions need the parameters and their layout")
        rows = torch.stack([filter_normalised(row, parameters, layout) for row in rows])
    lengths = torch.linalg.vector_norm(rows, dim=1, keepdim=True)
    return torch.div(rows, lengths.clamp_min(torch.finfo(rows.dtype).tiny))


def filter_normalised(direction: Tensor, parameters: Tensor, layout: ParameterLayout) -> Tensor:
    """The direction with every filter scaled to the norm of the parameters' filter; biases zero.

    A filter is one slice along the first dimension of a tensor of two or more dimensions: an
    output channel of a convolution, the incoming weights of one neuron. Tensors of fewer
    dimensions (biases, normalisation scales) become zero. Li et al. 2018, section 4:
    d_i <- d_i * |w_i| / |d_i|. A zero filter gives a zero direction.

    direction, parameters: (P,), any float dtype. Returns (P,) float64.
    """
    scaled = torch.zeros(layout.size, dtype=torch.float64)
    for tensor in layout.filters:
        if len(tensor.shape) < 2:
            continue
        filters = direction[tensor.slice].to(torch.float64).reshape(tensor.shape[0], -1)
        weights = parameters[tensor.slice].to(torch.float64).reshape(tensor.shape[0], -1)
        lengths = filters.norm(dim=1, keepdim=True).clamp_min(1e-300)
        scaled[tensor.slice] = (filters * (weights.norm(dim=1, keepdim=True) / lengths)).reshape(-1)
    return scaled


def _uniform(seed: int, index: int, size: int) -> Tensor:
    return (
        torch.rand(size, generator=generator(seed, "direction", index), dtype=torch.float64) - 0.5
    )


def _gaussian(seed: int, index: int, size: int) -> Tensor:
    return torch.randn(size, generator=generator(seed, "direction", index), dtype=torch.float64)


def _orthonormal(rows: Tensor) -> Tensor:
    if rows.shape[0] > rows.shape[1]:
        raise ValueError(
            f"{rows.shape[0]} orthonormal directions don't fit {rows.shape[1]} dimensions"
        )
    basis, triangle = torch.linalg.qr(rows.T)
    # The signs of a QR factorisation are the library's choice: keep each row on its own side.
    signs = torch.sign(torch.diagonal(triangle))
    return torch.mul(basis, signs).T.contiguous()
