"""Weights times activations, by per-point weights or by products that all points share."""

from __future__ import annotations

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import PointParameters


def per_point_product(weight: Tensor, x: Tensor) -> Tensor:
    """(M, O, I), (M or 1, I, L) → (M, O, L), batched over the points."""
    if x.shape[0] == 1:
        points, features, inputs = weight.shape
        return torch.mm(weight.reshape(points * features, inputs), x[0]).view(points, features, -1)
    return torch.bmm(weight, x)


def shared_product(bases: Tensor, coefficients: Tensor, x: Tensor) -> Tensor:
    """Σ_k coefficients[:, k] · (bases[k] @ x): (K, O, I), (M, K), (M or 1, I, L) → (M, O, L).

    The products run in the dtype of `bases`, their combination in that of `coefficients`, so half
    precision weights keep a smooth dependence on the coordinates.
    """
    terms, features, inputs = bases.shape
    points = x.shape[0]
    stack = bases.reshape(1, terms * features, inputs)
    half = x.to(bases.dtype)
    if points == 1:
        products = torch.mm(stack[0], half[0]).to(coefficients.dtype)
        return torch.mm(coefficients, products.view(terms, -1)).view(
            coefficients.shape[0], features, -1
        )
    products = torch.bmm(stack.expand(points, -1, -1), half).to(coefficients.dtype)
    mixed = torch.bmm(coefficients.unsqueeze(1), products.view(points, terms, -1))
    return mixed.view(points, features, -1)


def product(parameters: PointParameters, layer: str, name: str, groups: int, x: Tensor) -> Tensor:
    """The weight `name` (M, O, ...) times x (M or 1, groups · I, L) → (M, O, L).

    A weight of several groups maps the g-th slice of the inputs to the g-th slice of the outputs.
    """
    shared = parameters.bases(layer, name)
    if shared is not None and groups == 1:
        bases, coefficients = shared
        return shared_product(bases.flatten(2), coefficients, x)
    weight = parameters[name].flatten(2)
    if groups == 1:
        return per_point_product(weight, x)
    points, features, inputs = weight.shape
    x = x.expand(points, -1, -1)
    out = torch.bmm(
        weight.reshape(points * groups, features // groups, inputs),
        x.reshape(points * groups, inputs, -1),
    )
    return out.view(points, features, -1)
