"""Where a descent stands: an anchor, coefficients along the subspace's directions, and a batch."""

import re
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class RandomDirection:
    """Direction `index` of those of one kind (uniform, gaussian, …) that `seed` draws."""

    kind: str
    seed: int
    index: int


@dataclass(frozen=True, slots=True)
class StoredDirection:
    """The stored unit vector of this digest: SHA-256, in hexadecimal, of its components as
    little-endian float64. Raises ValueError for what is no such digest."""

    digest: str

    def __post_init__(self) -> None:
        if not re.fullmatch("[0-9a-f]{64}", self.digest):
            raise ValueError(f"no SHA-256 digest in lower-case hexadecimal: {self.digest!r}")


Address = RandomDirection | StoredDirection


@dataclass(frozen=True, slots=True)
class Subspace:
    """`count` directions: `chosen` ones, then a run of random ones, first … last.

    Random ones are of one kind (uniform, gaussian, …) and one seed. Only such a run is orthonormal
    among itself, where that is the kind.
    """

    seed: int
    first: int
    count: int
    kind: str = "uniform"
    chosen: tuple[Address, ...] = ()

    @property
    def last(self) -> int:
        """Index of the last direction of the run; first − 1 where there is no run."""
        return self.first + self.count - len(self.chosen) - 1

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Of every direction, in order."""
        run = range(self.first, self.last + 1)
        return *self.chosen, *(RandomDirection(self.kind, self.seed, index) for index in run)

    def next(self) -> "Subspace":
        """As many random directions after the last one."""
        return replace(self, first=self.last + 1, chosen=())

    def previous(self) -> "Subspace":
        """As many random directions before the first one; in the place of chosen ones, random
        ones from the first on."""
        first = self.first if self.chosen else max(0, self.first - self.count)
        return replace(self, first=first, chosen=())

    def with_count(self, count: int) -> "Subspace":
        """The first `count` directions, or more random ones after the last."""
        return replace(self, count=count, chosen=self.chosen[:count])

    def with_chosen(self, chosen: tuple[Address, ...]) -> "Subspace":
        """These directions in the place of the first ones: so many in all as before, or more."""
        return replace(self, count=max(self.count, len(chosen)), chosen=chosen)


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """Batch `number` (0, 1, …) of `size` digits from the order that `seed` draws."""

    seed: int
    number: int
    size: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Anchor:
    """A recipe for a parameter vector; compared by identity, so a chain of any length is cheap.

    parent None: the network's initial parameters, drawn from `seed`. Otherwise the parent's
    parameters, plus Σ coefficients[i] · direction i of the subspace (no sum if coefficients is
    empty), then `sgd_steps` plain SGD steps on `batch` (None if there are none).

    Attributes:
        descent: the id of the descent that made it.
        number: unique within that descent and rising; descent and number together name the vector.
        seed: of the initial parameters that the chain of parents ends in.
        total_sgd_steps: the SGD steps on the whole way from the initial parameters to here.
    """

    descent: str
    number: int
    seed: int
    parent: "Anchor | None" = field(repr=False)
    subspace: Subspace | None = None
    coefficients: tuple[float, ...] = ()
    sgd_steps: int = 0
    batch: BatchChoice | None = None
    total_sgd_steps: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Names this anchor among those of all descents."""
        return self.descent, self.number


@dataclass(frozen=True, slots=True)
class Place:
    """θ = anchor + Σ coefficients[i] · direction i of the subspace, seen on one batch.

    coefficients: float64 distances (not steps), one for each direction of the subspace.
    """

    anchor: Anchor
    subspace: Subspace
    coefficients: tuple[float, ...]
    batch: BatchChoice
