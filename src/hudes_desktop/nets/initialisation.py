"""Initial weights with the same bits on every processor, for whatever module is constructed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from hudes_desktop.exact_math import Floats
from hudes_desktop.seeding import normal, uniform, words

Address = tuple[int, str, int]

_aten = torch.ops.aten


def _uniform(address: Address, count: int, low: float = 0.0, high: float = 1.0) -> Floats:
    return low + (high - low) * (uniform(*address, count) + 0.5)


def _normal(address: Address, count: int, mean: float = 0.0, deviation: float = 1.0) -> Floats:
    return mean + deviation * normal(*address, count)


# What draws the numbers of a random fill; one in place has its numbers behind the tensor.
_FILLS: dict[Any, Callable[..., Floats]] = {
    _aten.uniform_.default: _uniform,
    _aten.rand.default: _uniform,
    _aten.rand_like.default: _uniform,
    _aten.normal_.default: _normal,
    _aten.randn.default: _normal,
    _aten.randn_like.default: _normal,
}


_OVERLOADS = {"default": "generator", "low": "low_generator"}
"""Of operations that take a generator by an overload of its own (rand, randperm, randint)."""


@contextmanager
def seeded_initialisation(seed: int) -> Iterator[None]:
    """Modules made in this context draw their weights from `seed`; the global state is left alone.

    The k-th tensor filled at random, counted from 0 in the order of the filling, draws from the
    address (seed, "weights", k), a number for each element in row-major order: `uniform_(a, b)`
    gives a + (b - a)·(u + ½), `normal_(m, s)` gives m + s·z, in float64, rounded to the tensor's
    dtype; `rand` and `randn` are filled in the same way. So a, b, m and s stay the module's own and
    those of torch.nn.init: a linear layer or convolution begins within ±1/√(fan in).

    `orthogonal_` and `trunc_normal_` need QR and erfinv, which are done in float64 and rounded:
    equal on two processors but for one weight in some ten million. What a module draws otherwise
    (bernoulli_, …) comes from a generator of torch's, seeded by word 0 of (seed, "torch", 0).
    """
    with _SeededFills(seed):
        yield


class _SeededFills(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch has no types here
    """Below every module and function of torch: replaces what random fills have drawn."""

    def __init__(self, seed: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._seed = seed
        self._fills = 0
        # Not torch's own, which threads share: who draws beside this must change nothing.
        self._generator = torch.Generator().manual_seed(int(words(seed, "torch", 0, 1)[0]))

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Whether torch wraps the method below so that torch.compile leaves it out.

        The wrapper imports torch._dynamo, which takes seconds and brings triton, whose LLVM and
        that of Mesa's software renderer end the process with a segmentation fault.
        """
        return False

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        options = kwargs or {}
        if func == _aten.linalg_qr.default:
            return tuple(part.to(args[0].dtype) for part in func(args[0].double(), *args[1:]))
        if func == _aten.erfinv_.default:
            return args[0].copy_(args[0].double().erfinv())
        if options.get("generator") is not None:
            return func(*args, **options)
        drawing = _with_generator(func)
        if drawing is None:
            return func(*args, **options)
        result = drawing(*args, **{**options, "generator": self._generator})
        if func in _FILLS:
            parameters = args[1:] if result is args[0] else ()
            address = (self._seed, "weights", self._fills)
            numbers = _FILLS[func](address, result.numel(), *parameters)
            result.copy_(torch.from_numpy(numbers).reshape(result.shape))
            self._fills += 1
        return result


def _with_generator(func: Any) -> Any | None:
    """The overload of an operation that draws from a given generator; None if it draws nothing."""
    if any(argument.name == "generator" for argument in func._schema.arguments):
        return func
    overload = _OVERLOADS.get(func._overloadname)
    if overload is None or overload not in func.overloadpacket.overloads():
        return None
    return getattr(func.overloadpacket, overload)
