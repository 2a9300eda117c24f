"""Unit vectors in parameter space, addressed by (kind, seed, index), the same on every device."""

import numpy as np
import torch
from torch import Tensor

from hudes_desktop.exact_math import Floats, norm, total
from hudes_desktop.landscape.choices import check_kind
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.seeding import normal, uniform

_TINY = np.finfo(np.float64).tiny


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

    Everything is drawn and normalised on the CPU in float64 with the same bits on every processor
    (see seeding and exact_math), whatever the device and dtype of the evaluation.

    - "uniform": each component uniform in (-0.5, 0.5), then normalised.
    - "gaussian": each component standard normal, then normalised: isotropic.
    - "orthonormal": the Gaussian rows made orthonormal among themselves, in order, by the modified
      Gram-Schmidt process.
    - "filter": Gaussian, scaled filter by filter to the norms of `parameters` (Li et al. 2018,
      "Visualizing the Loss Landscape of Neural Nets", section 4), biases left out, and the whole
      brought to unit length so that a step is as long as with the other kinds.

    Returns: (count, size) float64 on the CPU.
    Raises: EnvironmentFault for an unknown kind; ValueError when "filter" lacks the parameters, or
    more orthonormal directions are asked for than there are dimensions.
    """
    check_kind(kind)
    draw = uniform if kind == "uniform" else normal
    purpose = f"{'uniform' if kind == 'uniform' else 'gaussian'} direction"
    rows = np.empty((count, size))
    for i in range(count):
        rows[i] = draw(seed, purpose, first + i, size)
    if kind == "orthonormal":
        return torch.from_numpy(_orthonormal(rows))
    if kind == "filter":
        if parameters is None or layout is None:
            raise ValueError("filter-normalised directions need the parameters and their layout")
        for i, row in enumerate(torch.from_numpy(rows)):
            rows[i] = filter_normalised(row, parameters, layout).numpy()
    for i in range(count):
        rows[i] /= np.maximum(norm(rows[i]), _TINY)
    return torch.from_numpy(rows)


def filter_normalised(direction: Tensor, parameters: Tensor, layout: ParameterLayout) -> Tensor:
    """The direction with every filter scaled to the norm of the parameters' filter; biases zero.

    A filter is one slice along the first dimension of a tensor of two or more dimensions: an
    output channel of a convolution, the incoming weights of one neuron. Tensors of fewer
    dimensions (biases, normalisation scales) become zero. Li et al. 2018, section 4:
    d_i <- d_i * |w_i| / |d_i|. A zero filter gives a zero direction.

    direction, parameters: (P,), any float dtype. Returns (P,) float64.
    """
    raw = direction.to(torch.float64).numpy()
    theta = parameters.to(torch.float64).numpy()
    scaled = np.zeros(layout.size)
    for tensor in layout.filters:
        if len(tensor.shape) < 2:
            continue
        filters = raw[tensor.slice].reshape(tensor.shape[0], -1)
        weights = theta[tensor.slice].reshape(tensor.shape[0], -1)
        factors = norm(weights) / np.maximum(norm(filters), _TINY)
        scaled[tensor.slice] = (filters * factors[:, np.newaxis]).reshape(-1)
    return torch.from_numpy(scaled)


def _orthonormal(rows: Floats) -> Floats:
    """The rows, in place, by the modified Gram-Schmidt process: row by row, from the first."""
    count, size = rows.shape
    if count > size:
        raise ValueError(f"{count} orthonormal directions don't fit {size} dimensions")
    for i, row in enumerate(rows):
        row /= norm(row)
        for later in rows[i + 1 :]:
            later -= total(later * row) * row
    return rows
