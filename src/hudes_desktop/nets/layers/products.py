"""Weights times activations, by per-point weights or by products that all points share."""

import torch
from torch import Tensor

from hudes_desktop.nets.layers.base import PointParameters


def per_point_product(weight: Tensor, x: Tensor, out: Tensor | None = None) -> Tensor:
    """(M, O, I), (M or 1, I, L) → (M, O, L), batched over the points; `out` may be written into."""
    if x.shape[0] == 1:
        points, features, inputs = weight.shape
        return torch.mm(weight.reshape(points * features, inputs), x[0]).view(points, features, -1)
    return torch.bmm(weight, x) if out is None else torch.bmm(weight, x, out=out)


def shared_product(bases: Tensor, coefficients: Tensor, x: Tensor) -> Tensor:
    """Σ_k coefficients[:, k] · (bases[k] @ x): (K, O, I), (M, K), (M or 1, I, L) → (M, O, L).

    The result has the dtype of `coefficients`. Bases in half precision make half precision products
    whose sums are float32. What rounding x to half precision cuts off would be noise from point to
    point; a further product of bases[0] makes up for it.
    """
    terms, features, inputs = bases.shape
    points = x.shape[0]
    stack = bases.reshape(1, terms * features, inputs)
    rounded = x.to(bases.dtype)
    products = _wide_product(stack, rounded, coefficients.dtype).view(points, terms, features, -1)
    if bases.dtype != coefficients.dtype:
        rest = (x - rounded).to(bases.dtype)
        products[:, 0] += _wide_product(stack[:, :features], rest, coefficients.dtype)
    if points == 1:
        mixed = torch.mm(coefficients, products.view(terms, -1))
    else:
        mixed = torch.bmm(coefficients.unsqueeze(1), products.view(points, terms, -1))
    return mixed.view(len(coefficients), features, -1)


def _wide_product(a: Tensor, b: Tensor, dtype: torch.dtype) -> Tensor:
    """(1, O, I) @ (M, I, L) → (M, O, L) in the wider `dtype`.

    Operands in half precision give float32 sums of exact products: of
    themselves on CUDA, through float32 copies elsewhere.
    """
    points = b.shape[0]
    if a.dtype == dtype:
        return torch.bmm(a.expand(points, -1, -1), b)
    if a.device.type == "cuda":
        return torch.bmm(a.expand(points, -1, -1), b, out_dtype=dtype)
    return torch.bmm(a.to(dtype).expand(points, -1, -1), b.to(dtype))


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
        room = parameters.room((*weight.shape[:2], x.shape[2]), x)
        return per_point_product(weight, x, room)
    points, features, inputs = weight.shape
    x = x.expand(points, -1, -1)
    out = torch.bmm(
        weight.reshape(points * groups, features // groups, inputs),
        x.reshape(points * groups, inputs, -1),
    )
    return out.view(points, features, -1)
