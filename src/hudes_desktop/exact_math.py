"""Arithmetic whose every bit is the same on all processors, in numpy's float64.

IEEE 754 fixes the result of +, -, *, / and sqrt, so an element-wise chain of them is the same
everywhere. It fixes neither the order in which a library adds up an array (it depends on the width
of the vector registers and on the number of threads) nor the last bits of log, erfinv or cos: what
seeding and directions need of these is built here from the five operations alone, none fused.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BLOCK = 16_384
"""Elements at once: what a chain of element-wise operations works on stays in the cache."""

# Wichura 1988, algorithm AS 241 (PPND16): coefficients of the highest power first, of numerator
# and denominator.
# fmt: off
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)
_TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
     1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187,
     1.0),
)
_FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
     6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0),
)
# fmt: on
_LOG_TERMS = tuple(1.0 / n for n in range(21, 0, -2))
_LOG_2 = 0.6931471805599453
_SQRT_HALF = 0.7071067811865476


def total(values: Floats) -> Floats:
    """The sum over the last axis, (..., n) → (...), added up in one fixed order.

    Zeros are appended up to the next power of two; then the second half is added to the first,
    element by element, until one number is left.
    """
    size = values.shape[-1]
    width = 1 << max(size - 1, 0).bit_length()
    folded = np.zeros((*values.shape[:-1], width))
    folded[..., :size] = values
    while width > 1:
        width //= 2
        folded[..., :width] += folded[..., width : 2 * width]
    return folded[..., 0]


def norm(values: Floats) -> Floats:
    """The Euclidean length along the last axis, (..., n) → (...): √ of the `total` of squares."""
    return np.sqrt(total(values * values))


def natural_log(values: Floats) -> Floats:
    """log of positive, normal numbers, to about 1 unit in the last place.

    x = m·2ᵉ with √½ ≤ m < √2; log x = e·log 2 + 2s·(1 + s²/3 + … + s²⁰/21), s = (m - 1)/(m + 1).
    """
    mantissa, exponent = np.frexp(values)
    low = mantissa < _SQRT_HALF
    mantissa = np.where(low, mantissa * 2.0, mantissa)
    exponent = exponent - low
    s = (mantissa - 1.0) / (mantissa + 1.0)
    return exponent * _LOG_2 + (2.0 * s) * _polynomial(_LOG_TERMS, s * s)


def normal_quantile(centred: Floats) -> Floats:
    """The standard normal quantile of the probability ½ + `centred`, (n,) → (n,).

    centred: in (-½, ½), multiples of 2⁻⁵³. Relative error about 1e-16. Wichura, "Algorithm AS 241:
    The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988), PPND16, with
    `natural_log`; polynomials by Horner's rule.
    """
    quantiles = np.empty_like(centred)
    for start in range(0, len(centred), _BLOCK):
        q = centred[start : start + _BLOCK]
        block = quantiles[start : start + _BLOCK]
        block[:] = q * _ratio(_CENTRE, 0.180625 - q * q)
        (outside,) = np.nonzero(np.abs(q) > 0.425)
        if len(outside):
            block[outside] = _tails(q[outside])
    return quantiles


def _tails(q: Floats) -> Floats:
    r = np.sqrt(-natural_log(0.5 - np.abs(q)))
    sizes = np.where(r <= 5.0, _ratio(_TAIL, r - 1.6), _ratio(_FAR_TAIL, r - 5.0))
    return np.copysign(sizes, q)


def _ratio(coefficients: tuple[Sequence[float], Sequence[float]], x: Floats) -> Floats:
    return _polynomial(coefficients[0], x) / _polynomial(coefficients[1], x)


def _polynomial(coefficients: Sequence[float], x: Floats) -> Floats:
    """Horner's rule, highest power first, each product and sum rounded by itself."""
    value = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value *= x
        value += coefficient
    return value
